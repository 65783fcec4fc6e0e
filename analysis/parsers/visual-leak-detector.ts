/**
 * Visual Leak Detector: what a Windows program had not freed when it ended, with the stacks.
 *
 *   WARNING: Visual Leak Detector detected memory leaks!
 *   ---------- Block 1 at 0x00000000012A8E60: 65536 bytes ----------
 *     Leak Hash: 0x5B1E9C3D, Count: 300, Total 19660800 bytes
 *     Call Stack (TID 11460):
 *       d:\work\image.cpp (21): render.exe!load_image() + 0xA bytes
 *
 * Decimal numbers. Equal stacks are one block with a count (AggregateDuplicates), or each stands alone. Version 1 prints
 * functions without their module, and before 2 no hash.
 * https://github.com/KindDragon/vld
 */
import { endOfBlock } from '../debugger-text.ts';
import { unknownLife } from '../life.ts';
import { stackOf } from '../stacks.ts';
import type { AllocationEntry, Parsed, TextParser } from '../types.ts';

const banner = /^\s{0,8}WARNING: Visual Leak Detector detected memory leaks!/;
const block = /^\s{0,8}-{3,20} Block \d{1,12} at 0x[0-9A-Fa-f]{4,16}: (\d{1,15}) bytes -{3,20}\s*$/;
const counted = /^\s{0,12}(?:Leak Hash: 0x[0-9A-Fa-f]{1,16}, )?Count: (\d{1,12})(?:, Total (\d{1,18}) bytes)?\s*$/;
const stack = /^\s{0,12}Call Stack(?: \(TID \d{1,10}\))?:\s*$/;
const data = /^\s{0,12}Data:\s*$/;
const bytes = /^\s{0,16}(?:[0-9A-Fa-f]{2}\s{1,8}){2}/;
const total = /^\s{0,8}Visual Leak Detector detected (\d{1,12}) memory leaks?(?: \((\d{1,18}) bytes\))?/;
const closing =
  /^\s{0,8}(?:Largest number used: \d|Total allocations: \d|Visual Leak Detector is now exiting|No memory leaks detected|Leak Hash: 0x)/;
/** `d:\x.cpp (21): a.exe!f() + 0xA bytes`, `a.dll!f()`, `0x77C13B5D (File and line number not available): f`. */
const located = /^\s{0,16}(?:.{1,600}? \(\d{1,7}\)|0x[0-9A-Fa-f]{6,16} \([^()]{1,60}\)): (\S.{0,2000})$/;
const plain = /^\s{0,16}([\w.~$@-]{1,128}!.{1,2000})$/;

const frameOf = (line: string): string | null => located.exec(line)?.[1] ?? plain.exec(line)?.[1] ?? null;

function span(lines: readonly string[], from: number): number {
  const line = lines[from] ?? '';
  if (!banner.test(line) && !block.test(line) && !total.test(line)) return 0;
  let begun = 0;
  const belongs = (each: string): boolean =>
    block.test(each) ||
    counted.test(each) ||
    stack.test(each) ||
    data.test(each) ||
    bytes.test(each) ||
    total.test(each) ||
    closing.test(each) ||
    frameOf(each) !== null;
  return endOfBlock(lines, from, (each) => (banner.test(each) ? ++begun === 1 : belongs(each))) - from;
}

interface Block {
  readonly size: number;
  count: number;
  inStack: boolean;
  readonly frames: string[];
}

function blocksOf(lines: readonly string[]): readonly Block[] {
  const found: Block[] = [];
  for (const line of lines) {
    const size = block.exec(line)?.[1];
    const open = found.at(-1);
    if (size !== undefined) found.push({ size: Number(size), count: 1, inStack: false, frames: [] });
    else if (open === undefined) continue;
    else if (stack.test(line)) open.inStack = true;
    else if (data.test(line) || total.test(line) || closing.test(line)) open.inStack = false;
    const many = counted.exec(line)?.[1];
    if (open !== undefined && many !== undefined) open.count = Number(many);
    const frame = open?.inStack === true ? frameOf(line) : null;
    if (frame !== null) open?.frames.push(frame);
  }
  return found;
}

const mostEntries = 60;
/** `render.exe!load_image() + 0xA bytes` as the debuggers write it. */
const symbolOf = (printed: string): string => printed.trim().replace(/ \+ 0x([0-9A-Fa-f]{1,16}) bytes$/, '+0x$1');

/** Blocks of one stack are one entry. */
function entriesOf(blocks: readonly Block[]): readonly AllocationEntry[] {
  const byStack = Map.groupBy(blocks, ({ frames, size }) => (frames.length === 0 ? `${size}` : frames.join('\n')));
  return [...byStack.values()]
    .map((same): AllocationEntry => ({
      bytes: same.reduce((sum, { size, count }) => sum + size * count, 0),
      allocations: same.reduce((sum, { count }) => sum + count, 0),
      stack: stackOf((same[0]?.frames ?? []).map((printed) => ({ printed: printed.trim(), symbol: symbolOf(printed) }))),
      trace: null,
    }))
    .sort((a, b) => b.bytes - a.bytes);
}

function parse(lines: readonly string[]): Parsed {
  const entries = entriesOf(blocksOf(lines));
  const sum = lines.map((line) => total.exec(line)).find((each) => each !== null);
  if (entries.length === 0 && sum?.[2] === undefined) {
    const problem =
      'The blocks below the warning of Visual Leak Detector are missing. Paste the lines with "Block 1 at" and their call stacks too.';
    return { ok: false, problem, line: 1 };
  }
  const whole: readonly AllocationEntry[] =
    entries.length > 0
      ? entries.slice(0, mostEntries)
      : [{ bytes: Number(sum?.[2]), allocations: Number(sum?.[1]), stack: null, trace: null }];
  return {
    ok: true,
    readings: [{ kind: 'allocations', life: { ...unknownLife, runtime: 'native' }, takenAt: null, diff: false, entries: whole }],
    notes: [
      ...(sum == null ? ['The report is cut: its line "Visual Leak Detector detected … memory leaks" is missing.'] : []),
      ...(entries.length > mostEntries ? [`Of ${entries.length} leaks the ${mostEntries} largest were kept.`] : []),
      'Blocks that live as long as the program are listed too: what counts is what repeats.',
    ],
  };
}

export const visualLeakDetector: TextParser = {
  id: 'visual-leak-detector',
  title: 'Leaks at the end of the program (Visual Leak Detector)',
  hints: ['visual leak detector detected', '-- block '],
  span,
  parse,
};
