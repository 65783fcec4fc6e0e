/**
 * !heap -s: the NT heaps of a process, and the short form of !heap -stat.
 *
 *     Heap     Flags   Reserv  Commit  Virt   Free  List   UCR  Virt  Lock  Fast
 *                       (k)     (k)    (k)     (k) length      blocks cont. heap
 *   00520000 00000002  619112 617928 619112   1712  2165    95    1      0   LFH
 *
 * A process with segment heaps gets another table; 0xddeeddee is the signature of a segment heap:
 *
 *       Heap Address  Signature    Flags     List    Bytes      Bytes
 *                                           Index      (K)        (K)
 *        18223470000   ddeeddee     1000        3  2683012    2020796
 *
 * Sizes are decimal kilobytes; "Lock cont." is hexadecimal. FACTS §6; Windows Internals 7, part 1, chapter 5.
 * https://learn.microsoft.com/windows-hardware/drivers/debuggercmds/-heap
 */
import { bodyAt, debuggerCommand, endOfBlock, isElision, isRule, readHex } from '../debugger-text.ts';
import { unknownLife } from '../life.ts';
import type { NativeHeap, Parsed, TextParser } from '../types.ts';
import { belongsToHeapTable, heapRow, isBrokenRow, isHeapTable, isListRow, isPreamble, summaryHeap, summaryRow } from './heap-s/lines.ts';

const command = /^!?heap(?:\s+-s\b(?!tat).*|\s+-stat\s*|\s+0|\s*)$/i;

function span(lines: readonly string[], from: number): number {
  const body = bodyAt(lines, from, command);
  if (body < 0 || body >= lines.length) return 0;
  const behindPrompt = body > from && isPreamble(lines[body] ?? '');
  if (!behindPrompt && !isHeapTable(lines, body)) return 0;
  return endOfBlock(lines, body, belongsToHeapTable) - from;
}

const kilobyte = 1024;

function tableOf(lines: readonly string[]): readonly NativeHeap[] {
  return lines.flatMap((line) => {
    const row = heapRow(line);
    if (row === null) return [];
    const { heap, largeBlocks, freeKilobytes } = row;
    const [committed, reserved] = [row.committedKilobytes * kilobyte, row.reservedKilobytes * kilobyte];
    const free = freeKilobytes === null || freeKilobytes === 0 ? {} : { free: freeKilobytes * kilobyte };
    return [{ heap, committed, reserved, ...(largeBlocks > 0 ? { largeBlocks } : {}), ...free }];
  });
}

/** `!heap -stat` without a heap prints each heap's bytes, hexadecimal. */
function summariesOf(lines: readonly string[]): readonly NativeHeap[] {
  const heaps: { heap: string; committed: number; reserved: number }[] = [];
  for (const line of lines) {
    const start = summaryHeap.exec(line);
    const value = summaryRow.exec(line);
    const last = heaps.at(-1);
    if (start !== null) heaps.push({ heap: start[1] ?? '', committed: 0, reserved: 0 });
    else if (value !== null && last !== undefined) {
      const bytes = readHex(value[2] ?? '') ?? 0;
      if (value[1]?.startsWith('Committed') === true) last.committed += bytes;
      else if (value[1]?.startsWith('Reserved') === true) last.reserved += bytes;
      else if (value[1]?.startsWith('VirtAlloc ') === true)
        [last.committed, last.reserved] = [last.committed + bytes, last.reserved + bytes];
    }
  }
  return heaps;
}

/** Does the table end where it should? That of segment heaps has no closing line, nor has the short form. */
function isClosed(lines: readonly string[]): boolean {
  const last = lines.findLast((line) => line.trim() !== '') ?? '';
  const isNt = lines.some((line) => heapRow(line)?.isNt === true);
  return isRule(last) || !isNt;
}

function notesOf(lines: readonly string[], heaps: readonly NativeHeap[]): string[] {
  const fragmented = lines.flatMap((line, at) => {
    const percent = /External fragmentation\s{1,4}(\d{1,3}) ?%/.exec(line)?.[1];
    const heap = heapRow(lines[at - 1] ?? '')?.heap;
    return percent === undefined || heap === undefined ? [] : [`${percent} % of heap ${heap} is free space between blocks.`];
  });
  const blocks = lines.flatMap((line) => {
    const row = heapRow(line);
    if (row === null || row.largeBlocks === 0) return [];
    return [`Heap ${row.heap} has ${row.largeBlocks} large blocks outside its segments (over 508 KB, 1016 KB on x64).`];
  });
  const unread = lines.filter(isBrokenRow).length;
  return [
    ...fragmented.slice(0, 4),
    ...blocks.slice(0, 4),
    ...(unread > 0 ? [`The debugger could not read ${unread} of the heaps: their sizes are missing.`] : []),
    ...(isClosed(lines) ? [] : ['The line that closes the table is missing, so heaps may be missing too.']),
    ...(lines.some(isElision) ? [`Rows are missing; ${heaps.length} heaps are listed.`] : []),
  ];
}

function parse(lines: readonly string[]): Parsed {
  const heaps = [...tableOf(lines), ...summariesOf(lines)];
  if (heaps.length === 0) {
    const asked = (debuggerCommand(lines[0] ?? '')?.command ?? '!heap').slice(0, 60);
    const listed = lines.filter(isListRow).length;
    const problem =
      listed > 0
        ? `This lists ${listed} heaps without their sizes. Run !heap -s: it shows what each has committed, for NT and for segment heaps.`
        : `No heap with its sizes is in this output of ${asked}. Run !heap -s and paste the table with its rows.`;
    return { ok: false, problem, line: 1 };
  }
  return {
    ok: true,
    readings: [{ kind: 'nativeHeaps', life: unknownLife, takenAt: null, heaps: heaps.slice(0, 500) }],
    notes: notesOf(lines, heaps),
  };
}

export const heapS: TextParser = {
  id: 'heap-s',
  title: 'Native heaps (!heap -s)',
  hints: ['reserv  commit', 'heap', 'lfh', '-----', 'ddeeddee'],
  span,
  parse,
};
