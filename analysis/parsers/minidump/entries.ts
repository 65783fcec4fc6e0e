/**
 * The streams that grow with the process: a header that tells its own length, the length of an entry and how many there
 * are (MINIDUMP_HANDLE_DATA_STREAM, MINIDUMP_MEMORY_INFO_LIST on Microsoft Learn), then the entries. Writers append
 * fields to an entry from version to version, so it is stepped by the length that the stream tells.
 */
import { u64, viewOf } from '../../byte-view.ts';
import type { Reader, Stream } from './directory.ts';

const headerLength = 16;
const longest = 256;
/** Small enough to stay in the processor’s cache between reading and looking. */
const chunkLength = 2 ** 17;

export interface Entries {
  readonly offset: number;
  readonly step: number;
  /** As many as the stream says it has, and as many of them as fit into it. */
  readonly claimed: number;
  readonly total: number;
}

/** The entries of a stream, which are `shortest` bytes long at least; `wide`: their number has 64 bits. Null where it is no such stream. */
export function* readEntriesHeader(stream: Stream, shortest: number, wide: boolean): Reader<Entries | null> {
  if (stream.size < headerLength) return null;
  const head = viewOf(yield { offset: stream.offset, length: headerLength });
  if (head.byteLength < headerLength) return null;
  const [skip, step] = [head.getUint32(0, true), head.getUint32(4, true)];
  if (skip < headerLength || skip > stream.size || step < shortest || step > longest) return null;
  const claimed = wide ? u64(head, 8) : head.getUint32(8, true);
  return { offset: stream.offset + skip, step, claimed, total: Math.min(claimed, Math.floor((stream.size - skip) / step)) };
}

/** Shows the first `most` entries, many at a time: `end` is behind the last of them. Returns how many there were before the file ended. */
export function* someEntries({ offset, step, total }: Entries, most: number, take: (view: DataView, end: number) => void): Reader<number> {
  const count = Math.min(total, most);
  const perChunk = Math.floor(chunkLength / step);
  let done = 0;
  while (done < count) {
    const wanted = Math.min(perChunk, count - done);
    const view = viewOf(yield { offset: offset + done * step, length: wanted * step, passing: true });
    const whole = Math.floor(view.byteLength / step);
    take(view, whole * step);
    done += whole;
    if (whole < wanted) break;
  }
  return done;
}
