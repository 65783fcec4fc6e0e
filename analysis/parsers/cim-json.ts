/**
 * PowerShell's WMI objects as JSON, the language-neutral way to sample a Windows process (FACTS 1.7):
 *
 *   {"ProcessId":5588,"Name":"w3wp.exe","CreationDate":"\/Date(1770105600417)\/","PrivatePageCount":310000000,"VirtualSize":5100000000,"HandleCount":1450}
 *   {"IDProcess":5588,"Name":"w3wp#1","PrivateBytes":310000000,"VirtualBytes":5100000000,"HandleCount":1450,"ThreadCount":40,"Timestamp_Sys100NS":134145792004170000}
 *   {"ProcessID":5588,"Name":"w3wp","NumberBytesinallHeaps":96000000,"NumberTotalCommittedBytes":120000000}
 *
 * Microsoft Learn: Win32_Process, Win32_PerfRawData_PerfProc_Process,
 * Win32_PerfRawData_NETFramework_NETCLRMemory. Win32_Process has no time of its own: a property `at`,
 * `Time` or `Timestamp` added by the script is taken, else the values are one moment.
 */
import { isJsonObject, readJson } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { imageName, unknownLife } from '../life.ts';
import { createSeries } from '../thin.ts';
import type { SeriesBuilder } from '../thin.ts';
import type { CounterId, Parsed, ProcessLife, Reading, TextParser } from '../types.ts';
import { jsonSpan } from './json-block.ts';
import { powershellTime } from './powershell-time.ts';

/** Property names of the WMI classes, lower case, without culture. PrivatePageCount is bytes despite its name. */
const properties: Readonly<Record<string, CounterId>> = {
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
};
const distinctive =
  /"(?:PrivatePageCount|NumberBytesinallHeaps|PrivateMemorySize64|Timestamp_Sys100NS|CurrentAssemblies|BytesinLoaderHeap)"/i;

interface Moment {
  readonly life: ProcessLife;
  readonly at: number | null;
  readonly values: ReadonlyMap<CounterId, number>;
}

/** WMI's perf classes count 100 ns from the year 1601. */
const from1601 = 11_644_473_600_000;

function timeOf(members: ReadonlyMap<string, Json>): number | null {
  const named = ['at', 'timestamp', 'time', 'date'].map((name) => powershellTime(members.get(name))).find((at) => at !== null);
  if (named !== undefined) return named;
  const ticks = Number(members.get('timestamp_sys100ns'));
  return ticks > 0 ? Math.round(ticks / 10_000) - from1601 : null;
}

function momentOf(object: JsonObject): Moment | null {
  const members = new Map(Object.entries(object).map(([name, value]) => [name.toLowerCase(), value]));
  const pid = Number(members.get('processid') ?? members.get('idprocess') ?? members.get('id'));
  const values = new Map<CounterId, number>();
  for (const [name, counter] of Object.entries(properties)) {
    const value = Number(members.get(name) ?? Number.NaN);
    if (value >= 0) values.set(counter, value);
  }
  if (!(pid > 0) || values.size === 0) return null;
  const name = members.get('name') ?? members.get('processname');
  const machine = members.get('pscomputername') ?? members.get('csname') ?? members.get('machine');
  const managed = values.has('gcHeap') || values.has('assemblies');
  const life: ProcessLife = {
    ...unknownLife,
    machine: typeof machine === 'string' ? machine : null,
    process: typeof name === 'string' ? imageName(name).replace(/#\d{1,6}$/, '') : null,
    pid,
    startedAt: powershellTime(members.get('creationdate') ?? members.get('starttime')),
    runtime: managed ? 'netfx' : null,
  };
  return { life, at: timeOf(members), values };
}

function momentsIn(value: Json, depth = 0): readonly Moment[] {
  if (depth > 4) return [];
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap((item) => momentsIn(item, depth + 1));
  if (!isJsonObject(value)) return [];
  const own = momentOf(value);
  return own === null ? Object.values(value).flatMap((member) => momentsIn(member, depth + 1)) : [own];
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
    const { pid, startedAt } = moment.life;
    const known = lives.findLast(
      (each) =>
        each.life.pid === pid &&
        (startedAt === null || each.life.startedAt === null || Math.abs(each.life.startedAt - startedAt) <= sameStartMs),
    );
    if (known === undefined) lives.push({ life: moment.life, moments: [moment] });
    else {
      known.moments.push(moment);
      const { life } = known;
      known.life = {
        ...life,
        process: life.process ?? moment.life.process,
        startedAt: life.startedAt ?? startedAt,
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

function parse(lines: readonly string[]): Parsed {
  const text = lines.join('\n');
  const moments: Moment[] = [];
  let torn = false;
  for (let at = 0; at < text.length;) {
    const read = readJson(text, at);
    if (read === null) break;
    moments.push(...momentsIn(read.value));
    torn = read.torn && read.end >= text.length && !/[\]}]\s*$/.test(text.slice(-20));
    at = read.end;
  }
  const lives = gathered(moments);
  if (lives.length === 0) {
    return {
      ok: false,
      problem:
        'These are WMI objects as JSON, but none has a process id and a counter in it. Select ProcessId, Name, CreationDate, PrivatePageCount, VirtualSize, HandleCount and ThreadCount.',
      line: 1,
    };
  }
  const kept = lives.length <= maxProcesses ? lives : [...lives].sort((a, b) => sizeOf(b) - sizeOf(a)).slice(0, maxProcesses);
  const cut = kept.length === lives.length ? [] : [`Of ${lives.length} processes the ${kept.length} largest were kept.`];
  const untimed =
    moments.length > kept.length && moments.every((moment) => moment.at === null)
      ? ["The lines have no time: the last of each process is taken as one moment. Add a property at with (Get-Date).ToString('o')."]
      : [];
  return {
    ok: true,
    readings: kept.map(readingOf),
    notes: [...cut, ...untimed, ...(torn ? ['The last object is torn; what was whole of it was read.'] : [])],
  };
}

export const cimJson: TextParser = {
  id: 'cim-json',
  title: 'process counters as JSON',
  hints: [
    '"privatepagecount"',
    '"numberbytesinallheaps"',
    '"privatememorysize64"',
    '"timestamp_sys100ns"',
    '"currentassemblies"',
    '"bytesinloaderheap"',
  ],
  span: (lines, from) => jsonSpan(lines, from, (text) => distinctive.test(text)),
  parse,
};
