/** A slope that a few wild samples cannot move, with an interval that is honest about samples that resemble their neighbours. */
import type { Point } from './points.ts';
import { median, spread } from './robust-statistics.ts';

/** Per hour, in the unit of the values. */
export interface Slope {
  readonly perHour: number;
  readonly halfWidth: number;
  /** The line's value at h = 0. */
  readonly at0: number;
}

/** Theil–Sen: the median of the slopes between all pairs (Sen 1968); at most `maxBins` points, for it is quadratic. */
export function theilSen(points: readonly Point[]): { readonly perHour: number; readonly at0: number } {
  const n = points.length;
  if (n < 2) return { perHour: 0, at0: points[0]?.v ?? 0 };
  const [h, v] = [Float64Array.from(points, (each) => each.h), Float64Array.from(points, (each) => each.v)];
  const slopes = new Float64Array((n * (n - 1)) / 2);
  let pairs = 0;
  for (let i = 0; i < n; i += 1) {
    const [hi, vi] = [h[i] ?? 0, v[i] ?? 0];
    for (let j = i + 1; j < n; j += 1) {
      const apart = (h[j] ?? 0) - hi;
      if (apart > 0) slopes[pairs++] = ((v[j] ?? 0) - vi) / apart;
    }
  }
  const perHour = pairs === 0 ? 0 : median(slopes.subarray(0, pairs));
  return { perHour, at0: median(v.map((each, i) => each - perHour * (h[i] ?? 0))) };
}

/**
 * Long-run variance of residuals over their plain variance (Newey–West 1987, Bartlett weights): how much neighbours repeat
 * each other. Never below 1: residuals that swing about the line (a staircase) are no reason to be surer.
 */
export function repeating(residuals: Float64Array): number {
  const n = residuals.length;
  const lags = Math.min(n - 1, Math.max(1, Math.ceil(1.5 * Math.cbrt(n) ** 1.2)));
  const at = (i: number): number => residuals[i] ?? 0;
  let variance = 0;
  for (let i = 0; i < n; i += 1) variance += at(i) * at(i);
  if (variance === 0) return 1;
  let sum = 1;
  for (let lag = 1; lag <= lags; lag += 1) {
    let covariance = 0;
    for (let i = lag; i < n; i += 1) covariance += at(i) * at(i - lag);
    sum += 2 * (1 - lag / (lags + 1)) * (covariance / variance);
  }
  return Math.max(1, sum);
}

/** A watch on a busy machine is late by some percent, and so is the work it watches: no slope is known better than this. */
const smallestShare = 0.05;
/** Theil–Sen is less sure than least squares by this factor where the noise is normal (efficiency 0.91, Sen 1968). */
const efficiency = 1 / Math.sqrt(0.91);
/** A middle is less sure than a mean by this factor where the noise is normal. */
const efficiencyOfMiddle = Math.sqrt(Math.PI / 2);

/** Student's 97.5 % point, by its leading terms (Abramowitz & Stegun 26.7.5); within 2 % from 4 degrees on. */
function student(degrees: number): number {
  const z = 1.96;
  const d = Math.max(2, degrees);
  return z + (z ** 3 + z) / (4 * d) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * d * d);
}

/** The slope with the half-width of its 95 % interval: effective sample size from the residuals, granularity, late timers. */
export function slopeOf(points: readonly Point[]): Slope {
  const { perHour, at0 } = theilSen(points);
  const n = points.length;
  const meanH = points.reduce((sum, { h }) => sum + h, 0) / Math.max(1, n);
  const residuals = Float64Array.from(points, ({ h, v }) => v - at0 - perHour * h);
  const squares = points.reduce((sum, { h }) => sum + (h - meanH) ** 2, 0);
  const lasting = (points.at(-1)?.h ?? 0) - (points[0]?.h ?? 0);
  if (n < 3 || squares === 0 || lasting === 0) return { perHour, at0, halfWidth: Number.POSITIVE_INFINITY };
  const repeat = repeating(residuals);
  const variance = residuals.reduce((sum, each) => sum + each * each, 0) / (n - 2);
  const error = efficiency * Math.sqrt((variance * repeat) / squares) * student(n / repeat - 2);
  const jumps = points.slice(1).map(({ v }, i) => Math.abs(v - (points[i]?.v ?? v)));
  // A process that allocates in lumps is seen now before, now after a lump.
  const lump = median(jumps.filter((each) => each > 0));
  return { perHour, at0, halfWidth: Math.hypot(error, (Number.isNaN(lump) ? 0 : lump) / lasting, smallestShare * perHour) };
}

/**
 * The slope of a curve from its differences over `lag` hours, which the day's work and the night's batch do not move: their middle,
 * as surely as they stay about it.
 */
export function slopeOfDifferences(differences: readonly Point[], lag: number): Pick<Slope, 'perHour' | 'halfWidth'> {
  const n = differences.length;
  const values = Float64Array.from(differences, ({ v }) => v);
  const middle = median(values);
  const residuals = values.map((each) => each - middle);
  const repeat = repeating(residuals);
  const error = efficiencyOfMiddle * spread(residuals) * Math.sqrt(repeat / Math.max(1, n)) * student(n / repeat - 1);
  return { perHour: middle / lag, halfWidth: Math.hypot(error / lag, (smallestShare * middle) / lag) };
}
