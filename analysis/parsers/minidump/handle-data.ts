/**
 * HandleDataStream → handles by type and by name. Descriptors are stepped by the size that the stream
 * itself tells (32 bytes, 40 since Windows 8); a type of 0 is one that dbghelp could not look up.
 * MINIDUMP_HANDLE_DATA_STREAM, MINIDUMP_HANDLE_DESCRIPTOR(_2) on Microsoft Learn; FACTS 10.
 */
import { boundNames } from '../../handle-names.ts';
import type { HandleSummary } from '../../types.ts';
import { viewOf } from './directory.ts';
import type { Reader, Stream } from './directory.ts';
import { readStrings } from './strings.ts';

const headerLength = 16;
const shortest = 32;
const longest = 256;
const chunkLength = 2 ** 20;
/** Of more handles the first are counted: a million handles tell which type leaks. Windows allows 16,777,216. */
const maxRead = 1_000_000;
/** Offsets of names that are remembered; where every handle has its own string, more would only fill the memory. */
const maxOffsets = 100_000;
const stringBudget = 4 * 2 ** 20;
const unknownType = 'unknown';

export interface Handles {
  readonly summary: HandleSummary;
  readonly notes: readonly string[];
}

interface Counted {
  readonly types: Map<number, number>;
  readonly names: Map<number, number>;
  handles: number;
  overflow: boolean;
}

function add(counts: Map<number, number>, offset: number, counted: Counted): void {
  const before = counts.get(offset);
  if (before === undefined && counts.size >= maxOffsets) counted.overflow = true;
  else counts.set(offset, (before ?? 0) + 1);
}

/** The handles of the dump; null where the stream is not one. `size` is the file's. */
export function* readHandles(stream: Stream, size: number): Reader<Handles | null> {
  if (stream.size < headerLength) return null;
  const head = viewOf(yield { offset: stream.offset, length: headerLength });
  if (head.byteLength < headerLength) return null;
  const [skip, step, claimed] = [head.getUint32(0, true), head.getUint32(4, true), head.getUint32(8, true)];
  if (skip < headerLength || skip > stream.size || step < shortest || step > longest) return null;
  const total = Math.min(claimed, Math.floor((stream.size - skip) / step));
  const counted = yield* count(stream.offset + skip, step, Math.min(total, maxRead));
  const strings = yield* readStrings([...counted.types.keys(), ...counted.names.keys()], size, stringBudget);
  const byType = named(counted.types, (offset) => (offset === 0 ? unknownType : (strings.get(offset) ?? unknownType)));
  const byName = named(counted.names, (offset) => strings.get(offset) ?? '');
  const unknown = byType.get(unknownType) ?? 0;
  const partial = total > counted.handles || total < claimed || counted.overflow;
  return {
    summary: { byType: Object.fromEntries(byType), total, partial, byName: boundNames(byName) },
    notes: [
      ...(total > counted.handles ? [`Of ${total} handles the first ${counted.handles} were counted by type.`] : []),
      ...(total < claimed ? [`The dump claims ${claimed} handles and describes ${total} of them.`] : []),
      ...(unknown > 0 ? [`${unknown} handles have no type in this dump; they stand under "${unknownType}".`] : []),
    ],
  };
}

function* count(offset: number, step: number, handles: number): Reader<Counted> {
  const counted: Counted = { types: new Map(), names: new Map(), handles: 0, overflow: false };
  const perChunk = Math.floor(chunkLength / step);
  while (counted.handles < handles) {
    const wanted = Math.min(perChunk, handles - counted.handles);
    const view = viewOf(yield { offset: offset + counted.handles * step, length: wanted * step });
    const whole = Math.floor(view.byteLength / step);
    for (let index = 0; index < whole; index++) {
      const at = index * step;
      add(counted.types, view.getUint32(at + 8, true), counted);
      const name = view.getUint32(at + 12, true);
      if (name !== 0) add(counted.names, name, counted);
    }
    counted.handles += whole;
    if (whole < wanted) break;
  }
  return counted;
}

/** Counts by text: the same type stands at many offsets where the writer repeats it for each handle. */
function named(counts: ReadonlyMap<number, number>, nameOf: (offset: number) => string): Map<string, number> {
  const result = new Map<string, number>();
  for (const [offset, handles] of counts) {
    const name = nameOf(offset).slice(0, 300) || unknownType;
    result.set(name, (result.get(name) ?? 0) + handles);
  }
  return result;
}
