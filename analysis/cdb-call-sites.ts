/**
 * Lines of a debugger's log that were seen before, recognised by their bytes. In a dump of 10,000 threads nearly every
 * line is one of a few thousand but for its frame number and its addresses: such a line costs a comparison, and is
 * neither decoded nor taken apart. What is found is proved to the last byte; a hash alone proves nothing.
 */
import { hasValue, readHead } from './call-site-head.ts';
import { entryAt, isKept, stride } from './call-site-look-up.ts';
import { createTable, expectedBits, keep, keptField, layoutField, lengthField, numberField, recordLength } from './call-site-table.ts';
import type { Table } from './call-site-table.ts';
import { templateOf } from './call-site-template.ts';
import { fitsLayout, layoutOf } from './cdb-frame-layout.ts';
import { hashLine } from './line-hash.ts';

const zero = 0x30;
const space = 0x20;
export interface Remembered {
  readonly line: string;
  readonly site: number;
  /** Of a frame; below 0 for any other line. */
  readonly number: number;
  /** The call site as it was read, of a frame. */
  readonly printed?: string;
  /** Another offset is another frame of the same function. */
  readonly takesOffsets?: boolean;
}

export interface CallSites {
  /**
   * Reads the lines from `start` on for as long as they were seen before, and returns how many they are: their numbers
   * stand in `numbers`. Ends before a frame of number 00 that stands behind another frame, where a new stack begins.
   */
  follow(view: DataView, start: number): number;
  readonly numbers: Int32Array;
  /** … and their offsets; below 0 where they are those that were remembered. */
  readonly offsets: Int32Array;
  /** Line feeds within those lines: kP prints each parameter on a line of its own. */
  inner(): number;
  /** The index behind the last of the lines that were followed. */
  end(): number;
  /**
   * Remembers `number` for the plain ASCII line from `start` to the line feed at `end`, which reads `line` and has its
   * call site at `site`. Every line of the same layout that goes on with the same bytes is held to be the same.
   */
  add(view: DataView, start: number, end: number, remembered: Remembered): void;
}

/** Frames with and without numbers, inline ones, sizes of one to four digits: a command prints a handful of layouts. */
const maxLayouts = 32;
/** Lines that are followed at a time: stacks are rarely deeper. */
const maxFollowed = 256;

/** The entry came behind `before`: the next time it is looked for there first. */
const placeBehind = (before: number, entry: number): number =>
  (Math.imul(before, 0x9e3779b1) ^ Math.imul(entry, 0x85ebca6b)) >>> (32 - expectedBits);

function comes(table: Table, entry: number): void {
  table.expected[table.place] = entry;
  table.place = placeBehind(table.before, entry);
  table.before = entry;
}

/** Is this the first frame of a stack: `00 `? */
export function isFirstFrame(view: DataView, at: number): boolean {
  return view.getUint8(at) === zero && view.getUint8(at + 1) === zero && view.getUint8(at + 2) === space;
}

/**
 * How many lines from `table.end` on are those that came here before to the last byte, at most `room`: nine in ten of most logs.
 * One loop over numbers, for it is where the time goes: calls and fields of the table in it take half as long again.
 */
function followLikely(table: Table, view: DataView, numbers: Int32Array, offsets: Int32Array, from: number): number {
  const { records, kept, expected, layouts } = table;
  let { end, place, before } = table;
  let count = from;
  table.fitted = -1;
  while (count < numbers.length && end + stride <= view.byteLength) {
    if (isFirstFrame(view, end)) break;
    const likely = expected[place] ?? 0;
    const record = likely * recordLength;
    const layout = layouts[records[record + layoutField] ?? 0];
    const length = records[record + lengthField] ?? 0;
    if (layout === undefined || length === 0 || layout.site === 0 || !fitsLayout(layout, view, end)) break;
    const site = end + layout.site;
    if (!isKept(kept, records[record + keptField] ?? 0, view, site, length)) {
      table.fitted = records[record + layoutField] ?? 0;
      break;
    }
    numbers[count] = records[record + numberField] ?? 0;
    offsets[count++] = -1;
    end = site + length;
    place = placeBehind(before, likely);
    before = likely;
  }
  table.end = end;
  table.place = place;
  table.before = before;
  return count;
}

function follow(table: Table, view: DataView, start: number, { numbers, offsets }: Pick<CallSites, 'numbers' | 'offsets'>): number {
  table.end = start;
  table.inner = 0;
  let count = 0;
  if (table.entries === 0) return count;
  while (count < numbers.length) {
    const isFollowing = count > 0 && (numbers[count - 1] ?? 0) >= 0;
    if (isFollowing) count = followLikely(table, view, numbers, offsets, count);
    const at = table.end;
    const isOver =
      count === numbers.length || at + stride > view.byteLength || view.getUint8(at) < space || (isFollowing && isFirstFrame(view, at));
    const entry = isOver ? -1 : entryAt(table, view, at, isFollowing ? table.fitted : -1);
    if (entry < 0) break;
    numbers[count] = table.records[entry * recordLength + numberField] ?? 0;
    offsets[count++] = table.offset;
    comes(table, entry);
  }
  return count;
}

/** The index of the line's layout, which is kept; -1 where there is none, or too many. */
function keptLayout({ layouts }: Table, view: DataView, start: number, { line, site }: Remembered): number {
  const known = layouts.findIndex((layout) => layout.site === site && fitsLayout(layout, view, start));
  const layout = known >= 0 || layouts.length >= maxLayouts ? null : layoutOf(line, site);
  return layout === null ? known : layouts.push(layout) - 1;
}

/** Keeps the line, but for its offset and the values of its parameters; one that finds no room is read anew each time. */
function add(table: Table, view: DataView, start: number, end: number, remembered: Remembered): void {
  const site = start + remembered.site;
  const { number, printed = '', takesOffsets = false } = remembered;
  const { head, line } = table;
  readHead(view, site, head);
  const { hash: headHash, behind } = head;
  if (head.end < 0 || behind - site < stride) return;
  const length = head.kind === hasValue || head.end !== end ? 0 : end + 1 - site;
  const pattern = templateOf(view, { site, end }, head, { printed, takesOffsets });
  const layout = pattern === null ? -1 : keptLayout(table, view, start, remembered);
  if (pattern === null || layout < 0) return;
  if (length > 0) hashLine(view, site, view.byteLength, line);
  const entry = keep(table, view, { site, head: behind - site, length, hash: line.hash, headHash, layout, number, pattern });
  if (entry >= 0) comes(table, entry);
}

export function createCallSites(): CallSites {
  const found = { numbers: new Int32Array(maxFollowed), offsets: new Int32Array(maxFollowed) };
  const table = createTable();
  return {
    ...found,
    follow: (view, start) => follow(table, view, start, found),
    inner: () => table.inner,
    end: () => table.end,
    add: (view, start, end, remembered) => {
      add(table, view, start, end, remembered);
    },
  };
}
