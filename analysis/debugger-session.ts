/**
 * What a debugger says of the dump or process it has opened, above all its outputs or between them:
 *
 *   Loading Dump File [D:\dumps\w3wp.exe_260703_101211.dmp]
 *   Debug session time: Fri Jul  3 10:12:11.000 2026 (UTC + 2:00)
 *   Process Uptime: 0 days 2:10:22.000
 *   .  0    id: 1970    examine    name: C:\Windows\System32\inetsrv\w3wp.exe
 *   .  0  Id: 1970.1a2c Suspend: 0 Teb: 000000aa`40000000 Unfrozen
 *
 * The outputs of a session have no time and no process of their own: they are of this moment and this life.
 * https://learn.microsoft.com/windows-hardware/drivers/debuggercmds/vertarget--show-target-computer-version-
 * https://learn.microsoft.com/windows-hardware/drivers/debuggercmds/---process-status-
 */
import { utc } from './dates.ts';
import { namedDump } from './dump-name.ts';
import { imageName, unknownLife } from './life.ts';
import type { ProcessLife, ReadBlock, Reading } from './types.ts';

export interface DebuggerSession {
  /** The line of the input on which it is told, from 1. */
  readonly line: number;
  readonly takenAt: number | null;
  readonly life: ProcessLife;
  /** A dump was opened here: nothing that was told above holds any more. */
  readonly opens: boolean;
}

const opened = /^(?:Loading Dump File \[(.{1,400})\]|Microsoft \(R\) Windows Debugger\b)/;
const told =
  /^Debug session time: \w{3} (\w{3})\s{1,2}(\d{1,2}) (\d{1,2}):(\d{2}):(\d{2})(?:\.(\d{3}))? (\d{4}) \((?:UTC|GMT) ?([+-]) ?(\d{1,2})(?::(\d{2}))?\)/;
const uptime = /^Process Uptime: (\d{1,6}) days (\d{1,2}):(\d{2}):(\d{2})(?:\.(\d{3}))?/;
/** `(10260.107a0): Access violation - code c0000005`, or the head of a thread; the numbers are hexadecimal. */
const ofThread = /^(?:\(([0-9a-f]{1,8})\.[0-9a-f]{1,8}\): |[ .#]{1,4}\d{1,7}  Id: ([0-9a-f]{1,8})\.[0-9a-f]{1,8} Suspend: )/i;
/** The answer of `|`; the process that the others are not is marked by a dot. */
const processStatus = /^\.? {0,4}\d{1,4}\s{1,8}id: ([0-9a-f]{1,8})\s{1,8}[a-z]{1,20}\s{1,8}name: (.{1,400})$/;
/** The uptime stands two lines below the time. */
const near = 12;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A prompt may stand in front where the debugger was driven by a pipe. */
const maxPrompt = 40;

function timeOf(line: string): number | null {
  const start = line.indexOf('Debug session time: ');
  const found = start < 0 || start > maxPrompt ? null : told.exec(line.slice(start));
  if (found === null) return null;
  const [, month = '', day, hour, minute, second, ms = '0', year, sign, zoneHours, zoneMinutes = '0'] = found;
  const clock = { year: Number(year), month: months.indexOf(month) + 1, day: Number(day), hour: Number(hour), minute: Number(minute) };
  const at = utc({ ...clock, second: Number(second), ms: Number(ms) });
  const east = (Number(zoneHours) * 60 + Number(zoneMinutes)) * (sign === '-' ? -1 : 1);
  return at === null ? null : at - east * 60_000;
}

function uptimeMs(line: string): number | null {
  const found = uptime.exec(line);
  if (found === null) return null;
  const [days = 0, hours = 0, minutes = 0, seconds = 0, ms = 0] = found.slice(1).map((text) => Number(text));
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000 + (Number.isNaN(ms) ? 0 : ms);
}

/** Where the commands are not echoed an answer begins behind the prompt: `0:000> .  0    id: 1970 …`. */
function behindPrompt(line: string): string {
  const first = line.charAt(0);
  const end = first >= '0' && first <= '9' ? line.indexOf('> ') : -1;
  return end < 0 || end > maxPrompt ? line : line.slice(end + 2);
}

/** The process that a line names; a debugger prints its number in hexadecimal. */
function processIn(line: string): Pick<ProcessLife, 'pid' | 'process'> | null {
  const said = behindPrompt(line);
  if (!' .#('.includes(said.charAt(0))) return null;
  const thread = ofThread.exec(said);
  if (thread !== null) return { pid: Number.parseInt(thread[1] ?? thread[2] ?? '', 16), process: null };
  const status = processStatus.exec(said);
  return status === null ? null : { pid: Number.parseInt(status[1] ?? '', 16), process: imageName(status[2] ?? '') };
}

/** The one process that all of these lines are of; of several none is. */
function processOf(lines: readonly string[]): Pick<ProcessLife, 'pid' | 'process'> {
  const named = lines.map(processIn).filter((each) => each !== null);
  const pids = new Set(named.map(({ pid }) => pid));
  if (pids.size !== 1) return { pid: null, process: null };
  return { pid: named[0]?.pid ?? null, process: named.find(({ process }) => process !== null)?.process ?? null };
}

/** From the opening of a dump to the next: each moment that is told begins a session. `line` is that of the first. */
function sessionsOf(lines: readonly string[], line: number): readonly DebuggerSession[] {
  const start = opened.exec(lines[0] ?? '');
  const opens = start !== null;
  const dump = start?.[1] === undefined ? unknownLife : namedDump(start[1]).life;
  const named = processOf(lines);
  const life = { ...dump, pid: dump.pid ?? named.pid, process: dump.process ?? named.process };
  const timed = lines.flatMap((each, at): readonly DebuggerSession[] => {
    const takenAt = timeOf(each);
    if (takenAt === null) return [];
    const below = lines.slice(at + 1, at + near).map(uptimeMs);
    const up = below.find((ms) => ms !== null) ?? null;
    return [{ line: line + at, takenAt, life: { ...life, startedAt: up === null ? null : takenAt - up }, opens: false }];
  });
  return opens || named.pid !== null ? [{ line, takenAt: null, life, opens }, ...timed] : timed;
}

/** Words that stand in a text, in lower case, in which something of a session is told. */
export function tellsSession(lower: string): boolean {
  return ['debug session time', 'loading dump file', 'id: '].some((words) => lower.includes(words));
}

/** The sessions that a text tells of; `firstLine` lines of the input lie before it. */
export function debuggerSessionsIn(lines: readonly string[], firstLine: number): readonly DebuggerSession[] {
  const starts = [...new Set([0, ...lines.flatMap((line, at) => (opened.test(line) ? [at] : []))])];
  return starts.flatMap((from, index) => sessionsOf(lines.slice(from, starts[index + 1] ?? lines.length), firstLine + from + 1));
}

/** What was told when the dump was opened holds below, in the next window of a long log too, as long as nothing contradicts it. */
function continued(sessions: readonly DebuggerSession[]): readonly DebuggerSession[] {
  const whole: DebuggerSession[] = [];
  for (const each of sessions) {
    const before = whole.at(-1);
    const goesOn = !each.opens && before !== undefined && mayBeSameProcess(before.life, each.life);
    whole.push(goesOn ? { ...each, takenAt: each.takenAt ?? before.takenAt, life: toldBy(each.life, before.life) } : each);
  }
  return whole;
}

const mayBeSameProcess = (a: ProcessLife, b: ProcessLife): boolean => a.pid === null || b.pid === null || a.pid === b.pid;

/** What the first does not tell, as the second does. */
function toldBy(own: ProcessLife, life: ProcessLife): ProcessLife {
  return {
    ...own,
    process: own.process ?? life.process,
    pid: own.pid ?? life.pid,
    startedAt: own.startedAt ?? life.startedAt,
    appPool: own.appPool ?? life.appPool,
  };
}

/** The parsers of what a debugger or SOS prints: only their outputs are the session's. */
export const ofDebuggers: ReadonlySet<string> = new Set([
  'cdb-stacks',
  'clrstack',
  'eestack',
  'address-summary',
  'heap-s',
  'heap-stat',
  'heap-block-stack',
  'heap-list',
  'htrace',
  'handle-debugger',
  'lm',
  'runaway',
  'dumpheap-stat',
  'finalizequeue',
  'gchandles',
  'gcroot',
  'eeheap-gc',
  'eeheap-loader',
  'dumpdomain',
  'heapstat',
]);

function inSession(reading: Reading, { takenAt, life }: DebuggerSession): Reading {
  if (!mayBeSameProcess(reading.life, life)) return reading;
  return { ...reading, takenAt: reading.takenAt ?? takenAt, life: toldBy(reading.life, life) };
}

/** The blocks with what the session above each of them tells. */
export function withSessions(blocks: readonly ReadBlock[], sessions: readonly DebuggerSession[]): readonly ReadBlock[] {
  if (sessions.length === 0) return blocks;
  const whole = continued(sessions);
  return blocks.map((block) => {
    const session = ofDebuggers.has(block.parser) ? whole.findLast(({ line }) => line <= block.fromLine) : undefined;
    return session === undefined ? block : { ...block, readings: block.readings.map((reading) => inSession(reading, session)) };
  });
}
