/** The plot of a chart: what has to fit, where the axes stand, and how a value becomes a pixel. */
import { valueTicks } from './chart-scale.ts';
import { placeOf, stretches, type Stretch } from './chart-time.ts';
import { widthOf } from './svg-tags.ts';
import type { ChartModel } from './types.ts';

export interface ChartSize {
  readonly width: number;
  readonly height: number;
}

/** Room before the first of a few reports, as a share of their span. */
const leadIn = 0.25;
/** px of a second row of names above the plot, where restarts and the fix would cover each other. */
export const momentRow = 14;
/** Below this, thresholds are named without their value, which the axis tells: the whole name would take a third of a phone. */
const narrowBelow = 520;

export interface Plot {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly narrow: boolean;
  /** The time axis from left to right; long times without samples are folded. */
  readonly stretches: readonly Stretch[];
  x(at: number): number;
  y(value: number): number;
}

/** Everything that has to fit: lines, forecast, the moment of a mark, thresholds that are not out of sight. */
export function extent(model: ChartModel): { readonly from: number; readonly to: number; readonly largest: number } {
  const points = model.lines.flatMap((line) => line.points);
  const times = [...points.map(([at]) => at), ...(model.forecast === null ? [] : [model.forecast.to[0]])];
  const values = [...points.map(([, value]) => value), ...(model.forecast === null ? [] : [model.forecast.to[1]])];
  const highest = Math.max(0, ...values);
  const seen = model.thresholds.map((each) => each.value).filter((value) => value <= Math.max(highest * 3, highest + 0.5));
  const [from, to] = [Math.min(...times), Math.max(...times)];
  // A curve of few points breathes at its left; tracking never began before zero.
  const start = model.xAxis === 'elapsed' ? Math.max(0, from - (to - from) * leadIn) : from;
  return { from: start, to: to > from ? to : from + 1, largest: Math.max(highest, ...seen) };
}

/** `2.2 dump 1`; on a phone `dump 1`. */
export function thresholdName(label: string, narrow: boolean): string {
  return narrow ? label.replace(/^[\d.,]{1,12} (?:MB )?/, '') : label;
}

export function plotOf(model: ChartModel, size: ChartSize): Plot {
  const { from, to, largest } = extent(model);
  const moments = model.marks.filter((each) => each.value === null).length;
  const top = moments > 1 ? 30 + momentRow : 30;
  const ticks = valueTicks(largest, model.unit);
  const highest = ticks.at(-1)?.at ?? 1;
  const left = Math.max(30, ...ticks.map((each) => widthOf(each.label))) + 10;
  const narrow = size.width < narrowBelow;
  const gutter = Math.max(narrow ? 12 : 16, ...model.thresholds.map((each) => widthOf(thresholdName(each.label, narrow)) + 10));
  const right = size.width - gutter;
  const points = model.lines.flatMap((line) => line.points.map(([at]) => at));
  const times = model.forecast === null ? points : [...points, model.forecast.to[0]];
  // A few reports stand apart by nature: only samples have gaps.
  const axis = stretches(model.xAxis === 'elapsed' ? [] : [from, ...times, to], from, to, left, right);
  // Below the times of day, the day on which the samples go on.
  const bottom = size.height - 30 - (axis.length > 1 ? 14 : 0);
  return {
    left,
    right,
    top,
    bottom,
    narrow,
    stretches: axis,
    x: (at) => placeOf(axis, at),
    y: (value) => bottom - (Math.min(value, highest) / highest) * (bottom - top),
  };
}
