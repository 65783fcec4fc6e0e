/**
 * HandleDataStream → handles by type and by name. Descriptors are stepped by the size that the stream
 * itself tells (32 bytes, 40 since Windows 8); a type of 0 is one that dbghelp could not look up.
 * MINIDUMP_HANDLE_DATA_STREAM, MINIDUMP_HANDLE_DESCRIPTOR(_2) on Microsoft Learn; FACTS 10.
 */
import { boundNames } from '../../handle-names.ts';
import type { HandleSummary } from '../../types.ts';
import type { Reader, Stream } from './directory.ts';
import { readEntriesHeader, someEntries } from './entries.ts';
import { countOffsets } from './offset-counts.ts';
import type { OffsetCounts } from './offset-counts.ts';
import { eachString, lengthAt, textAt, withoutControls } from './strings.ts';
import { countTexts } from './text-counts.ts';

const shortest = 32;
/** Of more handles the first are counted: a million handles tell which type leaks. Windows allows 16,777,216. */
const maxRead = 1_000_000;
/** A writer may repeat the name of the type for each handle: some 26 bytes for each of a million, with their own names between. */
const stringBudget = 64 * 2 ** 20;
/** Names of objects are kept until they are counted; further ones would only fill the memory. */
const nameBudget = 4 * 2 ** 20;
const unknownType = 'unknown';
/** A type’s name has some twenty characters. */
const maxTypeLength = 300;

export interface Handles {
  readonly summary: HandleSummary;
  readonly notes: readonly string[];
}

/** Handles by the offset of the string that names their type, and of the one that names the object. */
interface Counted {
  readonly types: OffsetCounts;
  readonly names: OffsetCounts;
}

function countHandles({ types, names }: Counted, view: DataView, end: number, step: number): void {
  for (let at = 0; at < end; at += step) {
    types.add(view.getUint32(at + 8, true));
    names.add(view.getUint32(at + 12, true));
  }
}

/** The handles of the dump; null where the stream is not one. `size` is the file's. */
export function* readHandles(stream: Stream, size: number): Reader<Handles | null> {
  const entries = yield* readEntriesHeader(stream, shortest, false);
  if (entries === null) return null;
  const { total, claimed } = entries;
  const most = Math.min(total, maxRead);
  const counted: Counted = { types: countOffsets(most), names: countOffsets(most) };
  const handles = yield* someEntries(entries, most, (view, end) => {
    countHandles(counted, view, end, entries.step);
  });
  const { byType, byName } = yield* named(counted, handles, size);
  const unknown = byType.get(unknownType) ?? 0;
  const partial = total > handles || total < claimed;
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

/** Counts by text, in one way through the strings: those of the types lie among those of the names. */
function* named(counted: Counted, total: number, size: number): Reader<Named> {
  const byType = countTexts((text) => withoutControls(text).slice(0, maxTypeLength) || unknownType);
  const byName = new Map<string, number>();
  const [types, names] = [counted.types.totals(), counted.names.totals()];
  let [nextType, nextName, nameBytes] = [0, 0, 0];
  yield* eachString(merged(types.offsets, names.offsets), { size, budget: stringBudget }, (offset, window, at) => {
    if (types.offsets[nextType] === offset) byType.add(window, at, types.handles[nextType++] ?? 0);
    if (names.offsets[nextName] !== offset) return;
    const handles = names.handles[nextName++] ?? 0;
    nameBytes += lengthAt(window, at);
    if (nameBytes > nameBudget) return;
    const name = textAt(window, at);
    byName.set(name, (byName.get(name) ?? 0) + handles);
  });
  return { byType: withUnknown(byType.totals(), total), byName };
}

/** Both of them, which rise, as one that rises; each offset once. */
function merged(types: Uint32Array, names: Uint32Array): Uint32Array {
  const both = new Uint32Array(types.length + names.length);
  let [type, name, length] = [0, 0, 0];
  while (type < types.length || name < names.length) {
    const [ofType, ofName] = [types[type] ?? Number.POSITIVE_INFINITY, names[name] ?? Number.POSITIVE_INFINITY];
    both[length++] = Math.min(ofType, ofName);
    if (ofType <= ofName) type++;
    if (ofName <= ofType) name++;
  }
  return both.subarray(0, length);
}

/** Handles whose type could not be read stand with those that have none. */
function withUnknown(byType: ReadonlyMap<string, number>, total: number): ReadonlyMap<string, number> {
  const told = [...byType.values()].reduce((sum, handles) => sum + handles, 0);
  return told === total ? byType : new Map(byType).set(unknownType, total - told + (byType.get(unknownType) ?? 0));
}
