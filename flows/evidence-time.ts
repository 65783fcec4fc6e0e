/** When and of which life a piece of evidence is. */
import { areTwoStarts } from '../analysis/process-start.ts';
import type { Evidence, ProcessLife } from '../analysis/types.ts';
import type { Investigation, Target } from './types.ts';

/** Epoch ms of the newest thing it tells; null: it does not tell its time. */
export function newestTime(evidence: Evidence): number | null {
  if (evidence.kind !== 'counters') return evidence.takenAt;
  const times = evidence.series.map((series) => series.samples.at(-1)?.at ?? Number.NEGATIVE_INFINITY);
  const newest = Math.max(Number.NEGATIVE_INFINITY, ...times);
  return Number.isFinite(newest) ? newest : evidence.takenAt;
}

/** Minutes east of UTC of the clock that all logs were written by; null where none tells, or two differ. */
export function clockOfLogs(evidence: readonly Evidence[]): number | null {
  const told = new Set(evidence.flatMap((each) => (each.kind === 'counters' ? (each.utcOffsetMinutes ?? []) : [])));
  return told.size === 1 ? ([...told][0] ?? null) : null;
}

/** Both tell their pid (or start) and these differ: values must not be compared. What is not told is taken as the same. */
export function areTwoLives(a: PidAndStart, b: PidAndStart): boolean {
  return (a.pid !== null && b.pid !== null && a.pid !== b.pid) || areTwoStarts(a, b, startTolerance);
}
type PidAndStart = Pick<ProcessLife, 'pid' | 'startedAt' | 'startText'>;
/** Tools round the start time: /proc counts clock ticks since boot, WMI prints microseconds. */
const startTolerance = 2000;

/** Whether an output or a curve may be of the life that the case is about now: nothing that both tell contradicts. */
export function isOfThisLife({ life }: { readonly life: ProcessLife }, target: Target | null): boolean {
  return target === null || !areTwoLives(life, target);
}

/** The evidence with everything at or before `since` (epoch ms) left out; what tells no time stays. */
export function after(evidence: readonly Evidence[], since: number | null): readonly Evidence[] {
  if (since === null) return evidence;
  return evidence.flatMap((each): readonly Evidence[] => {
    const newest = newestTime(each);
    if (newest !== null && newest <= since) return [];
    if (each.kind !== 'counters') return [each];
    const series = each.series
      .map((one) => ({ ...one, samples: one.samples.filter((sample) => sample.at > since) }))
      .filter((one) => one.samples.length > 0);
    return [{ ...each, series }];
  });
}

/** Two readings whose order is known and that are at least `apartMs` apart; within one transcript the order is enough. */
export function areApart(a: Evidence, b: Evidence, apartMs: number): boolean {
  const [first, second] = [newestTime(a), newestTime(b)];
  if (first !== null && second !== null) return Math.abs(first - second) >= apartMs * almost;
  return a.sequence !== null && a.sequence.group === b.sequence?.group && a.sequence.index !== b.sequence.index;
}
/** A collection that was due at 10 min may carry 9:58. */
const almost = 0.9;

/** In a recording, `now` is the time of its newest output: only there can before and after be told apart. */
export function momentOf(investigation: Investigation, at: string): string {
  if (investigation.target?.connector !== 'replay') return at;
  const newest = Math.max(...investigation.evidence.map((each) => newestTime(each) ?? Number.NEGATIVE_INFINITY));
  return Number.isFinite(newest) ? new Date(newest + 1).toISOString() : at;
}
