/**
 * !runaway: CPU time by thread. For leaks it only tells how many threads there are.
 *
 *    User Mode Time
 *     Thread       Time
 *      0:2024      0 days 0:00:00.015
 *
 * The thread's index is decimal, its id behind the colon hexadecimal.
 * https://learn.microsoft.com/windows-hardware/drivers/debuggercmds/-runaway
 */
import { bodyAt, endOfBlock } from '../debugger-text.ts';
import { unknownLife } from '../life.ts';
import type { Parsed, TextParser } from '../types.ts';

const command = /^!runaway\b/i;
const section = /^\s{0,4}(User Mode|Kernel Mode|Elapsed) Time\s*$/;
const header = /^\s{0,6}Thread\s{1,12}Time\s*$/;
const row = /^\s{0,8}(\d{1,6}):([0-9a-f]{1,8})\s{1,12}(\d{1,6}) days (\d{1,2}):(\d{2}):(\d{2}\.\d{1,3})\s*$/;

function span(lines: readonly string[], from: number): number {
  const body = bodyAt(lines, from, command);
  if (body < 0 || body >= lines.length) return 0;
  const line = lines[body] ?? '';
  if (!section.test(line) && !(row.test(line) && body > from)) return 0;
  return endOfBlock(lines, body, (each) => section.test(each) || header.test(each) || row.test(each)) - from;
}

interface Time {
  readonly thread: string;
  readonly seconds: number;
}

function timesOf(lines: readonly string[]): { readonly user: readonly Time[]; readonly threads: ReadonlySet<string> } {
  const user: Time[] = [];
  const threads = new Set<string>();
  let part = 'User Mode';
  for (const line of lines) {
    part = section.exec(line)?.[1] ?? part;
    const found = row.exec(line);
    if (found === null) continue;
    const [days = 0, hours = 0, minutes = 0, seconds = 0] = found.slice(3).map(Number);
    threads.add(found[1] ?? '');
    if (part === 'User Mode')
      user.push({ thread: `${found[1] ?? ''} (${found[2] ?? ''})`, seconds: ((days * 24 + hours) * 60 + minutes) * 60 + seconds });
  }
  return { user, threads };
}

function parse(lines: readonly string[]): Parsed {
  const { user, threads } = timesOf(lines);
  if (threads.size === 0)
    return { ok: false, problem: 'This is the head of !runaway without its rows. Paste the rows below "Thread Time" too.', line: 1 };
  const busiest = [...user]
    .sort((a, b) => b.seconds - a.seconds)
    .filter(({ seconds }) => seconds > 1)
    .slice(0, 3);
  return {
    ok: true,
    readings: [{ kind: 'snapshot', life: unknownLife, takenAt: null, values: { threads: threads.size } }],
    notes: [
      ...busiest.map(({ thread, seconds }) => `Thread ${thread} has used ${Math.round(seconds)} s of CPU.`),
      // A second list of the same threads shows that the first is whole.
      ...(lines.filter((line) => section.test(line)).length > 1
        ? []
        : ['The threads were counted from these rows: where the list was cut there are more.']),
    ],
  };
}

export const runaway: TextParser = {
  id: 'runaway',
  title: 'CPU time by thread (!runaway)',
  hints: ['mode time', 'elapsed time', ' days '],
  span,
  parse,
};
