/**
 * Lists of heap blocks: !heap -l (unreachable ones), !heap -x (whose block an address is), !heap -a / -h (all of a heap).
 *
 *   Entry     User      Heap      Segment       Size  PrevSize  Unused    Flags
 *   00154640  00154648  00150000  00150000       200       200         c  busy
 *   00246240: 00200 . 00200 [01] - busy (1f4)
 *
 * All numbers are hexadecimal; what the program asked for is Size − Unused, or the number in parentheses.
 * https://learn.microsoft.com/windows-hardware/drivers/debuggercmds/-heap
 */
import { bodyAt, endOfBlock, isElision, isRule, readHex } from '../debugger-text.ts';
import { unknownLife } from '../life.ts';
import type { Parsed, TextParser } from '../types.ts';

const command = /^!?heap\s+(?:-l|-x|-a|-h|-i|-k|\S{0,4}[0-9a-f]{5,16}\s+-a)\b/i;
const header = /^\s{0,4}Entry\s{1,20}User\s{1,20}Heap\s{1,20}Segment\s{1,20}Size\s{1,12}PrevSize\s{1,12}Unused/i;
const row =
  /^\s{0,4}[0-9a-fA-F]{5,16}\s{1,4}[0-9a-fA-F]{5,16}\s{1,4}([0-9a-fA-F]{5,16})\s{1,4}[0-9a-fA-F]{5,16}\s{1,12}([0-9a-fA-F]{1,12})\s{1,12}[0-9a-fA-F-]{1,12}\s{1,12}([0-9a-fA-F]{1,8})\s{1,8}((?:busy|free|extra|user_flag|internal|virtual|LFH|;|\w+)[\w ;]{0,40})$/;
const blockRow =
  /^\s{0,16}[0-9a-fA-F`]{5,17}: [0-9a-fA-F]{3,12} \. [0-9a-fA-F]{3,12} \[[0-9a-fA-F]{1,4}\](?: - (\w{2,12}))?(?: \(([0-9a-fA-F]{1,12})(?:,[0-9a-fA-F]{1,12})?\))?/;
const unreachable = /^\s{0,4}([\d,.]{1,15}) potential unreachable blocks? (?:were|was) detected/i;
const progress =
  /^\s{0,4}(?:Searching the memory for|Heap [0-9a-fA-F]{5,16}|Scanning (?:VM|references)|Search VM for|HEAPEXT:|Index\s+Address|\s*\d+:\s+[0-9a-fA-F]{5,16}|Segment\d|Heap entries for|FreeList|Flags:|ForceFlags|Granularity|Segment (?:Reserve|Commit)|DeCommit|Total Free|Max\. Allocation|Lock Variable|Next TagIndex|Maximum TagIndex|Tag Entries|PsuedoTag|Virtual Alloc List|Uncommitted ranges|LFH Key)/i;

const belongs = (line: string): boolean =>
  header.test(line) || row.test(line) || blockRow.test(line) || unreachable.test(line) || progress.test(line) || isRule(line);

function span(lines: readonly string[], from: number): number {
  const body = bodyAt(lines, from, command);
  if (body < 0 || body >= lines.length) return 0;
  const line = lines[body] ?? '';
  const alone =
    header.test(line) ||
    unreachable.test(line) ||
    (blockRow.test(line) && blockRow.test(lines[body + 1] ?? '')) ||
    /^\s{0,4}Searching the memory for/i.test(line);
  if (!alone && !(body > from && (belongs(line) || isElision(line)))) return 0;
  return endOfBlock(lines, body, belongs) - from;
}

function parse(lines: readonly string[]): Parsed {
  const counts = new Map<number, number>();
  const heaps = new Set<string>();
  for (const line of lines) {
    const listed = row.exec(line);
    const block = blockRow.exec(line);
    const size = listed !== null ? (readHex(listed[2] ?? '') ?? 0) - (readHex(listed[3] ?? '') ?? 0) : readHex(block?.[2] ?? '');
    const isFree = /free/i.test(listed?.[4] ?? block?.[1] ?? '');
    if (listed !== null) heaps.add(listed[1] ?? '');
    if ((listed !== null || block !== null) && !isFree && size !== null && size > 0) counts.set(size, (counts.get(size) ?? 0) + 1);
  }
  const total = lines.map((line) => unreachable.exec(line)?.[1]).find((each) => each !== undefined);
  if (counts.size === 0 && total === undefined) {
    return { ok: false, problem: 'No busy block is in this list. Run !heap -stat -h HEAP: it counts the blocks by size.', line: 1 };
  }
  const sizes = [...counts]
    .map(([size, blocks]) => ({ size, blocks, bytes: size * blocks, percent: null }))
    .sort((a, b) => b.bytes - a.bytes);
  const [heap] = [...heaps];
  return {
    ok: true,
    readings: [
      { kind: 'heapBlocks', life: unknownLife, takenAt: null, heap: heaps.size === 1 ? (heap ?? null) : null, sizes: sizes.slice(0, 100) },
    ],
    notes: [
      ...(total === undefined
        ? []
        : [`${total} busy blocks are reachable from nowhere: their pointers are lost. That is a leak, not a cache.`]),
      ...(lines.some(isElision)
        ? [`Rows were cut out of this text: ${[...counts.values()].reduce((sum, each) => sum + each, 0)} are listed.`]
        : []),
      ...([...counts.values()].join() === '1' ? ['This is one block: it shows a size, not how many there are.'] : []),
      ...(sizes.length === 1 && (sizes[0]?.blocks ?? 0) > 2 ? [`All blocks that are listed are ${sizes[0]?.size ?? 0} bytes large.`] : []),
    ],
  };
}

export const heapList: TextParser = {
  id: 'heap-list',
  title: 'Blocks of a native heap, listed (!heap -l, -x, -a)',
  hints: ['prevsize', '] - busy', 'unreachable b'],
  span,
  parse,
};
