/**
 * MemoryInfoListStream → what the address space holds: the whole of VirtualQuery at the time of the
 * dump, without a debugger. MINIDUMP_MEMORY_INFO_LIST and MINIDUMP_MEMORY_INFO on Microsoft Learn; FACTS 10.
 */
import { u64 } from '../../byte-view.ts';
import type { Reader, Stream } from './directory.ts';
import { readEntriesHeader, someEntries } from './entries.ts';
import type { Entries } from './entries.ts';

const shortest = 48;
/** More regions than any process has: the GC and the heaps of a 100 GB process make some hundred thousand. */
const maxRegions = 4_000_000;

const committed = 0x1000;
const reserved = 0x2000;
const free = 0x10000;
const isPrivate = 0x20000;
const isMapped = 0x40000;
const isImage = 0x1000000;

export interface AddressSpace {
  /** MEM_COMMIT and MEM_PRIVATE: what the counter Private Bytes counts. */
  readonly privateCommit: number;
  readonly committed: number;
  readonly reserved: number;
  readonly free: number;
  readonly largestFree: number;
  readonly mapped: number;
  readonly image: number;
  readonly regions: number;
}

/**
 * Bytes of the regions by state and type, and the largest of each state. Each flag is one bit, and stands in its own row or
 * column; what has more bits than one is counted in a row or column that nobody asks for.
 */
interface Sums {
  readonly bytes: Float64Array;
  readonly largest: Float64Array;
}
/** No flag at all has index 32. */
const [manyFlags, columns] = [33, 34];

/** 0 to 31 for a single flag: without a branch for each, because which state comes next cannot be foreseen. */
const flagIndex = (flags: number): number => ((flags & (flags - 1)) === 0 ? Math.clz32(flags) : manyFlags);

function addRegions({ bytes, largest }: Sums, view: DataView, end: number, { step }: Entries, limit: number): void {
  for (let at = 0; at < end; at += step) {
    const base = u64(view, at);
    if (base >= limit) continue;
    const size = Math.min(u64(view, at + 24), limit - base);
    const state = flagIndex(view.getInt32(at + 32, true));
    const cell = state * columns + flagIndex(view.getInt32(at + 40, true));
    bytes[cell] = (bytes[cell] ?? 0) + size;
    largest[state] = Math.max(largest[state] ?? 0, size);
  }
}

/** Sums over the regions below `limit` (2^32 for a 32-bit process); null where the stream is not one. */
export function* readMemoryInfo(stream: Stream, limit: number): Reader<AddressSpace | null> {
  const entries = yield* readEntriesHeader(stream, shortest, true);
  if (entries === null) return null;
  const sums: Sums = { bytes: new Float64Array(columns * columns), largest: new Float64Array(columns) };
  const regions = yield* someEntries(entries, maxRegions, (view, end) => {
    addRegions(sums, view, end, entries, limit);
  });
  return regions === 0 ? null : spaceOf(sums, regions);
}

function spaceOf({ bytes, largest }: Sums, regions: number): AddressSpace {
  const row = (state: number): Float64Array => bytes.subarray(flagIndex(state) * columns, (flagIndex(state) + 1) * columns);
  const all = (state: number): number => row(state).reduce((sum, each) => sum + each, 0);
  const ofType = (type: number): number => row(committed)[flagIndex(type)] ?? 0;
  return {
    privateCommit: ofType(isPrivate),
    committed: all(committed),
    reserved: all(reserved),
    free: all(free),
    largestFree: largest[flagIndex(free)] ?? 0,
    mapped: ofType(isMapped),
    image: ofType(isImage),
    regions,
  };
}
