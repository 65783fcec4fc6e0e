/**
 * What a debugger says of the dump or process it has opened, above all its outputs:
 *
 *   Loading Dump File [D:\dumps\w3wp.exe_260703_101211.dmp]
 *   Debug session time: Fri Jul  3 10:12:11.000 2026 (UTC + 2:00)
 *   Process Uptime: 0 days 2:10:22.000
 *
 * The outputs below have no time and no process of their own: they are of this moment and this life.
 * https://learn.microsoft.com/windows-hardware/drivers/debuggercmds/vertarget--show-target-computer-version-
 */
import { utc } from './dates.ts';
import { namedDump } from './dump-name.ts';
import { unknownLife } from './life.ts';
import type { ProcessLife, ReadBlock, Reading } from './types.ts';

export interface DebuggerSession {
  /** The line of the input on which it is told, from 1. */
  readonly line: number;
  readonly takenAt: number | null;
  readonly life: ProcessLife;
}

const opened = /^(?:Loading Dump File \[(.{1,400})\]|Microsoft \(R\) Windows Debugger\b)/;
const told =
  /^Debug session time: \w{3} (\w{3})\s{1,2}(\d{1,2}) (\d{1,2}):(\d{2}):(\d{2})(?:\.(\d{3}))? (\d{4}) \((?:UTC|GMT) ?([+-]) ?(\d{1,2})(?::(\d{2}))?\)/;
const uptime = /^Process Uptime: (\d{1,6}) days (\d{1,2}):(\d{2}):(\d{2})(?:\.(\d{3}))?/;
/** `(10260.107a0): Access violation - code c0000005` */
const exception = /^\(([0-9a-f]{1,8})\.[0-9a-f]{1,8}\): /i;
/** The uptime stands two lines below the time, an exception's process some more. */
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

/** The sessions that a text tells of; `firstLine` lines of the input lie before it. */
export function debuggerSessionsIn(lines: readonly string[], firstLine: number): readonly DebuggerSession[] {
  const sessions: DebuggerSession[] = [];
  let dump: string | null = null;
  for (const [at, line] of lines.entries()) {
    const start = opened.exec(line);
    const takenAt = timeOf(line);
    if (start !== null) {
      dump = start[1] ?? null;
      sessions.push({ line: firstLine + at + 1, takenAt: null, life: dump === null ? unknownLife : namedDump(dump).life });
    }
    if (takenAt === null) continue;
    const below = lines.slice(at + 1, at + near);
    const up = below.map(uptimeMs).find((each) => each !== null) ?? null;
    const pid = below.map((each) => exception.exec(each)?.[1]).find((each) => each !== undefined);
    const named = dump === null ? unknownLife : namedDump(dump).life;
    const life = {
      ...named,
      pid: named.pid ?? (pid === undefined ? null : Number.parseInt(pid, 16)),
      startedAt: up === null ? null : takenAt - up,
    };
    sessions.push({ line: firstLine + at + 1, takenAt, life });
  }
  return sessions;
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
  const own = reading.life;
  if (own.pid !== null && life.pid !== null && own.pid !== life.pid) return reading;
  return {
    ...reading,
    takenAt: reading.takenAt ?? takenAt,
    life: {
      ...own,
      process: own.process ?? life.process,
      pid: own.pid ?? life.pid,
      startedAt: own.startedAt ?? life.startedAt,
      appPool: own.appPool ?? life.appPool,
    },
  };
}

/** The blocks with what the session above each of them tells. */
export function withSessions(blocks: readonly ReadBlock[], sessions: readonly DebuggerSession[]): readonly ReadBlock[] {
  if (sessions.length === 0) return blocks;
  return blocks.map((block) => {
    const session = ofDebuggers.has(block.parser) ? sessions.findLast(({ line }) => line <= block.fromLine) : undefined;
    return session === undefined ? block : { ...block, readings: block.readings.map((reading) => inSession(reading, session)) };
  });
}
