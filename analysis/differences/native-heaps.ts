import type { CaseFile } from '../case-file.ts';
import { heldByHeap } from '../native-heap-size.ts';
import type { Difference } from '../types.ts';
import { compare, ordered, summed, sumOf } from './compare.ts';

/** `!heap -s`: bytes by heap, its large blocks at their least size. */
export function nativeHeapDifference(file: CaseFile): Difference | null {
  return compare(ordered(file.of('nativeHeaps')), {
    kind: 'nativeHeaps',
    unit: 'bytes',
    measure: ({ heaps }) => {
      const amounts = summed(heaps, ({ heap }) => heap, heldByHeap);
      return { amounts, total: sumOf(amounts), partial: false };
    },
  });
}
