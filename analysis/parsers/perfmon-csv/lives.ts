/**
 * Values of instances → series of process lives. The number behind an instance name is its order in
 * that sample and moves when another process ends (FACTS 1.4), so each row is joined by pid where
 * the log has it; .NET CLR instances are numbered on their own and joined by their own Process ID.
 */
import { createSeries } from '../../thin.ts';
import type { SeriesBuilder } from '../../thin.ts';
import type { CounterId, CounterSeries, ProcessLife } from '../../types.ts';
import type { InstanceColumns } from './instances.ts';

interface Life {
  readonly machine: string | null;
  readonly process: string | null;
  readonly pid: number | null;
  startedAt: number | null;
  elapsed: number;
  managed: boolean;
  appPool: string | null;
  readonly instances: Set<string>;
  readonly series: Map<CounterId, { readonly printed: string; readonly builder: SeriesBuilder }>;
}

export interface LifeSeries {
  readonly life: ProcessLife;
  readonly series: readonly CounterSeries[];
  /** How many values each of its series had before thinning; the most of them. */
  readonly measured: number;
  /** Its instance name changed while it lived. */
  readonly renumbered: boolean;
}

/** How the instances of one header are joined to processes. */
export interface JoinPlan {
  readonly instances: readonly InstanceColumns[];
  readonly owners: ReadonlyMap<InstanceColumns, InstanceColumns>;
  /** .NET CLR instances that might be those of any of several processes. */
  readonly unjoined: readonly string[];
}

export interface LifeBook {
  /** The header that is in force from now on. */
  follow(plan: JoinPlan): void;
  take(at: number, values: Float64Array): void;
  lives(): readonly LifeSeries[];
  /** Instances whose .NET counters were left out: nothing tells whose of several processes they are. */
  unjoined(): readonly string[];
  /** "0 bytes in all heaps" was printed: no collection had run yet. */
  sawNoCollection(): boolean;
}

/** Windows counts whole seconds or fractions from the start; less than this much backwards is rounding. */
const elapsedSlackSeconds = 2;

/** `# Bytes in all Heaps` is 0 until the first collection (FACTS 1.5): that is no size. */
const unknownAtZero = new Set<CounterId>(['gcHeap', 'gcCommitted']);

interface Book {
  readonly current: Map<string, Life>;
  readonly all: Life[];
  readonly unjoined: Set<string>;
  plan: JoinPlan;
  noCollection: boolean;
}

export function createLifeBook(): LifeBook {
  const book: Book = { current: new Map(), all: [], unjoined: new Set(), plan: joinPlanOf([]), noCollection: false };
  return {
    follow(plan) {
      book.plan = plan;
      for (const instance of plan.unjoined) book.unjoined.add(instance);
    },
    take(at, values) {
      for (const columns of book.plan.instances) give(book, columns, at, values);
    },
    lives: () => book.all.filter((life) => life.series.size > 0).map(asSeries),
    unjoined: () => [...book.unjoined],
    sawNoCollection: () => book.noCollection,
  };
}

/** The values of one instance in one row go to the life whose they are. */
function give(book: Book, columns: InstanceColumns, at: number, values: Float64Array): void {
  if (columns.counters.every((each) => Number.isNaN(values[each.slot] ?? Number.NaN))) return;
  const owner = book.plan.owners.get(columns) ?? columns;
  const pid = pidOf(owner, values);
  if (pid === 'absent') return;
  const life = lifeOf(book, owner, at, values, pid);
  if (columns.set === 'clr') life.managed = true;
  for (const { counter, slot, printed } of columns.counters) {
    const value = values[slot] ?? Number.NaN;
    if (!(value >= 0)) continue;
    if (value === 0 && unknownAtZero.has(counter)) {
      book.noCollection = true;
      continue;
    }
    const series = life.series.get(counter) ?? { printed, builder: createSeries() };
    life.series.set(counter, series);
    series.builder.add(at, value);
  }
}

/** The pid in this row; null where the log does not tell pids; absent where it does, and none is there. */
function pidOf(columns: InstanceColumns, values: Float64Array): number | null | 'absent' {
  if (columns.pidSlot === null) return columns.namePid;
  const pid = values[columns.pidSlot] ?? Number.NaN;
  // A collector that averages its samples prints whole numbers with a rest.
  return pid > 0 ? Math.round(pid) : (columns.namePid ?? 'absent');
}

function lifeOf(book: Book, owner: InstanceColumns, at: number, values: Float64Array, pid: number | null): Life {
  const isProcess = isProcessSet(owner);
  const name = pid === null ? `${isProcess ? '' : `${owner.set} `}${owner.set === 'requests' ? '' : owner.instance}` : String(pid);
  const key = `${owner.machine?.toLowerCase() ?? ''}|${name}`;
  const process = owner.set === 'requests' ? null : pid === null ? owner.instance : owner.base;
  const elapsed = owner.elapsedSlot === null ? Number.NaN : (values[owner.elapsedSlot] ?? Number.NaN);
  const startedAt = Number.isNaN(elapsed) ? null : Math.round((at - elapsed * 1000) / 1000) * 1000;
  let life = book.current.get(key);
  const isOther = isProcess && life?.process != null && life.process !== process;
  if (life === undefined || isOther || isRestart(life, elapsed, startedAt)) {
    life = opened({ machine: owner.machine, process, pid, startedAt, appPool: owner.appPool });
    book.current.set(key, life);
    book.all.push(life);
  }
  if (!Number.isNaN(elapsed)) life.elapsed = elapsed;
  life.startedAt ??= startedAt;
  life.appPool ??= owner.appPool;
  if (isProcess) life.instances.add(owner.instance);
  return life;
}

/** It has run for less long than before, and started later: less time alone may be a clock that was put back. */
const isRestart = (life: Life, elapsed: number, startedAt: number | null): boolean =>
  elapsed + elapsedSlackSeconds < life.elapsed &&
  (startedAt === null || life.startedAt === null || startedAt > life.startedAt + elapsedSlackSeconds * 1000);

const opened = (life: Pick<Life, 'machine' | 'process' | 'pid' | 'startedAt' | 'appPool'>): Life => ({
  ...life,
  elapsed: 0,
  managed: false,
  instances: new Set(),
  series: new Map(),
});

/** Processes first: they name the life that the sets after them add to. */
const isProcessSet = (columns: InstanceColumns): boolean => columns.set === 'process' || columns.set === 'processV2';
const order = (columns: InstanceColumns): number => (isProcessSet(columns) ? 0 : 1);
const tellsPid = (columns: InstanceColumns): boolean => columns.pidSlot !== null || columns.namePid !== null;

const sameName = (a: InstanceColumns, b: InstanceColumns): boolean =>
  a.base.toLowerCase() === b.base.toLowerCase() && a.machine?.toLowerCase() === b.machine?.toLowerCase();

/**
 * Whose values a .NET CLR instance are where it or the process does not tell its pid: those of the
 * only process of that name. With several of a name that would be a guess, so they stay out: the
 * numbers behind # of the two sets are counted apart (FACTS 1.4).
 */
export function joinPlanOf(all: readonly InstanceColumns[]): JoinPlan {
  const owners = new Map<InstanceColumns, InstanceColumns>();
  const unjoined = new Set<InstanceColumns>();
  for (const columns of all) {
    if (columns.set !== 'clr') continue;
    const processes = all.filter((each) => isProcessSet(each) && sameName(each, columns));
    const runtimes = all.filter((each) => each.set === 'clr' && sameName(each, columns));
    const only = processes.length === 1 && runtimes.length === 1 ? processes[0] : undefined;
    if (only !== undefined && !(tellsPid(only) && tellsPid(columns))) owners.set(columns, only);
    if (only === undefined && processes.length > 0 && !tellsPid(columns)) unjoined.add(columns);
  }
  return {
    instances: all.filter((each) => each.counters.length > 0 && !unjoined.has(each)).toSorted((a, b) => order(a) - order(b)),
    owners,
    unjoined: [...unjoined].map((each) => each.instance),
  };
}

function asSeries(life: Life): LifeSeries {
  const described: ProcessLife = {
    machine: life.machine,
    process: life.process,
    pid: life.pid,
    startedAt: life.startedAt,
    bitness: null,
    runtime: life.managed ? 'netfx' : null,
    appPool: life.appPool,
  };
  const entries = [...life.series];
  return {
    life: described,
    series: entries.map(([counter, { printed, builder }]) => ({ life: described, counter, printed, samples: builder.samples() })),
    measured: Math.max(...entries.map(([, { builder }]) => builder.count())),
    renumbered: life.instances.size > 1,
  };
}
