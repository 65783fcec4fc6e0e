/** The straight line of ordinary least squares: its t value, or its fit and its growth. */
import { means, type Peer } from './types.ts';

export interface Line {
  readonly slope: number;
  readonly r2: number;
  /** The slope over its standard error; what a p value is read from. */
  readonly t: number;
}

export function lineThrough(points: readonly { readonly h: number; readonly v: number }[]): Line {
  const n = points.length;
  const meanH = points.reduce((sum, { h }) => sum + h, 0) / n;
  const meanV = points.reduce((sum, { v }) => sum + v, 0) / n;
  let [hh, hv, vv] = [0, 0, 0];
  for (const { h, v } of points) {
    hh += (h - meanH) ** 2;
    hv += (h - meanH) * (v - meanV);
    vv += (v - meanV) ** 2;
  }
  if (n < 3 || hh === 0 || vv === 0) return { slope: 0, r2: 0, t: 0 };
  const left = Math.max(1e-9 * vv, vv - hv ** 2 / hh);
  return { slope: hv / hh, r2: hv ** 2 / (hh * vv), t: hv / hh / Math.sqrt(left / (n - 2) / hh) };
}

/** Points of half an hour for two days. */
export const usualPoints = 96;

/** Growth over the record as a share of its mean. */
export function growthShare(perHour: number, points: readonly { readonly h: number; readonly v: number }[]): number {
  const mean = points.reduce((sum, { v }) => sum + v, 0) / Math.max(1, points.length);
  return mean === 0 ? 0 : (perHour * ((points.at(-1)?.h ?? 0) - (points[0]?.h ?? 0))) / mean;
}

export const growthsTried = [0, 0.03, 0.05, 0.08, 0.12, 0.2, 0.3];

export const leastSquares: Peer = {
  name: 'least squares, p < a',
  learn: () => (samples) => [lineThrough(means(samples, usualPoints)).t],
  thresholds: [[2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30]],
};

export const leastSquaresFit: Peer = {
  name: 'least squares, r² and growth',
  learn: () => (samples) => {
    const points = means(samples, usualPoints);
    const { slope, r2 } = lineThrough(points);
    return [slope > 0 ? r2 : 0, growthShare(slope, points)];
  },
  thresholds: [[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], growthsTried],
};
