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
 * Sizes are decimal kilobytes; "Lock cont." is hexadecimal. FACTS §6.
 * https://learn.microsoft.com/windows-hardware/drivers/debuggercmds/-heap
 */
import { bodyAt, debuggerCommand, endOfBlock, isElision, isRule, readHex, skipBlank } from '../debugger-text.ts';
import { unknownLife } from '../life.ts';
import type { Parsed, TextParser } from '../types.ts';

const command = /^!?heap(?:\s+-s\b(?!tat).*|\s+-stat\s*|\s+0|\s*)$/i;
const row =
  /^\s{0,12}([0-9a-fA-F]{8,16})\s{1,4}[0-9a-fA-F]{8}\s{1,12}(\d{1,10})\s{1,12}(\d{1,10})\s{1,12}(\d{1,10})\s{1,12}(\d{1,10})\s{1,12}\d{1,8}\s{1,12}\d{1,8}\s{1,12}(\d{1,8})\s{1,12}[0-9a-fA-F]{1,8}\b/;
const header = /^\s{0,20}Heap\s{1,20}Flags\s{1,20}Reserv\s{1,20}Commit\b|^\s{0,20}Heap Address\s{1,12}Signature\s{1,12}Flags\b/;
const segmentRow =
  /^\s{0,20}([0-9a-fA-F]{6,16})\s{1,8}[0-9a-fA-F]{8}\s{1,12}[0-9a-fA-F]{1,8}\s{1,12}\d{1,6}\s{1,12}(\d{1,12})\s{1,12}(\d{1,12})\s*$/;
const aboveSegments =
  /^\s{20,60}(?:Process\s{1,8}Total\s{1,8}Total|Global\s{1,8}Heap\s{1,8}Reserved\s{1,8}Committed|Index\s{1,8}\(K\)\s{1,8}\(K\))\s*$/;
const units = /^\s{0,60}\(k\)\s{1,20}\(k\)/;
const banner =
  /^\s{0,80}(?:NT HEAP STATS BELOW|SEGMENT HEAP STATS BELOW)\s*$|^\s{0,8}(?:LFH Key|Termination on corruption|Affinity manager|NtGlobalFlag enables|Error: Heap|Front End|Validate)\b|^\s{0,8}stack back traces$|^\s{2,8}(?:heap (?:tail|free|parameter|validat)\w*|pool \w+|debug).{0,60}$/i;
const detail =
  /^\s{0,8}(?:Virtual block:|(?:External|Virtual address) fragmentation|Lock contention|LFH\b|Segment heap|Low fragmentation)/i;
const summaryHeap = /^\s{0,4}_HEAP ([0-9a-fA-F]{6,16})\s*$/;
const summaryRow =
  /^\s{2,12}(Segments|Reserved\s{1,4}bytes|Committed\s{1,4}bytes|VirtAllocBlocks|VirtAlloc\s{1,4}bytes)\s{1,20}([0-9a-fA-F]{1,16})\s*$/;
const list = /^\s{0,20}Heap Address\s{1,12}NT\/Segment Heap/;
const listRow = /^\s{0,20}[0-9a-fA-F]{6,16}\s{1,30}(?:NT|Segment) Heap\s*$/;

const isMiddle = (line: string): boolean =>
  header.test(line) || units.test(line) || aboveSegments.test(line) || banner.test(line) || detail.test(line) || isRule(line);

function isStart(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? '';
  if (
    header.test(line) ||
    row.test(line) ||
    aboveSegments.test(line) ||
    /NT HEAP STATS BELOW|^\s{0,8}LFH Key {2}/.test(line) ||
    list.test(line)
  )
    return true;
  if (summaryHeap.test(line)) return summaryRow.test(lines[at + 1] ?? '');
  if (!isRule(line)) return false;
  const next = lines[skipBlank(lines, at + 1)] ?? '';
  return row.test(next) || header.test(next) || /NT HEAP STATS BELOW/.test(next);
}

const belongs = (line: string): boolean =>
  row.test(line) ||
  segmentRow.test(line) ||
  isMiddle(line) ||
  summaryHeap.test(line) ||
  summaryRow.test(line) ||
  list.test(line) ||
  listRow.test(line);

function span(lines: readonly string[], from: number): number {
  const body = bodyAt(lines, from, command);
  if (body < 0 || body >= lines.length) return 0;
  const behindPrompt = body > from && [banner, units, aboveSegments].some((each) => each.test(lines[body] ?? ''));
  if (!behindPrompt && !isStart(lines, body)) return 0;
  return endOfBlock(lines, body, belongs) - from;
}

interface Heap {
  readonly heap: string;
  readonly committed: number;
  readonly reserved: number;
}

const kilobyte = 1024;

function tableOf(lines: readonly string[]): readonly Heap[] {
  return lines.flatMap((line) => {
    const found = row.exec(line) ?? segmentRow.exec(line);
    return found === null ? [] : [{ heap: found[1] ?? '', reserved: Number(found[2]) * kilobyte, committed: Number(found[3]) * kilobyte }];
  });
}

/** `!heap -stat` without a heap prints each heap's bytes, hexadecimal. */
function summariesOf(lines: readonly string[]): readonly Heap[] {
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

function notesOf(lines: readonly string[], heaps: readonly Heap[]): string[] {
  const fragmented = lines.flatMap((line, at) => {
    const percent = /External fragmentation\s{1,4}(\d{1,3}) ?%/.exec(line)?.[1];
    const heap = row.exec(lines[at - 1] ?? '')?.[1];
    return percent === undefined || heap === undefined ? [] : [`${percent} % of heap ${heap} is free space between blocks.`];
  });
  const blocks = lines.flatMap((line) => {
    const found = row.exec(line);
    return found === null || Number(found[6]) === 0
      ? []
      : [`Heap ${found[1] ?? ''} has ${found[6] ?? ''} large blocks outside its segments (over 508 KB, 1016 KB on x64).`];
  });
  const segment = lines.filter((line) => /Segment Heap\s*$/.test(line)).length;
  return [
    ...fragmented.slice(0, 4),
    ...blocks.slice(0, 4),
    ...(segment > 0 ? [`${segment} heaps are segment heaps: run !heap -s for their sizes.`] : []),
    ...(isRule(lines.findLast((line) => line.trim() !== '') ?? '') || lines.some((line) => summaryHeap.test(line))
      ? []
      : ['The line that closes the table is missing, so heaps may be missing too.']),
    ...(lines.some(isElision) ? [`Rows are missing; ${heaps.length} heaps are listed.`] : []),
  ];
}

function parse(lines: readonly string[]): Parsed {
  const heaps = [...tableOf(lines), ...summariesOf(lines)];
  if (heaps.length === 0) {
    const asked = debuggerCommand(lines[0] ?? '')?.command ?? '!heap';
    return {
      ok: false,
      problem: `No heap with its sizes is in this output of ${asked}. Run !heap -s and paste the table with its rows.`,
      line: 1,
    };
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
  hints: ['reserv  commit', 'heap', 'lfh', '-----'],
  span,
  parse,
};
