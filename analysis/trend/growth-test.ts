/** Does the floor of a series rise, and does it go on rising? Three answers, for a rise that slows is not yet either. */
import { withoutSteps } from './jumps.ts';
import { lastingHours, middleOf, valuesOf, type Point } from './points.ts';
import { quantile, spread } from './robust-statistics.ts';
import { repeating, type Slope } from './slope.ts';

export type Rise = 'grows' | 'slows' | 'plateau' | 'flat' | 'falls';

export interface Tested {
  readonly rise: Rise;
  /** The part of the floor that grows, for the slope; the whole where nothing does. */
  readonly points: readonly Point[];
  /** Where the days tell the slope better than the line through the points does, for the day's work is in these. */
  readonly slope?: Pick<Slope, 'perHour' | 'halfWidth'>;
}

/** Growth below three times the noise of the floor is not told from noise (PERF: > 3 × floor noise). */
const timesNoise = 3;
/** Less is enough where the process also stands higher than it ever did without leaking: two signs instead of one. */
const timesNoiseAbove = 2;
/** The last rate over the mean one: a leak keeps its rate; what fills up falls to this within one time constant. */
const keepsRate = 0.75;
/** … and to this within five: then the rest of the way is not worth waiting for. */
const losesRate = 0.25;
/** A rate counts as lower only where noise alone would seldom make it look so: by so many of its standard errors. */
const surely = 1;
const surelyAbove = 1.5;
/** No block of a steady growth stands still: at least a tenth of the mean rate. */
const standsStill = 0.1;

function line(points: readonly Point[]): (h: number) => number {
  const n = Math.max(1, points.length);
  const [meanH, meanV] = points.reduce(([h, v], each) => [h + each.h / n, v + each.v / n], [0, 0]);
  const squares = points.reduce((sum, { h }) => sum + (h - meanH) ** 2, 0);
  const rate = squares === 0 ? 0 : points.reduce((sum, { h, v }) => sum + (h - meanH) * (v - meanV), 0) / squares;
  return (h) => meanV + rate * (h - meanH);
}

export function parts(points: readonly Point[], count: number): readonly (readonly Point[])[] {
  return Array.from({ length: count }, (_, i) =>
    points.slice(Math.floor((i * points.length) / count), Math.floor(((i + 1) * points.length) / count)),
  );
}

/** What is left of the floor about a line through each of its quarters: a bend is no noise. */
function residualsOf(points: readonly Point[]): Float64Array {
  const quarters = parts(points, points.length >= 16 ? 4 : points.length >= 8 ? 2 : 1);
  return Float64Array.from(
    quarters.flatMap((quarter) => {
      const fit = line(quarter);
      return quarter.map(({ h, v }) => v - fit(h));
    }),
  );
}

interface Noise {
  /** Standard errors by which a rate must be lower to be called so. */
  readonly surely: number;
  /** The spread of the floor about those lines. */
  readonly spread: number;
  /** How surely the middle of a quarter of the floor is known: less than its number of points says, for they repeat each other. */
  readonly ofQuarter: number;
}

function noiseAbout(points: readonly Point[], above: boolean): Noise {
  const residuals = residualsOf(points);
  // Of the later half, where what fills up bends least: a bend would pass for noise that repeats itself.
  const later = residuals.subarray(residuals.length >> 1);
  const share = (2 * repeating(later)) / Math.max(1, later.length);
  return { surely: above ? surelyAbove : surely, spread: spread(residuals), ofQuarter: spread(later) * Math.sqrt(Math.min(1, share)) };
}

/** The spread of the floor about a line through each of its quarters. */
export function noiseOf(points: readonly Point[]): number {
  return spread(residualsOf(points));
}

interface FourBlocks {
  /** From the first block to the last, per hour. */
  readonly mean: number;
  /** From each block to the next, per hour. */
  readonly rates: readonly number[];
  /** The widest gap between the middles of two blocks, hours. */
  readonly gap: number;
}

function ratesOf(points: readonly Point[]): FourBlocks {
  const blocks = parts(points, 4).map(middleOf);
  const gaps = blocks.slice(1).map(({ h }, i) => Math.max(1e-12, h - (blocks[i]?.h ?? h)));
  const rates = blocks.slice(1).map(({ v }, i) => (v - (blocks[i]?.v ?? v)) / (gaps[i] ?? 1));
  const [first, last] = [blocks[0] ?? { h: 0, v: 0 }, blocks[3] ?? { h: 0, v: 0 }];
  return { mean: (last.v - first.v) / Math.max(1e-12, last.h - first.h), rates, gap: Math.max(...gaps) };
}

/** Four blocks, each above the one before, the last rate not much smaller than the mean; as far as the noise lets it be seen. */
function fourBlocks(points: readonly Point[], least: number, noise: Noise): Rise {
  if (points.length < 4) return 'flat';
  const { mean, rates, gap } = ratesOf(points);
  const growth = mean * lastingHours(points);
  if (Math.abs(growth) < least) return 'flat';
  if (growth < 0) return rates.every((rate) => rate < 0) ? 'falls' : 'flat';
  const unsure = (noise.surely * Math.SQRT2 * noise.ofQuarter) / gap;
  const lastRate = rates[2] ?? 0;
  if (lastRate + unsure < losesRate * mean) return 'plateau';
  if (rates.some((rate) => rate + unsure < standsStill * mean)) return 'flat';
  return lastRate + unsure < keepsRate * mean ? 'slows' : 'grows';
}

function blocksOrJump(points: readonly Point[], least: number, noise: Noise): Rise {
  const rise = fourBlocks(points, least, noise);
  if (rise === 'falls' || rise === 'flat' || points.length < 8) return rise;
  const { count, rest } = withoutSteps(points, noise.spread);
  if (count === 0) return rise;
  if (fourBlocks(rest, least, noise) === 'grows') return 'grows';
  // One step is over; after two or three a fourth may come.
  return count === 1 ? 'plateau' : 'slows';
}

/** Half of the points know a quarter of theirs less surely, by this factor. */
const ofHalf = Math.SQRT2;

/**
 * Grows fast first and then, as far as the noise lets it be seen, still grows: that is a leak where the later half shows it
 * alone, else the end of a warm-up that the noise has lifted.
 */
function slowsUnlessLater(points: readonly Point[], least: number, noise: Noise): boolean {
  const { rates, gap } = ratesOf(points);
  const unsure = (Math.SQRT2 * noise.ofQuarter) / gap;
  if ((rates[0] ?? 0) - unsure <= (rates[2] ?? 0) + unsure) return false;
  return blocksOrJump(points.slice(points.length >> 1), least, { ...noise, ofQuarter: noise.ofQuarter * ofHalf }) !== 'grows';
}

/** Where a leak that began late may have begun; each later part must rise faster than what was before it. */
const lateStarts = [0.25, 0.45, 0.65];

/** Fewer points than this make four blocks of chance. */
const fewestLate = 8;
/** What is higher for less than this share of the time before is a peak, and no level that the floor had. */
const sharedLevel = 0.98;

/**
 * Noise that wanders climbs on some stretch of every watch, back from a low to where it has been: what leaks ends higher
 * than the floor was before it began.
 */
function endsHigher(late: readonly Point[], before: readonly Point[]): boolean {
  return middleOf(parts(late, 4)[3] ?? late).v > quantile(valuesOf(before), sharedLevel);
}

/**
 * Judges a floor of less than two days. `least`: growth below this is not worth a word; `above`: the process is known to stand
 * higher than it ever did while it did not leak.
 */
export function testGrowth(points: readonly Point[], least: number, above: boolean): Tested {
  const noise = noiseAbout(points, above);
  const enough = Math.max(least, (above ? timesNoiseAbove : timesNoise) * noise.spread);
  const whole = blocksOrJump(points, enough, noise);
  if (whole === 'grows' && !above && slowsUnlessLater(points, enough, noise)) return { rise: 'slows', points };
  if (whole === 'grows' || whole === 'falls') return { rise: whole, points };
  for (const share of lateStarts) {
    const cut = Math.floor(points.length * share);
    const [before, late] = [points.slice(0, cut), points.slice(cut)];
    if (late.length < fewestLate) break;
    const rateOf = (some: readonly Point[]): number => line(some)(1) - line(some)(0) || 0;
    if (
      rateOf(late) <= rateOf(before) ||
      (!above && !endsHigher(late, before)) ||
      blocksOrJump(late, enough, { ...noise, ofQuarter: noise.ofQuarter / Math.sqrt(1 - share) }) !== 'grows'
    )
      continue;
    return { rise: 'grows', points: late };
  }
  return { rise: whole, points };
}
