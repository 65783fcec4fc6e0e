/**
 * dotnet-stack report and the text of dotnet-monitor's /stacks: managed call stacks of a running process.
 *
 *   Thread (0x151c):
 *       [Native Frames]
 *       System.Private.CoreLib!System.Threading.ManualResetEventSlim.Wait(int, System.Threading.CancellationToken)
 *
 * dotnet-monitor writes `Thread: (0x68C0)` and modules with `.dll`. `[Native Frames]` stands for all that is not managed.
 * https://learn.microsoft.com/dotnet/core/diagnostics/dotnet-stack
 */
import { endOfBlock, skipBlank } from '../debugger-text.ts';
import { unknownLife } from '../life.ts';
import { commandOf } from '../prompt.ts';
import { boundStacks, createStackGrouper } from '../stacks.ts';
import type { Parsed, TextParser } from '../types.ts';

const threadLine = /^\s{0,4}Thread:? \((0x[0-9A-Fa-f]{1,8})\)(?:,? ?"?([^":]{0,80})"?)?:?\s*$/;
/** Indented, but where a chat took the blanks at the beginning of each line. */
const frame =
  /^\s{0,12}((?:[\w.\-+~$ ]{1,200}|\?)![^\n]{0,3999}\S|\[(?:Native Frames|Unmanaged\w*|Unknown)[^\]]{0,20}\]|UNMANAGED_CODE_TIME|CPU_TIME)\s*$/;

function commandSpan(lines: readonly string[], from: number): number {
  const command = commandOf(lines[from] ?? '');
  return command !== null && /\bdotnet[- ]stack(?:\.exe)?\b/.test(command) ? skipBlank(lines, from + 1) : from;
}

function span(lines: readonly string[], from: number): number {
  const line = lines[from] ?? '';
  const start = line.includes('dotnet') ? commandSpan(lines, from) : from;
  if (!threadLine.test(lines[start] ?? '')) return 0;
  return endOfBlock(lines, start, (each) => threadLine.test(each) || frame.test(each)) - from;
}

function parse(lines: readonly string[]): Parsed {
  const grouper = createStackGrouper();
  let [thread, empty, frames]: [string | null, number, number] = [null, 0, 0];
  const end = () => {
    if (thread !== null && frames === 0) empty += 1;
    grouper.end(thread);
    frames = 0;
  };
  for (const line of lines) {
    const start = threadLine.exec(line);
    const call = frame.exec(line)?.[1];
    if (start !== null) {
      end();
      thread = `${start[1] ?? ''}${start[2] === undefined || start[2].trim() === '' ? '' : ` ${start[2].trim()}`}`;
    } else if (call?.includes('!') === true) {
      grouper.frame(call.trim());
      frames += 1;
    }
  }
  end();
  const stacks = grouper.grouped();
  const threads = stacks.reduce((sum, { count }) => sum + count, 0);
  if (threads === 0)
    return { ok: false, problem: 'No managed frame is in this report. Run dotnet-stack report -p PID again and paste all of it.', line: 1 };
  const bounded = boundStacks(stacks);
  return {
    ok: true,
    readings: [
      {
        kind: 'stacks',
        life: { ...unknownLife, pid: pidOf(lines[0] ?? ''), runtime: 'dotnet' },
        takenAt: null,
        threads,
        stacks: bounded.stacks,
      },
    ],
    notes: [...(empty > 0 ? [`${empty} threads have no managed frames.`] : []), ...bounded.notes],
  };
}

function pidOf(line: string): number | null {
  const found = /(?:-p|--process-id)[ =](\d{1,8})\b/.exec(line)?.[1];
  return found === undefined ? null : Number(found);
}

export const dotnetStack: TextParser = {
  id: 'dotnet-stack',
  title: 'Managed call stacks (dotnet-stack, dotnet-monitor)',
  hints: ['thread (0x', 'thread: (0x'],
  span,
  parse,
};
