/** Growth from one day to the next, whatever the hours of a day do. */
import { noiseOf, parts, type Rise, type Tested } from './growth-test.ts';
import { withoutSteps } from './jumps.ts';
import { lastingHours, middleOf, type Point } from './points.ts';
import { slopeOfDifferences } from './slope.ts';

/** Growth below three times the noise of the floor is not told from noise (PERF: > 3 × floor noise). */
const timesNoise = 3;
export const dayHours = 24;

/** From four days on the same hour of an earlier day is compared: growth of several days stands out further from the noise of one. */
function lagOf(points: readonly Point[]): number {
  return Math.max(1, Math.floor(lastingHours(points) / dayHours / 2)) * dayHours;
}

/** y(t) − y(t − whole days): the same for a steady leak whatever the day does, none for none, less and less for a warm-up. */
function differencesOverDays(points: readonly Point[], lag: number): readonly Point[] {
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
    while (j + 1 < points.length && Math.abs((points[j + 1]?.h ?? 0) - (h - lag)) <= Math.abs((points[j]?.h ?? 0) - (h - lag))) j += 1;
    const before = points[j];
    return before === undefined || Math.abs(before.h - (h - lag)) > tolerance ? [] : [{ h, v: v - before.v }];
  });
}

/** Of the days compared, the last third must keep this share of the first: what fills up decays. */
const keepsDaily = 0.6;
const losesDaily = 0.35;

/** A growth that began late has no days yet that tell its slope: the first third must show this share of the last. */
const steadyShare = 0.5;

/** Judges a floor of two days or more by what each hour of the day adds; null where gaps leave too little to compare. */
export function testDays(points: readonly Point[], least: number): Tested | null {
  const lag = lagOf(points);
  const { rest } = withoutSteps(points, noiseOf(points));
  const differences = differencesOverDays(rest, lag);
  if (differences.length < Math.max(9, points.length * 0.2)) return null;
  const [first, middle, last] = parts(differences, 3).map((third) => middleOf(third).v);
  if (first === undefined || middle === undefined || last === undefined) return null;
  const enough = Math.max((least * lag) / lastingHours(points), (timesNoise * noiseOf(differences)) / 2);
  const rise = riseOverDays(first, middle, last, enough);
  const steady = rise === 'grows' && first >= steadyShare * last;
  return { rise, points, ...(steady ? { slope: slopeOfDifferences(differences, lag) } : {}) };
}

function riseOverDays(first: number, middle: number, last: number, enough: number): Rise {
  if (last < -2 * enough && middle < -2 * enough) return 'falls';
  if (last < enough) return first > enough ? 'plateau' : 'flat';
  if (last < losesDaily * first) return 'plateau';
  if (last < keepsDaily * first) return 'slows';
  // What was lower in between, as on days off, is back.
  if (first < -enough || middle < -enough) return 'flat';
  return middle > enough * 0.5 || last > 2 * enough ? 'grows' : 'flat';
}
