/**
 * /proc/PID/limits: where the kernel stops the process.
 *
 *   Limit                     Soft Limit           Hard Limit           Units
 *   Max open files            20000                20000                files
 *   Max address space         unlimited            unlimited            bytes
 *
 * proc_pid_limits(5), getrlimit(2): the soft limit is the one that counts.
 */
import { unknownLife } from '../life.ts';
import { commandOf } from '../prompt.ts';
import type { Parsed, TextParser } from '../types.ts';
import { untoldHost } from '../untold-host.ts';

const header = /^\s{0,8}Limit\s{1,60}Soft Limit\s{1,60}Hard Limit\b/;
const row =
  /^\s{0,8}(Max [a-z]{2,20}(?: [a-z]{2,20}){0,2})\s{1,60}(unlimited|\d{1,20})\s{1,60}(?:unlimited|\d{1,20})(?:\s{1,40}[a-z]{2,20})?$/;
const command = /\/proc\/(\d{1,10})\/limits\b/;

function span(lines: readonly string[], from: number): number {
  const asked = command.test(commandOf(lines[from] ?? '') ?? '');
  const start = asked ? from + 1 : from;
  let at = start;
  while (header.test(lines[at] ?? '') || row.test(lines[at] ?? '')) at++;
  return at === start ? 0 : at - from;
}

function parse(lines: readonly string[]): Parsed {
  const limits = new Map(lines.flatMap((line) => [row.exec(line)]).map((found) => [found?.[1] ?? '', found?.[2] ?? '']));
  const limit = (name: string): number | null => (/^\d+$/.test(limits.get(name) ?? '') ? Number(limits.get(name)) : null);
  const memory = [limit('Max address space'), limit('Max data size')].filter((each) => each !== null);
  const files = limit('Max open files');
  const core = limit('Max core file size');
  const pid = command.exec(lines[0] ?? '')?.[1];
  return {
    ok: true,
    readings: [
      {
        ...untoldHost,
        life: { ...unknownLife, pid: pid === undefined ? null : Number(pid) },
        ceilingBytes: memory.length === 0 ? null : Math.min(...memory),
        openFilesLimit: files,
      },
    ],
    notes: [
      ...(files === null ? [] : [`The process may have ${files.toLocaleString('en-US')} open files; one more fails with EMFILE.`]),
      ...(memory.length === 0 ? ['Its address space is not limited here; a container’s limit is in its cgroup (memory.max).'] : []),
      ...(core === 0
        ? ['The kernel writes no core file of it when it crashes (limit 0); gcore and dotnet-dump write one all the same.']
        : []),
    ],
  };
}

export const procLimits: TextParser = {
  id: 'proc-limits',
  title: 'Limits of a Linux process (/proc/PID/limits)',
  hints: ['soft limit', 'max open files', 'max address space'],
  span,
  parse,
};
