/**
 * UMDH: logs of one moment, and comparisons of two.
 *
 *   +  5a2e86 ( 2a8067e - 24dd7f8)  dc8a0 allocs	BackTrace3965308
 *   +   29998 ( dc8a0 - b2f08)	BackTrace3965308	allocations
 *   30 bytes + 30 at 206EDDA8BA0 by BackTraceEDD4EEA6
 *
 * Numbers are hexadecimal unless umdh ran with -d (then only bytes and counts are decimal; offsets in stacks never are).
 * Sees heap allocations only: no VirtualAlloc, no handles. FACTS §7.
 * https://learn.microsoft.com/windows-hardware/drivers/debugger/umdh
 */
import { endOfBlock } from '../debugger-text.ts';
import { unknownLife } from '../life.ts';
import { groupStacks } from '../stacks.ts';
import { baseOfPadding, decideBase, readInBase } from '../umdh-numbers.ts';
import type { Base } from '../umdh-numbers.ts';
import type { AllocationEntry, CallStack, Parsed, TextParser } from '../types.ts';

const number = '(?:0x|0n)?[0-9a-fA-F]{1,16}';
const bytesEntry = new RegExp(
  `^\\s{0,8}([+-])\\s{0,12}(${number}) \\(\\s{0,12}(${number})\\s{0,12}-\\s{0,12}(${number})\\)\\s{1,12}(${number}) allocs\\s{1,12}BackTrace\\s?([0-9A-Fa-f]{1,16})`,
);
const countEntry = new RegExp(
  `^\\s{0,8}([+-])\\s{0,12}(${number}) \\(\\s{0,12}(${number})\\s{0,12}-\\s{0,12}(${number})\\)\\s{1,12}BackTrace\\s?([0-9A-Fa-f]{1,16})\\s{1,12}allocations`,
);
const logEntry = new RegExp(`^\\s{0,8}(${number}) bytes \\+ (${number}) at (${number}) by BackTrace([0-9A-Fa-f]{1,16})`);
const oldLogEntry = new RegExp(
  `^\\s{0,8}(${number}) bytes in (${number}) allocations? \\(@ (${number})[^()]{0,40}\\) by: BackTrace([0-9A-Fa-f]{1,16})`,
);
const total = /^\s{0,8}Total (increase|decrease)\s{0,4}==\s{0,4}([0-9a-fA-F]{1,16})?/i;
/** `Total increase == 27000 requested + 9c0 overhead = 279c0`: one more sum that only one base makes right. */
const totalSum = /== {0,4}([0-9a-fA-F]{1,16}) requested \+ {0,12}([0-9a-fA-F]{1,16}) overhead = {0,12}([0-9a-fA-F]{1,16})/;
const remark = /^\s{0,8}(?:\/\/|DBGHELP:|umdh:|Debug library|\*- |[*#]{4,}|Warning:)/i;
/** Where the symbols of the module above came from: DBGHELP tells it for every one. */
const symbols = /^\s{0,16}[A-Za-z.\\][^\n!]{0,400}\.(?:pdb|dll|exe|dbg)\s*$/i;
const frame = /^\s{0,12}(?:[\w.$~@-]{1,128}![^\n]{1,4000}|[\w.$~-]{1,128}\+[0-9A-Fa-f]{1,16}|(?:0x)?[0-9A-Fa-f]{6,16}|\?{3})$/;

const head = /^\s{0,8}\/\/ (?:Debug library initialized|Each log entry has|_NT_SYMBOL_PATH)/;

const isEntry = (line: string): boolean => bytesEntry.test(line) || countEntry.test(line) || logEntry.test(line) || oldLogEntry.test(line);

function span(lines: readonly string[], from: number): number {
  const line = lines[from] ?? '';
  if (!head.test(line) && !isEntry(line)) return 0;
  let [hasEntries, hasTotal] = [false, false];
  const end = endOfBlock(lines, from, (each) => {
    // Behind its total a comparison is over, and behind entries a head is that of the next log.
    if (hasTotal || (hasEntries && head.test(each))) return false;
    hasTotal = total.test(each);
    hasEntries ||= isEntry(each);
    return hasTotal || isEntry(each) || remark.test(each) || symbols.test(each) || frame.test(each);
  });
  return end - from;
}

interface Entry {
  readonly sign: 1 | -1;
  readonly bytes: string;
  /** Of a comparison: new and old. */
  readonly of: readonly [string, string] | null;
  readonly trace: string;
  readonly count: string;
  /** Signed difference of counts, as printed; null where the second line is missing. */
  counts: readonly [string, string] | null;
  readonly frames: string[];
}

function readEntry(line: string): Entry | null {
  const compared = bytesEntry.exec(line);
  if (compared !== null) {
    const [, sign, bytes = '', after = '', before = '', count = '', trace = ''] = compared;
    return { sign: sign === '-' ? -1 : 1, bytes, of: [after, before], trace, count, counts: null, frames: [] };
  }
  const log = logEntry.exec(line);
  if (log !== null) return { sign: 1, bytes: log[1] ?? '', of: null, trace: log[4] ?? '', count: '1', counts: null, frames: [] };
  const old = oldLogEntry.exec(line);
  return old === null
    ? null
    : { sign: 1, bytes: old[1] ?? '', of: null, trace: old[4] ?? '', count: old[2] ?? '', counts: null, frames: [] };
}

function entriesOf(lines: readonly string[]): readonly Entry[] {
  const entries: Entry[] = [];
  for (const line of lines) {
    const entry = readEntry(line);
    const last = entries.at(-1);
    if (entry !== null) entries.push(entry);
    else if (last !== undefined && countEntry.test(line))
      last.counts = [countEntry.exec(line)?.[3] ?? '', countEntry.exec(line)?.[4] ?? ''];
    else if (last !== undefined && line.trim() !== '' && !total.test(line) && !remark.test(line) && !symbols.test(line) && frame.test(line))
      last.frames.push(line.trim());
  }
  return entries;
}

function stackOf({ frames }: Entry): CallStack | null {
  return groupStacks([{ thread: null, frames: frames.slice(0, 200) }])[0] ?? null;
}

/** `bytes` of a comparison is the signed growth; of a log what is held. The legacy comparison has no count difference. */
function evaluated(entry: Entry, base: Base): AllocationEntry {
  const bytes = entry.sign * readInBase(entry.bytes, base);
  const counted = entry.counts === null ? null : readInBase(entry.counts[0], base) - readInBase(entry.counts[1], base);
  return {
    bytes,
    allocations: entry.of === null ? readInBase(entry.count, base) : counted,
    stack: stackOf(entry),
    trace: `BackTrace${entry.trace}`,
  };
}

/** Entries of a log are one a block: those of one back trace are added up. */
function summed(entries: readonly AllocationEntry[]): readonly AllocationEntry[] {
  const byTrace = new Map<string, AllocationEntry>();
  for (const entry of entries) {
    const before = byTrace.get(entry.trace ?? '');
    const allocations = (before?.allocations ?? 0) + (entry.allocations ?? 0);
    byTrace.set(entry.trace ?? '', {
      ...entry,
      bytes: entry.bytes + (before?.bytes ?? 0),
      allocations,
      stack: before?.stack ?? entry.stack,
    });
  }
  return [...byTrace.values()];
}

const sumOf = (entries: readonly AllocationEntry[]): number => entries.reduce((bytes, entry) => bytes + entry.bytes, 0);

/** Behind the figure of a whole line comes what it counts; documents leave that out. */
const wholeFigure = /={1,2} {0,12}[0-9a-fA-F]{1,16} {1,12}requested/i;

/**
 * `Total increase == 27000 requested + 9c0 overhead = 279c0`: what the comparison adds up to, signed; null where the line is missing,
 * or the file was cut inside its figure: it ends there, and with less than half of what its `entries` (bytes) add up to.
 */
function printedTotal(lines: readonly string[], base: Base, entries: number): number | null {
  const at = lines.findIndex((line) => total.test(line));
  const found = total.exec(lines[at] ?? '');
  if (found?.[2] === undefined) return null;
  const bytes = (found[1]?.toLowerCase() === 'decrease' ? -1 : 1) * readInBase(found[2], base);
  const isLast = lines.slice(at + 1).every((line) => line.trim() === '');
  const isCut = isLast && !wholeFigure.test(lines[at] ?? '') && Math.abs(bytes) < Math.abs(entries) / 2;
  return isCut ? null : bytes;
}

/** What the comparison as a whole has beside the entries at hand: bytes that nobody here can name. */
function restOf(bytes: number): readonly AllocationEntry[] {
  return bytes === 0 ? [] : [{ bytes, allocations: null, stack: null, trace: null }];
}

/** What a record keeps of a comparison: the entries that grew or shrank most. */
const maxEntries = 60;

/** Entries that are enough to see whether their bytes are whole blocks. */
const mostWeighed = 200;

function decidedFor(entries: readonly Entry[], lines: readonly string[]): { readonly base: Base; readonly note: string | null } {
  const compared = entries.filter(({ of }) => of !== null);
  if (compared.length === 0) return { base: 16, note: null };
  const sums = compared.flatMap(({ bytes, of, counts }) => [
    [bytes, of?.[0] ?? '', of?.[1] ?? ''] as const,
    ...(counts === null ? [] : [['0', counts[0], counts[0]] as const]),
  ]);
  const whole = lines.map((line) => totalSum.exec(line)).find((each) => each !== null);
  if (whole != null) sums.push([whole[2] ?? '', whole[3] ?? '', whole[1] ?? '']);
  const padding = lines
    .filter((line) => bytesEntry.test(line) || countEntry.test(line))
    .map(baseOfPadding)
    .find((each) => each !== null);
  const blocks = compared.slice(0, mostWeighed).map(({ of, count }) => [of?.[0] ?? '', count] as const);
  return decideBase(sums, padding ?? null, blocks);
}

function parse(lines: readonly string[]): Parsed {
  const entries = entriesOf(lines);
  if (entries.length === 0) {
    return {
      ok: false,
      problem:
        'This is the head of a UMDH file without entries. Either nothing grew between the two logs, or stack traces are off: gflags /i IMAGE.exe +ust, restart, and take both logs again.',
      line: 1,
    };
  }
  const { base, note } = decidedFor(entries, lines);
  const diff = entries.some(({ of }) => of !== null);
  const all = (diff ? (list: readonly AllocationEntry[]) => list : summed)(entries.map((entry) => evaluated(entry, base)));
  const kept = [...all].sort((a, b) => Math.abs(b.bytes) - Math.abs(a.bytes)).slice(0, maxEntries);
  const sum = sumOf(all);
  const whole = printedTotal(lines, base, sum);
  const unnamed = kept.filter(({ stack }) => stack !== null && stack.frames.every((each) => each.function === null)).length;
  return {
    ok: true,
    readings: [
      { kind: 'allocations', life: unknownLife, takenAt: null, diff, entries: [...kept, ...restOf((whole ?? sum) - sumOf(kept))] },
    ],
    notes: [
      ...(note === null ? [] : [note]),
      ...(whole !== null && whole !== sum
        ? [`The file's own total is ${whole} bytes, the entries here add up to ${sum}: some are missing.`]
        : []),
      ...(kept.length < all.length ? [`${all.length - kept.length} smaller entries were left out.`] : []),
      ...(unnamed > 0 ? [`${unnamed} entries have addresses without names: compare the logs with umdh -v and _NT_SYMBOL_PATH set.`] : []),
    ],
  };
}

export const umdh: TextParser = {
  id: 'umdh',
  title: 'Heap allocations by call stack (UMDH)',
  hints: ['backtrace', '// debug library', 'each log entry'],
  span,
  parse,
};
