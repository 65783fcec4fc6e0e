/**
 * LLDB: `bt`, `thread backtrace all`.
 *
 *   * thread #1, name = 'dotnet', stop reason = signal SIGSTOP
 *     * frame #0: 0x00007f8b5b0f6b60 libpthread.so.0`__pthread_cond_wait + 573
 *       frame #1: 0x00005581d0a3f217 shop`load_image(size=7000) at shop.c:7:12
 *
 * https://lldb.llvm.org/use/tutorial.html
 */
import { endOfBlock, skipBlank } from '../debugger-text.ts';
import { unknownLife } from '../life.ts';
import { commandOf } from '../prompt.ts';
import { boundStacks, createStackGrouper, moduleKey } from '../stacks.ts';
import type { Parsed, TextParser } from '../types.ts';

const threadLine = /^\s{0,4}(?:\* )?thread #(\d{1,6})(?:: tid = (?:0x)?[0-9a-f]{1,10})?(?:, [^\n]{0,400})?$/;
const nameOf = /\bname = '([^'\n]{1,80})'/;
const frame = /^\s{0,8}(?:\* )?frame #(\d{1,5}): (0x[0-9a-f]{1,16})(?: (\S[^\n]{0,3000}))?$/;

function span(lines: readonly string[], from: number): number {
  const asked = (lines[from] ?? '').startsWith('(lldb)') ? commandOf(lines[from] ?? '') : null;
  const start = asked !== null && /^(?:bt|thread backtrace|th b)\b/.test(asked) ? skipBlank(lines, from + 1) : from;
  const first = lines[start] ?? '';
  const begins = threadLine.test(first) ? frame.test(lines[start + 1] ?? '') : frame.exec(first)?.[1] === '0';
  return begins ? endOfBlock(lines, start, (line) => threadLine.test(line) || frame.test(line)) - from : 0;
}

/** ``libc.so.6`__poll(fds=0x1) + 79 at poll.c:29`` → `libc!__poll`. */
function symbolOf(site: string | undefined, address: string): string {
  if (site === undefined) return address;
  const quote = site.indexOf('`');
  const call = (quote < 0 ? site : site.slice(quote + 1))
    .replace(/ at [^\n]{1,400}:\d{1,7}(?::\d{1,5})?(?: \[opt\])?$/, '')
    .replace(/ \+ \d{1,9}$/, '');
  const open = /^[^\n(]{1,2000}?(?=\()/.exec(call)?.[0] ?? call;
  const isOperator = /\boperator$/.test(open);
  const name = isOperator ? call : open;
  return quote < 0 ? name : `${moduleKey(site.slice(0, quote))}!${name.trim()}`;
}

function parse(lines: readonly string[]): Parsed {
  const grouper = createStackGrouper();
  const state: { thread: string | null; width: number } = { thread: null, width: 0 };
  for (const line of lines) {
    const start = threadLine.exec(line);
    const call = frame.exec(line);
    if (start !== null) {
      grouper.end(state.thread);
      const name = nameOf.exec(line)?.[1];
      state.thread = `${start[1] ?? ''}${name === undefined ? '' : ` ${name}`}`;
    } else if (call !== null) {
      state.width = Math.max(state.width, call[2]?.length ?? 0);
      grouper.frame((call[3] ?? call[2] ?? '').trim(), symbolOf(call[3], call[2] ?? ''));
    }
  }
  grouper.end(state.thread);
  const stacks = grouper.grouped();
  const threads = stacks.reduce((sum, { count }) => sum + count, 0);
  if (threads === 0) {
    return {
      ok: false,
      problem: 'This is the head of an LLDB backtrace without frames. Paste the lines "frame #0" below it too.',
      line: 1,
    };
  }
  const isDotnet = stacks.some(({ frames }) => frames.some(({ module }) => module !== null && /^libcoreclr/.test(module)));
  const bounded = boundStacks(stacks);
  const life = {
    ...unknownLife,
    bitness: state.width > 10 ? (64 as const) : (32 as const),
    runtime: isDotnet ? ('dotnet' as const) : null,
  };
  return { ok: true, readings: [{ kind: 'stacks', life, takenAt: null, threads, stacks: bounded.stacks }], notes: bounded.notes };
}

export const lldbBacktrace: TextParser = {
  id: 'lldb-backtrace',
  title: 'Call stacks (LLDB)',
  hints: ['frame #0: 0x'],
  span,
  parse,
};
