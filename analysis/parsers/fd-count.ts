/**
 * How many descriptors a Linux process has open, counted by the shell:
 *
 *   $ ls /proc/4711/fd | wc -l
 *   312
 *   $ lsof -p 4711 | wc -l
 *   498
 *
 * proc_pid_fd(5), lsof(8). The command must be there: a number alone says nothing. lsof lists mapped files and a heading too: its rows
 * are compared with themselves and with no other count.
 */
import { unknownLife } from '../life.ts';
import { commandOf } from '../prompt.ts';
import type { Parsed, TextParser } from '../types.ts';

const command = /(?:^|[\s;&])(?:sudo )?(?:ls|find)\b[^|\n]{0,80}\/proc\/(\d{1,10})\/fd\/?(?:\s[^|\n]{0,60})?\|\s{0,4}wc -l\s*$/;
const rows = /(?:^|[\s;&])(?:sudo )?lsof\s[^|\n]{0,40}?-p\s?(\d{1,10})(?:\s[^|\n]{0,40})?\|\s{0,4}wc -l\s*$/;
const listing = /\bls\s{1,4}(?:-[a-zA-Z]{0,8}l|-l)/;
const count = /^\s{0,12}(\d{1,9})$/;

/** `ls -l` prints a line "total" above its rows, which wc counts too. */
const headings = 1;

interface Asked {
  readonly found: RegExpExecArray;
  readonly ofLsof: boolean;
}

function commandAt(line: string): Asked | null {
  if (line.length > 300 || !line.includes('wc -l')) return null;
  const typed = commandOf(line) ?? line.trim();
  const [counted, listed] = [command.exec(typed), rows.exec(typed)];
  if (counted !== null) return { found: counted, ofLsof: false };
  return listed === null ? null : { found: listed, ofLsof: true };
}

/** As a kind of descriptor in a sentence: “lsof-listed handles grow”. */
const lsofRows = 'lsof-listed';

function parse(lines: readonly string[]): Parsed {
  const asked = commandAt(lines[0] ?? '');
  const counted = Number(count.exec(lines.at(-1) ?? '')?.[1] ?? Number.NaN);
  const handles = listing.test(asked?.found[0] ?? '') || asked?.ofLsof === true ? counted - headings : counted;
  if (asked === null || !Number.isFinite(handles) || handles < 0) {
    return { ok: false, problem: 'No count of descriptors is in this. Run ls /proc/PID/fd | wc -l and paste its line too.', line: 1 };
  }
  const life = { ...unknownLife, pid: Number(asked.found[1]) };
  if (asked.ofLsof) {
    const summary = { byType: { [lsofRows]: handles }, total: null, partial: true, byName: {} };
    const notes = ['lsof lists mapped files too: its rows are more than the open descriptors.'];
    return { ok: true, readings: [{ kind: 'handles', life, takenAt: null, summary }], notes };
  }
  return { ok: true, readings: [{ kind: 'snapshot', life, takenAt: null, values: { handles } }], notes: [] };
}

export const fdCount: TextParser = {
  id: 'fd-count',
  title: 'count of open file descriptors',
  hints: ['/fd', 'wc -l'],
  span: (lines, from) => (commandAt(lines[from] ?? '') !== null && count.test(lines[from + 1] ?? '') ? 2 : 0),
  parse,
};
