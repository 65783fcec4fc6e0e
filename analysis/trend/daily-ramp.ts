/** Growth that the time of day may explain: work rises in the morning and memory with it. One day seen whole, or a line, tells. */
import { dayHours, differencesOverDays } from './day-test.ts';
import { noiseOf, parts } from './growth-test.ts';
import { lastingHours, middleOf, type Point } from './points.ts';
import { median } from './robust-statistics.ts';
import { bestBend } from './since-it-grows.ts';

/** A morning's ramp looks like any growth for some minutes; a watch of a few hours is what an incident has. */
const shortWatchHours = 2.5;
/** Watched for nearly a day, what only follows the day has been given back. */
const wholeDayHours = 20;
/** Of a growth that goes on the whole day at most this share is ever given back. */
const givenBackShare = 0.2;
/** A line that bends by less than this share of its rise; half a period of a sine bends by 0.1. */
const bendShare = 0.06;
/** No working day ramps in a straight line for as long as this. */
const longestRampHours = 11;
/** … nor for as long as this in a line that bends as little as this: eight hours of a sine bend by 0.04. */
const straightHours = 7.5;
const straightShare = 0.03;
const timesNoise = 3;
const blockCount = 12;

function blocksOf(points: readonly Point[]): readonly Point[] {
  return Array.from({ length: blockCount }, (_, i) =>
    points.slice(Math.floor((i * points.length) / blockCount), Math.floor(((i + 1) * points.length) / blockCount)),
  )
    .filter((each) => each.length > 0)
    .map((each) => ({ h: median(each.map(({ h }) => h)), v: median(each.map(({ v }) => v)) }));
}

/** The deepest fall from a top before it. */
function givenBack(blocks: readonly Point[]): number {
  let [top, deepest] = [-Infinity, 0];
  for (const { v } of blocks) {
    top = Math.max(top, v);
    deepest = Math.max(deepest, top - v);
  }
  return deepest;
}

/** How far the blocks are from the straight line through them. */
function bend(blocks: readonly Point[]): number {
  const n = Math.max(1, blocks.length);
  const [meanH, meanV] = blocks.reduce(([h, v], each) => [h + each.h / n, v + each.v / n], [0, 0]);
  const squares = blocks.reduce((sum, { h }) => sum + (h - meanH) ** 2, 0);
  const rate = squares === 0 ? 0 : blocks.reduce((sum, { h, v }) => sum + (h - meanH) * (v - meanV), 0) / squares;
  return Math.max(0, ...blocks.map(({ h, v }) => Math.abs(v - meanV - rate * (h - meanH))));
}

/** As far as the noise of the blocks lets it be seen, and never bent by more than a line may be. */
function isVeryStraight(grown: readonly Point[], spread: number): boolean {
  const blocks = blocksOf(grown);
  const rise = (blocks.at(-1)?.v ?? 0) - (blocks[0]?.v ?? 0);
  const ofBlock = (timesNoise * spread) / Math.sqrt(Math.max(1, grown.length / blockCount));
  return bend(blocks) <= Math.min(straightShare * rise + ofBlock, bendShare * rise);
}

/** Whether a growth that began in the middle of less than two days goes on longer, and in a straighter line, than a morning does. */
function isNoMorning(grown: readonly Point[], spread: number): boolean {
  const begun = grown.slice(bestBend(grown).at);
  return lastingHours(begun) >= straightHours && isVeryStraight(begun, spread);
}

/**
 * Hours more after which a growth is told from a day's ramp; 0: it is told already. `floor` is all that was watched (less than
 * two days of it), `grown` the part of it that grows.
 */
export function dayRampNeedsHours(floor: readonly Point[], grown: readonly Point[]): number {
  const watched = lastingHours(floor);
  if (watched <= shortWatchHours) return 0;
  const rise = (grown.at(-1)?.v ?? 0) - (grown[0]?.v ?? 0);
  const spread = noiseOf(floor);
  const noise = timesNoise * spread;
  const bent = bend(blocksOf(grown)) > Math.max(bendShare * rise, noise);
  const isPart = lastingHours(grown) < 0.9 * watched;
  const straight = (!bent && (!isPart || lastingHours(grown) >= longestRampHours)) || isNoMorning(grown, spread);
  const keptAllDay = watched >= wholeDayHours && !isPart && givenBack(blocksOf(floor)) <= Math.max(givenBackShare * rise, noise);
  return straight || keptAllDay ? 0 : Math.max(24 - watched, watched < wholeDayHours ? 1 : 48 - watched);
}

/** Fewer hours that were seen on both days say nothing of them. */
const fewestHours = 2;

interface SinceDayBefore {
  /** By how much the same hours stand higher than a day before, in the unit of the values: all of them, and the newest third. */
  readonly all: number;
  readonly newest: number;
  readonly noise: number;
}

/** Null where hardly more than a day was watched. */
function sinceDayBefore(points: readonly Point[]): SinceDayBefore | null {
  const differences = differencesOverDays(points, dayHours);
  if (differences.length < 4 || lastingHours(differences) < fewestHours) return null;
  const [all, newest] = [differences, parts(differences, 3)[2] ?? differences].map((some) => middleOf(some).v) as [number, number];
  return { all, newest, noise: timesNoise * noiseOf(differences) };
}

/** What stood higher for less than two blocks of the watch was a start, and no level. */
const fewestHigh = 2;

/** What has fallen before and rises to where it stood is on its way back: an evening and the next morning. */
export function isWayBack(points: readonly Point[], least: number): boolean {
  const levels = blocksOf(points).map(({ v }) => v);
  const low = levels.indexOf(Math.min(...levels));
  const before = levels.slice(0, low).sort((a, b) => b - a);
  const stood = before[fewestHigh - 1] ?? Number.NEGATIVE_INFINITY;
  const enough = Math.max(least, timesNoise * noiseOf(points));
  return stood > (levels[low] ?? 0) + enough && (levels.at(-1) ?? 0) < stood + enough;
}

/** About a day: its end is at the hour of its beginning, or nearly so. */
const nearlyDayHours = 22;
const endHours = 2;

/** A day that rose, gave a part of it back and ends higher than it began: more than the day's work was there. */
function endedHigher(bins: readonly Point[], least: number): boolean {
  const [begins, ends] = [(bins[0]?.h ?? 0) + endHours, (bins.at(-1)?.h ?? 0) - endHours];
  const [first, last] = [middleOf(bins.filter(({ h }) => h <= begins)).v, middleOf(bins.filter(({ h }) => h >= ends)).v];
  const noise = timesNoise * noiseOf(bins);
  const fell = givenBack(blocksOf(bins));
  return (
    lastingHours(bins) >= nearlyDayHours && last - first > Math.max(least, noise) && fell > Math.max(givenBackShare * (last - first), noise)
  );
}

/**
 * Hours more until two days were seen, where the hours seen twice, or the hour at both ends, contradict the answer; 0: they do not.
 * `whole` and `bins` are the day's (see `dayBins`) of less than two days, with and without the warm-up.
 */
export function secondDayNeedsHours(whole: readonly Point[], bins: readonly Point[], grows: boolean, least: number): number {
  const over = sinceDayBefore(bins);
  const more = Math.max(1, 2 * dayHours - lastingHours(whole));
  if (over === null) return !grows && endedHigher(whole, least) ? more : 0;
  const enough = Math.max(least, over.noise) / 2;
  // A growth may have begun late; a level is contradicted only where every part of it is.
  const higher = grows ? Math.max(over.all, over.newest) > enough : Math.min(over.all, over.newest) > enough;
  return higher === grows ? 0 : more;
}
