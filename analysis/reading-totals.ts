/** Readings of one kind as one total over time, beside the counter that counts the same: what each grew by, and whether at the same hours. */
import { timesOf, trackedRun } from './attribution.ts';
import type { CaseFile } from './case-file.ts';
import type { NamedTrend } from './counter-trends.ts';
import { isOfTheHeap } from './heap-parts.ts';
import { isDated } from './snapshot-samples.ts';
import { quantile } from './trend/robust-statistics.ts';
import type { Difference, Evidence, ReadingKind } from './types.ts';

/** From the first to the last zone of the world. */
const zonesMs = 14 * 3_600_000;
/** Of all stretches as long as the readings are apart, the counter grew by more in nine of ten. */
const nearlyAlways = 0.1;

/** Readings of one kind in order, as one total over time. */
export interface Totals {
  readonly evidence: readonly Evidence[];
  readonly values: readonly number[];
  /** From the first to the last; ms. */
  readonly ms: number;
}

/** Null where there are fewer than two, where one does not tell its total or its time, or where they are of a part of the heap. */
export function totalsOf(file: CaseFile, differences: readonly Difference[], kind: ReadingKind): Totals | null {
  const found = kind === 'leakReport' ? trackedTotals(file) : differences.find((each) => each.kind === kind);
  const values = (found?.totals ?? []).filter((each) => each !== null);
  const times = found?.takenAt ?? [];
  const evidence = (found?.evidence ?? []).flatMap((id) => file.evidence.find((each) => each.id === id) ?? []);
  const [from, to] = [times[0] ?? null, times.at(-1) ?? null];
  const isWhole = evidence.every((each) => each.kind !== 'heapStatistic' || (isOfTheHeap(each) && !each.partial));
  if (from === null || to === null || values.length < 2 || values.length < times.length || !isWhole) return null;
  return { evidence, values, ms: to - from };
}

function trackedTotals(file: CaseFile): { evidence: readonly string[]; totals: readonly (number | null)[]; takenAt: readonly number[] } {
  const run = trackedRun(file);
  return { evidence: run.map(({ id }) => id), totals: run.map(({ report }) => report.outstandingBytes), takenAt: timesOf(run) ?? [] };
}

/** What the counter grew by in nearly every stretch of this length, wherever it began: clocks of two tools may differ by their zone. */
export function growsIn({ taken, first, last }: NamedTrend, ms: number): number {
  const end = taken.at(-1)?.at ?? 0;
  const steps = taken.flatMap(({ at, value }) => {
    if (at + ms > end) return [];
    return [(taken.find((later) => later.at >= at + ms)?.value ?? value) - value];
  });
  return steps.length === 0 ? last - first : quantile(steps, nearlyAlways);
}

/** From its lowest to its highest value. */
export const movedBy = ({ taken }: NamedTrend): number => {
  const values = taken.map(({ value }) => value);
  return Math.max(...values) - Math.min(...values);
};

export type Place = 'before' | 'within' | 'after' | 'unknown';

/** Where the readings lie beside the hours of the counter. A time in a file's name may be of another zone. */
export function placeOf({ taken }: NamedTrend, { evidence }: Totals): Place {
  const times = evidence.flatMap(({ takenAt }) => takenAt ?? []);
  if (times.length < evidence.length || ![...times, taken[0]?.at ?? 0].every(isDated)) return 'unknown';
  const slack = evidence.some(({ timeFrom }) => timeFrom === 'fileName') ? zonesMs : 0;
  if (Math.max(...times) + slack < (taken[0]?.at ?? 0)) return 'before';
  return Math.min(...times) - slack > (taken.at(-1)?.at ?? 0) ? 'after' : 'within';
}

/** The counter at this moment, or at its end. */
export const valueAt = ({ taken }: NamedTrend, at: number | null | undefined): number =>
  (taken.find((each) => each.at >= (at ?? -Infinity)) ?? taken.at(-1))?.value ?? 0;
