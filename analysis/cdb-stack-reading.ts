/** The lines of a stack command, without symbol noise, one after another → equal stacks, and what they say of the process. */
import { createCallSiteFinder, frameNumber } from './cdb-frame.ts';
import { bareSite, isColumnHeader, isNamesOnly, threadDetail, threadHeader, uniqueStacks, warning } from './cdb-stack-lines.ts';
import { isElision } from './debugger-text.ts';
import { unknownLife } from './life.ts';
import { boundStacks, createStackGrouper, moduleKey } from './stacks.ts';
import type { StackGrouper } from './stacks.ts';
import type { CallStack, Parsed, ProcessLife } from './types.ts';

/** The numbers that are missing between frames of one stack, as the debugger writes them: `11`, `1b to 49`. */
function gaps(numbers: readonly number[]): string[] {
  return numbers.flatMap((number, i) => {
    const before = numbers[i - 1] ?? -1;
    if (number <= before + 1 || i === 0) return [];
    const [first, last] = [(before + 1).toString(16), (number - 1).toString(16)];
    return [first === last ? first : `${first} to ${last}`];
  });
}

function threadName([, index = '', pid = '', tid = '', name = '']: RegExpExecArray): string {
  return `${index} (${pid}.${tid})${name === '' ? '' : ` ${name}`}`;
}

const wasShortened = 'Frames were cut out of this text by whoever shortened it.';
const notUnwound = 'The debugger could not unwind some stacks for want of symbols: frames below its warning may be wrong.';

export interface FoundStacks {
  readonly stacks: readonly CallStack[];
  readonly pids: ReadonlySet<number>;
  readonly gaps: readonly string[];
  readonly remarks: ReadonlySet<string>;
  readonly bits: 32 | 64 | null;
}

export interface StackReading {
  line(text: string): void;
  /** A frame of 64-bit addresses whose call site is known, `isFirst` where its number is 00. Its number is not checked for gaps. */
  frame(site: string, isFirst: boolean): void;
  found(): FoundStacks;
}

interface Progress {
  readonly grouper: StackGrouper;
  readonly pids: Set<number>;
  readonly remarks: Set<string>;
  readonly missing: Set<string>;
  thread: string | null;
  /** The call site that the next line may go on. */
  pending: string | null;
  namesOnly: boolean;
  hasTick: boolean;
  hasAddress: boolean;
  numbers: number[];
}

function flush(progress: Progress): void {
  if (progress.pending !== null) progress.grouper.frame(progress.pending);
  progress.pending = null;
}

function endStack(progress: Progress): void {
  flush(progress);
  progress.grouper.end(progress.thread);
  if (progress.numbers.length === 0) return;
  for (const gap of gaps(progress.numbers)) progress.missing.add(gap);
  progress.numbers = [];
}

function takeFrame(progress: Progress, site: string, number: number | null): void {
  if (number === 0) endStack(progress);
  else flush(progress);
  if (number !== null) progress.numbers.push(number);
  progress.pending = site;
}

/** What stands between frames, and the rest of a frame that was wrapped. */
function takeOther(progress: Progress, line: string): void {
  if (isColumnHeader(line)) {
    endStack(progress);
    progress.namesOnly = isNamesOnly(line);
  } else if (isElision(line)) progress.remarks.add(wasShortened);
  else if (warning.test(line)) progress.remarks.add(notUnwound);
  else if (progress.pending !== null && !threadDetail.test(line) && !uniqueStacks.test(line))
    progress.pending += (progress.pending.endsWith(',') ? ' ' : '') + line.trim();
}

function takeHeader(progress: Progress, header: RegExpExecArray): void {
  endStack(progress);
  progress.pids.add(Number.parseInt(header[2] ?? '', 16));
  progress.thread = threadName(header);
}

/**
 * `thread` is the one that the prompt stands on; `checksNumbers`: say which frame numbers are missing,
 * which is worth its time in a paste, not in a log of thousands of threads.
 */
export function createStackReading(thread: string | null, checksNumbers: boolean): StackReading {
  const find = createCallSiteFinder();
  const progress: Progress = {
    grouper: createStackGrouper(),
    pids: new Set(),
    remarks: new Set(),
    missing: new Set(),
    thread,
    pending: null,
    namesOnly: false,
    hasTick: false,
    hasAddress: false,
    numbers: [],
  };
  return {
    line(text) {
      // Addresses of 64 bits are printed with a tick: 00000054`b71ffb78.
      progress.hasTick ||= text.includes('`');
      const header = text.includes('Id: ') ? threadHeader.exec(text) : null;
      if (header !== null) {
        takeHeader(progress, header);
        return;
      }
      const at = find(text);
      progress.hasAddress ||= at > 0;
      const site = at >= 0 ? text.slice(at) : progress.namesOnly ? bareSite(text) : null;
      if (site !== null) takeFrame(progress, site, checksNumbers || text.startsWith('00 ') ? frameNumber(text) : null);
      else if (text.trim() !== '') takeOther(progress, text);
    },
    frame(site, isFirst) {
      progress.hasTick = true;
      if (isFirst) endStack(progress);
      else flush(progress);
      progress.pending = site;
    },
    found() {
      endStack(progress);
      const bits = progress.hasTick ? 64 : progress.hasAddress ? 32 : null;
      return { stacks: progress.grouper.grouped(), pids: progress.pids, gaps: [...progress.missing], remarks: progress.remarks, bits };
    },
  };
}

function lifeOf({ stacks, pids, bits }: FoundStacks): ProcessLife {
  const printed = new Set(stacks.flatMap(({ frames }) => frames.map(({ module }) => module ?? '')));
  const modules = new Set([...printed].map(moduleKey));
  const isWow64 = modules.has('wow64') || modules.has('wow64cpu');
  const runtime = modules.has('coreclr') ? 'dotnet' : modules.has('clr') || modules.has('mscorwks') ? 'netfx' : null;
  return { ...unknownLife, pid: pids.size === 1 ? ([...pids][0] ?? null) : null, bitness: isWow64 ? 32 : bits, runtime };
}

/** A web server under load has a few hundred threads; their number alone is worth a word from here on. */
const manyThreads = 1000;

/** The answer for one output; `promptThread` is the number that its prompt shows, `withoutSymbols` the files that lack them. */
export function stacksAnswer(found: FoundStacks, promptThread: string | null, withoutSymbols: readonly string[]): Parsed {
  const threads = found.stacks.reduce((sum, { count }) => sum + count, 0);
  if (threads === 0) {
    return {
      ok: false,
      problem: 'This is the head of a debugger stack without its frames. Paste the frames below it too, or run ~*kL again.',
      line: 1,
    };
  }
  const bounded = boundStacks(found.stacks);
  const index = Number(promptThread ?? 0);
  const notes = [
    ...(index >= manyThreads ? [`The prompt stands on thread ${index}: the process has, or had, more than ${index} threads.`] : []),
    ...(found.gaps.length > 0 ? [`Frames ${found.gaps.slice(0, 8).join(', ')} are not in this text.`] : []),
    ...found.remarks,
    ...(withoutSymbols.length > 0
      ? [`Without symbols: ${withoutSymbols.slice(0, 8).join(', ')}. The names of their functions are guesses.`]
      : []),
    ...bounded.notes,
  ];
  return { ok: true, readings: [{ kind: 'stacks', life: lifeOf(found), takenAt: null, threads, stacks: bounded.stacks }], notes };
}
