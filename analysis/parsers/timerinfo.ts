/**
 * SOS timerinfo (ti): the active timers of System.Threading, and how many there are of each kind.
 *
 *   0x000001E29BD45848 @     964 ms every     1000 ms |  000001E29BD0C828 (MyApp.Heartbeat) -> MyApp.Heartbeat.OnTick
 *      1200 timers
 *   1199 | @    2000 ms every   ------ ms | 000001E29BD0F800 (System.Threading.Tasks.Task+DelayPromise) -> …
 *
 * https://learn.microsoft.com/dotnet/core/diagnostics/dotnet-dump (timerinfo)
 */
import { bodyAt, endOfBlock, isRule } from '../debugger-text.ts';
import { unknownLife } from '../life.ts';
import { readInteger } from '../numbers.ts';
import type { Parsed, TextParser } from '../types.ts';

const command = /^!?(?:\w+\.)?(?:timerinfo|ti)\b/i;
const what =
  '@\\s{0,12}\\d{1,12} ms every\\s{1,12}(?:\\d{1,12}|-{6}) ms \\|\\s{1,4}(?:0x)?[0-9a-fA-F]{0,16} ?\\(([^()\\n]{0,400})\\) ->\\s?([^\\n]{0,400})';
const timer = new RegExp(`^\\s{0,8}(?:\\([SL]\\) )?0x[0-9a-fA-F]{8,16} ${what}$`);
const summary = new RegExp(`^\\s{0,8}(\\d{1,9}) \\| (?:\\([SL]\\) )?${what}$`);
const total = /^\s{0,8}(\d[\d.,' ]{0,14}) timers\s*$/;

function span(lines: readonly string[], from: number): number {
  const body = bodyAt(lines, from, command);
  if (body < 0 || body >= lines.length) return 0;
  const line = lines[body] ?? '';
  if (!timer.test(line) && !(total.test(line) && isRule(lines[body + 1] ?? ''))) return 0;
  return endOfBlock(lines, body, (each) => timer.test(each) || summary.test(each) || total.test(each) || isRule(each)) - from;
}

/** Kinds that are named in a note. */
const named = 3;

/** How often each callback stands in the list. */
function callbacksOf(lines: readonly string[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const line of lines) {
    const found = timer.exec(line);
    if (found === null) continue;
    const [, state = '', method = ''] = found;
    const name = method.trim() === '' ? state : method.trim();
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a);
}

function parse(lines: readonly string[]): Parsed {
  const listed = lines.filter((line) => timer.test(line)).length;
  const told = readInteger(lines.map((line) => total.exec(line)?.[1]).find((each) => each !== undefined) ?? '');
  const most = callbacksOf(lines).filter(([name, count]) => name !== '' && count > 1);
  if (told === null) {
    return {
      ok: false,
      problem: `The line with the number of timers is missing (${listed} are listed). Paste timerinfo down to it.`,
      line: 1,
    };
  }
  return {
    ok: true,
    readings: [{ kind: 'snapshot', life: { ...unknownLife }, takenAt: null, values: { timers: told } }],
    notes:
      most.length === 0
        ? []
        : [
            `Most timers call: ${most
              .slice(0, named)
              .map(([name, count]) => `${name.slice(0, 120)} (${count})`)
              .join(', ')}.`,
          ],
  };
}

export const timerInfo: TextParser = {
  id: 'timerinfo',
  title: 'Active timers (SOS timerinfo)',
  hints: [' ms every ', ' timers'],
  span,
  parse,
};
