/** The conclusion of a chart in words, for those who cannot see it. */
import type { LifeCurve } from './chart-series.ts';
import { count, duration, threeDigits, gigabyte, megabyte } from './format.ts';
import type { ChartModel } from './types.ts';

/** A counter's curves under the name that the chart gives it. */
export interface NamedCurve {
  readonly name: string;
  readonly lives: readonly LifeCurve[];
  /** Judged to be level, whatever its ends happen to be. */
  readonly isFlat: boolean;
}

/** Less than this share of the chart's height is read as level: it is no more than a line's width or two. */
const level = 0.04;

/** `Private bytes rise from 1.20 to 2.66 GB in 2 h 20 min; .NET heap stays at 0.14 GB.` */
export function chartAlt(curves: readonly NamedCurve[], unit: ChartModel['unit']): string {
  const scale = unit === 'GB' ? gigabyte : unit === 'MB' ? megabyte : 1;
  const shown = (value: number): string => (unit === 'count' ? count(value) : threeDigits(value / scale));
  const suffix = unit === 'count' ? '' : ` ${unit}`;
  const height = Math.max(0, ...curves.flatMap((each) => each.lives.flatMap((life) => life.samples.map((sample) => sample.value))));
  const clauses = curves.flatMap(({ name, lives, isFlat }) => {
    const samples = lives.at(-1)?.samples ?? [];
    const [first, last] = [samples[0], samples.at(-1)];
    if (first === undefined || last === undefined) return [];
    const many = /s$/.test(name);
    const before = lives.length > 1 ? ` after ${lives.length === 2 ? 'a restart' : `${lives.length - 1} restarts`}` : '';
    if (isFlat || Math.abs(last.value - first.value) <= level * height)
      return [`${name} ${many ? 'stay' : 'stays'} at ${shown(last.value)}${suffix}${before}`];
    const verb = last.value > first.value ? (many ? 'rise' : 'rises') : many ? 'fall' : 'falls';
    return [`${name} ${verb} from ${shown(first.value)} to ${shown(last.value)}${suffix} in ${duration(last.at - first.at)}${before}`];
  });
  return clauses.length === 0 ? '' : `${clauses.join('; ')}.`;
}
