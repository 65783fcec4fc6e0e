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
import { createStackGrouper } from '../stacks.ts';
import type { StackGrouper } from '../stacks.ts';
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

/** Where the method begins in the line of a frame; -1 in any other. */
export function methodAt(line: string): number {
  const site = frame.exec(line)?.[2];
  return site === undefined ? -1 : line.length - site.length;
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

/** Managed stacks, line by line. */
export interface ManagedReading {
  /** A line of the output, without symbol noise; the number of its frame, -1 where it has none that is kept. */
  line(text: string): number;
  /** Frames that were read before: `numbers[from, to)`. */
  again(numbers: Int32Array, offsets: Int32Array, from: number, to: number): void;
  found(): Parsed;
}

interface Progress {
  readonly grouper: StackGrouper;
  thread: string | null;
  /** Frames of this thread, and threads that have none. */
  frames: number;
  bare: number;
  /** Digits of the widest address. */
  width: number;
}

function endThread(progress: Progress): void {
  if (progress.thread !== null && progress.frames === 0) progress.bare += 1;
  progress.grouper.end(progress.thread);
  progress.frames = 0;
}

function takeLine(progress: Progress, line: string): number {
  const start = threadLine.exec(line);
  if (start !== null) {
    endThread(progress);
    progress.thread = start[2] === undefined ? (start[1] ?? '') : `${start[2]} (${start[1] ?? ''})`;
    return -1;
  }
  const [, pointer = '', site] = frame.exec(line) ?? [];
  if (site === undefined) return -1;
  const method = site.replace(pseudo, '').replace(/^\(MethodDesc [0-9a-f]{6,16}\)$/i, '');
  progress.width = Math.max(progress.width, pointer.length);
  if (method === '') return -1;
  progress.frames += 1;
  return progress.grouper.frame(site, method);
}

function answer(progress: Progress): Parsed {
  endThread(progress);
  const { grouper, bare, width } = progress;
  const threads = grouper.count();
  if (threads === 0) {
    return {
      ok: false,
      problem: 'No managed frame is in this output: the thread is native, or the walk failed. Run ~*e !clrstack to see all threads.',
      line: 1,
    };
  }
  const { stacks, notes } = grouper.bounded();
  const life = { ...unknownLife, bitness: width > 8 ? (64 as const) : width === 8 ? (32 as const) : null };
  return {
    ok: true,
    readings: [{ kind: 'stacks', life, takenAt: null, threads, stacks }],
    notes: [...(bare > 0 ? [`${bare} threads have no managed frames.`] : []), ...notes],
  };
}

export function createManagedReading(): ManagedReading {
  const progress: Progress = { grouper: createStackGrouper(), thread: null, frames: 0, bare: 0, width: 0 };
  return {
    line: (text) => takeLine(progress, text),
    again(numbers, offsets, from, to) {
      progress.frames += to - from;
      progress.grouper.again(numbers, offsets, from, to);
    },
    found: () => answer(progress),
  };
}

function parse(lines: readonly string[]): Parsed {
  const reading = createManagedReading();
  for (const line of withoutSymbolNoise(lines).lines) reading.line(line);
  return reading.found();
}

export const clrstack: TextParser = {
  id: 'clrstack',
  title: 'Managed call stacks (SOS !clrstack)',
  hints: ['os thread id', 'call site', 'clrstack', 'frame: ', '.cs @ ', ')'],
  span,
  parse,
};
