import type { CaseFile } from '../case-file.ts';
import type { Difference } from '../types.ts';
import { compare, ordered, sumOf } from './compare.ts';

/** `!address -summary`, smaps: bytes by use; what is free is no use. */
export function addressSpaceDifference(file: CaseFile): Difference | null {
  return compare(ordered(file.of('addressSpace')), {
    kind: 'addressSpace',
    unit: 'bytes',
    measure: ({ usage }) => {
      const amounts = new Map(Object.entries(usage).filter(([name]) => !/free/i.test(name)));
      return { amounts, total: sumOf(amounts), partial: false };
    },
  });
}
