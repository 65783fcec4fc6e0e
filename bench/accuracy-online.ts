/** A monitor that looks again and again: the record grows, and an alarm is given after some positive answers in a row. */
import { recordHours } from './accuracy-curves.ts';
import type { MadeUp } from './accuracy-series.ts';
import { scoreOf, type Candidate, type Score } from './accuracy-scores.ts';

/** Hours from one look to the next: forty looks in two days. */
const lookEvery = 1.2;
const hourMs = 3_600_000;

/** What is said at each look. */
export function looks(series: readonly MadeUp[], { learn }: Candidate): readonly (readonly boolean[])[] {
  return series.map(({ samples, history }) => {
    const say = learn(history);
    const start = samples[0]?.at ?? 0;
    return Array.from({ length: Math.round(recordHours / lookEvery) }, (_, i) => {
      const until = start + (i + 1) * lookEvery * hourMs;
      const seen = samples.findIndex(({ at }) => at > until);
      return say(seen < 0 ? samples : samples.slice(0, seen));
    });
  });
}

export interface Watched extends Score {
  /** The share of healthy records with an alarm at any time. */
  readonly healthyAlarmed: number;
  /** Hours from the leak's beginning to the alarm, of the leaks that were found. */
  readonly medianDelay: number;
  readonly lateDelay: number;
  readonly alarms: readonly boolean[];
}

function alarmAt(said: readonly boolean[], inARow: number): number | null {
  let run = 0;
  for (const [i, leak] of said.entries()) {
    run = leak ? run + 1 : 0;
    if (run >= inARow) return (i + 1) * lookEvery;
  }
  return null;
}

/** An alarm before the leak began is a false one, and the leak is not found by it. */
export function watched(series: readonly MadeUp[], said: readonly (readonly boolean[])[], inARow: number): Watched {
  const at = said.map((each) => alarmAt(each, inARow));
  const delays = series.flatMap(({ leaks, since }, i) => {
    const alarm = at[i] ?? null;
    return leaks && alarm !== null && alarm >= since ? [alarm - since] : [];
  });
  delays.sort((a, b) => a - b);
  const alarmed = at.filter((each) => each !== null).length;
  const healthy = series.filter(({ leaks }) => !leaks).length;
  const falseAlarms = series.filter(({ leaks }, i) => !leaks && (at[i] ?? null) !== null).length;
  return {
    ...scoreOf(delays.length, alarmed - delays.length, series.length - healthy),
    healthyAlarmed: healthy === 0 ? 0 : falseAlarms / healthy,
    medianDelay: delays[delays.length >> 1] ?? Number.POSITIVE_INFINITY,
    lateDelay: delays[Math.floor(delays.length * 0.9)] ?? Number.POSITIVE_INFINITY,
    alarms: at.map((each) => each !== null),
  };
}
