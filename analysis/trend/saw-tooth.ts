/** Saw-teeth: memory that grows and is given back. They are judged by their floor, never by their height. */
import { lastingHours, stepsOf, valuesOf, type Point } from './points.ts';
import { quantile, rangeOf, spread, thinnedOut } from './robust-statistics.ts';
import { theilSen } from './slope.ts';

export interface SawTooth {
  /** Hours from one low to the next. */
  readonly period: number;
  readonly teeth: number;
  /** From low to high, in the unit of the values. */
  readonly height: number;
}

interface Turn {
  readonly i: number;
  readonly v: number;
}

/** The lows and highs of a curve: a turn counts once the curve has come back from it by `least`. */
function turnsOf(values: Float64Array, least: number): { readonly lows: readonly Turn[]; readonly highs: readonly Turn[] } {
  const [lows, highs]: [Turn[], Turn[]] = [[], []];
  let [low, high]: [Turn, Turn] = [
    { i: 0, v: values[0] ?? 0 },
    { i: 0, v: values[0] ?? 0 },
  ];
  let rising: boolean | null = null;
  for (let i = 0; i < values.length; i += 1) {
    const v = values[i] ?? 0;
    if (v > high.v) high = { i, v };
    if (v <= low.v) low = { i, v };
    if (rising !== true && v - low.v >= least) {
      if (rising === false) lows.push(low);
      [rising, high] = [true, { i, v }];
    } else if (rising !== false && high.v - v >= least) {
      if (rising === true) highs.push(high);
      [rising, low] = [false, { i, v }];
    }
  }
  return { lows, highs };
}

const middle = (values: readonly number[]): number => quantile(values, 0.5);
/** A tooth falls in less than this share of its period; noise rises as fast as it falls. */
const fallShare = 0.1;
/** A turn must come back by this share of the range, the slope taken out. */
const turnShare = 0.35;
const fewestTeeth = 3;
const everyOther = 3;
/** Noise that remembers swings this far beyond its own steps; a tooth goes further. */
const timesJitter = 6;

/** Teeth in a series, or null: it needs three of them, and each must fall much faster than it rises. */
export function sawToothOf(points: readonly Point[], bins: readonly Point[]): SawTooth | null {
  // Enough to take the slope out; the slope that is reported is measured with all of them.
  const { perHour } = theilSen(bins.filter((_, i) => i % everyOther === 0));
  const straight = valuesOf(points);
  for (let i = 0; i < straight.length; i += 1) straight[i] = (straight[i] ?? 0) - perHour * (points[i]?.h ?? 0);
  const range = rangeOf(straight);
  if (range <= 0) return null;
  const { lows, highs } = turnsOf(straight, range * turnShare);
  if (lows.length < fewestTeeth) return null;
  const hourOf = ({ i }: Turn): number => points[i]?.h ?? 0;
  const period = middle(lows.slice(1).map((each, k) => hourOf(each) - hourOf(lows[k] ?? each)));
  const falls = highs.flatMap((top) => {
    const after = lows.find(({ i }) => i > top.i);
    const [from, to] = [points[top.i], points[after?.i ?? top.i]];
    return after === undefined || from === undefined || to === undefined ? [] : [{ lasts: to.h - from.h, by: from.v - to.v }];
  });
  const interval = lastingHours(points) / Math.max(1, points.length - 1);
  if (period < 3 * interval || middle(falls.map(({ lasts }) => lasts)) > Math.max(fallShare * period, 2 * interval)) return null;
  const height = middle(highs.map(({ v }) => v)) - middle(lows.map(({ v }) => v));
  const jitter = spread(thinnedOut(stepsOf(straight)));
  // A staircase with its slope taken out has teeth too, but nothing is ever given back there.
  const givenBack = middle(falls.map(({ by }) => by)) >= height / 2;
  return height < timesJitter * jitter || !givenBack ? null : { period, teeth: lows.length, height };
}

/** A window of this many periods always holds a whole low (PERF: 1.3). */
export const periodsInWindow = 1.3;

/** Windows overlap, so that a floor has points enough for its shape; more than this tell nothing more. */
export const windowsInPeriod = 4;
const mostWindows = 100;

/** The lowest value of windows of 1.3 periods, each at its window's middle: the floor that collections come back to. */
export function floorOf(points: readonly Point[], { period }: SawTooth): readonly Point[] {
  const width = Math.min(period * periodsInWindow, lastingHours(points));
  const room = lastingHours(points) - width;
  const count = Math.max(1, Math.min(mostWindows, Math.floor((room * windowsInPeriod) / period)));
  const start = points[0]?.h ?? 0;
  let [from, until] = [0, 0];
  return Array.from({ length: count + 1 }, (_, i) => start + (room * i) / count).flatMap((begins) => {
    while (from < points.length && (points[from]?.h ?? 0) < begins - 1e-9) from += 1;
    while (until < points.length && (points[until]?.h ?? 0) <= begins + width + 1e-9) until += 1;
    let lowest = Number.POSITIVE_INFINITY;
    for (let k = from; k < until; k += 1) lowest = Math.min(lowest, points[k]?.v ?? lowest);
    return until > from ? [{ h: begins + width / 2, v: lowest }] : [];
  });
}
