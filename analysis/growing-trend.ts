/** Which trend a forecast goes by: the newest life's; where that is too young, its size with the slope of the life before. */
import { forecast, type Forecast, type ForecastTrend } from './trend/forecast.ts';
import type { CounterId, Trend } from './types.ts';

export interface GrowingTrend extends ForecastTrend {
  /** The slope is of an earlier life: slopes may be carried over, values never (SPEC §1). */
  readonly borrowed: boolean;
  readonly evidence: readonly string[];
}

/** Null where the counter was not seen. A trend that does not grow is an answer, too. */
export function growingTrend(trends: readonly Trend[], counter: CounterId): GrowingTrend | null {
  const ofCounter = trends.filter((each) => each.counter === counter).sort((a, b) => b.to - a.to);
  const [newest, ...older] = ofCounter;
  if (newest === undefined) return null;
  const before = newest.motion === 'too-early' ? older.find(({ motion }) => motion === 'grows') : undefined;
  if (before === undefined) return { ...newest, borrowed: false };
  return {
    motion: 'grows',
    slopePerHour: before.slopePerHour,
    ci95: before.ci95,
    // Nothing was watched of the line that is carried over: it starts at the newest value.
    from: newest.to,
    to: newest.to,
    last: newest.last,
    borrowed: true,
    evidence: [...newest.evidence, ...before.evidence],
  };
}

export type Reached = NonNullable<Extract<Forecast, { answer: 'reached' }>>;

/** The forecast of a trend that may be missing. */
export function forecastOf(trend: ForecastTrend | null, level: number, height = 0): Forecast {
  return trend === null ? { answer: 'not known' } : forecast(trend, level, height);
}
