/**
 * The names of the .NET runtime's own counters in their three generations, without unit and tags:
 * .NET Core 3 ("# of Assemblies Loaded"), .NET 5 to 8 ("Number of Assemblies Loaded"), .NET 9 on
 * ("dotnet.assembly.count"), and the short names of the event source ("assembly-count").
 * Sources: dotnet/runtime RuntimeEventSource.cs and RuntimeMetrics.cs; Microsoft Learn "Well-known
 * EventCounters in .NET", ".NET runtime metrics".
 */
import type { CounterId } from './types.ts';

const names: Readonly<Record<string, CounterId>> = {
  'gc heap size': 'gcHeap',
  'gc-heap-size': 'gcHeap',
  'dotnet.gc.last_collection.heap.size': 'gcHeap',
  'gc committed bytes': 'gcCommitted',
  'gc-committed': 'gcCommitted',
  'dotnet.gc.last_collection.memory.committed_size': 'gcCommitted',
  'working set': 'workingSet',
  'working-set': 'workingSet',
  'dotnet.process.memory.working_set': 'workingSet',
  '# of assemblies loaded': 'assemblies',
  'number of assemblies loaded': 'assemblies',
  'assembly-count': 'assemblies',
  'dotnet.assembly.count': 'assemblies',
  'number of active timers': 'timers',
  'active-timer-count': 'timers',
  'dotnet.timer.count': 'timers',
  'threadpool threads count': 'poolThreads',
  'threadpool thread count': 'poolThreads',
  'threadpool-thread-count': 'poolThreads',
  'dotnet.thread_pool.thread.count': 'poolThreads',
  'allocation rate': 'allocationRate',
  'alloc-rate': 'allocationRate',
  'dotnet.gc.heap.total_allocated': 'allocationRate',
  'gen 2 gc count': 'gen2Collections',
  'gen 2 gc': 'gen2Collections',
  'gen-2-gc-count': 'gen2Collections',
  'request rate': 'requestsPerSecond',
  'requests-per-second': 'requestsPerSecond',
};

export interface DotnetCounter {
  readonly counter: CounterId;
  /** What the printed number is multiplied with to be bytes or a count. */
  readonly factor: number;
  /** Seconds that a rate is over; null for a value that is no rate. */
  readonly perSeconds: number | null;
  /** What tells this row from others of the same counter: `gc.heap.generation=gen2`. */
  readonly tags: string;
  readonly name: string;
}

/** The runtime divides by 1,000,000 for its MB counters (RuntimeEventSource.cs), not by 2^20. */
const unitFactors: Readonly<Record<string, number>> = { mb: 1e6, kb: 1e3, gb: 1e9 };

/** .NET Core 3 gave these in MB and no unit to show (RuntimeEventSource.cs of 3.0 divides by 1,000,000). */
const megabytesWithoutUnit: ReadonlySet<string> = new Set(['gc heap size', 'working set']);

const shape = /^(.{1,120}?)(?: \(([^()[\]]{0,60}(?:\([^()]{0,30}\))?[^()[\]]{0,30})\))?\s?(?:\[(.{0,200})\])?$/;
const perInterval = /\/ ?(\d{1,4})? ?s(?:ec)?$/i;

/**
 * `GC Heap Size (MB)` · `Gen 2 GC Count (Count / 1 sec)` · `Gen 2 GC / sec` ·
 * `dotnet.gc.collections ({collection} / 1 sec)[gc.heap.generation=gen2]`; null: not one that we use.
 */
export function dotnetCounterOf(printed: string): DotnetCounter | null {
  const found = shape.exec(printed.trim());
  if (found === null) return null;
  const [, full = '', unit = '', tags = ''] = found;
  const name = full
    .replace(/ ?\/ ?(?:\d{1,4} )?sec$/i, '')
    .trim()
    .toLowerCase();
  const isGen2 = name === 'dotnet.gc.collections' && /(?:^|[,;= ])gen2$/.test(tags.trim());
  const counter = isGen2 ? 'gen2Collections' : names[name];
  if (counter === undefined) return null;
  const interval = perInterval.exec(unit) ?? perInterval.exec(full);
  const base = unit.replace(/\/.*$/, '').trim().toLowerCase();
  const factor = base === '' && megabytesWithoutUnit.has(name) ? 1e6 : (unitFactors[base] ?? 1);
  return { counter, factor, perSeconds: interval === null ? null : Math.max(1, Number(interval[1] ?? 1)), tags, name };
}

/** Sizes as of the last collection are 0 before the first one: no size at all (FACTS 8). */
export const unknownBeforeCollection: ReadonlySet<CounterId> = new Set<CounterId>(['gcHeap', 'gcCommitted']);
