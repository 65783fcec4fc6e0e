/** Where a growth that began in the middle of a watch began: the level before it is no part of its rate. */
import type { Point } from './points.ts';

/** A growth that began later than this has hardly been seen. */
const latestShare = 0.6;
/** A bend that leaves more than this share of what a straight line leaves is none that chance could not have made. */
const clearlyLess = 0.5;
/** So many places for the bend are tried: more tell the rate no better. */
const places = 15;

export interface Bend {
  /** The index of the point with which the line begins; 0: it has no level before it. */
  readonly at: number;
  /** The sum of squares that is left about the level and the line after it, and about one straight line. */
  readonly squares: number;
  readonly straight: number;
}

/** What least squares leave about a level that becomes a line at hour `from`. */
function squaresSince(points: readonly Point[], from: number): number {
  const n = Math.max(1, points.length);
  let [meanX, meanV] = [0, 0];
  for (const { h, v } of points) {
    meanX += Math.max(0, h - from) / n;
    meanV += v / n;
  }
  let [xx, xv, vv] = [0, 0, 0];
  for (const { h, v } of points) {
    const [x, y] = [Math.max(0, h - from) - meanX, v - meanV];
    xx += x * x;
    xv += x * y;
    vv += y * y;
  }
  return Math.max(0, vv - (xx === 0 ? 0 : xv ** 2 / xx));
}

/** The best line that begins on a level, somewhere in the earlier part of the points. */
export function bestBend(points: readonly Point[]): Bend {
  const straight = squaresSince(points, points[0]?.h ?? 0);
  let [at, squares] = [0, straight];
  const every = Math.max(1, Math.floor((points.length * latestShare) / places));
  for (let cut = every; cut < points.length * latestShare; cut += every) {
    const left = squaresSince(points, points[cut]?.h ?? 0);
    if (left < squares) [at, squares] = [cut, left];
  }
  return { at, squares, straight };
}

/** The points since they grow; all of them where one line explains them hardly worse. */
export function sinceItGrows(points: readonly Point[]): readonly Point[] {
  const { at, squares, straight } = bestBend(points);
  return squares < clearlyLess * straight ? points.slice(at) : points;
}
