/** The lines of !heap -s and its relatives: which one is what. Widths differ between versions, so blanks are not counted. */
import { isRule, skipBlank } from '../../debugger-text.ts';

/** NT heap; the column "Lock cont." is N/A where the heap is not locked. */
const ntRow =
  /^\s{0,12}([0-9a-fA-F]{8,16})\s{1,4}[0-9a-fA-F]{8}\s{1,12}(\d{1,10})\s{1,12}(\d{1,10})\s{1,12}(\d{1,10})\s{1,12}(\d{1,10})\s{1,12}\d{1,8}\s{1,12}\d{1,8}\s{1,12}(\d{1,8})\s{1,12}(?:[0-9a-fA-F]{1,8}|N\/A)(?:\s|$)/;
/** Debuggers before 2005, and pages that left the rest out, end an NT heap's row behind what it reserves, commits and spans. */
const shortRow = /^\s{0,12}([0-9a-fA-F]{8,16})\s{1,4}[0-9a-fA-F]{8}\s{1,12}(\d{1,10})\s{1,12}(\d{1,10})\s{1,12}\d{1,10}\s*$/;
/** Segment heap: address, its signature, global flags, number in the process, reserved and committed kilobytes. */
const segmentRow =
  /^\s{0,30}([0-9a-fA-F]{6,16})\s{1,20}ddeeddee\s{1,20}[0-9a-fA-F]{1,8}\s{1,20}\d{1,6}\s{1,20}(\d{1,12})\s{1,20}(\d{1,12})\s*$/i;
const ntHeader = /^\s{0,20}Heap\s{1,20}Flags\s{1,20}Reserv\s{1,20}Commit\b/;
const segmentHeader =
  /^\s{0,80}(?:Process\s{1,20}Total\s{1,20}Total|Global\s{1,20}Heap\s{1,20}Reserved\s{1,20}Committed|Heap Address\s{1,20}Signature\s{1,20}Flags\b.{0,60}|Index\s{1,20}\(K\)\s{1,20}\(K\))\s*$/;
const units = /^\s{0,60}\(k\)\s{1,20}\(k\)/;
const ntBanner = /^\s{0,80}NT HEAP STATS BELOW\s*$/;
const banner =
  /^\s{0,80}SEGMENT HEAP STATS BELOW\s*$|^\s{0,8}(?:LFH Key|Termination on corruption|Affinity manager|NtGlobalFlag enables|Error: Heap|Front End|Validate)\b|^\s{0,8}- (?:Virtual affinity limit|Current entries in use|Statistics:)|^\s{0,8}stack back traces$|^\s{2,8}(?:heap (?:tail|free|parameter|validat)\w*|pool \w+|debug).{0,60}$/i;
const detail =
  /^\s{0,8}(?:Virtual block:|(?:External|Virtual address) fragmentation|Lock contention|LFH\b|Segment heap|Low fragmentation)/i;
/** A heap that the debugger could not read; XP's has `error` where numbers stand. */
const brokenRow = /^\s{0,12}[0-9a-fA-F]{8,16}\s{1,4}[0-9a-fA-F]{8}\s{1,12}\d.{0,60}\berror\s*$/;
export const summaryHeap = /^\s{0,4}_HEAP ([0-9a-fA-F]{6,16})\s*$/;
export const summaryRow =
  /^\s{0,12}(Segments|Reserved\s{1,4}bytes|Committed\s{1,4}bytes|VirtAllocBlocks|VirtAlloc\s{1,4}bytes)\s{1,20}([0-9a-fA-F]{1,16})\s*$/;
const list = /^\s{0,20}Heap Address\s{1,12}NT\/Segment Heap/;
const listRow = /^\s{0,30}[0-9a-fA-F]{6,16}\s{1,30}(?:NT|Segment) Heap\s*$/;

export interface HeapRow {
  readonly heap: string;
  readonly isNt: boolean;
  readonly reservedKilobytes: number;
  readonly committedKilobytes: number;
  /** Blocks of an NT heap that lie outside its segments; 0 for a segment heap. */
  readonly largeBlocks: number;
  /** null: the row does not tell. */
  readonly freeKilobytes: number | null;
}

/** A heap with its sizes; null where the line is none. */
export function heapRow(line: string): HeapRow | null {
  const nt = ntRow.exec(line);
  const segment = nt === null ? segmentRow.exec(line) : null;
  const found = nt ?? segment ?? shortRow.exec(line);
  if (found === null) return null;
  const [heap = '', reserved, committed] = found.slice(1);
  return {
    heap,
    isNt: segment === null,
    reservedKilobytes: Number(reserved),
    committedKilobytes: Number(committed),
    largeBlocks: nt === null ? 0 : Number(nt[6]),
    freeKilobytes: nt === null ? null : Number(nt[5]),
  };
}

export const isBrokenRow = (line: string): boolean => brokenRow.test(line);
export const isListRow = (line: string): boolean => listRow.test(line);
/** Begins the part of an output that has no heap in it yet. */
export const isPreamble = (line: string): boolean => [banner, ntBanner, units, segmentHeader].some((each) => each.test(line));

/** Does an output of !heap begin on this line, without its prompt? */
export function isHeapTable(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? '';
  if ([ntHeader, segmentHeader, ntBanner, list].some((each) => each.test(line)) || /^\s{0,8}LFH Key {2}/.test(line)) return true;
  if (heapRow(line) !== null && !shortRow.test(line)) return true;
  if (summaryHeap.test(line)) return summaryRow.test(lines[at + 1] ?? '');
  if (!isRule(line)) return false;
  const next = lines[skipBlank(lines, at + 1)] ?? '';
  return heapRow(next) !== null || ntHeader.test(next) || ntBanner.test(next);
}

/** Does a line go on with an output of !heap? */
export function belongsToHeapTable(line: string): boolean {
  const patterns = [ntHeader, detail, brokenRow, summaryHeap, summaryRow, list, listRow];
  return heapRow(line) !== null || isPreamble(line) || isRule(line) || patterns.some((each) => each.test(line));
}
