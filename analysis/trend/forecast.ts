/** When a growing counter reaches a level, from its trend alone: with an interval, or why nobody can say. */
import type { Trend } from '../types.ts';
import { hourMs } from './points.ts';

/** What a forecast needs of a trend; `last` is the floor's value at `to`. */
export type ForecastTrend = Pick<Trend, 'motion' | 'slopePerHour' | 'ci95' | 'from' | 'to' | 'last'>;

export type Forecast =
  /** Epoch ms. `latest` is null where the slope could as well be zero: perhaps never. */
  | { readonly answer: 'reached'; readonly earliest: number; readonly median: number; readonly latest: number | null }
  /** It is there, or above. */
  | { readonly answer: 'already' }
  /** As long as it goes on like this. */
  | { readonly answer: 'not reached' }
  /** It is too early for a trend, or the trend has no slope. */
  | { readonly answer: 'not known' };

/** Later than this nobody plans; a time beyond it is as good as never, and dates stay printable. */
const furthestMs = 5 * 365 * 24 * hourMs;

/**
 * When `level` (in the trend's unit) is reached, if it goes on as it did from `from` to `to`. `height`: how far the tops of a
 * saw-tooth stand above its floor; the tops are there first. `swing`: how far a day's busiest hours stand above its end; at which
 * hour the level is reached is not known, so the whole of it is in the interval.
 *
 * The line is best known in the middle of what was watched and turns about that point, so the interval is wider than that of the
 * slope alone: at a time t the line is sure to ± (slope's half-width) × (t − middle).
 */
export function forecast(trend: ForecastTrend, level: number, height = 0, swing = 0): Forecast {
  const { motion, slopePerHour, ci95, from, to, last } = trend;
  if (motion === 'too-early') return { answer: 'not known' };
  const missing = level - height - last;
  if (missing <= 0) return { answer: 'already' };
  if (motion !== 'grows') return { answer: 'not reached' };
  if (slopePerHour === null || ci95 === null || ![missing, slopePerHour, ...ci95].every(Number.isFinite)) return { answer: 'not known' };
  if (slopePerHour <= 0) return { answer: 'not reached' };
  const watchedHours = Math.max(0, to - from) / hourMs;
  const [low, high] = ci95;
  const hours = (perHour: number, above: number): number => (missing - above - (perHour - slopePerHour) * (watchedHours / 2)) / perHour;
  const at = (after: number): number => Math.round(to + Math.max(0, after) * hourMs);
  const median = at((missing - swing / 2) / slopePerHour);
  if (median - to > furthestMs) return { answer: 'not reached' };
  const latest = low > 0 ? at(hours(low, 0)) : null;
  return {
    answer: 'reached',
    earliest: Math.min(median, at(hours(Math.max(high, slopePerHour), swing))),
    median,
    latest: latest === null || latest - to > furthestMs ? null : Math.max(median, latest),
  };
}
