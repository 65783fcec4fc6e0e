/**
 * ProcDump for Linux: what it watched, what tripped, which core dump it wrote.
 *
 *   [11:07:48 - INFO]: Process:             leaky (3694)
 *   [11:08:00 - INFO]: Trigger: Commit usage:101MB on process ID: 3694
 *   [11:08:00 - INFO]: Core dump 0 generated: /tmp/leaky_commit_2026-11-21_11:08:00.3694
 *
 * Commit is what the program calls RSS plus swap. https://github.com/microsoft/ProcDump-for-Linux; FACTS §4.
 */
import { isoTime } from '../dates.ts';
import { localTimeNote } from '../dump-name.ts';
import { unknownLife } from '../life.ts';
import type { DumpWritten, Parsed, TextParser } from '../types.ts';

const event = /^\s{0,8}\[\d\d:\d\d:\d\d - (INFO|WARN|ERROR|CRITICAL|DEBUG|TRACE)\]:\s{0,4}(\S.{0,1000})$/;
const banner = /^\s{0,8}ProcDump v?\d{1,2}\.\d/i;
const process = /^(?:Process:\s{0,40}|Starting monitor for process |Process Name:\s{0,40})(\S.{0,120}?) \((\d{1,10})\)$/;
const onProcess = /\bprocess(?: ID)?:? (\d{1,10})\b/i;
const generated = /^(?:Core dump|Core) \d{1,6} generated:? (\S.{0,400})$/i;
const failed = /^(?:An error occurred|Failed|Unable|Error)\b.{0,300}(?:dump|core|gcore)/i;
/** `leaky_commit_2026-11-21_11:08:00.3694` */
const named = /_(\d{4}-\d\d-\d\d)[_T](\d\d[:_]\d\d[:_]\d\d)(?:\.\d{1,10})?(?:\.\w{1,8})?$/;
/** Banner, three lines of purpose and blank lines stand above the first event. */
const preambleLines = 20;

function span(lines: readonly string[], from: number): number {
  const first = lines[from] ?? '';
  if (!event.test(first) && !banner.test(first)) return 0;
  let end = event.test(first) ? from + 1 : from;
  for (let at = from + 1; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (event.test(line)) end = at + 1;
    else if (line !== '' && (end > from || at - from > preambleLines)) break;
  }
  return end - from;
}

function parse(lines: readonly string[]): Parsed {
  const events = lines.flatMap((line) => event.exec(line)?.[2]?.trim() ?? []);
  const dumps: DumpWritten[] = events.flatMap((text): readonly DumpWritten[] => {
    const path = generated.exec(text)?.[1];
    if (path !== undefined) return [{ path, bytes: null, seconds: null, state: 'complete', detail: text }];
    return failed.test(text) ? [{ path: null, bytes: null, seconds: null, state: 'failed', detail: text }] : [];
  });
  if (dumps.length === 0) {
    return {
      ok: false,
      problem:
        'ProcDump has written no core dump here yet. Wait until it prints "Core dump 0 generated", then paste the lines from "Process:" on.',
      line: 1,
    };
  }
  const told = events.map((text) => process.exec(text)).find((found) => found !== null);
  const pid = told?.[2] ?? events.map((text) => onProcess.exec(text)?.[1]).find((each) => each !== undefined);
  const time = dumps.map(({ path }) => named.exec(path ?? '')).findLast((found) => found !== null);
  const takenAt = time == null ? null : isoTime(`${time[1] ?? ''} ${(time[2] ?? '').replaceAll('_', ':')}`);
  const triggers = events.filter((text) => text.startsWith('Trigger:')).slice(0, 3);
  return {
    ok: true,
    readings: [
      {
        kind: 'dumpLog',
        life: { ...unknownLife, process: told?.[1] ?? null, pid: pid === undefined ? null : Number(pid) },
        takenAt,
        dumps,
      },
    ],
    notes: [...triggers, ...(takenAt === null ? [] : [localTimeNote])],
  };
}

export const procdumpLinux: TextParser = {
  id: 'procdump-linux',
  title: 'ProcDump for Linux, console output',
  hints: [' - info]:', ' - error]:', ' - critical]:'],
  span,
  parse,
};
