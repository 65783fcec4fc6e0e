import type { CaseFile } from '../case-file.ts';
import type { Difference, Reading } from '../types.ts';
import { compare, ordered, summed } from './compare.ts';

type Sizes = Extract<Reading, { readonly kind: 'heapBlocks' }>['sizes'];

export const blockSizeName = ({ size }: Sizes[number]): string => `0x${size.toString(16)}`;

/** The list is sorted by bytes, unless it was asked for otherwise. One row is no list. */
function isSorted(sizes: Sizes): boolean {
  return sizes.length > 1 && sizes.every(({ bytes }, i) => i === 0 || bytes <= (sizes[i - 1]?.bytes ?? 0));
}

/** `!heap -stat`: busy bytes by block size, of the heap that was listed more than once. The list is cut at the largest. */
export function heapBlockDifference(file: CaseFile): Difference | null {
  const byHeap = [...Map.groupBy(file.of('heapBlocks'), ({ heap }) => heap ?? '').entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  const compared = byHeap.flatMap(
    ([, some]) =>
      compare(ordered(some), {
        kind: 'heapBlocks',
        unit: 'bytes',
        measure: ({ sizes }) => ({
          amounts: summed(sizes, blockSizeName, ({ bytes }) => bytes),
          total: null,
          partial: true,
          ...(isSorted(sizes) ? { atMost: sizes.at(-1)?.bytes ?? 0 } : {}),
        }),
      }) ?? [],
  );
  const most = ({ rows }: Difference): number => rows[0]?.growth ?? 0;
  return compared.reduce<Difference | null>((best, each) => (best === null || most(each) > most(best) ? each : best), null);
}
