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
export function differencesOverDays(points: readonly Point[], lag: number): readonly Point[] {
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

/** Fewer days than this are no row of days. */
const fewestDays = 5;
/** Days that only wander seldom rise by more than this many standard errors (Student's 99 % point with 3 degrees is 4.5, with 5 it is 3.4). */
const surelyRises = 4;
/** More is asked of a rise that may begin on any day, for of several beginnings the best is taken. */
const surelyRisesLate = 6;
/** A late rise is seen for some days. */
const fewestLateDays = 3;

/** A line's slope in its own standard errors (Student's t). */
function sureness(x: readonly number[], y: readonly number[]): number {
  const n = x.length;
  const [meanX, meanY] = [x, y].map((some) => some.reduce((sum, each) => sum + each / n, 0)) as [number, number];
  const squares = x.reduce((sum, each) => sum + (each - meanX) ** 2, 0);
  const rate = x.reduce((sum, each, i) => sum + (each - meanX) * ((y[i] ?? 0) - meanY), 0) / squares;
  const left = x.reduce((sum, each, i) => sum + ((y[i] ?? 0) - meanY - rate * (each - meanX)) ** 2, 0);
  return left === 0 ? Math.sign(rate) * Number.MAX_VALUE : rate / Math.sqrt(left / (n - 2) / squares);
}

/** Whether the days, each by its middle, rise as days that only wander seldom do; null of too few whole days. */
function daysRise(points: readonly Point[]): boolean | null {
  const start = points[0]?.h ?? 0;
  const whole = Math.floor(lastingHours(points) / dayHours + 0.1);
  const days = [...Map.groupBy(points, ({ h }) => Math.floor((h - start) / dayHours))].filter(([day]) => day < whole);
  if (days.length < fewestDays) return null;
  const middles = days.map(([, some]) => middleOf(some).v);
  const since = (first: number): number =>
    sureness(
      days.map(([day]) => Math.max(0, day - first)),
      middles,
    );
  const late = days.slice(1, 1 - fewestLateDays).map(([day]) => since(day));
  return since(-1) >= surelyRises || Math.max(...late) >= surelyRisesLate;
}

/** Judges a floor of two days or more by what each hour of the day adds; null where gaps leave too little to compare. */
export function testDays(points: readonly Point[], least: number): Tested | null {
  const lag = lagOf(points);
  const { rest } = withoutSteps(points, noiseOf(points));
  const differences = differencesOverDays(rest, lag);
  if (differences.length < Math.max(9, points.length * 0.2)) return null;
  const [first, middle, last] = parts(differences, 3).map((third) => middleOf(third).v);
  if (first === undefined || middle === undefined || last === undefined) return null;
  const sure = daysRise(rest);
  // Days that rise one after the other are told from noise by that.
  const noise = sure === true ? 0 : (timesNoise * noiseOf(differences)) / 2;
  const found = riseOverDays(first, middle, last, Math.max((least * lag) / lastingHours(points), noise));
  const rise = found === 'grows' && sure === false ? 'flat' : found;
  // What became slower, and goes on as a growth of its own since: the later half tells.
  const later = rise === 'slows' && lag > dayHours ? testDays(points.slice(points.length >> 1), least) : null;
  if (later?.rise === 'grows') return later;
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
