/**
 * MemoryInfoListStream → what the address space holds: the whole of VirtualQuery at the time of the
 * dump, without a debugger. MINIDUMP_MEMORY_INFO_LIST and MINIDUMP_MEMORY_INFO on Microsoft Learn; FACTS 10.
 */
import { u64, viewOf } from './directory.ts';
import type { Reader, Stream } from './directory.ts';

const headerLength = 16;
const shortest = 48;
const longest = 256;
const chunkLength = 2 ** 20;
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
  if (stream.size < headerLength) return null;
  const head = viewOf(yield { offset: stream.offset, length: headerLength });
  if (head.byteLength < headerLength) return null;
  const [skip, step, claimed] = [head.getUint32(0, true), head.getUint32(4, true), u64(head, 8)];
  if (skip < headerLength || skip > stream.size || step < shortest || step > longest) return null;
  const regions = Math.min(claimed, Math.floor((stream.size - skip) / step), maxRegions);
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
  const perChunk = Math.floor(chunkLength / step);
  while (space.regions < regions) {
    const wanted = Math.min(perChunk, regions - space.regions);
    const view = viewOf(yield { offset: stream.offset + skip + space.regions * step, length: wanted * step });
    const whole = Math.floor(view.byteLength / step);
    for (let index = 0; index < whole; index++) addRegion(space, view, index * step, limit);
    space.regions += whole;
    if (whole < wanted) break;
  }
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
