/** Mann (1945) and Kendall (1975): more rises than falls; with the correction of Hamed and Rao (1998) for noise that remembers. */
import { growthShare, growthsTried, usualPoints } from './least-squares.ts';
import type { Sample } from '../../analysis/types.ts';
import { means, type Peer } from './types.ts';

interface Kendall {
  readonly s: number;
  readonly variance: number;
}

function kendall(values: readonly number[]): Kendall {
  const n = values.length;
  let s = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) s += Math.sign((values[j] ?? 0) - (values[i] ?? 0));
  }
  return { s, variance: (n * (n - 1) * (2 * n + 5)) / 18 };
}

const zOf = ({ s, variance }: Kendall): number => (variance <= 0 ? 0 : (s - Math.sign(s)) / Math.sqrt(variance));

/** Sen 1968: the median slope of all pairs. */
function senSlope(points: readonly { readonly h: number; readonly v: number }[]): number {
  const slopes = points.flatMap(({ h, v }, i) =>
    points
      .slice(i + 1)
      .filter((later) => later.h > h)
      .map((later) => (later.v - v) / (later.h - h)),
  );
  slopes.sort((a, b) => a - b);
  return slopes[slopes.length >> 1] ?? 0;
}

/** The variance grows by the autocorrelation of the ranks, where it is significant, with the trend taken out. */
function hamedRao(points: readonly { readonly h: number; readonly v: number }[]): number {
  const n = points.length;
  const slope = senSlope(points);
  const straight = points.map(({ h, v }) => v - slope * h);
  const order = straight.map((_, i) => i).sort((a, b) => (straight[a] ?? 0) - (straight[b] ?? 0));
  const rank = new Float64Array(n);
  order.forEach((at, place) => (rank[at] = place - (n - 1) / 2));
  const square = rank.reduce((sum, each) => sum + each * each, 0);
  let correction = 0;
  for (let lag = 1; lag < n - 2; lag++) {
    let product = 0;
    for (let i = lag; i < n; i++) product += (rank[i] ?? 0) * (rank[i - lag] ?? 0);
    const correlation = product / square;
    if (Math.abs(correlation) > 1.96 / Math.sqrt(n)) correction += (n - lag) * (n - lag - 1) * (n - lag - 2) * correlation;
  }
  const { s, variance } = kendall(points.map(({ v }) => v));
  return zOf({ s, variance: variance * Math.max(0.1, 1 + (2 / (n * (n - 1) * (n - 2))) * correction) });
}

const scoresTried = [1.28, 1.65, 1.96, 2.33, 2.58, 3.3, 4, 5, 6, 8, 10, 12];

export const mannKendall: Peer = {
  name: 'Mann–Kendall',
  learn: () => (samples) => [zOf(kendall(means(samples, usualPoints).map(({ v }) => v)))],
  thresholds: [scoresTried],
};

export const mannKendallCorrected: Peer = {
  name: 'Mann–Kendall, Hamed–Rao',
  learn: () => (samples) => [hamedRao(means(samples, usualPoints))],
  thresholds: [scoresTried],
};

export const theilSenGrowth: Peer = {
  name: 'Theil–Sen growth',
  learn: () => (samples) => {
    const points = means(samples, usualPoints);
    return [growthShare(senSlope(points), points)];
  },
  thresholds: [growthsTried.filter((each) => each > 0)],
};

/** A trend beyond doubt, and steep enough to matter; where a ceiling is known, only above it: what ours is told, it is told too. */
function createKendallWithSlope(name: string, ceilingOf: (history: readonly Sample[]) => number): Peer {
  return {
    name,
    learn: (history) => {
      const ceiling = ceilingOf(history);
      return (samples) => {
        const points = means(samples, usualPoints);
        const isAbove = (points.at(-1)?.v ?? 0) > ceiling;
        return isAbove ? [hamedRao(points), growthShare(senSlope(points), points)] : [0, 0];
      };
    },
    thresholds: [scoresTried, growthsTried.filter((each) => each > 0)],
  };
}

/** The level up to which a process has been while it did not leak: of its samples one in a hundred lies higher. */
export function ceilingOf(history: readonly Sample[]): number {
  const values = history.map(({ value }) => value).sort((a, b) => a - b);
  return values[Math.floor(0.99 * values.length)] ?? Number.NEGATIVE_INFINITY;
}

export const kendallWithSlope = createKendallWithSlope('Mann–Kendall, Hamed–Rao, with Theil–Sen', () => Number.NEGATIVE_INFINITY);
export const kendallAboveCeiling = createKendallWithSlope('the same, known ceiling', ceilingOf);
