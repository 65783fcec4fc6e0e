/** Growth from one day to the next, whatever the hours of a day do. */
import { noiseOf, parts, type Rise, type Tested } from './growth-test.ts';
import { withoutJump, jumpShare } from './jumps.ts';
import { lastingHours, middleOf, type Point } from './points.ts';

/** Growth below three times the noise of the floor is not told from noise (PERF: > 3 × floor noise). */
const timesNoise = 3;
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
