/**
 * How many descriptors a Linux process has open, counted by the shell:
 *
 *   $ ls /proc/4711/fd | wc -l
 *   312
 *
 * proc_pid_fd(5). The command must be there: a number alone says nothing.
 */
import { unknownLife } from '../life.ts';
import { commandOf } from '../prompt.ts';
import type { Parsed, TextParser } from '../types.ts';

const command = /(?:^|[\s;&])(?:sudo )?(?:ls|find)\b[^|\n]{0,80}\/proc\/(\d{1,10})\/fd\/?(?:\s[^|\n]{0,60})?\|\s{0,4}wc -l\s*$/;
const listing = /\bls\s{1,4}(?:-[a-zA-Z]{0,8}l|-l)/;
const count = /^\s{0,12}(\d{1,9})$/;

/** `ls -l` prints a line "total" above its rows, which wc counts too. */
const headings = 1;

function commandAt(line: string): RegExpExecArray | null {
  return line.length > 300 || !line.includes('wc -l') ? null : command.exec(commandOf(line) ?? line.trim());
}

function parse(lines: readonly string[]): Parsed {
  const asked = commandAt(lines[0] ?? '');
  const counted = Number(count.exec(lines.at(-1) ?? '')?.[1] ?? Number.NaN);
  const handles = listing.test(asked?.[0] ?? '') ? counted - headings : counted;
  if (asked === null || !Number.isFinite(handles) || handles < 0) {
    return { ok: false, problem: 'No count of descriptors is in this. Run ls /proc/PID/fd | wc -l and paste its line too.', line: 1 };
  }
  const life = { ...unknownLife, pid: Number(asked[1]) };
  return { ok: true, readings: [{ kind: 'snapshot', life, takenAt: null, values: { handles } }], notes: [] };
}

export const fdCount: TextParser = {
  id: 'fd-count',
  title: 'count of open file descriptors',
  hints: ['/fd'],
  span: (lines, from) => (commandAt(lines[from] ?? '') !== null && count.test(lines[from + 1] ?? '') ? 2 : 0),
  parse,
};
