import type { CaseFile } from '../case-file.ts';
import type { Difference } from '../types.ts';
import { compare, ordered, summed } from './compare.ts';

/** Loaded assemblies, by the names that repeat. A name that does not repeat stands in no list: it is not known, and at most one. */
export function assemblyDifference(file: CaseFile): Difference | null {
  return compare(ordered(file.of('assemblies')), {
    kind: 'assemblies',
    unit: 'count',
    measure: ({ total, repeated }) => ({
      amounts: summed(
        repeated,
        ({ type }) => type,
        ({ count }) => count,
      ),
      total,
      partial: false,
    }),
  });
}
