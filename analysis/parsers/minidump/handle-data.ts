/**
 * HandleDataStream → handles by type and by name. Descriptors are stepped by the size that the stream
 * itself tells (32 bytes, 40 since Windows 8); a type of 0 is one that dbghelp could not look up.
 * MINIDUMP_HANDLE_DATA_STREAM, MINIDUMP_HANDLE_DESCRIPTOR(_2) on Microsoft Learn; FACTS 10.
 */
import { boundNames } from '../../handle-names.ts';
import type { HandleSummary } from '../../types.ts';
import type { Reader, Stream } from './directory.ts';
import { readEntriesHeader, someEntries } from './entries.ts';
import { eachString, withoutControls } from './strings.ts';

const shortest = 32;
/** Of more handles the first are counted: a million handles tell which type leaks. Windows allows 16,777,216. */
const maxRead = 1_000_000;
/** Offsets of names that are remembered; where every handle has its own string, more would only fill the memory. */
const maxOffsets = 100_000;
const stringBudget = 4 * 2 ** 20;
const unknownType = 'unknown';
/** A type’s name has some twenty characters. */
const maxTypeLength = 300;

export interface Handles {
  readonly summary: HandleSummary;
  readonly notes: readonly string[];
}

/** Handles by the offset of a string. */
type Counts = Map<number, { handles: number }>;
interface Counted {
  readonly types: Counts;
  readonly names: Counts;
  /** The types that came last, by the low bits of their offsets: a dump names a few dozen, thousands of times. */
  readonly recentOffsets: Float64Array;
  readonly recentCounts: { handles: number }[];
  overflow: boolean;
}
const recent = 256;

/** Counts one more; null where there are too many to remember. */
function add(counts: Counts, offset: number, counted: Counted): { handles: number } | null {
  const known = counts.get(offset);
  if (known === undefined && counts.size >= maxOffsets) {
    counted.overflow = true;
    return null;
  }
  const count = known ?? { handles: 0 };
  count.handles++;
  if (known === undefined) counts.set(offset, count);
  return count;
}

function addType(counted: Counted, offset: number): void {
  const slot = (offset >>> 2) % recent;
  const known = counted.recentOffsets[slot] === offset ? counted.recentCounts[slot] : undefined;
  if (known !== undefined) {
    known.handles++;
    return;
  }
  const count = add(counted.types, offset, counted);
  if (count === null) return;
  counted.recentOffsets[slot] = offset;
  counted.recentCounts[slot] = count;
}

function countHandles(counted: Counted, view: DataView, end: number, step: number): void {
  for (let at = 0; at < end; at += step) {
    addType(counted, view.getUint32(at + 8, true));
    const name = view.getUint32(at + 12, true);
    if (name !== 0) add(counted.names, name, counted);
  }
}

/** The handles of the dump; null where the stream is not one. `size` is the file's. */
export function* readHandles(stream: Stream, size: number): Reader<Handles | null> {
  const entries = yield* readEntriesHeader(stream, shortest, false);
  if (entries === null) return null;
  const { total, claimed } = entries;
  const counted: Counted = {
    types: new Map(),
    names: new Map(),
    recentOffsets: new Float64Array(recent).fill(-1),
    recentCounts: [],
    overflow: false,
  };
  const handles = yield* someEntries(entries, maxRead, (view, end) => {
    countHandles(counted, view, end, entries.step);
  });
  const { byType, byName } = yield* named(counted, size);
  const unknown = byType.get(unknownType) ?? 0;
  const partial = total > handles || total < claimed || counted.overflow;
  return {
    summary: { byType: Object.fromEntries(byType), total, partial, byName: shown(boundNames(byName)) },
    notes: [
      ...(total > handles ? [`Of ${total} handles the first ${handles} were counted by type.`] : []),
      ...(total < claimed ? [`The dump claims ${claimed} handles and describes ${total} of them.`] : []),
      ...(unknown > 0 ? [`${unknown} handles have no type in this dump; they stand under "${unknownType}".`] : []),
    ],
  };
}

/** Only the few names that are kept are cleaned, and the count of those that read alike then is theirs together. */
function shown(byName: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const [name, handles] of Object.entries(byName)) {
    const clean = withoutControls(name);
    if (clean !== '') counts.set(clean, (counts.get(clean) ?? 0) + handles);
  }
  return Object.fromEntries(counts);
}

interface Named {
  readonly byType: ReadonlyMap<string, number>;
  readonly byName: ReadonlyMap<string, number>;
}

/** Counts by text: the same type stands at many offsets where the writer repeats it for each handle. */
function* named({ types, names }: Counted, size: number): Reader<Named> {
  const [byType, byName] = [new Map<string, number>(), new Map<string, number>()];
  const increase = (counts: Map<string, number>, text: string, by = 0): void => {
    counts.set(text, (counts.get(text) ?? 0) + by);
  };
  let typed = 0;
  yield* eachString([...types.keys(), ...names.keys()], { size, budget: stringBudget }, (offset, text) => {
    const [ofType, ofName] = [types.get(offset), names.get(offset)];
    if (ofName !== undefined) increase(byName, text, ofName.handles);
    if (ofType === undefined) return;
    increase(byType, withoutControls(text).slice(0, maxTypeLength) || unknownType, ofType.handles);
    typed += ofType.handles;
  });
  const untyped = [...types.values()].reduce((sum, { handles }) => sum + handles, 0) - typed;
  if (untyped > 0) increase(byType, unknownType, untyped);
  return { byType, byName };
}
