/**
 * PowerShell's WMI objects as JSON, the language-neutral way to sample a Windows process (FACTS 1.7):
 *
 *   {"ProcessId":5588,"Name":"w3wp.exe","CreationDate":"\/Date(1770105600417)\/","PrivatePageCount":310000000,"VirtualSize":5100000000,"HandleCount":1450}
 *   {"IDProcess":5588,"Name":"w3wp#1","PrivateBytes":310000000,"VirtualBytes":5100000000,"HandleCount":1450,"ThreadCount":40,"Timestamp_Sys100NS":134145792004170000}
 *   {"id":5588,"name":"w3wp","private_memory":310000000,"handle_count":1450,"is_scm_site":false}    (Kudu, App Service)
 *   {"ProcessID":5588,"Name":"w3wp","NumberBytesinallHeaps":96000000,"NumberTotalCommittedBytes":120000000}
 *
 * Microsoft Learn: Win32_Process, Win32_PerfRawData_PerfProc_Process,
 * Win32_PerfRawData_NETFramework_NETCLRMemory. Win32_Process has no time of its own: a property `at`,
 * `Time` or `Timestamp` added by the script is taken, else the values are one moment.
 */
import { isJsonObject, readJson } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { imageName, unknownLife } from '../life.ts';
import { machineNames, nameNames, pidNames, processProperties, readingsOfMoments, timeNames } from '../process-moments.ts';
import type { Moment } from '../process-moments.ts';
import { isMeasure } from '../numbers.ts';
import type { CounterId, Parsed, ProcessLife, TextParser } from '../types.ts';
import { jsonSpan } from './json-block.ts';
import { powershellTime } from './powershell-time.ts';

const distinctive =
  /"(?:PrivatePageCount|NumberBytesinallHeaps|PrivateMemorySize64|private_memory|Timestamp_Sys100NS|CurrentAssemblies|BytesinLoaderHeap)"/i;

/** WMI's perf classes count 100 ns from the year 1601. */
const from1601 = 11_644_473_600_000;

function timeOf(members: ReadonlyMap<string, Json>): number | null {
  const named = timeNames.map((name) => powershellTime(members.get(name))).find((at) => at !== null);
  if (named !== undefined) return named;
  const ticks = Number(members.get('timestamp_sys100ns'));
  return ticks > 0 && isMeasure(ticks) ? Math.round(ticks / 10_000) - from1601 : null;
}

/** 32-bit programs of 64-bit Windows lie in SysWOW64; any other folder says nothing. */
function bitnessOf(path: Json | undefined): 32 | null {
  return typeof path === 'string' && /\\SysWOW64\\/i.test(path.slice(0, 400)) ? 32 : null;
}

function momentOf(object: JsonObject): Moment | null {
  const members = new Map(Object.entries(object).map(([name, value]) => [name.toLowerCase(), value]));
  const first = (names: readonly string[]): Json | undefined => names.map((each) => members.get(each)).find((each) => each != null);
  const pid = Number(first(pidNames));
  const values = new Map<CounterId, number>();
  for (const [name, counter] of Object.entries(processProperties)) {
    const value = Number(members.get(name) ?? Number.NaN);
    if (value >= 0 && isMeasure(value)) values.set(counter, value);
  }
  if (!(pid > 0) || !isMeasure(pid) || values.size === 0) return null;
  const name = first(nameNames);
  const machine = first(machineNames);
  const managed = values.has('gcHeap') || values.has('assemblies');
  const life: ProcessLife = {
    ...unknownLife,
    machine: typeof machine === 'string' ? machine : null,
    process: typeof name === 'string' ? imageName(name).replace(/#\d{1,6}$/, '') : null,
    pid,
    startedAt: powershellTime(first(['creationdate', 'starttime', 'start_time'])),
    bitness: bitnessOf(first(['executablepath', 'path'])),
    runtime: managed ? 'netfx' : null,
  };
  return { life, at: timeOf(members), values };
}

function momentsIn(value: Json, depth = 0): readonly Moment[] {
  if (depth > 4) return [];
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap((item) => momentsIn(item, depth + 1));
  // Kudu runs in a w3wp of its own, which is not the site's.
  if (!isJsonObject(value) || value['is_scm_site'] === true) return [];
  const own = momentOf(value);
  return own === null ? Object.values(value).flatMap((member) => momentsIn(member, depth + 1)) : [own];
}

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
  if (moments.length === 0 && /"is_scm_site"\s{0,4}:\s{0,4}true/.test(text)) {
    return {
      ok: false,
      problem: 'This is the process of Kudu itself and not of the site. Take the id of the w3wp whose is_scm_site is false.',
      line: 1,
    };
  }
  if (moments.length === 0) {
    return {
      ok: false,
      problem:
        'These are WMI objects as JSON, but none has a process id and a counter in it. Select ProcessId, Name, CreationDate, PrivatePageCount, VirtualSize, HandleCount and ThreadCount.',
      line: 1,
    };
  }
  const { readings, notes } = readingsOfMoments(moments);
  return { ok: true, readings, notes: torn ? [...notes, 'The last object is torn; what was whole of it was read.'] : notes };
}

export const cimJson: TextParser = {
  id: 'cim-json',
  title: 'process counters as JSON',
  hints: [
    '"privatepagecount"',
    '"numberbytesinallheaps"',
    '"privatememorysize64"',
    '"private_memory"',
    '"timestamp_sys100ns"',
    '"currentassemblies"',
    '"bytesinloaderheap"',
  ],
  span: (lines, from) => jsonSpan(lines, from, (text) => distinctive.test(text)),
  parse,
};
