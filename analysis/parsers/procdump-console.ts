/**
 * The console of Sysinternals ProcDump (v8 to v12):
 *
 *   [00:31:19] Dump 1 initiated: C:\Utils\Procdump\iisexpress.exe_160619_003119.dmp
 *   [00:31:20] Dump 1 writing: Estimated dump file size is 964 MB.
 *   [00:31:24] Dump 1 complete: 967 MB written in 4.4 seconds
 *
 * https://learn.microsoft.com/sysinternals/downloads/procdump; messages from the program's own strings (FACTS §4).
 * v11.1 prints no blank after `]`; mini dumps have no `writing` line; the exit code of a good run is -2, so only
 * these lines count. Success is `complete`, whatever stands behind it.
 */
import { localTimeNote, namedDump } from '../dump-name.ts';
import { imageName, unknownLife } from '../life.ts';
import { readDecimal } from '../numbers.ts';
import { procDumpTarget } from '../procdump-command.ts';
import { commandOf } from '../prompt.ts';
import type { DumpWritten, Parsed, ProcessLife, TextParser } from '../types.ts';

const mebibyte = 2 ** 20;
const event = /^\s{0,8}\[(\d\d):(\d\d):(\d\d)\] ?(\S.{0,1000})$/;
const openingError = /^Error opening (\S.{0,200}) \((\d{1,10})\):/i;
const noProcess = /^(?:No process matching the specified (?:PID|name) can be found|Multiple (?:processes|instances) )/i;
const banner = /^\s{0,8}ProcDump v?\d{1,2}\.\d/i;
/** ProcDump for Linux has the same banner and writes otherwise: procdump-linux.ts. */
const onLinux = /^\s{0,8}\[\d\d:\d\d:\d\d - [A-Z]{4,8}\]: /;
/** Banner, settings (`Commit threshold:  >= 2200 MB`) and usage hints between the prompt and the first event. */
const preambleLines = 45;
/** Lines between two events that are not ours (blank lines, an echo, a wrapped path). */
const gapLines = 4;

const isOurs = (line: string): boolean => event.test(line) || openingError.test(line) || noProcess.test(line);
const isDumpEvent = (line: string): boolean =>
  /\] ?(?:Dump \d{1,4} |Dump count |Waiting for dump|Commit: |CPU: |The process has exited|Trigger|Timed out|Hung Window|Exception|Terminate|Unhandled|Breakpoint)/i.test(
    line,
  );

const refusals: readonly { readonly says: RegExp; readonly problem: string }[] = [
  {
    says: /access is denied|0x00000005|0x80070005/i,
    problem:
      'ProcDump was refused: access is denied. Start the console with “Run as administrator” (for a service’s process also -accepteula) and run it again.',
  },
  {
    says: /^multiple (?:processes|instances) /im,
    problem:
      'ProcDump took no dump: several processes have that name. Look up the pid of the one in question (appcmd list wp) and give it instead of the name.',
  },
  {
    says: /no process matching/i,
    problem:
      'ProcDump found no such process: it ended, or the pool was recycled and has another pid. Look the pid up again (appcmd list wp) and run it again.',
  },
  {
    says: /only part of a readprocessmemory|0x8007012b|0x0000012b/i,
    problem:
      'ProcDump could not read all of the process, as happens when the 32-bit program dumps a 64-bit process. Run procdump64.exe with the same arguments.',
  },
];

/** The answer to an output in which no dump was begun. */
function refused(lines: readonly string[]): Parsed {
  const text = lines.join('\n');
  const line = lines.findIndex((each) => openingError.test(each) || noProcess.test(each) || /error/i.test(each)) + 1;
  const known = refusals.find(({ says }) => says.test(text));
  if (known !== undefined) return { ok: false, problem: known.problem, line: Math.max(line, 1) };
  const problem =
    'This is ProcDump’s console, but no dump was begun in it. Wait until it prints “Dump 1 complete”, then paste the lines from “Dump 1 initiated” on.';
  return { ok: false, problem, line: Math.max(line, 1) };
}

/** What the lines about one dump say, in the order in which they were printed. */
function dumpOf(messages: readonly string[]): DumpWritten {
  const tell = (pattern: RegExp): RegExpExecArray | null =>
    messages.map((each) => pattern.exec(each)).find((found) => found !== null) ?? null;
  const path = tell(/^initiated: {0,4}(.{1,400})$/i)?.[1]?.trim() ?? null;
  const estimate = tell(/^writing: .{0,40}?([\d.,' ]{1,20}) MB/i)?.[1];
  const complete = tell(/^complete: {0,4}([\d.,' ]{1,20}) MB written in ([\d.,]{1,12}) sec/i);
  const failed = messages.find((each) => /^error|^(?:skipping|missed|avoided)/i.test(each));
  if (complete !== null) {
    const [, size = '', seconds = ''] = complete;
    return {
      path,
      bytes: (readDecimal(size) ?? 0) * mebibyte,
      seconds: readDecimal(seconds, '.'),
      state: 'complete',
      detail: messages.at(-1) ?? '',
    };
  }
  const bytes = estimate === undefined ? null : (readDecimal(estimate.trim()) ?? 0) * mebibyte;
  return { path, bytes, seconds: null, state: failed === undefined ? 'writing' : 'failed', detail: failed ?? messages.at(-1) ?? '' };
}

/** A console broke the path at its width: what is left of it stands alone on the next line. */
function wholePath(message: string, next: string | undefined): string {
  const isBroken = /^initiated: /i.test(message) && !/\.dmp$/i.test(message);
  return isBroken && next !== undefined && /^[^\s[\]:]{0,200}$/.test(next) && /\.dmp$/i.test(message + next) ? message + next : message;
}

function dumpsOf(lines: readonly string[]): readonly DumpWritten[] {
  const runs: Map<number, string[]>[] = [];
  for (const [at, line] of lines.entries()) {
    const found = /^Dump (\d{1,4}) (.{1,900})$/i.exec(event.exec(line)?.[4] ?? '');
    if (found === null) continue;
    const number = Number(found[1]);
    const message = wholePath(found[2] ?? '', lines[at + 1]);
    const current = runs.at(-1);
    const begun = /^initiated/i;
    const again = begun.test(message) && current?.get(number)?.some((each) => begun.test(each)) === true;
    const run = current === undefined || again ? new Map<number, string[]>() : current;
    if (run !== current) runs.push(run);
    run.set(number, [...(run.get(number) ?? []), message]);
  }
  return runs.flatMap((run) => [...run.values()].map(dumpOf));
}

/** `Process:               w3wp.exe (4312)`: what ProcDump prints of its settings when it waits for a trigger. */
function monitored(line: string): Pick<ProcessLife, 'process' | 'pid'> | null {
  const found = /^Process: {1,40}(\S.{0,120}) \((\d{1,10})\)$/i.exec(line.trim());
  return found === null ? null : { process: imageName(found[1] ?? ''), pid: Number(found[2]) };
}

function lifeOf(lines: readonly string[], dumps: readonly DumpWritten[]): ProcessLife {
  const named = dumps.map(({ path }) => namedDump(path ?? '').life).find((life) => life.process !== null) ?? unknownLife;
  const told = [
    ...lines.flatMap((line) => monitored(line) ?? []),
    ...lines.flatMap((line) => procDumpTarget(commandOf(line) ?? line) ?? []),
  ];
  const process = named.process ?? told.find((each) => each.process !== null)?.process ?? null;
  return { ...named, process, pid: named.pid ?? told.find((each) => each.pid !== null)?.pid ?? null };
}

function notesOf(lines: readonly string[], dumps: readonly DumpWritten[]): readonly string[] {
  const has = (pattern: RegExp): boolean => lines.some((line) => pattern.test(line));
  const failed = dumps.filter(({ state }) => state === 'failed');
  return [
    ...(dumps.some(({ path }) => path !== null && namedDump(path).takenAt !== null) ? [localTimeNote] : []),
    ...(dumps.some(({ state }) => state === 'writing')
      ? ['The last dump was still being written when this was copied: its size is ProcDump’s estimate.']
      : []),
    ...failed.map(({ detail }) =>
      `A dump failed: ${detail} ${has(/0x80070070|0x00000070|not enough space/i) ? 'The disk is full.' : ''}`.trim(),
    ),
    ...(has(/Dump count not reached/i) ? ['ProcDump ended before it had taken as many dumps as asked for.'] : []),
    ...(has(/The process has exited/i) ? ['The process ended while ProcDump watched it: a later dump is of another life.'] : []),
  ];
}

function span(lines: readonly string[], from: number): number {
  const first = lines[from] ?? '';
  const typed = procDumpTarget(commandOf(first) ?? '') !== null;
  if (!typed && !banner.test(first) && !isOurs(first)) return 0;
  const below = lines.slice(from, from + preambleLines);
  const own = below.findIndex((line) => event.test(line));
  if (below.slice(0, own === -1 ? below.length : own).some((line) => onLinux.test(line))) return 0;
  if (event.test(first) && !isDumpEvent(first)) return 0;
  let end = isOurs(first) ? from + 1 : from;
  const limit = (at: number): boolean => at - Math.max(end, from) < (end === from ? preambleLines : gapLines);
  for (let at = from + 1; at < lines.length && limit(at); at++) {
    const line = lines[at] ?? '';
    if (isOurs(line) || /^Error 0x/i.test(line)) end = at + 1;
    else if (commandOf(line) !== null && at > from) break;
  }
  return end === from ? (banner.test(first) ? 1 : 0) : end - from;
}

function parse(lines: readonly string[]): Parsed {
  const dumps = dumpsOf(lines);
  if (dumps.length === 0) return refused(lines);
  const takenAt = dumps.map(({ path }) => namedDump(path ?? '').takenAt).findLast((at) => at !== null) ?? null;
  return { ok: true, readings: [{ kind: 'dumpLog', life: lifeOf(lines, dumps), takenAt, dumps }], notes: notesOf(lines, dumps) };
}

/** What ProcDump wrote, how large, how fast, and why not; a refusal is answered with what to do. */
export const procdumpConsole: TextParser = {
  id: 'procdump-console',
  title: 'Sysinternals ProcDump, console output',
  hints: ['procdump', '] dump ', ']dump ', 'error opening ', 'no process matching'],
  yieldsExcept: [],
  span,
  parse,
};
