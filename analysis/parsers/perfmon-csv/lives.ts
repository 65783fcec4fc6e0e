/**
 * Values of instances → series of process lives. The number behind an instance name is its order in
 * that sample and moves when another process ends (FACTS 1.4), so each row is joined by pid where
 * the log has it; .NET CLR instances are numbered on their own and joined by their own Process ID.
 */
import { createSeries } from '../../thin.ts';
import type { SeriesBuilder } from '../../thin.ts';
import type { CounterId, CounterSeries, ProcessLife, Sample } from '../../types.ts';
import type { InstanceColumns } from './instances.ts';
import { isProcessSet, joinPlanOf } from './join-plan.ts';
import type { JoinPlan } from './join-plan.ts';
import { processesOf } from './whose-runtime.ts';
import type { Owners } from './whose-runtime.ts';

interface Life {
  /** Machine and image name, to find what might belong together. */
  readonly name: string;
  /** .NET counters of one of several processes of that name; which one is told at the end, by what the curves do. */
  readonly isUnjoined: boolean;
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

export interface LifeBook {
  /** The header that is in force from now on. */
  follow(plan: JoinPlan): void;
  take(at: number, values: Float64Array): void;
  lives(): readonly LifeSeries[];
  /** Instances of .NET counters without a pid, where several processes share their name: what became of them. */
  unjoined(): Unjoined;
  /** "0 bytes in all heaps" was printed: no collection had run yet. */
  sawNoCollection(): boolean;
}

export interface Unjoined {
  /** Given to the one process whose curve they fit. */
  readonly fitted: readonly string[];
  /** None of them grows; taken in the order of their numbers. */
  readonly inOrder: readonly string[];
  /** Left out: nothing tells whose they are. */
  readonly left: readonly string[];
}

/** Windows counts whole seconds or fractions from the start; less than this much backwards is rounding. */
const elapsedSlackSeconds = 2;

/** `# Bytes in all Heaps` is 0 until the first collection (FACTS 1.5): that is no size. */
const unknownAtZero = new Set<CounterId>(['gcHeap', 'gcCommitted']);

interface Book {
  readonly current: Map<string, Life>;
  readonly all: Life[];
  plan: JoinPlan;
  noCollection: boolean;
}

export function createLifeBook(): LifeBook {
  const book: Book = { current: new Map(), all: [], plan: joinPlanOf([]), noCollection: false };
  return {
    follow(plan) {
      book.plan = plan;
    },
    take(at, values) {
      for (const columns of book.plan.instances) give(book, columns, at, values);
    },
    lives: () => livesOf(book.all),
    unjoined: () => unjoinedOf(book.all),
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
    const name = `${owner.machine?.toLowerCase() ?? ''}|${owner.base.toLowerCase()}`;
    const isUnjoined = book.plan.unjoined.has(owner);
    life = opened({ name, isUnjoined, machine: owner.machine, process, pid, startedAt, appPool: owner.appPool });
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

const opened = (life: Pick<Life, 'name' | 'isUnjoined' | 'machine' | 'process' | 'pid' | 'startedAt' | 'appPool'>): Life => ({
  ...life,
  elapsed: 0,
  managed: false,
  instances: new Set(),
  series: new Map(),
});

/** The runtimes without a pid that share a name, with the processes whose they may be. */
function ownersIn(all: readonly Life[]): readonly Owners<Life>[] {
  const names = new Set(all.filter((life) => life.isUnjoined && life.series.size > 0).map((life) => life.name));
  const curve = (life: Life, counter: CounterId): readonly Sample[] => life.series.get(counter)?.builder.samples() ?? [];
  return [...names].map((name) => {
    const same = all.filter((life) => life.name === name && life.series.size > 0);
    return processesOf(
      same.filter((life) => !life.isUnjoined),
      same.filter((life) => life.isUnjoined),
      curve,
    );
  });
}

function livesOf(all: readonly Life[]): readonly LifeSeries[] {
  const runtimes = new Map<Life, Life>();
  for (const { owners } of ownersIn(all)) for (const [runtime, process] of owners) runtimes.set(process, runtime);
  return all
    .filter((life) => life.series.size > 0 && !life.isUnjoined)
    .map((life) => {
      const runtime = runtimes.get(life);
      return asSeries(runtime === undefined ? life : { ...life, managed: true, series: new Map([...life.series, ...runtime.series]) });
    });
}

function unjoinedOf(all: readonly Life[]): Unjoined {
  const found = ownersIn(all);
  const named = (lives: Iterable<Life>): readonly string[] => [...lives].map((life) => life.process ?? '');
  const owned = (by: Owners<Life>['by']): readonly string[] =>
    found.filter((each) => each.by === by).flatMap(({ owners }) => named(owners.keys()));
  return { fitted: owned('curves'), inOrder: owned('order'), left: found.flatMap(({ left }) => named(left)) };
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
