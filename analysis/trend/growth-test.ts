/** Does the floor of a series rise, and does it go on rising? Three answers, for a rise that slows is not yet either. */
import { lastingHours, type Point } from './points.ts';
import { median, spread } from './robust-statistics.ts';

export type Rise = 'grows' | 'slows' | 'plateau' | 'flat' | 'falls';

export interface Tested {
  readonly rise: Rise;
  /** The part of the floor that grows, for the slope; the whole where nothing does. */
  readonly points: readonly Point[];
}

/** Growth below three times the noise of the floor is not told from noise (PERF: > 3 × floor noise). */
const timesNoise = 3;
/** The last rate over the mean one: a leak keeps its rate; a cache or a warm-up of two time constants falls below a half. */
const keepsRate = 0.5;
const losesRate = 0.25;
/** No block of a steady growth stands still: at least a tenth of the mean rate. */
const standsStill = 0.1;
/** From this share of all growth on, one jump is looked at by itself: take it away and test what remains. */
const jumpShare = 0.4;

function line(points: readonly Point[]): (h: number) => number {
  const n = Math.max(1, points.length);
  const [meanH, meanV] = points.reduce(([h, v], each) => [h + each.h / n, v + each.v / n], [0, 0]);
  const squares = points.reduce((sum, { h }) => sum + (h - meanH) ** 2, 0);
  const rate = squares === 0 ? 0 : points.reduce((sum, { h, v }) => sum + (h - meanH) * (v - meanV), 0) / squares;
  return (h) => meanV + rate * (h - meanH);
}

function parts(points: readonly Point[], count: number): readonly (readonly Point[])[] {
  return Array.from({ length: count }, (_, i) =>
    points.slice(Math.floor((i * points.length) / count), Math.floor(((i + 1) * points.length) / count)),
  );
}

/** The spread of the floor about a line through each of its quarters: a bend is no noise. */
export function noiseOf(points: readonly Point[]): number {
  const quarters = parts(points, points.length >= 16 ? 4 : points.length >= 8 ? 2 : 1);
  return spread(
    quarters.flatMap((quarter) => {
      const fit = line(quarter);
      return quarter.map(({ h, v }) => v - fit(h));
    }),
  );
}

const middleOf = (points: readonly Point[]): Point => ({ h: median(points.map(({ h }) => h)), v: median(points.map(({ v }) => v)) });

/** Four blocks, each above the one before, the last rate not much smaller than the mean. */
function fourBlocks(points: readonly Point[], least: number): Rise {
  if (points.length < 4) return 'flat';
  const blocks = parts(points, 4).map(middleOf);
  const rates = blocks.slice(1).map(({ h, v }, i) => (v - (blocks[i]?.v ?? v)) / Math.max(1e-12, h - (blocks[i]?.h ?? h)));
  const [first, last] = [blocks[0] ?? { h: 0, v: 0 }, blocks[3] ?? { h: 0, v: 0 }];
  const mean = (last.v - first.v) / Math.max(1e-12, last.h - first.h);
  const growth = mean * lastingHours(points);
  if (Math.abs(growth) < least) return 'flat';
  if (growth < 0) return rates.every((rate) => rate < 0) ? 'falls' : 'flat';
  const lastRate = rates[2] ?? 0;
  if (lastRate < losesRate * mean) return 'plateau';
  if (rates.some((rate) => rate < standsStill * mean)) return 'flat';
  return lastRate < keepsRate * mean ? 'slows' : 'grows';
}

function middleOfThree(points: readonly Point[], from: number): number {
  const [a, b, c] = [points[from]?.v ?? 0, points[from + 1]?.v ?? 0, points[from + 2]?.v ?? 0];
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

/** The greatest jump between neighbours beyond the usual rate, and the series without it. */
function withoutJump(points: readonly Point[]): { readonly jump: number; readonly rest: readonly Point[] } {
  const rate = ((points.at(-1)?.v ?? 0) - (points[0]?.v ?? 0)) / Math.max(1e-12, lastingHours(points));
  let [most, jump, after] = [0, 0, 0];
  for (let i = 2; i + 3 < points.length; i += 1) {
    const rise = middleOfThree(points, i + 1) - middleOfThree(points, i - 2);
    const beyond = rise - Math.max(0, rate) * ((points[i + 2]?.h ?? 0) - (points[i - 1]?.h ?? 0));
    if (beyond > most) [most, jump, after] = [beyond, rise, i];
  }
  return { jump, rest: points.map(({ h, v }, i) => ({ h, v: i > after ? v - jump : v })) };
}

function blocksOrJump(points: readonly Point[], least: number): Rise {
  const rise = fourBlocks(points, least);
  if (rise === 'falls' || rise === 'flat' || points.length < 8) return rise;
  const { jump, rest } = withoutJump(points);
  const growth = (points.at(-1)?.v ?? 0) - (points[0]?.v ?? 0);
  if (jump < jumpShare * growth) return rise;
  const again = fourBlocks(rest, least);
  return again === 'grows' ? 'grows' : 'plateau';
}

/** Where a leak that began late may have begun; each later part must rise faster than what was before it. */
const lateStarts = [0.25, 0.45, 0.65];

/** Fewer points than this make four blocks of chance. */
const fewestLate = 8;

/** Judges a floor of less than two days. `least`: growth below this is not worth a word. */
export function testGrowth(points: readonly Point[], least: number): Tested {
  const enough = Math.max(least, timesNoise * noiseOf(points));
  const whole = blocksOrJump(points, enough);
  if (whole === 'grows' || whole === 'falls') return { rise: whole, points };
  for (const share of lateStarts) {
    const cut = Math.floor(points.length * share);
    const [before, late] = [points.slice(0, cut), points.slice(cut)];
    if (late.length < fewestLate) break;
    const rateOf = (some: readonly Point[]): number => line(some)(1) - line(some)(0) || 0;
    if (rateOf(late) <= rateOf(before) || blocksOrJump(late, enough) !== 'grows') continue;
    return { rise: 'grows', points: late };
  }
  return { rise: whole, points };
}

export const dayHours = 24;

/** y(t) − y(t − 24 h): the same for a steady leak whatever the day does, none for none, less and less for a warm-up. */
function dayDifferences(points: readonly Point[]): readonly Point[] {
  const width = Math.max(
    ...points
      .slice(1)
      .map(({ h }, i) => h - (points[i]?.h ?? h))
      .slice(0, 8),
    0.1,
  );
  const tolerance = Math.min(1, width * 0.75);
  let j = 0;
  return points.flatMap(({ h, v }) => {
    while (j + 1 < points.length && Math.abs((points[j + 1]?.h ?? 0) - (h - dayHours)) <= Math.abs((points[j]?.h ?? 0) - (h - dayHours)))
      j += 1;
    const yesterday = points[j];
    return yesterday === undefined || Math.abs(yesterday.h - (h - dayHours)) > tolerance ? [] : [{ h, v: v - yesterday.v }];
  });
}

/** Of the days compared, the last third must keep this share of the first: what fills up decays. */
const keepsDaily = 0.6;
const losesDaily = 0.35;

/** Judges a floor of two days or more by what each hour of the day adds; null where gaps leave too little to compare. */
export function testDays(points: readonly Point[], least: number): Tested | null {
  const { jump, rest } = withoutJump(points);
  const values = points.map(({ v }) => v);
  const range = Math.max(...values) - Math.min(...values);
  const differences = dayDifferences(jump >= jumpShare * range ? rest : points);
  if (differences.length < Math.max(9, points.length * 0.2)) return null;
  const [first, middle, last] = parts(differences, 3).map((third) => middleOf(third).v);
  if (first === undefined || middle === undefined || last === undefined) return null;
  const days = lastingHours(points) / dayHours;
  const enough = Math.max(least / days, (timesNoise * noiseOf(differences)) / 2);
  const rise = dailyRise(first, middle, last, enough);
  return { rise, points };
}

function dailyRise(first: number, middle: number, last: number, enough: number): Rise {
  if (last < -2 * enough && middle < -2 * enough) return 'falls';
  if (last < enough) return first > enough ? 'plateau' : 'flat';
  if (last < losesDaily * first) return 'plateau';
  if (last < keepsDaily * first) return 'slows';
  return middle > enough * 0.5 || last > 2 * enough ? 'grows' : 'flat';
}
