/** Axes and points of a chart: round ticks, times of day, and no more points than a picture has pixels. */
import { clock, count, dayAndTime, duration } from './format.ts';
import type { ChartModel } from './types.ts';

export type Point = readonly [at: number, value: number];

/** Keeps the lowest and the highest point of each stretch, so that saw-teeth survive; first and last always stay. */
export function thinned(points: readonly Point[], most: number): readonly Point[] {
  if (points.length <= most) return points;
  const inner = points.slice(1, -1);
  const size = Math.ceil(inner.length / Math.max(1, Math.floor((most - 2) / 2)));
  const kept = Array.from({ length: Math.ceil(inner.length / size) }, (_, index) => inner.slice(index * size, (index + 1) * size)).flatMap(
    (part) => {
      const byValue = part.toSorted((a, b) => a[1] - b[1]);
      const ends = [byValue[0], byValue.at(-1)].filter((each) => each !== undefined);
      return [...new Set(ends)].toSorted((a, b) => a[0] - b[0]);
    },
  );
  return [points[0], ...kept, points.at(-1)].filter((each) => each !== undefined);
}

export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** Round values from zero to above `largest`: 0, 1, 2, 3 or 0, 500, 1,000. Never a maximum that cuts a curve. */
export function valueTicks(largest: number, unit: ChartModel['unit'], wanted = 4): readonly Tick[] {
  const raw = (largest > 0 ? largest : 1) / wanted;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 2.5, 5, 10].find((each) => each * power >= raw * 0.999) ?? 10) * power;
  const whole = unit === 'count' ? Math.max(1, Math.ceil(step)) : step;
  const decimals =
    whole >= 1 && Number.isInteger(whole) ? 0 : Math.min(6, Math.max(1, Math.ceil(-Math.log10(whole) + (whole / power === 2.5 ? 1 : 0))));
  const amount = Math.max(1, Math.ceil((largest / whole) * 0.999));
  return Array.from({ length: amount + 1 }, (_, index) => ({ at: index * whole, label: count(index * whole, decimals) }));
}

const minute = 60_000;
const timeSteps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 7 * 1440, 14 * 1440, 30 * 1440, 90 * 1440, 365 * 1440].map(
  (each) => each * minute,
);

/** Round times of day in the chart's zone, or durations since tracking began; at most `most` of them. */
export function timeTicks(from: number, to: number, model: Pick<ChartModel, 'utcOffsetMinutes' | 'xAxis'>, most: number): readonly Tick[] {
  const elapsed = model.xAxis === 'elapsed';
  const offset = elapsed ? 0 : model.utcOffsetMinutes * minute;
  const step = timeSteps.find((each) => (to - from) / each <= most) ?? (to - from) / most;
  const first = Math.ceil((from + offset) / step) * step - offset;
  const label = (at: number): string => {
    if (elapsed) return at === 0 ? '0' : duration(at);
    return step >= 1440 * minute ? dayAndTime(at, model.utcOffsetMinutes).slice(5, 10) : clock(at, model.utcOffsetMinutes);
  };
  return Array.from({ length: Math.floor((to - first) / step) + 1 }, (_, index) => first + index * step).map((at) => ({
    at,
    label: label(at),
  }));
}

/** Moves labels apart so that none covers another: at least `apart` between neighbours, order kept, inside `top` to `bottom`. */
export function spread(wished: readonly number[], apart: number, top: number, bottom: number): readonly number[] {
  const order = wished.map((at, index) => ({ at, index })).toSorted((a, b) => a.at - b.at);
  const down = order.reduce<readonly number[]>((placed, { at }) => [...placed, Math.max(at, (placed.at(-1) ?? top - apart) + apart)], []);
  const up = down.reduceRight<readonly number[]>((placed, at) => [Math.min(at, (placed[0] ?? bottom + apart) - apart), ...placed], []);
  return wished.map((_, index) => up[order.findIndex((each) => each.index === index)] ?? 0);
}
