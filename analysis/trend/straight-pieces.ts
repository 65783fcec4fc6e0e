/** The best straight pieces through a curve, for each number of pieces (dynamic programming after Bai and Perron 2003). */
import type { Point } from './points.ts';

export interface Fit {
  readonly perHour: number;
  /** The line's value at h = 0. */
  readonly at0: number;
  /** Sum of the squared residuals. */
  readonly squares: number;
}

/** Running sums, so that the line through any run of points costs the same. */
export interface Sums {
  readonly fit: (from: number, until: number) => Fit;
}

export function sumsOf(points: readonly Point[]): Sums {
  const n = points.length;
  const [h0, v0] = [points[n >> 1]?.h ?? 0, points[n >> 1]?.v ?? 0];
  // Centred, so that hours and bytes squared do not eat the digits.
  const rows = ['h', 'v', 'hh', 'hv', 'vv'].map(() => new Float64Array(n + 1));
  const [sh, sv, shh, shv, svv] = rows as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  points.forEach(({ h, v }, i) => {
    const [dh, dv] = [h - h0, v - v0];
    [dh, dv, dh * dh, dh * dv, dv * dv].forEach((each, row) => {
      const sums = rows[row];
      if (sums !== undefined) sums[i + 1] = (sums[i] ?? 0) + each;
    });
  });
  const between = (sums: Float64Array, from: number, until: number): number => (sums[until] ?? 0) - (sums[from] ?? 0);
  const fit = (from: number, until: number): Fit => {
    const count = Math.max(1, until - from);
    const [meanH, meanV] = [between(sh, from, until) / count, between(sv, from, until) / count];
    const hh = between(shh, from, until) - count * meanH * meanH;
    const hv = between(shv, from, until) - count * meanH * meanV;
    const vv = between(svv, from, until) - count * meanV * meanV;
    const perHour = hh <= 0 ? 0 : hv / hh;
    return { perHour, at0: v0 + meanV - perHour * (h0 + meanH), squares: Math.max(0, vv - perHour * hv) };
  };
  return { fit };
}

/** Where the pieces begin (without the first), and the sum of squares that is left. */
export interface Pieces {
  readonly starts: readonly number[];
  readonly squares: number;
}

/** For 1, 2, … `most` pieces of at least `shortest` points each: the starts that leave the least. */
export function straightPieces(count: number, { fit }: Sums, most: number, shortest: number): readonly Pieces[] {
  const cost = new Float64Array((count + 1) * (count + 1)).fill(Number.POSITIVE_INFINITY);
  for (let from = 0; from + shortest <= count; from += 1) {
    for (let until = from + shortest; until <= count; until += 1) cost[from * (count + 1) + until] = fit(from, until).squares;
  }
  let best: readonly (Pieces | null)[] = Array.from({ length: count + 1 }, (_, until) =>
    until >= shortest ? { starts: [], squares: cost[until] ?? 0 } : null,
  );
  const found: Pieces[] = [];
  for (let pieces = 1; pieces <= most; pieces += 1) {
    const whole = best[count];
    if (whole === null || whole === undefined) break;
    found.push(whole);
    const before = best;
    best = before.map((_, until) => {
      let least: Pieces | null = null;
      for (let from = shortest; from + shortest <= until; from += 1) {
        const left = before[from];
        if (left === null || left === undefined) continue;
        const squares = left.squares + (cost[from * (count + 1) + until] ?? Number.POSITIVE_INFINITY);
        if (least === null || squares < least.squares) least = { starts: [...left.starts, from], squares };
      }
      return least;
    });
  }
  return found;
}
