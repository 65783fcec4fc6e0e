/**
 * SOS !eeheap -gc of all ages: the .NET heap by segments or regions.
 *
 *   GC Heap Size  0x21ead7ac(569038764)                                     CLR 2
 *   GC Heap Size:    Size: 0xdbecfd08 (3689741576) bytes.                   .NET Framework 4
 *   GC Committed Heap Size:    Size: 0x2f5000 (3100672) bytes.              .NET 5 and newer, with and without separators
 *
 * The hexadecimal number is taken; empty regions leave the cell "allocated size" blank.
 * https://learn.microsoft.com/dotnet/core/diagnostics/sos-debugging-extension (eeheap)
 */
import { bodyAt, endOfBlock, isRule, readHex } from '../debugger-text.ts';
import { unknownLife } from '../life.ts';
import type { Parsed, TextParser } from '../types.ts';

const command = /^!?(?:\w+\.)?eeheap\b(?!.*-loader)/i;
const heaps = /^\s{0,8}Number of GC Heaps: (\d{1,4})\b/i;
const generation = /^\s{0,8}generation \d(?::\s*$| starts at )/i;
const columns = /^\s{0,20}segment\s{1,20}begin\s{1,20}allocated\b/i;
const part = /^\s{0,8}(Small|Large|Pinned|Frozen|NonGC) ?(?:object)? ?heap\b/i;
const context = /^\s{0,8}(?:ephemeral segment allocation context|Frozen object heap|No ephemeral|Background|\(?none\)?|DATAS)\b/i;
const heapOf = /^\s{0,8}Heap \d{1,4} \(/i;
const total =
  /^\s{0,8}(?:GC |Total |Allocated |Committed )?(?:Allocated |Committed )?(?:Heap )?Size:?\s{1,40}(?:Size: ?)?(?:0x)?[0-9a-fA-F]{1,16} ?\([\d.,' ]{1,24}\)/i;
const gcTotal = /^\s{0,8}GC (Allocated |Committed )?Heap Size:?\s{1,40}(?:Size: ?)?((?:0x)?[0-9a-fA-F]{1,16}) ?\(/i;
const segment = /^\s{0,12}(?:0x)?[0-9a-fA-F]{8,16}\s{1,12}(?:0x)?[0-9a-fA-F]{8,16}\s{1,40}(?:0x)?[0-9a-fA-F]{8,16}\s/;
const size = /0x([0-9a-fA-F]{1,16}) ?\([\d.,']{1,24}\)|\s([0-9a-fA-F]{8})\(\d{1,12}\)/g;

const belongs = (line: string): boolean =>
  [heaps, generation, columns, part, context, heapOf, total].some((each) => each.test(line)) ||
  isRule(line) ||
  (segment.test(line) && line.includes('('));

function isStart(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? '';
  if (heaps.test(line) || /^\s{0,8}generation \d starts at /i.test(line) || columns.test(line) || gcTotal.test(line)) return true;
  if (heapOf.test(line)) return generation.test(lines[at + 1] ?? '') || /size/i.test(lines[at + 1] ?? '');
  if (isRule(line)) return heapOf.test(lines[at + 1] ?? '') || heaps.test(lines[at + 1] ?? '') || gcTotal.test(lines[at + 1] ?? '');
  return /^\s{0,8}Large object heap starts at /i.test(line) || (segment.test(line) && /0x[0-9a-fA-F]+ ?\(\d/.test(line));
}

function span(lines: readonly string[], from: number): number {
  const body = bodyAt(lines, from, command);
  if (body < 0 || body >= lines.length || !isStart(lines, body)) return 0;
  let [hasTotal, hasCommitted] = [false, false];
  const end = endOfBlock(lines, body, (line) => {
    const found = gcTotal.exec(line);
    if (hasTotal && (found === null || hasCommitted)) return isRule(line);
    if (found !== null) [hasTotal, hasCommitted] = [true, found[1]?.startsWith('Committed') === true];
    return belongs(line);
  });
  return end - from;
}

interface Found {
  bytes: number | null;
  committed: number | null;
  /** Sums of the segments that are listed. */
  large: number | null;
  listed: number;
}

/** With a "committed size" column a lone size is the committed one: the allocated cell of an empty region is blank. */
function allocatedOf(line: string, hasCommitted: boolean): number {
  const sizes = [...line.matchAll(size)].map((each) => readHex(each[1] ?? each[2] ?? '') ?? 0);
  return hasCommitted && sizes.length === 1 ? 0 : (sizes[0] ?? 0);
}

function readHeap(lines: readonly string[]): Found {
  const found: Found = { bytes: null, committed: null, large: null, listed: 0 };
  let [kind, hasCommitted] = ['small', false];
  for (const line of lines) {
    const whole = gcTotal.exec(line);
    const next = part.exec(line)?.[1];
    if (whole !== null && whole[1]?.startsWith('Committed') === true) found.committed = readHex(whole[2] ?? '');
    else if (whole !== null) found.bytes = readHex(whole[2] ?? '');
    else if (next !== undefined) kind = next.toLowerCase();
    else if (generation.test(line) || heapOf.test(line)) kind = 'small';
    if (columns.test(line)) hasCommitted = /committed size/i.test(line);
    if (kind === 'large') found.large ??= 0;
    if (!segment.test(line)) continue;
    const bytes = allocatedOf(line, hasCommitted);
    if (kind !== 'nongc' && kind !== 'frozen') found.listed += bytes;
    if (kind === 'large') found.large = (found.large ?? 0) + bytes;
  }
  return found;
}

/** Segments that hold this part of the heap are all of them; the rest is rounding of what grows meanwhile. */
const wholeShare = 0.99;

function parse(lines: readonly string[]): Parsed {
  const { bytes, committed, large, listed } = readHeap(lines);
  if (bytes === null && committed === null && listed === 0) {
    return {
      ok: false,
      problem: 'This is the head of !eeheap -gc without sizes. Paste all of it, down to the line "GC Heap Size".',
      line: 1,
    };
  }
  const isWhole = bytes !== null && listed >= bytes * wholeShare;
  const count = lines.map((line) => heaps.exec(line)?.[1]).find((each) => each !== undefined);
  return {
    ok: true,
    readings: [{ kind: 'gcHeap', life: unknownLife, takenAt: null, bytes, committed, free: null, loh: isWhole ? large : null }],
    notes: [
      ...(bytes === null && listed > 0
        ? [`The line "GC Heap Size" is missing; the segments that are listed hold ${listed} bytes, so the heap is at least that large.`]
        : []),
      ...(count !== undefined && Number(count) > 1 ? [`Server GC with ${count} heaps.`] : []),
    ],
  };
}

export const eeheapGc: TextParser = {
  id: 'eeheap-gc',
  title: 'The .NET heap by segments (SOS !eeheap -gc)',
  hints: ['heap size', 'gc heaps', 'starts at', 'allocated'],
  span,
  parse,
};
