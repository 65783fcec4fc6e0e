/** Samples as points for the arithmetic of a trend: hours from the first one, time bins, restarts. */
import type { Sample } from '../types.ts';
import { median, quantileOf, rangeOf, spread, thinnedOut } from './robust-statistics.ts';

export const hourMs = 3_600_000;

/** `h`: hours since the series began. */
export interface Point {
  readonly h: number;
  readonly v: number;
}

/** Whether each is a number and later than the one before: what nearly every log is. */
function areInOrder(samples: readonly Sample[]): boolean {
  let before = Number.NEGATIVE_INFINITY;
  for (const { at, value } of samples) {
    if (!(at > before) || !Number.isFinite(value) || !Number.isFinite(at)) return false;
    before = at;
  }
  return true;
}

/** Finite samples in order of time, one for each time (the last said counts). */
export function pointsOf(samples: readonly Sample[]): readonly Point[] {
  const ordered = areInOrder(samples)
    ? samples
    : samples
        .filter(({ at, value }) => Number.isFinite(at) && Number.isFinite(value))
        .sort((a, b) => a.at - b.at || a.value - b.value)
        .filter((each, i, sorted) => sorted[i + 1]?.at !== each.at);
  const start = ordered[0]?.at ?? 0;
  return ordered.map(({ at, value }) => ({ h: (at - start) / hourMs, v: value }));
}

/** The values alone, in a form that order statistics take quickly. */
export function valuesOf(points: readonly Point[]): Float64Array {
  const values = new Float64Array(points.length);
  for (let i = 0; i < values.length; i += 1) values[i] = points[i]?.v ?? 0;
  return values;
}

/** From each value to the next. */
export function stepsOf(values: Float64Array): Float64Array {
  const steps = new Float64Array(Math.max(0, values.length - 1));
  for (let i = 0; i < steps.length; i += 1) steps[i] = (values[i + 1] ?? 0) - (values[i] ?? 0);
  return steps;
}

export function lastingHours(points: readonly Point[]): number {
  return (points.at(-1)?.h ?? 0) - (points[0]?.h ?? 0);
}

/** The middle of a few points: of their hours and of their values. */
export function middleOf(points: readonly Point[]): Point {
  return { h: median(points.map(({ h }) => h)), v: median(valuesOf(points)) };
}

/** More points than this tell a slope no better and cost the square of their number (Theil–Sen). */
export const maxBins = 100;

/** One point a bin of `width` hours: the mean time and the `share` quantile of its values; empty bins are absent. */
export function binned(points: readonly Point[], width: number, share: number): readonly Point[] {
  const [values, start] = [valuesOf(points), points[0]?.h ?? 0];
  const bins: Point[] = [];
  // In order of time, so a bin is a run of points.
  for (let from = 0; from < points.length;) {
    const ends = start + (Math.floor(((points[from]?.h ?? 0) - start) / width) + 1) * width;
    let [until, hours] = [from, 0];
    for (; until < points.length; until += 1) {
      const h = points[until]?.h ?? 0;
      if (h >= ends && until > from) break;
      hours += h;
    }
    bins.push({ h: hours / (until - from), v: quantileOf(values.subarray(from, until), share) });
    from = until;
  }
  return bins;
}

/** Of a bin its 10th percentile stands for it: what stays when the work of the moment is done (PERF: lower envelope). */
const floorShare = 0.1;
/** Below this many samples a bin its lowest ones are chance, so the middle stands for it. */
const enoughForFloor = 5;

/** At most `maxBins` points that follow the floor of the series. */
export function floorBins(points: readonly Point[]): readonly Point[] {
  if (points.length <= maxBins) return points;
  const perBin = points.length / maxBins;
  return binned(points, lastingHours(points) / maxBins + 1e-12, perBin >= enoughForFloor ? floorShare : 0.5);
}

/** A day of fewer bins has no shape. */
const fewestPerDay = 6;
/** Of a longer watch the newest month is kept. */
const mostDayBins = fewestPerDay * 31;

/** Bins that fit the day: each has its like 24 hours before. Wide enough to hold a whole tooth of a log that was thinned out. */
export function dayBins(points: readonly Point[]): readonly Point[] {
  const perDay = Math.max(fewestPerDay, Math.min(48, Math.floor((maxBins * 24) / Math.max(24, lastingHours(points)))));
  const bins = binned(
    points,
    24 / perDay,
    points.length / Math.max(1, (lastingHours(points) * perDay) / 24) >= enoughForFloor ? floorShare : 0.5,
  );
  return bins.slice(-mostDayBins);
}

/** A fall counts as a restart from this share of the value and of the range on (a GC gives back less of private bytes, at once). */
const restartOfValue = 0.15;
const restartOfRange = 0.5;
/** More falls than this, nearer to each other than restarts are, are a saw-tooth: a pool recycles every 29 hours by default. */
const mostRestarts = 8;
/** A restart stands out from the usual step between samples. */
const timesJitter = 8;

interface Fall {
  readonly starts: number;
  readonly by: number;
}

/** All falls of at least `least` and of a good part of the value. */
function steepFalls(values: Float64Array, least: number): readonly Fall[] {
  const last = values.length - 1;
  const falls: Fall[] = [];
  for (let i = 0; i < last; i += 1) {
    const [before, next, second] = [values[i] ?? 0, values[i + 1] ?? 0, values[Math.min(i + 2, last)] ?? 0];
    const by = before - Math.min(next, second);
    if (by <= 0 || by < least || by < before * restartOfValue) continue;
    // The fall may take two samples: the new life starts where it ends.
    const starts = second < next - by / 4 ? i + 2 : i + 1;
    falls.push({ starts, by });
    i = starts;
  }
  return falls;
}

/** Whether there is any such fall, however small a part of the range it is: most curves have none. */
function fallsAnywhere(values: Float64Array): boolean {
  for (let i = 0; i + 1 < values.length; i += 1) {
    const v = values[i] ?? 0;
    const low = v * (1 - restartOfValue);
    if (v > 0 && ((values[i + 1] ?? v) <= low || (values[i + 2] ?? v) <= low)) return true;
  }
  return false;
}

/** A rise within two samples of this share of what falls later, from about where it falls to: something that came and went. */
const cameShare = 0.4;

/** The end of the night's batch or of a spike, which rose as steeply as it fell; a process that ends has grown for longer. */
function isEndOfSpike(values: Float64Array, { starts, by }: Fall): boolean {
  const half = (values[starts] ?? 0) + by / 2;
  let at = starts - 1;
  while (at >= 0 && (values[at] ?? 0) > half) at -= 1;
  const rise = Math.max(values[at + 1] ?? 0, values[at + 2] ?? 0) - (values[at] ?? Number.POSITIVE_INFINITY);
  return at >= 0 && rise >= cameShare * by && (values[at] ?? 0) >= half - by;
}

/** Where the series fell back to where it came from; none where it does so again and again. */
export function fallsOf(points: readonly Point[]): readonly number[] {
  const values = valuesOf(points);
  // The range is asked for only where something fell at all.
  if (!fallsAnywhere(values)) return [];
  const falls = steepFalls(values, rangeOf(values) * restartOfRange);
  if (falls.length === 0 || (falls.length > mostRestarts && lastingHours(points) < restartHours * falls.length)) return [];
  const jitter = spread(thinnedOut(stepsOf(values)));
  return falls.filter((fall) => fall.by >= timesJitter * jitter && !isEndOfSpike(values, fall)).map(({ starts }) => starts);
}

/** Falls this far apart are restarts, for no collection waits so long; hours. */
export const restartHours = 6;
/** A collection gives back a part of private bytes; a new process begins with far less than the old one held. */
const restartFall = 0.6;

/**
 * Cuts a series whose process is not known by pid and start where it fell back to its start: a value is never compared across.
 * Falls that may as well be collections cut nothing; `isCollected` is asked only where there are falls.
 */
export function splitAtRestarts(points: readonly Point[], isCollected: () => boolean): readonly (readonly Point[])[] {
  const falls = fallsOf(points);
  const deep = falls.every((at) => (points[at]?.v ?? 0) <= (1 - restartFall) * Math.max(points[at - 1]?.v ?? 0, points[at - 2]?.v ?? 0));
  const edges = [0, ...falls, points.length];
  const lives = edges.slice(1).map((end, i) => points.slice(edges[i] ?? 0, end));
  // The first and the last may be cut by the watch, so the longest tells how far apart the restarts are.
  const longest = Math.max(...lives.map(lastingHours));
  return falls.length > 0 && (deep || (longest >= restartHours && !isCollected())) ? lives : [points];
}
