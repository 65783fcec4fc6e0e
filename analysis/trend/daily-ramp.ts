/** Growth that the time of day may explain: work rises in the morning and memory with it. One day seen whole, or a line, tells. */
import { noiseOf } from './growth-test.ts';
import { lastingHours, type Point } from './points.ts';
import { median } from './robust-statistics.ts';

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

/**
 * Hours more after which a growth is told from a day's ramp; 0: it is told already. `floor` is all that was watched (less than
 * two days of it), `grown` the part of it that grows.
 */
export function dayRampNeedsHours(floor: readonly Point[], grown: readonly Point[]): number {
  const watched = lastingHours(floor);
  if (watched <= shortWatchHours) return 0;
  const rise = (grown.at(-1)?.v ?? 0) - (grown[0]?.v ?? 0);
  const noise = timesNoise * noiseOf(floor);
  const bent = bend(blocksOf(grown)) > Math.max(bendShare * rise, noise);
  const isPart = lastingHours(grown) < 0.9 * watched;
  const straight = !bent && (!isPart || lastingHours(grown) >= longestRampHours);
  const keptAllDay = watched >= wholeDayHours && givenBack(blocksOf(floor)) <= Math.max(givenBackShare * rise, noise);
  return straight || keptAllDay ? 0 : Math.max(24 - watched, watched < wholeDayHours ? 1 : 48 - watched);
}
