/** The native heaps of the process: which of them grows, which size of block crowds one. */
import { riseOf } from '../rise.ts';
import { bytesText, countText, seriesText, shareText } from '../wording.ts';
import { type Exhibits, finding, type Question } from './types.ts';

const MB = 1024 * 1024;
const leastGrowth = 4 * MB;
const leastShare = 0.2;
/** What rises from each of three or more listings to the next tells by less. */
const steadyShare = 0.1;
/** Blocks of one size that are this share of all busy bytes, and this many. */
const crowds = 0.3;
const manyBlocks = 5000;
const leastBytes = MB;
const largeBytes = 20 * MB;

function growing({ differences }: Exhibits): ReturnType<Question['ask']> {
  const found = differences.find(({ kind }) => kind === 'nativeHeaps');
  if (found === undefined) return [];
  return found.rows
    .map((row) => ({ ...row, first: row.values[0] ?? 0, last: row.values.at(-1) ?? 0 }))
    .filter(({ growth, first, values, steady }) => {
      const { swings } = riseOf(values);
      return !swings && growth >= Math.max(leastGrowth, (steady ? steadyShare : leastShare) * first);
    })
    .slice(0, 2)
    .map(({ name, values, first, last: committed, growth, steady }) =>
      finding({
        rule: 'native-heap-growth',
        about: name,
        says:
          values.length > 2
            ? `Native heap ${name} grows ${seriesText(
                values.filter((each) => each !== null),
                bytesText,
              )} committed over ${values.length} listings${steady ? ', more each time' : ''}.`
            : `Native heap ${name} grows from ${bytesText(first)} to ${bytesText(committed)} committed between the two listings.`,
        points: 'native',
        strength: growth >= first || steady ? 'strong' : 'weak',
        evidence: found.evidence,
        measured: { before: first, committed, growth },
      }),
    );
}

/** One NT heap of this size is no start-up; from `hugeHeap` on it is hardly work in flight either. */
const largeHeap = 512 * MB;
const hugeHeap = 1536 * MB;
const mostOfAll = 0.6;

/** A heap that holds nearly all native memory, seen once: a level. Seen growing, the growth has said more. */
function large({ file }: Exhibits): ReturnType<Question['ask']> {
  const lists = file.of('nativeHeaps').map(({ id, heaps }) => {
    const sorted = [...heaps].sort((a, b) => b.committed - a.committed || (a.heap < b.heap ? -1 : 1));
    return { id, top: sorted[0], total: sorted.reduce((sum, { committed }) => sum + committed, 0) };
  });
  return lists.flatMap(({ id, top, total }) => {
    if (top === undefined || top.committed < largeHeap || top.committed < mostOfAll * total) return [];
    return [
      finding({
        rule: 'native-heap-large',
        about: top.heap,
        says: `Native heap ${top.heap} has ${bytesText(top.committed)} committed, ${shareText(top.committed / total)} of what the listed heaps hold. That is a level; a second listing shows whether it grows.`,
        points: 'native',
        strength: top.committed >= hugeHeap ? 'strong' : 'weak',
        evidence: [id],
        measured: { committed: top.committed, total },
      }),
    ];
  });
}

function crowded({ file }: Exhibits): ReturnType<Question['ask']> {
  return file.of('heapBlocks').flatMap(({ id, heap, sizes }) => {
    const listed = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
    const shareOf = (each: (typeof sizes)[number]): number => (each.percent ?? (100 * each.bytes) / Math.max(1, listed)) / 100;
    const top = sizes.filter(({ blocks, bytes }) => blocks >= manyBlocks && bytes >= leastBytes).find((each) => shareOf(each) >= crowds);
    if (top === undefined) return [];
    return [
      finding({
        rule: 'one-block-size',
        about: `0x${top.size.toString(16)}`,
        says: `${countText(top.blocks)} blocks of one size, 0x${top.size.toString(16)} bytes, are ${shareText(shareOf(top))} of native heap ${heap ?? ''}: one place allocates them and nobody frees them.`,
        points: 'native',
        strength: top.bytes >= largeBytes ? 'strong' : 'weak',
        evidence: [id],
        measured: { size: top.size, blocks: top.blocks, bytes: top.bytes },
      }),
    ];
  });
}

export const nativeHeaps: Question = {
  id: 'native-heaps',
  ask: (exhibits) => [...growing(exhibits), ...large(exhibits), ...crowded(exhibits)],
};
