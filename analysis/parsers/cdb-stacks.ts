/**
 * Call stacks of cdb and WinDbg: k, kb, kc, kL, kn, kp, kv, ~*k of all ages.
 *
 *    # Child-SP          RetAddr               Call Site
 *   00 00000054`b71ffb78 00007ffe`1ee672ae     ntdll!DbgBreakPoint
 *   0068fba0 77e9e8eb ntdll!ZwWaitForSingleObject+0xb
 *
 * Frame numbers, process and thread ids (`Id: 11fc.b18`) are hexadecimal, the thread's index is decimal.
 * https://learn.microsoft.com/windows-hardware/drivers/debuggercmds/k--kb--kc--kd--kp--kp--kv--display-stack-backtrace-
 */
import {
  bareSite,
  isColumnHeader,
  isNamesOnly,
  isOther,
  isThreadHeader,
  stackCommand,
  threadDetail,
  threadHeader,
  uniqueStacks,
  warning,
} from '../cdb-stack-lines.ts';
import { callSite, createCallSiteFinder, frameNumber, isFrameWithoutHeader } from '../cdb-frame.ts';
import { bodyAt, debuggerCommand, isElision, skipBlank } from '../debugger-text.ts';
import type { DebuggerCommand } from '../debugger-text.ts';
import { unknownLife } from '../life.ts';
import { boundStacks, createStackGrouper, moduleKey } from '../stacks.ts';
import { noiseStart, withoutSymbolNoise } from '../symbol-noise.ts';
import type { CallStack, Parsed, ProcessLife, TextParser } from '../types.ts';

/** More lines than this are no wrapped frame: kP prints each parameter on a line of its own. */
const maxContinuation = 30;

function isOpen(text: string): boolean {
  let depth = 0;
  for (const c of text) {
    if (c === '(' || c === '[') depth += 1;
    else if (c === ')' || c === ']') depth -= 1;
  }
  return depth > 0;
}

/** A line that symbol noise broke goes on in the next: as good as an open parenthesis. */
const interrupted = '(';

/** Warnings about symbols may stand in numbers between a header and its first frame. */
const maxHeadLines = 200;

/** The index behind a thread header, column headers and remarks: where the first frame must stand. */
function firstFrame(lines: readonly string[], from: number): number {
  const last = Math.min(lines.length, from + maxHeadLines);
  let at = from;
  while (at < last && (isOther(lines[at] ?? '') || (lines[at] ?? '').trim() === '' || noiseStart(lines[at] ?? '') === 0)) at += 1;
  return at;
}

function begins(lines: readonly string[], from: number, body: number): boolean {
  const line = lines[body] ?? '';
  if (isColumnHeader(line) || isThreadHeader(line)) {
    const at = firstFrame(lines, body);
    const next = lines[at] ?? '';
    return (
      callSite(next) >= 0 || (lines.slice(body, at).some(isNamesOnly) && bareSite(next) !== null) || (at >= lines.length && at - body > 0)
    );
  }
  if (body > from) {
    const at = firstFrame(lines, body);
    return callSite(lines[at] ?? '') >= 0;
  }
  return (
    isFrameWithoutHeader(lines, body) &&
    (skipBlank(lines, body + 1) >= lines.length || callSite(lines[skipBlank(lines, body + 1)] ?? '') >= 0)
  );
}

function span(lines: readonly string[], from: number): number {
  const body = bodyAt(lines, from, stackCommand);
  if (body < 0 || body >= lines.length || !begins(lines, from, body)) return 0;
  const find = createCallSiteFinder();
  let [end, blanks, namesOnly, continued, open] = [body, 0, false, 0, ''];
  for (let at = body; at < lines.length && blanks <= 3; at += 1) {
    const line = lines[at] ?? '';
    if (line === '' || line.trim() === '') {
      blanks += 1;
      continue;
    }
    if (isColumnHeader(line)) namesOnly = isNamesOnly(line);
    const isFrame = find(line) >= 0 || (namesOnly && bareSite(line) !== null);
    if (isFrame) [open, continued] = [noiseStart(line) > 0 ? interrupted : line, 0];
    else if (debuggerCommand(line) !== null) break;
    else if (!isOther(line) && noiseStart(line) < 0) {
      if (blanks > 0 || continued >= maxContinuation || !isOpen(open)) break;
      [open, continued] = [open + line, continued + 1];
    }
    [end, blanks] = [at + 1, 0];
  }
  return end - from;
}

/** The numbers that are missing between frames of one stack, as the debugger writes them: `11`, `1b to 49`. */
function gaps(numbers: readonly number[]): string[] {
  return numbers.flatMap((number, i) => {
    const before = numbers[i - 1] ?? -1;
    if (number <= before + 1 || i === 0) return [];
    const [first, last] = [(before + 1).toString(16), (number - 1).toString(16)];
    return [first === last ? first : `${first} to ${last}`];
  });
}
/** Frame numbers are only checked in a paste, not in a log of thousands of threads. */
const maxLinesForGaps = 4000;

interface Found {
  readonly stacks: readonly CallStack[];
  readonly pids: ReadonlySet<number>;
  readonly gaps: readonly string[];
  readonly remarks: ReadonlySet<string>;
  readonly bits: 32 | 64 | null;
}

interface State {
  thread: string | null;
  /** The call site that the next line may go on. */
  pending: string | null;
  namesOnly: boolean;
}

/** Addresses of 64 bits are printed with a tick: 00000054`b71ffb78. */
function bitsOf(lines: readonly string[]): 32 | 64 | null {
  if (lines.some((line) => line.includes('`'))) return 64;
  return lines.some((line) => callSite(line) > 0) ? 32 : null;
}

function threadName([, index = '', pid = '', tid = '', name = '']: RegExpExecArray): string {
  return `${index} (${pid}.${tid})${name === '' ? '' : ` ${name}`}`;
}

/** `~57k` shows thread 57, whichever the prompt stands on. */
function threadOf(prompt: DebuggerCommand | null): string | null {
  return /^~(\d{1,5})(?!\d)/.exec(prompt?.command ?? '')?.[1] ?? prompt?.thread ?? null;
}

function readStacks(lines: readonly string[]): Found {
  const prompt = debuggerCommand(lines[0] ?? '');
  const [grouper, find] = [createStackGrouper(), createCallSiteFinder()];
  const [pids, remarks, missing] = [new Set<number>(), new Set<string>(), new Set<string>()];
  const state: State = { thread: threadOf(prompt), pending: null, namesOnly: false };
  let numbers: number[] = [];
  const flush = () => {
    if (state.pending !== null) grouper.frame(state.pending);
    state.pending = null;
  };
  const end = () => {
    flush();
    grouper.end(state.thread);
    for (const gap of gaps(numbers)) missing.add(gap);
    numbers = [];
  };
  const frame = (line: string, site: string) => {
    const number = lines.length <= maxLinesForGaps || line.startsWith('00 ') ? frameNumber(line) : null;
    if (number === 0) end();
    else flush();
    if (number !== null) numbers.push(number);
    state.pending = site;
  };
  const other = (line: string) => {
    const header = line.includes('Id: ') ? threadHeader.exec(line) : null;
    if (header !== null) {
      end();
      pids.add(Number.parseInt(header[2] ?? '', 16));
      state.thread = threadName(header);
    } else if (isColumnHeader(line)) {
      end();
      state.namesOnly = isNamesOnly(line);
    } else if (isElision(line)) remarks.add('Frames were cut out of this text by whoever shortened it.');
    else if (warning.test(line))
      remarks.add('The debugger could not unwind some stacks for want of symbols: frames below its warning may be wrong.');
    else if (state.pending !== null && !threadDetail.test(line) && !uniqueStacks.test(line))
      state.pending += (state.pending.endsWith(',') ? ' ' : '') + line.trim();
  };
  for (const line of prompt === null ? lines : lines.slice(1)) {
    const at = find(line);
    const bare = at < 0 && state.namesOnly ? bareSite(line) : null;
    if (at >= 0) frame(line, line.slice(at));
    else if (bare !== null) frame(line, bare);
    else if (line.trim() !== '') other(line);
  }
  end();
  return { stacks: grouper.grouped(), pids, gaps: [...missing], remarks, bits: bitsOf(lines.slice(0, maxLinesForGaps)) };
}

function lifeOf({ stacks, pids, bits }: Found): ProcessLife {
  const modules = new Set(stacks.flatMap(({ frames }) => frames.map(({ module }) => (module === null ? '' : moduleKey(module)))));
  const isWow64 = modules.has('wow64') || modules.has('wow64cpu');
  const runtime = modules.has('coreclr') ? 'dotnet' : modules.has('clr') || modules.has('mscorwks') ? 'netfx' : null;
  return { ...unknownLife, pid: pids.size === 1 ? ([...pids][0] ?? null) : null, bitness: isWow64 ? 32 : bits, runtime };
}

/** A web server under load has a few hundred threads; their number alone is worth a word from here on. */
const manyThreads = 1000;

function parse(block: readonly string[]): Parsed {
  const { lines, withoutSymbols } = withoutSymbolNoise(block);
  const found = readStacks(lines);
  const threads = found.stacks.reduce((sum, { count }) => sum + count, 0);
  if (threads === 0) {
    return {
      ok: false,
      problem: 'This is the head of a debugger stack without its frames. Paste the frames below it too, or run ~*kL again.',
      line: 1,
    };
  }
  const bounded = boundStacks(found.stacks);
  const index = Number(debuggerCommand(lines[0] ?? '')?.thread ?? 0);
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

export const cdbStacks: TextParser = {
  id: 'cdb-stacks',
  title: 'Call stacks (cdb, WinDbg)',
  hints: ['call site', 'childebp', 'child-sp', 'retaddr', '+0x', '!', '(inline'],
  span,
  parse,
};
