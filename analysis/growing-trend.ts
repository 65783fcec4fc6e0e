/** Which trend a forecast goes by: the newest life's; where that is too young, its size with the slope of the life before. */
import { forecast, type Forecast, type ForecastTrend } from './trend/forecast.ts';
import type { CounterId, Trend } from './types.ts';

export interface GrowingTrend extends ForecastTrend {
  /** The slope is of an earlier life: slopes may be carried over, values never (SPEC §1). */
  readonly borrowed: boolean;
  /** It rises beyond doubt, but was watched too short a time to know that it goes on: what follows from it is conditional. */
  readonly unsure: boolean;
  readonly evidence: readonly string[];
}

/** Shorter watches see the start of a process, which always rises. */
const leastMs = 30 * 60_000;

/** Too early to be called a growth (a morning's ramp looks the same), and rising all the same. */
function isRising({ motion, ci95, from, to }: Trend): boolean {
  return motion === 'too-early' && ci95 !== null && ci95[0] > 0 && to - from >= leastMs;
}

/** Null where the counter was not seen. A trend that does not grow is an answer, too. */
export function growingTrend(trends: readonly Trend[], counter: CounterId): GrowingTrend | null {
  const ofCounter = trends.filter((each) => each.counter === counter).sort((a, b) => b.to - a.to);
  const [newest, ...older] = ofCounter;
  if (newest === undefined) return null;
  const before = newest.motion === 'too-early' ? older.find(({ motion }) => motion === 'grows') : undefined;
  if (before === undefined)
    return isRising(newest) ? { ...newest, motion: 'grows', borrowed: false, unsure: true } : { ...newest, borrowed: false, unsure: false };
  return {
    motion: 'grows',
    slopePerHour: before.slopePerHour,
    ci95: before.ci95,
    // Nothing was watched of the line that is carried over: it starts at the newest value.
    from: newest.to,
    to: newest.to,
    last: newest.last,
    borrowed: true,
    unsure: false,
    evidence: [...newest.evidence, ...before.evidence],
  };
}

export type Reached = NonNullable<Extract<Forecast, { answer: 'reached' }>>;

/** The forecast of a trend that may be missing. */
export function forecastOf(trend: ForecastTrend | null, level: number, height = 0, swing = 0): Forecast {
  return trend === null ? { answer: 'not known' } : forecast(trend, level, height, swing);
}
