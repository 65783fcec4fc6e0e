/** The lines of a stack command, without symbol noise, one after another → equal stacks, and what they say of the process. */
import { callSite, frameNumber } from './cdb-frame.ts';
import { bareSite, isColumnHeader, isNamesOnly, threadDetail, threadHeader, uniqueStacks, warning } from './cdb-stack-lines.ts';
import type { ThreadLine } from './cdb-thread-line.ts';
import { withoutValues } from './cdb-parameter-values.ts';
import { isElision } from './debugger-text.ts';
import { moduleKey } from './frame-roles.ts';
import { unknownLife } from './life.ts';
import { createStackGrouper } from './stacks.ts';
import type { ThreadName } from './stack-grouper.ts';
import type { BoundedStacks, StackGrouper } from './stacks.ts';
import type { Parsed, ProcessLife, StackFrame } from './types.ts';

/** The numbers that are missing between frames of one stack, as the debugger writes them: `11`, `1b to 49`. */
function gaps(numbers: readonly number[]): string[] {
  return numbers.flatMap((number, i) => {
    const before = numbers[i - 1] ?? -1;
    if (number <= before + 1 || i === 0) return [];
    const [first, last] = [(before + 1).toString(16), (number - 1).toString(16)];
    return [first === last ? first : `${first} to ${last}`];
  });
}

const wasShortened = 'Frames were cut out of this text by whoever shortened it.';
const notUnwound = 'The debugger could not unwind some stacks for want of symbols: frames below its warning may be wrong.';

export interface FoundStacks {
  readonly bounded: BoundedStacks;
  /** Threads whose stacks are shown. */
  readonly shown: number;
  /** The first frames of the stacks. */
  readonly tops: readonly StackFrame[];
  readonly pids: ReadonlySet<number>;
  /** All threads, where the command shows equal stacks once (!uniqstack) and says their number; 0 otherwise. */
  readonly allThreads: number;
  readonly gaps: readonly string[];
  readonly remarks: ReadonlySet<string>;
  readonly bits: 32 | 64 | null;
  /** As printed. */
  readonly modules: ReadonlySet<string>;
}

export interface StackReading {
  line(text: string): void;
  /** A line whose call site stands at `site`; its number, with which it can be added `again`. */
  frame(text: string, site: number): number;
  /** A line that has no addresses, below a header of names alone; its number. */
  name(text: string, site: string): number;
  /**
   * Frames that were read before, but for their addresses: `numbers[from, to)`, at their offsets, or where these are below 0 at
   * those that were read. Their numbers on the stack are not checked for gaps.
   */
  again(numbers: Int32Array, offsets: Int32Array, from: number, to: number): void;
  /** The number of the frame that was read last to this stack; -1 where it has none yet. */
  last(): number;
  /** What is known of a frame that was read before: its call site, and whether it may have another offset. */
  readonly known: StackGrouper['known'];
  /** The next frame is the first of a stack. */
  endStack(): void;
  /** The header of a thread. */
  thread(line: ThreadLine): void;
  /** A header of columns above the first frame of a stack: with addresses, or of names alone. */
  columns(hasNamesOnly: boolean): void;
  found(): FoundStacks;
}

interface Progress {
  readonly grouper: StackGrouper;
  readonly checksNumbers: boolean;
  readonly pids: Set<number>;
  readonly remarks: Set<string>;
  readonly missing: Set<string>;
  allThreads: number;
  /** The thread whose stack is read; a header read by bytes is only put into words where the thread is named. */
  thread: ThreadName | null;
  namesOnly: boolean;
  hasTick: boolean;
  hasAddress: boolean;
  numbers: number[];
}

function threadName(thread: Omit<ThreadLine, 'end' | 'isWide'>): string {
  const { index, pid, tid, name } = thread;
  return `${index} (${pid.toString(16)}.${tid.toString(16)})${name === '' ? '' : ` ${name}`}`;
}

function endStack(progress: Progress): void {
  progress.grouper.end(progress.thread);
  if (progress.numbers.length === 0) return;
  for (const gap of gaps(progress.numbers)) progress.missing.add(gap);
  progress.numbers = [];
}

/** A line whose call site is `site`; its number. */
function takeFrame(progress: Progress, line: string, site: string): number {
  const number = progress.checksNumbers || line.startsWith('00 ') ? frameNumber(line) : null;
  if (number === 0) endStack(progress);
  if (number !== null) progress.numbers.push(number);
  return progress.grouper.frame(withoutValues(site));
}

/** A line whose call site stands behind addresses, at `site`. */
function takeAddressed(progress: Progress, line: string, site: number): number {
  // Addresses of 64 bits are printed with a tick: 00000054`b71ffb78.
  progress.hasTick ||= line.includes('`');
  progress.hasAddress ||= site > 0;
  return takeFrame(progress, line, line.slice(site));
}

/** The rest of a frame that was wrapped. */
function takeRest({ grouper }: Progress, line: string): void {
  const before = grouper.takeBack();
  if (before !== null) grouper.frame(before + (before.endsWith(',') ? ' ' : '') + withoutValues(line.trim()));
}

/** What stands between frames. */
function takeOther(progress: Progress, line: string): void {
  if (isColumnHeader(line)) {
    endStack(progress);
    progress.namesOnly = isNamesOnly(line);
  } else if (isElision(line)) progress.remarks.add(wasShortened);
  else if (warning.test(line)) progress.remarks.add(notUnwound);
  else if (uniqueStacks.test(line)) progress.allThreads = Number(/^Total threads: (\d{1,6})/.exec(line)?.[1] ?? progress.allThreads);
  else if (!threadDetail.test(line)) takeRest(progress, line);
}

/** As printed, because a header that is not read by bytes may have zeros before its numbers. */
function takeHeader(progress: Progress, [, index = '', pid = '', tid = '', name = '']: RegExpExecArray): void {
  endStack(progress);
  progress.pids.add(Number.parseInt(pid, 16));
  progress.thread = `${index} (${pid}.${tid})${name === '' ? '' : ` ${name}`}`;
}

function takeLine(progress: Progress, line: string): void {
  const header = line.includes('Id: ') ? threadHeader.exec(line) : null;
  progress.hasTick ||= line.includes('`');
  if (header !== null) {
    takeHeader(progress, header);
    return;
  }
  const site = callSite(line);
  const bare = site < 0 && progress.namesOnly ? bareSite(line) : null;
  if (site >= 0) takeAddressed(progress, line, site);
  else if (bare !== null) takeFrame(progress, line, bare);
  else if (line.trim() !== '') takeOther(progress, line);
}

/**
 * `thread` is the one that the prompt stands on; `checksNumbers`: say which frame numbers are missing,
 * which is worth its time in a paste, not in a log of thousands of threads.
 */
export function createStackReading(thread: string | null, checksNumbers: boolean): StackReading {
  const progress: Progress = {
    grouper: createStackGrouper(),
    checksNumbers,
    pids: new Set(),
    remarks: new Set(),
    missing: new Set(),
    allThreads: 0,
    thread,
    namesOnly: false,
    hasTick: false,
    hasAddress: false,
    numbers: [],
  };
  return {
    line: (text) => {
      takeLine(progress, text);
    },
    frame: (text, site) => takeAddressed(progress, text, site),
    name: (text, site) => takeFrame(progress, text, site),
    again: progress.grouper.again,
    last: progress.grouper.last,
    known: progress.grouper.known,
    endStack: () => {
      endStack(progress);
    },
    thread: (line) => {
      endStack(progress);
      progress.hasTick ||= line.isWide;
      progress.pids.add(line.pid);
      progress.thread = () => threadName(line);
    },
    columns: (hasNamesOnly) => {
      endStack(progress);
      progress.namesOnly = hasNamesOnly;
    },
    found() {
      endStack(progress);
      const { grouper, pids, allThreads, missing, remarks } = progress;
      const bits = progress.hasTick ? 64 : progress.hasAddress ? 32 : null;
      const [bounded, shown, tops] = [grouper.bounded(), grouper.count(), grouper.tops()];
      return { bounded, shown, tops, pids, allThreads, gaps: [...missing], remarks, bits, modules: grouper.modules() };
    },
  };
}

function lifeOf({ pids, bits, modules: printed }: FoundStacks): ProcessLife {
  const modules = new Set([...printed].map(moduleKey));
  const isWow64 = modules.has('wow64') || modules.has('wow64cpu');
  const runtime = modules.has('coreclr') ? 'dotnet' : modules.has('clr') || modules.has('mscorwks') ? 'netfx' : null;
  return { ...unknownLife, pid: pids.size === 1 ? ([...pids][0] ?? null) : null, bitness: isWow64 ? 32 : bits, runtime };
}

const only64 =
  'These are the 64-bit stacks around a 32-bit process: its own frames are not in them. Run !wow64exts.sw (or .effmach x86), then ~*kL again.';

/** Does every stack end in the layer that runs 32-bit code? Then nobody switched to the 32-bit view. */
const isAroundWow64 = (tops: readonly StackFrame[]): boolean => tops.every(({ module }) => /^wow64(?:cpu)?$/.test(moduleKey(module ?? '')));

/** A web server under load has a few hundred threads; their number alone is worth a word from here on. */
const manyThreads = 1000;

/** The answer for one output; `promptThread` is the number that its prompt shows, `withoutSymbols` the files that lack them. */
export function stacksAnswer(found: FoundStacks, promptThread: string | null, withoutSymbols: readonly string[]): Parsed {
  const { shown, bounded } = found;
  const threads = Math.max(shown, found.allThreads);
  if (shown === 0) {
    return {
      ok: false,
      problem: 'This is the head of a debugger stack without its frames. Paste the frames below it too, or run ~*kL again.',
      line: 1,
    };
  }
  const index = Number(promptThread ?? 0);
  const notes = [
    ...(index >= manyThreads ? [`The prompt stands on thread ${index}: the process has, or had, more than ${index} threads.`] : []),
    ...(found.gaps.length > 0 ? [`Frames ${found.gaps.slice(0, 8).join(', ')} are not in this text.`] : []),
    ...found.remarks,
    ...(threads > shown
      ? [
          `!uniqstack shows each stack once: of ${threads} threads ${threads - shown} have one of the ${shown} stacks here, and which is not told.`,
        ]
      : []),
    ...(isAroundWow64(found.tops) ? [only64] : []),
    ...(withoutSymbols.length > 0
      ? [`Without symbols: ${withoutSymbols.slice(0, 8).join(', ')}. The names of their functions are guesses.`]
      : []),
    ...bounded.notes,
  ];
  return { ok: true, readings: [{ kind: 'stacks', life: lifeOf(found), takenAt: null, threads, stacks: bounded.stacks }], notes };
}
