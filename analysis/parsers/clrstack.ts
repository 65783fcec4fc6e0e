/**
 * SOS !clrstack and ~*e !clrstack (clrstack -all of dotnet-dump): managed call stacks.
 *
 *   OS Thread Id: 0x1dc1d (20)
 *           Child SP               IP Call Site
 *   00007F2B862B98B0 00007F2FE392A9E5 testwebapi.Controllers.DiagScenarioController.DeadlockFunc() [/home/x.cs @ 57]
 *
 * `[HelperMethodFrame_1OBJ: 00007f2b862b9760] System.Threading.Monitor.Enter(System.Object)` stands for the method behind
 * it; a pseudo frame with nothing behind it says nothing and is left out. CLR 2 calls the columns ESP and EIP.
 * https://learn.microsoft.com/dotnet/core/diagnostics/sos-debugging-extension (clrstack)
 */
import { bodyAt, endOfBlock } from '../debugger-text.ts';
import { unknownLife } from '../life.ts';
import { boundStacks, createStackGrouper } from '../stacks.ts';
import { withoutSymbolNoise } from '../symbol-noise.ts';
import type { Parsed, TextParser } from '../types.ts';

const command = /(?:^|\s|e ?)!?(?:\w{1,20}\.)?(?:clrstack|pe)\b/i;
/** On Linux the debugger's own number is missing. */
export const threadLine = /^\s{0,8}OS Thread Id: (0x[0-9a-f]{1,8})(?: \((\d{1,6})\))?/i;
const header = /^\s{0,20}(?:Child[- ]SP|ESP|RSP|SP)\s{1,24}(?:R?E?IP)\s{1,8}Call Site\s*$|^\s{0,12}ESP\s{1,12}EIP\s*$/i;
const frame = /^\s{0,12}([0-9a-f]{8,16})\s{1,4}[0-9a-f]{8,16}(?:\s{1,4}(\S[^\n]{0,4000}))?$/i;
const noStack =
  /^\s{0,8}(?:Unable to walk the managed stack|managed thread\.|the process$|Failed to start stack walk|GetFrameContext failed|Stack walk failed|<failed>|The current thread is unmanaged|Walk stack|Loading|The version of SOS)/i;
const variables = /^\s{4,20}(?:PARAMETERS:|LOCALS:|<no data>|<CLR reg>|\w{0,60}\s?(?:\([^()]{0,60}\))? ?= ?\S|<unknown>)/;
const pseudo = /^\[[\w`<>]{3,60}(?:: [0-9a-fA-F`]{1,17})?\]\s{0,4}/;

function isManagedFrame(line: string): boolean {
  const site = frame.exec(line)?.[2];
  return (
    site !== undefined &&
    (pseudo.test(site) || /^[A-Za-z_<][^!]{0,4000}\)(?: \[[^\]]{1,400}\])?$/.test(site)) &&
    site.includes(site.startsWith('[') ? ']' : '.')
  );
}

/** Does this line belong to the output? */
export const isOfManagedStacks = (line: string): boolean =>
  threadLine.test(line) || header.test(line) || frame.test(line) || noStack.test(line) || variables.test(line);

function span(lines: readonly string[], from: number): number {
  const body = bodyAt(lines, from, command);
  if (body < 0 || body >= lines.length) return 0;
  const line = lines[body] ?? '';
  const next = lines[body + 1] ?? '';
  const starts =
    threadLine.test(line) || header.test(line) || (isManagedFrame(line) && (body > from || next === '' || isManagedFrame(next)));
  if (!starts && !(body > from && noStack.test(line))) return 0;
  return endOfBlock(lines, body, isOfManagedStacks) - from;
}

function parse(lines: readonly string[]): Parsed {
  const grouper = createStackGrouper();
  const state: { thread: string | null; frames: number; bare: number; width: number } = { thread: null, frames: 0, bare: 0, width: 0 };
  const end = () => {
    if (state.thread !== null && state.frames === 0) state.bare += 1;
    grouper.end(state.thread);
    state.frames = 0;
  };
  for (const line of withoutSymbolNoise(lines).lines) {
    const start = threadLine.exec(line);
    const call = frame.exec(line);
    if (start !== null) {
      end();
      state.thread = start[2] === undefined ? (start[1] ?? '') : `${start[2]} (${start[1] ?? ''})`;
    } else if (call?.[2] !== undefined) {
      const method = call[2].replace(pseudo, '').replace(/^\(MethodDesc [0-9a-f]{6,16}\)$/i, '');
      state.width = Math.max(state.width, call[1]?.length ?? 0);
      if (method === '') continue;
      grouper.frame(call[2], method);
      state.frames += 1;
    }
  }
  end();
  const stacks = grouper.grouped();
  const threads = stacks.reduce((sum, { count }) => sum + count, 0);
  if (threads === 0) {
    return {
      ok: false,
      problem: 'No managed frame is in this output: the thread is native, or the walk failed. Run ~*e !clrstack to see all threads.',
      line: 1,
    };
  }
  const bounded = boundStacks(stacks);
  const life = { ...unknownLife, bitness: state.width > 8 ? (64 as const) : state.width === 8 ? (32 as const) : null };
  return {
    ok: true,
    readings: [{ kind: 'stacks', life, takenAt: null, threads, stacks: bounded.stacks }],
    notes: [...(state.bare > 0 ? [`${state.bare} threads have no managed frames.`] : []), ...bounded.notes],
  };
}

export const clrstack: TextParser = {
  id: 'clrstack',
  title: 'Managed call stacks (SOS !clrstack)',
  hints: ['os thread id', 'call site', 'clrstack', 'frame: ', '.cs @ ', ')'],
  span,
  parse,
};
