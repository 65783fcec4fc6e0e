/**
 * MemoryInfoListStream → what the address space holds: the whole of VirtualQuery at the time of the
 * dump, without a debugger. MINIDUMP_MEMORY_INFO_LIST and MINIDUMP_MEMORY_INFO on Microsoft Learn; FACTS 10.
 */
import { u64 } from '../../byte-view.ts';
import type { Reader, Stream } from './directory.ts';
import { readEntriesHeader, someEntries } from './entries.ts';

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
  privateCommit: number;
  committed: number;
  reserved: number;
  free: number;
  largestFree: number;
  mapped: number;
  image: number;
  regions: number;
}

/** Sums over the regions below `limit` (2^32 for a 32-bit process); null where the stream is not one. */
export function* readMemoryInfo(stream: Stream, limit: number): Reader<AddressSpace | null> {
  const entries = yield* readEntriesHeader(stream, shortest, true);
  if (entries === null) return null;
  const space: AddressSpace = {
    privateCommit: 0,
    committed: 0,
    reserved: 0,
    free: 0,
    largestFree: 0,
    mapped: 0,
    image: 0,
    regions: 0,
  };
  space.regions = yield* someEntries(entries, maxRegions, (view, end) => {
    for (let at = 0; at < end; at += entries.step) addRegion(space, view, at, limit);
  });
  return space.regions === 0 ? null : space;
}

function addRegion(space: AddressSpace, view: DataView, at: number, limit: number): void {
  const base = u64(view, at);
  if (base >= limit) return;
  const size = Math.min(u64(view, at + 24), limit - base);
  const [state, type] = [view.getUint32(at + 32, true), view.getUint32(at + 40, true)];
  if (state === free) {
    space.free += size;
    space.largestFree = Math.max(space.largestFree, size);
  } else if (state === reserved) space.reserved += size;
  else if (state === committed) {
    space.committed += size;
    if (type === isPrivate) space.privateCommit += size;
    else if (type === isMapped) space.mapped += size;
    else if (type === isImage) space.image += size;
  }
}
