import { summariesInOrder } from '../handle-growth.ts';
import type { CaseFile } from '../case-file.ts';
import type { Difference } from '../types.ts';
import { compare, sumOf } from './compare.ts';

/** Handles by type. A summary with rows missing knows its total only where it prints one. */
export function handleDifference(file: CaseFile): Difference | null {
  return compare(summariesInOrder(file).ordered, {
    kind: 'handles',
    unit: 'count',
    measure: ({ summary: { byType, total, partial } }) => {
      const amounts = new Map(Object.entries(byType));
      return { amounts, total: total ?? (partial ? null : sumOf(amounts)), partial };
    },
  });
}
