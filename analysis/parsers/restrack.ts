/**
 * ProcDump for Linux -restrack: allocations that were not freed, by stack.
 *
 *   +++ Leaked Allocation [allocation size: 0x400 count:0x10 total size:0x4000]
 *   	[0x55d1a2b3c4d5] LeakFunction+0x1f
 *   Total leaked: 0x4040
 *
 * All numbers are hexadecimal. https://github.com/microsoft/ProcDump-for-Linux (src/Restrack.cpp); FACTS §4.
 */
import { readHex } from '../debugger-text.ts';
import { unknownLife } from '../life.ts';
import type { AllocationEntry, CallStack, Parsed, StackFrame, TextParser } from '../types.ts';

const entry =
  /^\s{0,8}\+{3} Leaked Allocation \[allocation size: ?(0x[0-9a-f]{1,16}) count: ?(0x[0-9a-f]{1,16}) total size: ?(0x[0-9a-f]{1,16})\]?/i;
const frame = /^\s{0,8}\[(?:0x)?[0-9a-f]{1,16}\]\s{1,4}(\S.{0,999})$/i;
const offsetPart = /^0x[0-9a-f]{1,16}$/i;
const total = /^\s{0,8}Total leaked: ?(0x[0-9a-f]{1,16})/i;
const nothing = /^\s{0,8}No leaks detected\./i;
/** A record keeps this many, the largest. */
const keptEntries = 60;

const isMine = (line: string): boolean => [entry, total, nothing].some((each) => each.test(line));

function span(lines: readonly string[], from: number): number {
  if (!isMine(lines[from] ?? '')) return 0;
  let end = from;
  for (let at = from; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line === '') continue;
    if (!isMine(line) && !frame.test(line)) break;
    end = at + 1;
  }
  return end - from;
}

function frameOf(line: string): StackFrame {
  const symbol = frame.exec(line)?.[1] ?? '';
  const plus = symbol.lastIndexOf('+');
  const hasOffset = plus > 0 && offsetPart.test(symbol.slice(plus + 1));
  const [name, offset] = hasOffset ? [symbol.slice(0, plus), symbol.slice(plus + 1)] : [symbol, undefined];
  const unknown = /^(?:\?+|\[?unknown\]?)$/i.test(name);
  return {
    module: null,
    function: unknown ? null : name,
    offset: offset === undefined ? null : readHex(offset),
    printed: line.trim().slice(0, 300),
  };
}

function entriesOf(lines: readonly string[]): readonly AllocationEntry[] {
  const found: { bytes: number; allocations: number; frames: StackFrame[] }[] = [];
  for (const line of lines) {
    const start = entry.exec(line);
    if (start !== null) found.push({ bytes: readHex(start[3] ?? '') ?? 0, allocations: readHex(start[2] ?? '') ?? 0, frames: [] });
    else if (frame.test(line)) found.at(-1)?.frames.push(frameOf(line));
  }
  return found.map(({ bytes, allocations, frames }) => {
    const stack: CallStack | null = frames.length === 0 ? null : { threads: [], count: 1, frames: frames.slice(0, 100) };
    return { bytes, allocations, stack, trace: null };
  });
}

function parse(lines: readonly string[]): Parsed {
  const entries = entriesOf(lines);
  if (entries.length === 0) {
    const problem = lines.some((line) => nothing.test(line))
      ? 'ProcDump found nothing that was allocated while it watched and not freed. Let it watch longer, while the memory grows.'
      : 'This is the end of a report of ProcDump -restrack without its allocations. Paste all of it.';
    return { ok: false, problem, line: 1 };
  }
  const sum = entries.reduce((all, each) => all + each.bytes, 0);
  const printed = lines.map((line) => total.exec(line)?.[1]).find((each) => each !== undefined);
  const whole = printed === undefined ? null : readHex(printed);
  const kept = [...entries].sort((a, b) => b.bytes - a.bytes).slice(0, keptEntries);
  return {
    ok: true,
    readings: [{ kind: 'allocations', life: unknownLife, takenAt: null, diff: false, entries: kept }],
    notes: [
      ...(whole === null ? ['The line "Total leaked" is missing, so allocations may be missing too.'] : []),
      ...(whole !== null && whole !== sum
        ? [`The report's own total is ${whole} bytes, the allocations here add up to ${sum}: some are missing.`]
        : []),
      ...(kept.length < entries.length ? [`Of ${entries.length} stacks the ${kept.length} with most bytes were kept.`] : []),
    ],
  };
}

export const restrack: TextParser = {
  id: 'restrack',
  title: 'Allocations that were not freed (ProcDump for Linux -restrack)',
  hints: ['leaked allocation', 'total leaked', 'no leaks detected'],
  span,
  parse,
};
