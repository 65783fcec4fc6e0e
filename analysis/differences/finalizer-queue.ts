import type { CaseFile } from '../case-file.ts';
import type { Difference } from '../types.ts';
import { compare, ordered, summed } from './compare.ts';

/** Objects with a finalizer, by type: the statistic lists them all, those that are ready and those that are in use. */
export function finalizerDifference(file: CaseFile): Difference | null {
  return compare(ordered(file.of('finalizerQueue')), {
    kind: 'finalizerQueue',
    unit: 'count',
    measure: ({ finalizable, types }) => ({
      amounts: summed(
        types,
        ({ type }) => type,
        ({ count }) => count,
      ),
      total: finalizable,
      partial: true,
    }),
  });
}
