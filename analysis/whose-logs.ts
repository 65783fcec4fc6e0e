/**
 * Logs that name no process (dotnet-counters writes none): whose they are is told by what another log saw at the same time.
 * Two processes are hardly ever of one size for long; one process is, whoever measures it.
 */
import { keyOfLife } from './life.ts';
import { isProcess, onTwoSystems, toldApart } from './lives.ts';
import type { CounterId, CounterSeries, Evidence, ProcessLife, Sample } from './types.ts';

type Log = Extract<Evidence, { readonly kind: 'counters' }>;

/** What every tool measures alike. */
const compared: readonly CounterId[] = ['workingSet', 'privateBytes'];
/** What one tool measures alike each time. */
const ofOneTool: readonly CounterId[] = [...compared, 'gcHeap', 'gcCommitted'];
const fewestPairs = 5;
/** A log of a whole machine has hundreds of processes: so many samples of each are looked at. */
const mostPairs = 60;
const nearMs = 60_000;
/** The median difference of one process seen twice, and of two processes; between them nothing is claimed. */
const same = 0.05;
const other = 0.25;
/** A log in local time is off by whole or half hours. */
const halfHourMs = 30 * 60_000;
const mostShifts = 28;

function nearest(samples: readonly Sample[], at: number): Sample | null {
  let [low, high] = [0, samples.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((samples[middle]?.at ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  const [before, after] = [samples[low - 1], samples[low]];
  const best = before === undefined || (after !== undefined && after.at - at < at - before.at) ? after : before;
  return best !== undefined && Math.abs(best.at - at) <= nearMs ? best : null;
}

/** Median of the relative differences where both were sampled; null where that is too seldom. */
function difference(a: readonly Sample[], b: readonly Sample[], shift: number): number | null {
  const step = Math.max(1, Math.floor(a.length / mostPairs));
  const all = a.flatMap(({ at, value }, index) => {
    if (index % step !== 0) return [];
    const match = nearest(b, at + shift);
    return match === null || value <= 0 ? [] : [Math.abs(match.value - value) / Math.max(value, match.value)];
  });
  return all.length < fewestPairs ? null : (all.sort((x, y) => x - y)[all.length >> 1] ?? null);
}

type Likeness = 'same' | 'other' | 'unknown';

function likeness(a: readonly CounterSeries[], b: readonly CounterSeries[], counters: readonly CounterId[]): Likeness {
  const pairs = counters.flatMap((counter) => {
    const [one, two] = [a, b].map((series) => series.find((each) => each.counter === counter)?.samples ?? []);
    return one === undefined || two === undefined || one.length === 0 || two.length === 0 ? [] : [[one, two] as const];
  });
  const now = pairs.flatMap(([one, two]) => difference(one, two, 0) ?? []);
  if (now.length === 0) return 'unknown';
  if (now.every((each) => each <= same)) return 'same';
  if (!now.some((each) => each > other)) return 'unknown';
  const shifts = Array.from({ length: 2 * mostShifts + 1 }, (_, i) => (i - mostShifts) * halfHourMs);
  const matches = (shift: number): boolean => pairs.every(([one, two]) => (difference(one, two, shift) ?? 1) <= same);
  return shifts.some(matches) ? 'unknown' : 'other';
}

const isUnnamed = (each: Evidence): each is Log => each.kind === 'counters' && each.series.every(({ life }) => !toldApart(life));

/** The logs of each life that is named. */
function namedLogs(evidence: readonly Evidence[]): readonly { readonly life: ProcessLife; readonly series: readonly CounterSeries[] }[] {
  const series = evidence
    .flatMap((each) => (each.kind === 'counters' ? each.series : []))
    .filter(({ life }) => toldApart(life) && isProcess(life));
  const byLife = Map.groupBy(series, ({ life }) => keyOfLife(life));
  return [...byLife.values()].flatMap((some) => (some[0] === undefined ? [] : [{ life: some[0].life, series: some }]));
}

function withLife(log: Log, life: ProcessLife): Log {
  const told = (own: ProcessLife): ProcessLife => ({ ...life, runtime: own.runtime ?? life.runtime, bitness: own.bitness ?? life.bitness });
  return { ...log, life: told(log.life), series: log.series.map((each) => ({ ...each, life: told(each.life) })) };
}

/** What does not swing by itself. */
const steady: readonly CounterId[] = [...compared, 'handles', 'assemblies', 'timers'];

/** How much what it logs grew in its second half, by its own size: the first belongs to the start. */
function growth({ series }: Log): number {
  return series.reduce((most, { counter, samples }) => {
    const [middle, last] = [samples[samples.length >> 1]?.value ?? 0, samples.at(-1)?.value ?? 0];
    return steady.includes(counter) ? Math.max(most, (last - middle) / Math.max(1, middle)) : most;
  }, 0);
}

export interface Settled {
  readonly evidence: readonly Evidence[];
  /** Logs of processes that nobody named, which contradict the others. */
  readonly foreign: readonly Evidence[];
}

/** Gives unnamed logs the life that they agree with, and parts those that contradict every other. `evidence` in canonical order. */
export function settled(evidence: readonly Evidence[]): Settled {
  const unnamed = evidence.filter(isUnnamed);
  if (unnamed.length === 0) return { evidence, foreign: [] };
  const named = namedLogs(evidence);
  const found = new Map<Evidence, Log>();
  const open: Log[] = [];
  const foreign: Evidence[] = [];
  for (const log of unnamed) {
    // What runs another .NET than all the others is a process of its own, and is judged beside them.
    const alike = named
      .filter(({ life }) => !onTwoSystems(log.life, life))
      .map(({ life, series }) => ({ life, is: likeness(log.series, series, compared) }));
    const [match, ...more] = alike.filter(({ is }) => is === 'same');
    if (match !== undefined && more.length === 0) found.set(log, withLife(log, match.life));
    else if (alike.length > 0 && alike.every(({ is }) => is === 'other')) foreign.push(log);
    else open.push(log);
  }
  const chosen = open.reduce<Log | null>((most, each) => (most === null || growth(each) > growth(most) ? each : most), null);
  const contradicts = (each: Log): boolean =>
    chosen !== null &&
    each !== chosen &&
    likeness(chosen.series, each.series, chosen.parser === each.parser ? ofOneTool : compared) === 'other';
  foreign.push(...open.filter(contradicts));
  return { evidence: evidence.filter((each) => !foreign.includes(each)).map((each) => found.get(each) ?? each), foreign };
}
