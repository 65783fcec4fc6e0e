/** The charts of a case as data; drawn by chart-svg.ts and, in Teams, by Chart.Line. */
import type { CounterId, ProcessLife, Trend } from '../analysis/types.ts';
import { isOfThisLife } from '../flows/evidence-time.ts';
import type { Investigation } from '../flows/types.ts';
import { evidenceOf, nextThreshold, utcOffsetOf } from './case-context.ts';
import { curvesOf, handleCurves, isRestart, lifeKey, valueAt, type LifeCurve } from './chart-series.ts';
import { chartAlt, type NamedCurve } from './chart-words.ts';
import { clock, count, gigabyte, instant, megabyte, threeDigits, threshold } from './format.ts';
import { reportChart } from './report-chart.ts';
import type { ChartLine, ChartModel } from './types.ts';

type Marks = ChartModel['marks'];
type Unit = ChartModel['unit'];
const mostLines = 4;
/** A forecast further away than this many times what was watched is a guess and is not drawn. */
const furthestForecast = 1;

function divisor(unit: Unit): number {
  return unit === 'GB' ? gigabyte : unit === 'MB' ? megabyte : 1;
}

function byteUnit(curves: readonly NamedCurve[]): Unit {
  const largest = Math.max(0, ...curves.flatMap((each) => each.lives.flatMap((life) => life.samples.map((sample) => sample.value))));
  return largest >= gigabyte ? 'GB' : 'MB';
}

/** One line a life; only the newest says the value at its end. */
function linesOf({ name, lives }: NamedCurve, index: number, unit: Unit): readonly ChartLine[] {
  return lives.map(({ samples }, life) => {
    const last = (samples.at(-1)?.value ?? 0) / divisor(unit);
    const value = unit === 'count' ? count(last) : last < 9.995 ? count(last, 2) : threeDigits(last);
    return {
      label: life === lives.length - 1 ? `${name} ${value}` : name,
      points: samples.map((sample) => [sample.at, sample.value / divisor(unit)] as const),
      dashed: index > 0,
    };
  });
}

/** Where a new life begins, and the moments that a reader looks for: dumps, the fix, the deployment. */
function marksOf(investigation: Investigation, lives: readonly LifeCurve[], unit: Unit, dumps: boolean): Marks {
  const offset = utcOffsetOf(investigation);
  const [from, to] = [lives[0]?.samples[0]?.at ?? Infinity, lives.at(-1)?.samples.at(-1)?.at ?? -Infinity];
  const restarts = lives
    .filter((each, index) => index > 0 && isRestart(each, lives.slice(0, index)))
    .map(({ life, samples }) => ({ at: life.startedAt ?? samples[0]?.at ?? 0, word: 'restarted', kind: 'restart' as const }));
  const fixedAt = investigation.fix === null ? null : instant(investigation.fix.at);
  const fix = fixedAt === null ? [] : [{ at: fixedAt, word: 'fix', kind: 'fix' as const }];
  const read = evidenceOf(investigation, 'host').flatMap(({ deployedAt }) => (deployedAt === null ? [] : [deployedAt]));
  const said = (investigation.deployments ?? []).map((each) => each.at);
  const deploys = [...new Set([...read, ...said])].map((at) => ({ at, word: 'deployed', kind: 'deploy' as const }));
  const lines = [...restarts, ...fix, ...deploys].map(({ at, word, kind }) => ({
    at,
    value: null,
    label: `${word} ${clock(at, offset)}`,
    kind,
  }));
  const rings = dumps
    ? dumpTimes(investigation).map((at, index) => ({
        at,
        value: ringValue(lives, at, unit),
        label: `dump ${index + 1}`,
        kind: 'dump' as const,
      }))
    : [];
  return [...lines, ...rings.filter((each) => each.value !== null)].filter((each) => each.at >= from && each.at <= to);
}

function ringValue(lives: readonly LifeCurve[], at: number, unit: Unit): number | null {
  const found = lives.map((each) => valueAt(each.samples, at)).find((value) => value !== null);
  return found === undefined ? null : found / divisor(unit);
}

function dumpTimes(investigation: Investigation): readonly number[] {
  const logs = evidenceOf(investigation, 'dumpLog').filter((each) => each.dumps.some((dump) => dump.state === 'complete'));
  const from = logs.length > 0 ? logs : evidenceOf(investigation, 'leakReport');
  return [...new Set(from.flatMap((each) => (each.takenAt === null ? [] : [each.takenAt])))].toSorted((a, b) => a - b);
}

/** The way to the next dump threshold, with its interval. */
function forecastOf(
  investigation: Investigation,
  lives: readonly LifeCurve[],
  trend: Trend | undefined,
  unit: Unit,
): ChartModel['forecast'] {
  const newest = lives.at(-1);
  // Of a life that is over nothing goes on.
  if (newest === undefined || !isOfThisLife(newest, investigation.target)) return null;
  const [first, last] = [newest.samples[0], newest.samples.at(-1)];
  const next = nextThreshold(investigation);
  const slope = trend?.slopePerHour ?? null;
  if (last === undefined || first === undefined || next?.reachedAt == null || slope === null || slope <= 0) return null;
  const until = Math.min(next.reachedAt.at, last.at + (last.at - first.at) * furthestForecast);
  if (until <= last.at) return null;
  const hours = (until - last.at) / 3_600_000;
  const at = (perHour: number): number => Math.max(0, (last.value + perHour * hours) / divisor(unit));
  const [low, high] = trend?.ci95 ?? [slope, slope];
  return { from: [last.at, last.value / divisor(unit)], to: [until, at(slope)], low: at(low), high: at(high) };
}

function thresholdsOf(investigation: Investigation, unit: Unit): ChartModel['thresholds'] {
  const { trail, dumps } = investigation.snapshot.facts;
  if (unit === 'count' || (dumps === 0 && !trail.includes('leakTracking') && nextThreshold(investigation)?.reachedAt == null)) return [];
  return investigation.plan.thresholds.map((each, index) => ({
    value: each.bytes / divisor(unit),
    label: `${threshold(each.bytes).replace(/ GB$/, '')} dump ${index + 1}`,
  }));
}

interface ChartOf {
  readonly title: string;
  readonly curves: readonly (readonly [name: string, counter: CounterId])[];
  readonly bytes: boolean;
}

function counterChart(investigation: Investigation, of: ChartOf): ChartModel | null {
  const curves = of.curves
    .map(([name, counter]) => ({
      name,
      lives: curvesOf(investigation, counter),
      isFlat: ({ life }: LifeCurve) => moves(investigation, counter, 'flat', life),
    }))
    .filter((each) => each.lives.length > 0);
  const [main] = curves;
  if (main === undefined || of.curves[0]?.[0] !== main.name) return null;
  const unit = of.bytes ? byteUnit(curves) : 'count';
  const trend = investigation.judgement?.trends.findLast((each) => each.counter === of.curves[0]?.[1]);
  const title = curves.length === 1 ? main.name : of.title;
  return {
    title,
    alt: chartAlt(curves, unit),
    unit,
    lines: curves.slice(0, mostLines).flatMap((each, index) => linesOf(each, index, unit)),
    thresholds: of.bytes ? thresholdsOf(investigation, unit) : [],
    marks: marksOf(investigation, main.lives, unit, of.bytes),
    forecast: of.bytes ? forecastOf(investigation, main.lives, trend, unit) : null,
    utcOffsetMinutes: utcOffsetOf(investigation),
  };
}

/** Three readings of a type make a curve; two are a difference and stand in the table. */
const fewestHandleReadings = 3;
const mostHandleTypes = 3;

function handleTypeChart(investigation: Investigation): ChartModel | null {
  const types = (investigation.judgement?.handleGrowth?.rows ?? []).slice(0, mostHandleTypes).map((row) => row.type);
  const curves = types
    .map((type) => ({ name: type, lives: handleCurves(investigation, type), isFlat: () => false }))
    .filter(({ lives }) => lives.reduce((sum, life) => sum + life.samples.length, 0) >= fewestHandleReadings);
  const [main] = curves;
  if (main === undefined) return null;
  return {
    title: 'Handles by type',
    alt: chartAlt(curves, 'count'),
    unit: 'count',
    lines: curves.flatMap((each, index) => linesOf(each, index, 'count')),
    thresholds: [],
    marks: marksOf(investigation, main.lives, 'count', false),
    forecast: null,
    utcOffsetMinutes: utcOffsetOf(investigation),
  };
}

/** Whether a counter was judged to move like this: in one life, or in any. */
function moves(investigation: Investigation, counter: CounterId, motion: Trend['motion'], life?: ProcessLife): boolean {
  const trends = investigation.judgement?.trends ?? [];
  return trends.some(
    (each) => each.counter === counter && each.motion === motion && (life === undefined || lifeKey(each.life) === lifeKey(life)),
  );
}

/** The charts of a case, the most telling first; empty as long as there is no curve. */
export function chartsOf(investigation: Investigation): ChartModel[] {
  const memory: ChartOf = {
    title: 'Private bytes and .NET heap',
    curves: [
      ['Private bytes', 'privateBytes'],
      ['.NET heap', 'gcHeap'],
    ],
    bytes: true,
  };
  const space: ChartOf = {
    title: 'Virtual and private bytes',
    curves: [
      ['Virtual bytes', 'virtualBytes'],
      ['Private bytes', 'privateBytes'],
    ],
    bytes: true,
  };
  const virtual = investigation.judgement?.verdict.class === 'virtual';
  return [
    counterChart(investigation, memory) ?? counterChart(investigation, { title: '', curves: [['.NET heap', 'gcHeap']], bytes: true }),
    virtual ? counterChart(investigation, space) : null,
    reportChart(investigation),
    counterChart(investigation, { title: '', curves: [['Handles', 'handles']], bytes: false }),
    handleTypeChart(investigation),
    counterChart(investigation, { title: '', curves: [['Assemblies', 'assemblies']], bytes: false }),
    moves(investigation, 'threads', 'grows')
      ? counterChart(investigation, { title: '', curves: [['Threads', 'threads']], bytes: false })
      : null,
    moves(investigation, 'poolThreads', 'grows')
      ? counterChart(investigation, { title: '', curves: [['Threads of the pool', 'poolThreads']], bytes: false })
      : null,
  ].filter((each) => each !== null);
}
