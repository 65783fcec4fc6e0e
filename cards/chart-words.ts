/** The conclusion of a chart in words, for those who cannot see it. */
import { isRestart, type LifeCurve } from './chart-series.ts';
import { count, duration, gigabyte, megabyte, plural, threeDigits } from './format.ts';
import type { ChartModel } from './types.ts';

/** A counter's curves under the name that the chart gives it. */
export interface NamedCurve {
  readonly name: string;
  readonly lives: readonly LifeCurve[];
  /** Judged to be level in this life, whatever its ends happen to be. */
  isFlat(life: LifeCurve): boolean;
}

/** Less than this share of the chart's height is read as level: it is no more than a line's width or two. */
const level = 0.04;
/** Lives that one sentence tells; of more the newest. */
const mostLives = 3;

/** A chart's caption: its title, unless the conclusion begins with it. */
export function chartSays({ title, alt }: Pick<ChartModel, 'title' | 'alt'>): string {
  return alt.startsWith(title) ? alt : `${title}. ${alt}`;
}

interface Move {
  readonly verb: 'rise' | 'fall' | 'stay';
  readonly says: string;
  /** It took the place of those before it. */
  readonly restarted: boolean;
}

/** What one life's curve does: `rise`, `from 1.20 to 2.66 GB in 2 h 20 min`. */
function moveOf(curve: NamedCurve, index: number, height: number, shown: (value: number) => string, unit: string): Move | null {
  const life = curve.lives[index];
  if (life === undefined) return null;
  const restarted = isRestart(life, curve.lives.slice(0, index));
  const [first, last] = [life.samples[0], life.samples.at(-1)];
  if (first === undefined || last === undefined) return null;
  const change = last.value - first.value;
  if (curve.isFlat(life) || Math.abs(change) <= level * height) return { verb: 'stay', says: `at ${shown(last.value)}${unit}`, restarted };
  return {
    verb: change > 0 ? 'rise' : 'fall',
    says: `from ${shown(first.value)} to ${shown(last.value)}${unit} in ${duration(last.at - first.at)}`,
    restarted,
  };
}

/** `Private bytes rise from 2.05 to 3.48 GB in 1 h; after a restart they stay at 0.56 GB` */
function clauseOf(name: string, moves: readonly Move[]): string {
  const isPlural = /s$/.test(name);
  const told = moves.slice(-mostLives);
  const last = told.at(-1);
  if (last === undefined) return '';
  const verb = (move: Move): string => (isPlural ? move.verb : `${move.verb}s`);
  if (told.every((each) => each.verb === 'stay') && moves.slice(1).every((each) => each.restarted)) {
    const through = moves.length < 2 ? '' : ` through ${moves.length === 2 ? 'a restart' : plural(moves.length - 1, 'restart')}`;
    return `${name} ${verb(last)} ${last.says}${through}`;
  }
  const [first, ...later] = told;
  const before = moves.length > told.length ? `, in the newest ${told.length} of ${moves.length} lives,` : '';
  const begins = first === undefined ? '' : `${name}${before} ${verb(first)} ${first.says}`;
  const it = isPlural ? 'they' : 'it';
  const then = later.map((each) => `; ${each.restarted ? 'after a restart' : 'in another process'} ${it} ${verb(each)} ${each.says}`);
  return begins + then.join('');
}

/** `Private bytes rise from 1.20 to 2.66 GB in 2 h 20 min; .NET heap stays at 0.14 GB.` */
export function chartAlt(curves: readonly NamedCurve[], unit: ChartModel['unit']): string {
  const scale = unit === 'GB' ? gigabyte : unit === 'MB' ? megabyte : 1;
  const shown = (value: number): string => (unit === 'count' ? count(value) : threeDigits(value / scale));
  const suffix = unit === 'count' ? '' : ` ${unit}`;
  const height = Math.max(0, ...curves.flatMap((each) => each.lives.flatMap((life) => life.samples.map((sample) => sample.value))));
  const clauses = curves
    .map((curve) =>
      clauseOf(
        curve.name,
        curve.lives.flatMap((_, index) => moveOf(curve, index, height, shown, suffix) ?? []),
      ),
    )
    .filter((each) => each !== '');
  return clauses.length === 0 ? '' : `${clauses.join('; ')}.`;
}
