/** The native heaps of the process: which of them grows, which size of block crowds one. */
import { inOrder } from '../order-of-evidence.ts';
import { bytesText, countText, shareText } from '../wording.ts';
import { type Exhibits, finding, type Question } from './types.ts';

const MB = 1024 * 1024;
const leastGrowth = 4 * MB;
const leastShare = 0.2;
/** Blocks of one size that are this share of all busy bytes, and this many. */
const crowds = 0.3;
const manyBlocks = 5000;
const leastBytes = MB;
const largeBytes = 20 * MB;

function growing({ file }: Exhibits): ReturnType<Question['ask']> {
  const { ordered } = inOrder(file.of('nativeHeaps'));
  const [first, last] = [ordered[0], ordered.at(-1)];
  if (first === undefined || last === undefined || ordered.length < 2) return [];
  const was = new Map(first.heaps.map(({ heap, committed }) => [heap, committed]));
  return last.heaps
    .map(({ heap, committed }) => ({ heap, committed, before: was.get(heap) ?? 0, growth: committed - (was.get(heap) ?? 0) }))
    .filter(({ growth, before }) => growth >= Math.max(leastGrowth, leastShare * before))
    .sort((a, b) => b.growth - a.growth)
    .slice(0, 2)
    .map(({ heap, committed, before, growth }) =>
      finding({
        rule: 'native-heap-growth',
        about: heap,
        says: `Native heap ${heap} grows from ${bytesText(before)} to ${bytesText(committed)} committed between the two listings.`,
        points: 'native',
        strength: growth >= before ? 'strong' : 'weak',
        evidence: [first.id, last.id],
        measured: { before, committed, growth },
      }),
    );
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
  ask: (exhibits) => [...growing(exhibits), ...crowded(exhibits)],
};
