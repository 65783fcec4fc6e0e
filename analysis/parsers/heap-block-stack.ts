/**
 * !heap -p -a ADDRESS: one block and the stack that allocated it (with +ust or page heap), and !heap -flt: blocks of a size.
 *
 *       HEAP_ENTRY Size Prev Flags    UserPtr UserSize - state
 *         42ae5b28 0541 0000  [00]   42ae5b40    02800 - (busy)
 *         77e9df42 ntdll!RtlAllocateHeap+0x00000274
 *
 * All numbers are hexadecimal; UserSize is what the program asked for.
 * https://learn.microsoft.com/windows-hardware/drivers/debuggercmds/-heap
 */
import { bodyAt, endOfBlock, isElision, readHex } from '../debugger-text.ts';
import { unknownLife } from '../life.ts';
import { groupStacks } from '../stacks.ts';
import { withoutSymbolNoise } from '../symbol-noise.ts';
import type { Parsed, Reading, TextParser } from '../types.ts';

const command = /^!?heap\s(?:.*-flt\b|(?:(?!-p\b).)*-p\b.*-a\b)/i;
const foundIn = /^\s{0,8}address (?:0x)?[0-9a-fA-F`]{6,17} found in\s*$/i;
const heapLine = /^\s{0,8}_(?:HEAP|DPH_HEAP_ROOT) @ ([0-9a-fA-F]{5,16})\b/;
const header = /^\s{0,30}HEAP_ENTRY\s{1,8}Size\s{1,8}Prev\s{1,8}Flags/;
const pageHeader = /^\s{0,8}in (?:busy|free-ed|free) allocation \(\s{0,4}DPH_HEAP_BLOCK:/;
const entry =
  /^\s{0,20}[0-9a-fA-F]{6,16}\s{1,4}[0-9a-fA-F]{4,6}\s{1,4}[0-9a-fA-F]{4,6}\s{1,4}\[[0-9a-fA-F]{2}\]\s{1,8}[0-9a-fA-F]{6,16}\s{1,8}([0-9a-fA-F]{1,12})\s{1,4}-\s{1,4}\((\w{2,12})[^()]{0,20}\)/;
const pageEntry =
  /^\s{1,40}[0-9a-fA-F]{5,16}:\s{1,20}[0-9a-fA-F]{5,16}\s{1,20}([0-9a-fA-F]{1,12})\s{1,20}-\s{1,20}[0-9a-fA-F]{5,16}\s{1,20}[0-9a-fA-F]{1,12}\s*$/;
const frame = /^\s{0,20}(?:[0-9a-fA-F]{6,8}|[0-9a-fA-F]{8}`?[0-9a-fA-F]{3,8}|[0-9a-fA-F]{11,16})\s{1,4}(\+?[^\s:][^\n]{2,4000})$/;
const contents = /^\s{6,20}[\w.?]{1,60}!(?:printable|\S{0,80}vftable\S{0,20}|\S{1,120})\s*$/;
/** A C++ object begins with the address of its class's table. */
const table = /^\s{6,20}([\w.?]{1,60}!\S{1,200}?)::`?vftable\S{0,20}\s*$/;
const remark = /^\s{0,12}(?:Trace: |(?:verifier|Stack trace)\b)|^\s{0,20}\d{1,8} (?:blocks|potential)/i;

const isHead = (line: string): boolean => foundIn.test(line) || heapLine.test(line) || header.test(line) || pageHeader.test(line);

function isFrame(line: string): boolean {
  const symbol = frame.exec(line)?.[1];
  return symbol !== undefined && (symbol.includes('!') || /^\+0x|^[\w.$~-]{1,128}\+0x|^0x/.test(symbol));
}

const belongs = (line: string): boolean =>
  isHead(line) || entry.test(line) || pageEntry.test(line) || isFrame(line) || contents.test(line) || remark.test(line);

function span(lines: readonly string[], from: number): number {
  const body = bodyAt(lines, from, command);
  if (body < 0 || body >= lines.length) return 0;
  const line = lines[body] ?? '';
  const bare =
    foundIn.test(line) ||
    header.test(line) ||
    pageHeader.test(line) ||
    entry.test(line) ||
    (heapLine.test(line) && (header.test(lines[body + 1] ?? '') || pageHeader.test(lines[body + 1] ?? '')));
  if (!bare && !(body > from && isHead(line))) return 0;
  let blocks = 0;
  return endOfBlock(lines, body, (each) => !(foundIn.test(each) && ++blocks > 1) && belongs(each)) - from;
}

interface Found {
  readonly heap: string | null;
  readonly sizes: readonly number[];
  /** The class of each block, in the order of `sizes`; null where none was printed. */
  readonly classes: readonly (string | null)[];
  readonly frames: readonly string[];
}

function readBlock(lines: readonly string[]): Found {
  const blocks = lines.flatMap((line, at) => {
    const found = entry.exec(line);
    if (found !== null && found[2]?.startsWith('free') === true) return [];
    const size = readHex((found ?? pageEntry.exec(line))?.[1] ?? '');
    return size === null ? [] : [{ size, holds: table.exec(lines[at + 1] ?? '')?.[1] ?? null }];
  });
  const [sizes, classes] = [blocks.map(({ size }) => size), blocks.map(({ holds }) => holds)];
  const heap = lines.map((line) => heapLine.exec(line)?.[1]).find((each) => each !== undefined) ?? null;
  return { heap, sizes, classes, frames: lines.filter(isFrame).map((line) => frame.exec(line)?.[1] ?? '') };
}

/** The class of more than half of these blocks. */
function classOf(classes: readonly (string | null)[]): string | null {
  const counts = new Map<string, number>();
  for (const each of classes) if (each !== null) counts.set(each, (counts.get(each) ?? 0) + 1);
  return [...counts].find(([, count]) => count > classes.length / 2)?.[0] ?? null;
}

/** Blocks that are listed without a stack, counted by size. */
function bySize({ sizes, classes }: Found) {
  const groups = Map.groupBy(
    sizes.map((size, i) => ({ size, holds: classes[i] ?? null })),
    ({ size }) => size,
  );
  return [...groups]
    .map(([size, some]) => {
      const holds = classOf(some.map((each) => each.holds));
      return { size, blocks: some.length, bytes: size * some.length, percent: null, ...(holds === null ? {} : { holds }) };
    })
    .sort((a, b) => b.bytes - a.bytes);
}

function parse(block: readonly string[]): Parsed {
  const { lines, withoutSymbols } = withoutSymbolNoise(block);
  const found = readBlock(lines);
  const { heap, sizes, frames } = found;
  if (sizes.length === 0) {
    return {
      ok: false,
      problem: 'No busy block is in this output. Paste the row below "HEAP_ENTRY Size Prev" and, where there is one, the stack below it.',
      line: 1,
    };
  }
  const life = { ...unknownLife, bitness: lines.some((line) => /^\s{1,20}[0-9a-fA-F]{11,16}\s/.test(line)) ? (64 as const) : null };
  const stack = frames.length === 0 ? null : (groupStacks([{ thread: null, frames }])[0] ?? null);
  const reading: Reading =
    stack !== null
      ? { kind: 'allocations', life, takenAt: null, diff: false, entries: [{ bytes: sizes[0] ?? 0, allocations: 1, stack, trace: null }] }
      : { kind: 'heapBlocks', life, takenAt: null, heap, sizes: bySize(found).slice(0, 100) };
  const single = sizes.length === 1 && stack === null;
  return {
    ok: true,
    readings: [reading],
    notes: [
      ...(single
        ? ['The block has no allocation stack: stack traces were not on. gflags /i IMAGE.exe +ust, then restart the process.']
        : []),
      ...(stack !== null ? ['This is one block: it shows where such a block comes from, not how many there are.'] : []),
      ...(lines.some(isElision) ? ['Blocks or frames were cut out of this text: there are more than are listed.'] : []),
      ...(withoutSymbols.length > 0 ? [`Without symbols: ${withoutSymbols.slice(0, 8).join(', ')}.`] : []),
    ],
  };
}

export const heapBlockStack: TextParser = {
  id: 'heap-block-stack',
  title: 'A heap block and who allocated it (!heap -p -a, !heap -flt)',
  hints: ['heap_entry', 'found in', '_heap', 'dph_heap', '(busy)'],
  span,
  parse,
};
