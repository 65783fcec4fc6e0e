/**
 * gcore (gdb): a core dump was written, or what gdb says beside its output.
 *
 *   [New LWP 3696]
 *   Saved corefile /tmp/coretest.3694
 *   [Inferior 1 (process 3694) detached]
 *
 * Unreadable pages (`warning: Memory read failed for corefile section` of vsyscall) are normal.
 * https://sourceware.org/gdb/current/onlinedocs/gdb.html/Core-File-Generation.html; gcore(1).
 */
import { unknownLife } from '../life.ts';
import { commandOf } from '../prompt.ts';
import type { Parsed, TextParser } from '../types.ts';

const saved = /^\s{0,4}Saved corefile (\S.{0,400})$/;
const failed = /^\s{0,4}(?:gcore: failed to create|ptrace: |Could not attach to process|Can't attach|You can't do that without a process)/i;
const detached = /^\s{0,4}\[Inferior \d{1,4} \(process (\d{1,10})\) detached\]/;
/** `29	../sysdeps/unix/sysv/linux/pause.c: No such file or directory.` */
const noSource = /^\s{0,4}\d{1,6}\s{1,8}\S{1,300}: No such file or directory\.$/;
const talk =
  /^\s{0,4}(?:\[New (?:LWP|Thread) |\[Thread debugging using|Using host libthread_db|0x[0-9a-f]{4,16} in |warning: |\d{1,6}\s{1,8}in |This GDB supports|Enable debuginfod|Debuginfod has been|To make this setting|<https?:|Download failed|Missing separate debuginfos|If your uid matches|the target process|\/proc\/sys\/kernel\/yama)/;
/** A process has thousands of threads at most, one line each. */
const longest = 20_000;
/** Standard error of one run has a line for each source file that is missing. */
const longestTalk = 200;

const isMine = (line: string): boolean =>
  line.length < 2000 && (talk.test(line) || saved.test(line) || failed.test(line) || detached.test(line) || noSource.test(line));

function span(lines: readonly string[], from: number): number {
  // Only the first line of a run is looked at: a process has thousands of threads.
  if (!isMine(lines[from] ?? '') || (from > 0 && isMine(lines[from - 1] ?? ''))) return 0;
  let end = from;
  let tells = false;
  while (end < lines.length && end - from < longest && isMine(lines[end] ?? '')) {
    tells ||= saved.test(lines[end] ?? '') || failed.test(lines[end] ?? '');
    end++;
  }
  if (tells) return end - from;
  // Without either it is what stands around a list of stacks, unless nothing else is there.
  const stray = (line: string): boolean => line !== '' && !isMine(line) && commandOf(line) === null;
  const isAll = noSource.test(lines[from] ?? '') && lines.length <= longestTalk && !lines.some(stray);
  return isAll ? end - from : 0;
}

function parse(lines: readonly string[]): Parsed {
  const paths = lines.flatMap((line) => saved.exec(line)?.[1] ?? []);
  if (paths.length === 0) {
    return lines.some((line) => failed.test(line))
      ? {
          ok: false,
          problem:
            'gdb was not allowed to look into the process. Run it as root or as the user of the process; where kernel.yama.ptrace_scope is 1 or more only root may (in a container: the capability SYS_PTRACE).',
          line: 1,
        }
      : {
          ok: false,
          problem:
            "This is what gdb says beside its output: sources are not on that machine, which does no harm. The stacks are in its standard output: gdb -nx -batch -p PID -ex 'set pagination off' -ex 'thread apply all bt' > stacks.txt, and drop stacks.txt.",
          line: 1,
        };
  }
  const pid = lines.flatMap((line) => detached.exec(line)?.[1] ?? []).at(-1) ?? /\.(\d{1,10})$/.exec(paths.at(-1) ?? '')?.[1];
  const incomplete = lines.filter(
    (line) => /Memory read failed for corefile section/.test(line) && !/0xffffffffff600000/.test(line),
  ).length;
  return {
    ok: true,
    readings: [
      {
        kind: 'dumpLog',
        life: { ...unknownLife, pid: pid === undefined ? null : Number(pid) },
        takenAt: null,
        dumps: paths.map((path) => ({ path, bytes: null, seconds: null, state: 'complete', detail: `Saved corefile ${path}` })),
      },
    ],
    notes: incomplete === 0 ? [] : [`${incomplete} regions of memory could not be read and are missing from the dump.`],
  };
}

export const gcore: TextParser = {
  id: 'gcore',
  title: 'gcore, console output',
  hints: ['saved corefile', 'gcore: ', 'ptrace: ', 'no such file or directory.', 'could not attach', "can't attach"],
  span,
  parse,
};
