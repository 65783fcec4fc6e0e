/** The curves of a case: the judged process's counters out of all evidence, one line a process life. */
import { handoverMs, onOneMachine } from '../analysis/lives.ts';
import type { CounterId, ProcessLife, Sample } from '../analysis/types.ts';
import type { Investigation } from '../flows/types.ts';
import { evidenceOf } from './case-context.ts';

/** One counter of one process life. */
export interface LifeCurve {
  readonly life: ProcessLife;
  readonly samples: readonly Sample[];
}

/** More lives than these cannot be told apart in one picture; the newest are drawn. */
const mostLives = 12;

/** Two readings with the same key belong to the same life of a process. */
export function lifeKey(life: ProcessLife): string {
  return [life.machine ?? life.promptHost, life.process, life.pid, life.startedAt ?? life.startText].map((each) => each ?? '').join('|');
}

/** Whether a curve belongs to the process in question: the judged one, else the target, else any. */
function belongs(investigation: Investigation, life: ProcessLife): boolean {
  const { target, asked } = investigation;
  const judged = (investigation.judgement?.trends ?? []).map((each) => each.life);
  if (judged.length > 0)
    return (
      judged.some((each) => lifeKey(each) === lifeKey(life)) ||
      (life.pid !== null && judged.some((each) => each.process === life.process && each.machine === life.machine))
    );
  const name = target?.process ?? asked.process;
  return name === null || life.process === null || life.process.toLowerCase() === name.toLowerCase();
}

/** Samples of overlapping outputs joined: in order of time, each moment once. */
function joined(parts: readonly (readonly Sample[])[]): readonly Sample[] {
  const byTime = new Map(parts.flat().map((sample) => [sample.at, sample]));
  return [...byTime.values()].filter(({ at, value }) => Number.isFinite(at) && Number.isFinite(value)).toSorted((a, b) => a.at - b.at);
}

/** Samples life by life, the oldest life first; lives with fewer than two samples draw nothing. */
function byLife(series: readonly LifeCurve[]): readonly LifeCurve[] {
  const lives = Map.groupBy(series, (each) => lifeKey(each.life));
  return [...lives.values()]
    .flatMap((parts) => {
      const [first] = parts;
      return first === undefined ? [] : [{ life: first.life, samples: joined(parts.map((each) => each.samples)) }];
    })
    .filter((each) => each.samples.length > 1)
    .toSorted((a, b) => (a.samples[0]?.at ?? 0) - (b.samples[0]?.at ?? 0))
    .slice(-mostLives);
}

/** Whether a life took the place of those before it, on their machine; else it ran beside one of them. `before`: older ones. */
export function isRestart({ life, samples }: LifeCurve, before: readonly LifeCurve[]): boolean {
  const from = samples[0]?.at ?? 0;
  return before.every(
    (each) => onOneMachine(each.life, life) && Math.min(each.samples.at(-1)?.at ?? 0, samples.at(-1)?.at ?? 0) - from <= handoverMs,
  );
}

/** The curves of one counter, oldest life first. */
export function curvesOf(investigation: Investigation, counter: CounterId): readonly LifeCurve[] {
  const series = evidenceOf(investigation, 'counters').flatMap((each) => each.series);
  return byLife(series.filter((each) => each.counter === counter && belongs(investigation, each.life)));
}

/** Counts of one handle type over all timed handle summaries. */
export function handleCurves(investigation: Investigation, type: string): readonly LifeCurve[] {
  const counts = evidenceOf(investigation, 'handles').flatMap(({ life, takenAt, summary }) => {
    const value = Object.hasOwn(summary.byType, type) ? summary.byType[type] : undefined;
    return takenAt === null || value === undefined ? [] : [{ life, samples: [{ at: takenAt, value }] }];
  });
  return byLife(counts);
}

/** The value of a curve at a moment, between its samples; null outside of it. */
export function valueAt(samples: readonly Sample[], at: number): number | null {
  const after = samples.findIndex((each) => each.at >= at);
  const right = samples[after];
  const left = samples[after - 1] ?? right;
  if (right === undefined || left === undefined || left.at > at) return null;
  return right.at === left.at ? right.value : left.value + ((right.value - left.value) * (at - left.at)) / (right.at - left.at);
}
