import type { CaseFile } from '../case-file.ts';
import type { Difference } from '../types.ts';
import { compare, ordered, summed, sumOf } from './compare.ts';

/** `!heap -s`: committed bytes by heap. */
export function nativeHeapDifference(file: CaseFile): Difference | null {
  return compare(ordered(file.of('nativeHeaps')), {
    kind: 'nativeHeaps',
    unit: 'bytes',
    measure: ({ heaps }) => {
      const amounts = summed(
        heaps,
        ({ heap }) => heap,
        ({ committed }) => committed,
      );
      return { amounts, total: sumOf(amounts), partial: false };
    },
  });
}
