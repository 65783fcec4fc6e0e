import type { CaseFile } from '../case-file.ts';
import type { Difference } from '../types.ts';
import { compare, ordered, summed } from './compare.ts';

/** `!heap -stat`: busy bytes by block size, of the heap that was listed more than once. The list is cut at the largest. */
export function heapBlockDifference(file: CaseFile): Difference | null {
  const byHeap = [...Map.groupBy(file.of('heapBlocks'), ({ heap }) => heap ?? '').entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  const compared = byHeap.flatMap(
    ([, some]) =>
      compare(ordered(some), {
        kind: 'heapBlocks',
        unit: 'bytes',
        measure: ({ sizes }) => ({
          amounts: summed(
            sizes,
            ({ size }) => `0x${size.toString(16)}`,
            ({ bytes }) => bytes,
          ),
          total: null,
          partial: true,
        }),
      }) ?? [],
  );
  const most = ({ rows }: Difference): number => rows[0]?.growth ?? 0;
  return compared.reduce<Difference | null>((best, each) => (best === null || most(each) > most(best) ? each : best), null);
}
