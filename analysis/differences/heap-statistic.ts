import type { CaseFile } from '../case-file.ts';
import { comparableStatistics } from '../heap-parts.ts';
import type { EvidenceOf } from '../order-of-evidence.ts';
import type { Difference } from '../types.ts';
import { compare, type Measured, ordered, summed, sumOf } from './compare.ts';

/** Free space is no object. */
const isObject = ({ type }: { readonly type: string }): boolean => type !== 'Free';

function measure({ types, totalBytes, partial }: EvidenceOf<'heapStatistic'>): Measured {
  const amounts = summed(
    types.filter(isObject),
    ({ type }) => type,
    ({ bytes }) => bytes ?? 0,
  );
  const free = types.find((each) => !isObject(each))?.bytes ?? 0;
  return { amounts, total: totalBytes === null ? (partial ? null : sumOf(amounts)) : totalBytes - free, partial };
}

/** Objects by type, in bytes: the statistics of SOS, dotnet-dump and dotnet-gcdump. Only statistics that tell bytes are compared. */
export function heapDifference(file: CaseFile): Difference | null {
  const told = ordered(comparableStatistics(file)).filter(({ types }) => types.some(({ bytes }) => bytes !== null));
  return compare(told, { kind: 'heapStatistic', unit: 'bytes', measure });
}
