/** Single jumps of a level: a few of them are steps and no growth. */
import { lastingHours, type Point } from './points.ts';

/** From this share of all growth on, one jump is looked at by itself: take it away and test what remains. */
const jumpShare = 0.2;
/** More of them than this are stairs, and stairs go on. */
const mostJumps = 3;
/** The greatest of a hundred chance differences is often three times the noise and seldom five. */
const jumpNoise = 5;
/** What comes and goes within a day, the night's batch or the day's work, is no step. */
const keptHours = 24;
/** A step keeps this share of itself. */
const keptShare = 0.6;

function middleOfThree(points: readonly Point[], from: number): number {
  const [a, b, c] = [points[from]?.v ?? 0, points[from + 1]?.v ?? 0, points[from + 2]?.v ?? 0];
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

export interface Steps {
  /** How many jumps were taken away. */
  readonly count: number;
  readonly rest: readonly Point[];
}

interface Jump {
  readonly rise: number;
  /** The part of it that is beyond the usual rate. */
  readonly beyond: number;
  /** The last point before it. */
  readonly at: number;
}

function greatestJump(points: readonly Point[], middles: Float64Array): Jump {
  const rate = ((points.at(-1)?.v ?? 0) - (points[0]?.v ?? 0)) / Math.max(1e-12, lastingHours(points));
  let most: Jump = { rise: 0, beyond: 0, at: 0 };
  for (let at = 2; at + 3 < points.length; at += 1) {
    const rise = (middles[at + 1] ?? 0) - (middles[at - 2] ?? 0);
    const beyond = rise - Math.max(0, rate) * ((points[at + 2]?.h ?? 0) - (points[at - 1]?.h ?? 0));
    if (beyond > most.beyond) most = { rise, beyond, at };
  }
  return most;
}

/** Whether the level stays up for a day, or as long as it was watched. */
function isKept(points: readonly Point[], middles: Float64Array, { rise, at }: Jump): boolean {
  const least = (middles[at - 2] ?? 0) + keptShare * rise;
  const until = (points[at]?.h ?? 0) + keptHours;
  for (let i = at + 1; i + 2 < points.length && (points[i]?.h ?? 0) <= until; i += 1) if ((middles[i] ?? 0) < least) return false;
  return true;
}

/**
 * The series without its steps: jumps that stay, each a good part of all growth and well above the noise (a spread, in the unit of
 * the values).
 */
export function withoutSteps(points: readonly Point[], noise: number): Steps {
  const growth = (points.at(-1)?.v ?? 0) - (points[0]?.v ?? 0);
  const least = Math.max(jumpShare * growth, jumpNoise * noise);
  let rest = points;
  for (let count = 0; ; count += 1) {
    const straight = rest;
    const middles = Float64Array.from(straight, (_, i) => middleOfThree(straight, i));
    const jump = greatestJump(straight, middles);
    if (jump.beyond < least || jump.beyond <= 0 || !isKept(straight, middles, jump)) return { count, rest };
    if (count === mostJumps) return { count: 0, rest: points };
    rest = straight.map(({ h, v }, i) => ({ h, v: i > jump.at ? v - jump.rise : v }));
  }
}
