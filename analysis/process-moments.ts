/**
 * What a listing of Windows processes says, whatever its form (JSON, table, list, CSV): properties to counters, moments of
 * one process to one reading. Names: Microsoft Learn, Win32_Process, Win32_PerfRawData_PerfProc_Process,
 * Win32_PerfRawData_NETFramework_NETCLRMemory, System.Diagnostics.Process; PowerShell's short columns are in units of 1024.
 */
import { areTwoStarts } from './process-start.ts';
import { createSeries } from './thin.ts';
import type { SeriesBuilder } from './thin.ts';
import type { CounterId, ProcessLife, Reading } from './types.ts';

/** Property names of the WMI classes, lower case, without culture. PrivatePageCount is bytes despite its name. */
export const processProperties: Readonly<Record<string, CounterId>> = {
  privatepagecount: 'privateBytes',
  privatebytes: 'privateBytes',
  privatememorysize64: 'privateBytes',
  virtualsize: 'virtualBytes',
  virtualbytes: 'virtualBytes',
  virtualmemorysize64: 'virtualBytes',
  workingsetsize: 'workingSet',
  workingset: 'workingSet',
  workingset64: 'workingSet',
  handlecount: 'handles',
  threadcount: 'threads',
  numberbytesinallheaps: 'gcHeap',
  numbertotalcommittedbytes: 'gcCommitted',
  numbergen2collections: 'gen2Collections',
  currentassemblies: 'assemblies',
  bytesinloaderheap: 'loaderHeap',
  // Kudu's /api/processes/ID (App Service): FACTS 8.
  private_memory: 'privateBytes',
  virtual_memory: 'virtualBytes',
  working_set: 'workingSet',
  handle_count: 'handles',
  thread_count: 'threads',
};
/** Names that tell who the process is. */
export const pidNames: readonly string[] = ['processid', 'idprocess', 'id', 'pid'];
export const nameNames: readonly string[] = ['name', 'processname', 'image name', 'imagename', 'caption'];
export const machineNames: readonly string[] = ['pscomputername', 'csname', 'machine', 'machinename', 'node'];
export const timeNames: readonly string[] = ['at', 'timestamp', 'time', 'date', 'datetime', 'time_stamp'];

export interface Moment {
  readonly life: ProcessLife;
  readonly at: number | null;
  readonly values: ReadonlyMap<CounterId, number>;
}

/** One process over the text: lines of the perf classes and of Win32_Process complete each other by pid. */
interface Gathered {
  life: ProcessLife;
  readonly moments: Moment[];
}

/** Two creation dates of one life may differ by rounding. */
const sameStartMs = 2000;

function gathered(moments: readonly Moment[]): readonly Gathered[] {
  const lives: Gathered[] = [];
  for (const moment of moments) {
    const { machine, pid, startedAt, startText } = moment.life;
    const known = lives.findLast(
      (each) =>
        each.life.pid === pid &&
        (machine === null || each.life.machine === null || each.life.machine === machine) &&
        (pid !== null || each.life.process === moment.life.process) &&
        !areTwoStarts(each.life, moment.life, sameStartMs),
    );
    if (known === undefined) lives.push({ life: moment.life, moments: [moment] });
    else {
      known.moments.push(moment);
      const { life } = known;
      known.life = {
        ...life,
        process: life.process ?? moment.life.process,
        startedAt: life.startedAt ?? startedAt,
        ...(life.startText === undefined && startText !== undefined ? { startText } : {}),
        runtime: life.runtime ?? moment.life.runtime,
      };
    }
  }
  return lives;
}

function readingOf({ life, moments }: Gathered): Reading {
  const timed = moments.filter((moment) => moment.at !== null);
  if (timed.length < 2) {
    const values = Object.fromEntries(moments.flatMap((moment) => [...moment.values])) as Partial<Record<CounterId, number>>;
    return { kind: 'snapshot', life, takenAt: timed[0]?.at ?? null, values };
  }
  const series = new Map<CounterId, { readonly builder: SeriesBuilder; last: number }>();
  for (const { at, values } of [...timed].sort((a, b) => (a.at ?? 0) - (b.at ?? 0))) {
    for (const [counter, value] of values) {
      const own = series.get(counter) ?? { builder: createSeries(), last: Number.NEGATIVE_INFINITY };
      series.set(counter, own);
      if (at === null || at <= own.last) continue;
      own.last = at;
      own.builder.add(at, value);
    }
  }
  const all = [...series].map(([counter, { builder }]) => ({ life, counter, printed: counter, samples: builder.samples() }));
  return { kind: 'counters', life, takenAt: Math.max(...timed.map((moment) => moment.at ?? 0)), series: all };
}

/** Of a list of all processes the largest are kept. */
const maxProcesses = 8;

const sizeOf = ({ moments }: Gathered): number =>
  Math.max(...moments.map(({ values }) => values.get('privateBytes') ?? values.get('workingSet') ?? 0));

/** One reading a process, of the largest, and what was left out. */
export function readingsOfMoments(moments: readonly Moment[]): {
  readonly readings: readonly Reading[];
  readonly notes: readonly string[];
} {
  const lives = gathered(moments);
  const kept = lives.length <= maxProcesses ? lives : [...lives].sort((a, b) => sizeOf(b) - sizeOf(a)).slice(0, maxProcesses);
  const cut = kept.length === lives.length ? [] : [`Of ${lives.length} processes the ${kept.length} largest were kept.`];
  const untimed =
    moments.length > lives.length && moments.every((moment) => moment.at === null)
      ? ["The lines have no time: the last of each process is taken as one moment. Add a property at with (Get-Date).ToString('o')."]
      : [];
  return { readings: kept.map(readingOf), notes: [...cut, ...untimed] };
}
