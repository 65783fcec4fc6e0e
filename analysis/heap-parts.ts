/** Which heap statistics are of the same thing: the whole heap, or the same part of it. */
import type { CaseFile } from './case-file.ts';
import type { EvidenceOf } from './order-of-evidence.ts';

type Statistic = EvidenceOf<'heapStatistic'>;

/** The statistics that can be compared with each other: those of the heap, or else of the part that was listed most often. */
export function comparableStatistics(file: CaseFile): readonly Statistic[] {
  const parts = Map.groupBy(
    file.of('heapStatistic').filter(({ capped }) => capped !== true),
    ({ part }) => part ?? '',
  );
  const whole = parts.get('') ?? [];
  if (whole.length > 1) return whole;
  return [...parts.values()].reduce((most, each) => (each.length > most.length ? each : most), whole);
}

/** A share of it is a share of the heap: all of it, what lives, or the generation that stays. */
export function isOfTheHeap({ part }: Statistic): boolean {
  return part === undefined || part === '-live' || /^-gen (?:2|gen2)$/.test(part);
}
