/**
 * !heap -stat -h HEAP: busy blocks of one heap grouped by size.
 *
 *    heap @ 00520000
 *       size     #blocks     total     ( %) (percent of total busy bytes)
 *       1f64 76c6 - e905f58  (99.99)
 *
 * Size, count and total are hexadecimal without 0x; the percentage is decimal. FACTS §6.
 * https://learn.microsoft.com/windows-hardware/drivers/debuggercmds/-heap
 */
import { bodyAt, endOfBlock, readHex } from '../debugger-text.ts';
import { unknownLife } from '../life.ts';
import { readDecimal } from '../numbers.ts';
import type { Parsed, TextParser } from '../types.ts';

const command = /^!?heap\s+-stat\b.*-h\b/i;
const heapLine = /^\s{0,8}heap @ ([0-9a-fA-F]{6,16})\s*$/;
const grouping = /^\s{0,8}group-by: ?\w+/i;
const shown = /max-display: ?(\d{1,6})/i;
/** Below this share of the busy bytes a list that is shorter than asked for was cut; the rest is rounding. */
const wholePercent = 98;
const header = /^\s{0,12}size\s{1,20}#blocks\s{1,20}total\b/i;
const row =
  /^\s{0,12}([0-9a-fA-F]{1,16})\s{1,20}([0-9a-fA-F]{1,16})\s{1,20}(?:-\s{1,20})?([0-9a-fA-F]{1,16})\s{1,20}\(\s?([\d.,]{1,8})\s?%?\)\s*$/;

function span(lines: readonly string[], from: number): number {
  const body = bodyAt(lines, from, command);
  if (body < 0 || body >= lines.length) return 0;
  const line = lines[body] ?? '';
  const next = lines[body + 1] ?? '';
  const starts =
    grouping.test(line) ||
    header.test(line) ||
    (heapLine.test(line) && (grouping.test(next) || body > from || next === '')) ||
    (row.test(line) && (row.test(next) || body > from));
  if (!starts) return 0;
  let heaps = 0;
  const belongs = (each: string): boolean => {
    if (heapLine.test(each)) return ++heaps === 1;
    return grouping.test(each) || header.test(each) || row.test(each);
  };
  return endOfBlock(lines, body, belongs) - from;
}

function sizesOf(lines: readonly string[]) {
  return lines.flatMap((line) => {
    const found = row.exec(line);
    if (found === null) return [];
    const [size, blocks, bytes] = [1, 2, 3].map((group) => readHex(found[group] ?? ''));
    if (size === null || size === undefined || blocks === null || blocks === undefined || bytes === null || bytes === undefined) return [];
    return [{ size, blocks, bytes, percent: readDecimal(found[4] ?? '') }];
  });
}

function parse(lines: readonly string[]): Parsed {
  const sizes = sizesOf(lines);
  const heap = lines.map((line) => heapLine.exec(line)?.[1]).find((each) => each !== undefined) ?? null;
  if (sizes.length === 0) {
    return {
      ok: false,
      problem: 'This is the head of !heap -stat without its rows. Paste the rows below "size #blocks total" too.',
      line: 1,
    };
  }
  const most = Number(lines.map((line) => shown.exec(line)?.[1]).find((each) => each !== undefined) ?? '0');
  const percent = sizes.reduce((sum, each) => sum + (each.percent ?? 0), 0);
  const byBytes = !lines.some((line) => /group-by: ?BLOCK/i.test(line));
  const isCut = byBytes && sizes.length < most && percent < wholePercent;
  const wrong = sizes.filter(({ size, blocks, bytes }) => size * blocks !== bytes).length;
  return {
    ok: true,
    readings: [{ kind: 'heapBlocks', life: unknownLife, takenAt: null, heap, sizes }],
    notes: [
      ...(wrong > sizes.length / 2
        ? ['In most rows size × blocks is not the total: these may not be the hexadecimal numbers of !heap -stat.']
        : []),
      ...(isCut ? [`Rows are missing: ${sizes.length} of up to ${most} sizes are here, with ${percent.toFixed(1)} % of the bytes.`] : []),
    ],
  };
}

export const heapStat: TextParser = {
  id: 'heap-stat',
  title: 'Blocks of a native heap by size (!heap -stat)',
  hints: ['#blocks', 'group-by', 'heap @', ' - ', ' -  '],
  span,
  parse,
};
