/** Single jumps of a level: one is a step and no growth. */
import { lastingHours, type Point } from './points.ts';

/** From this share of all growth on, one jump is looked at by itself: take it away and test what remains. */
export const jumpShare = 0.4;
/** The greatest of a hundred chance differences is often three times the noise and seldom five. */
export const jumpNoise = 5;

function middleOfThree(points: readonly Point[], from: number): number {
  const [a, b, c] = [points[from]?.v ?? 0, points[from + 1]?.v ?? 0, points[from + 2]?.v ?? 0];
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

interface Jump {
  readonly jump: number;
  readonly rest: readonly Point[];
}

/** The greatest jump between neighbours beyond the usual rate, and the series without it. */
export function withoutJump(points: readonly Point[]): Jump {
  const rate = ((points.at(-1)?.v ?? 0) - (points[0]?.v ?? 0)) / Math.max(1e-12, lastingHours(points));
  let [most, jump, after] = [0, 0, 0];
  for (let i = 2; i + 3 < points.length; i += 1) {
    const rise = middleOfThree(points, i + 1) - middleOfThree(points, i - 2);
    const beyond = rise - Math.max(0, rate) * ((points[i + 2]?.h ?? 0) - (points[i - 1]?.h ?? 0));
    if (beyond > most) [most, jump, after] = [beyond, rise, i];
  }
  return { jump, rest: points.map(({ h, v }, i) => ({ h, v: i > after ? v - jump : v })) };
}
