/**
 * Lines of a debugger's log that were seen before, recognised by their bytes. In a dump of 10,000 threads nearly every
 * line is one of a few thousand but for its frame number and its addresses: such a line costs a comparison, and is
 * neither decoded nor taken apart. What is found is proved to the last byte; a hash alone proves nothing.
 */
import { fitsLayout, layoutOf } from './cdb-frame-layout.ts';
import { hashLine } from './line-hash.ts';
import { opening, readParameters } from './cdb-parameter-values.ts';
import {
  createTable,
  expectedBits,
  hashField,
  keep,
  keptField,
  layoutField,
  lengthField,
  maxProbes,
  numberField,
  parametersField,
  recordLength,
  tailField,
} from './call-site-table.ts';
import type { Table } from './call-site-table.ts';

const zero = 0x30;
const space = 0x20;
export interface Remembered {
  readonly line: string;
  readonly site: number;
  /** Of a frame; below 0 for any other line. */
  readonly number: number;
  /** Its parameters have values (kp, kP), and a frame that has others is the same. */
  readonly hasValues?: boolean;
}

export interface CallSites {
  /**
   * Reads the lines from `start` on for as long as they were seen before, and returns how many they are: their numbers
   * stand in `numbers`. Ends before a frame of number 00 that stands behind another frame, where a new stack begins.
   */
  follow(view: DataView, start: number): number;
  readonly numbers: Int32Array;
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
/** Call sites are compared eight bytes at a time; shorter ones are not remembered. */
const stride = 8;

/**
 * Are these the bytes that are kept at `from`? Eight are compared as one number, the last eight of them whatever was
 * compared before: of ASCII other than NUL none is NaN, zero or subnormal, so equal numbers are equal bytes.
 */
function isKept(kept: DataView, from: number, view: DataView, at: number, length: number): boolean {
  const last = length - stride;
  if (at + length > view.byteLength) return false;
  for (let i = 0; i < last; i += stride) if (kept.getFloat64(from + i, true) !== view.getFloat64(at + i, true)) return false;
  return kept.getFloat64(from + last, true) === view.getFloat64(at + last, true);
}

/** The entry is the line whose call site stands at `site`. */
function takes(table: Table, entry: number, view: DataView, site: number): boolean {
  const { records, kept } = table;
  const record = entry * recordLength;
  const length = records[record + lengthField] ?? 0;
  const from = records[record + keptField] ?? 0;
  if (!isKept(kept, from, view, site, length)) return false;
  const tail = records[record + tailField] ?? 0;
  if (tail > 0)
    return takesParameters(table, view, { from: site + length, tail, keptAt: from + length, hash: records[record + parametersField] ?? 0 });
  table.end = site + length;
  return true;
}

interface Expected {
  /** Behind the parenthesis that opens the parameters. */
  readonly from: number;
  /** Of all of them but their values. */
  readonly hash: number;
  /** What stands behind them, from the parenthesis that closes them on, and where it is kept. */
  readonly tail: number;
  readonly keptAt: number;
}

/** The parameters are these, whatever their values, and the line goes on behind them as it did. */
function takesParameters(table: Table, view: DataView, { from, tail, keptAt, hash }: Expected): boolean {
  const { parameters, kept } = table;
  readParameters(view, from, parameters);
  const { end, lines } = parameters;
  if (end < 0 || parameters.hash !== hash || end + tail > view.byteLength) return false;
  for (let i = 0; i < tail; i++) if (kept.getUint8(keptAt + i) !== view.getUint8(end + i)) return false;
  table.end = end + tail;
  table.inner += lines;
  return true;
}

/** Hashes what stands before the first parenthesis of a line that ends at `limit`; its length with it, 0 where there is none. */
function headOf(view: DataView, site: number, limit: number): { readonly hash: number; readonly length: number } {
  let hash = 1;
  for (let at = site; at < limit; at++) {
    const byte = view.getUint8(at);
    hash = Math.imul(hash ^ byte, 0x9e3779b1);
    if (byte === opening) return { hash: hash ^ (hash >>> 15), length: at + 1 - site };
  }
  return { hash, length: 0 };
}

/** The entry whose call site, but for the values of its parameters, stands at `site`; -1 where it was not seen before. */
function lookUpHead(table: Table, view: DataView, site: number, layout: number): number {
  const { hash, length } = headOf(view, site, table.line.end);
  table.line.hash = hash;
  return length < stride ? -1 : probe(table, view, site, layout, length);
}

/** The entry of this length whose hash is that of `table.line`. */
function probe(table: Table, view: DataView, site: number, layout: number, length: number): number {
  const { slotOf, records } = table;
  const { hash } = table.line;
  for (let step = 0; step < maxProbes; step++) {
    const entry = (slotOf[(hash + step) & (slotOf.length - 1)] ?? 0) - 1;
    if (entry < 0) return -1;
    const record = entry * recordLength;
    const isLikely =
      records[record + hashField] === hash && records[record + layoutField] === layout && records[record + lengthField] === length;
    if (isLikely && takes(table, entry, view, site)) return entry;
  }
  return -1;
}

/** The entry whose call site stands at `site` behind the layout, by its hash; -1 where it was not seen before. */
function lookUp(table: Table, view: DataView, site: number, layout: number): number {
  const { line } = table;
  hashLine(view, site, view.byteLength, line);
  if (line.end < 0) return -1;
  const entry = probe(table, view, site, layout, line.end + 1 - site);
  return entry >= 0 || !table.hasValues ? entry : lookUpHead(table, view, site, layout);
}

/** The layouts of frames come behind that of their header, which is the whole line and fits any; `tried` was looked up. */
function search(table: Table, view: DataView, start: number, tried: number): number {
  const { layouts } = table;
  for (let index = layouts.length - 1; index >= 0; index--) {
    const layout = layouts[index];
    if (index === tried || layout === undefined || !fitsLayout(layout, view, start)) continue;
    const entry = lookUp(table, view, start + layout.site, index);
    if (entry >= 0) return entry;
  }
  return -1;
}

/** The entry of the line at `start`: the one that came here before, or else the one that is found; -1 where there is none. */
function entryAt(table: Table, view: DataView, start: number): number {
  const { records, layouts, expected } = table;
  const likely = expected[table.place] ?? 0;
  const index = records[likely * recordLength + layoutField] ?? 0;
  const layout = layouts[index];
  if (layout === undefined || !fitsLayout(layout, view, start)) return search(table, view, start, index);
  const site = start + layout.site;
  if (takes(table, likely, view, site)) return likely;
  // The layout of a header fits any line: frames come first.
  if (layout.site === 0) return search(table, view, start, -1);
  const entry = lookUp(table, view, site, index);
  return entry >= 0 ? entry : search(table, view, start, index);
}

/** The entry came behind the two before: the next time it is looked for there first. */
function comes(table: Table, entry: number): void {
  table.expected[table.place] = entry;
  table.place = (Math.imul(table.before, 0x9e3779b1) ^ Math.imul(entry, 0x85ebca6b)) >>> (32 - expectedBits);
  table.before = entry;
}

/** Is this the first frame of a stack: `00 `? */
export function isFirstFrame(view: DataView, at: number): boolean {
  return view.getUint8(at) === zero && view.getUint8(at + 1) === zero && view.getUint8(at + 2) === space;
}

function follow(table: Table, view: DataView, start: number, numbers: Int32Array): number {
  table.end = start;
  table.inner = 0;
  let count = 0;
  if (table.entries === 0) return count;
  while (count < numbers.length) {
    const at = table.end;
    const isFollowing = count > 0 && (numbers[count - 1] ?? 0) >= 0;
    const isOver = at + stride > view.byteLength || view.getUint8(at) < space || (isFollowing && isFirstFrame(view, at));
    const entry = isOver ? -1 : entryAt(table, view, at);
    if (entry < 0) break;
    numbers[count++] = table.records[entry * recordLength + numberField] ?? 0;
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

/** Keeps the line, but for the values of its parameters where it has any; one that finds no room is read anew each time. */
function add(table: Table, view: DataView, start: number, end: number, remembered: Remembered): void {
  const site = start + remembered.site;
  const { number, hasValues = false } = remembered;
  const { line, parameters } = table;
  hashLine(view, site, view.byteLength, line);
  const head = hasValues ? headOf(view, site, line.end) : { hash: line.hash, length: end + 1 - site };
  if (head.length < stride || line.end < 0) return;
  if (hasValues) readParameters(view, site + head.length, parameters);
  const tailAt = hasValues ? parameters.end : end + 1;
  if (hasValues) hashLine(view, Math.max(tailAt, site), view.byteLength, line);
  // The parenthesis must close on the line that was read last.
  if (tailAt < 0 || line.end !== end) return;
  const layout = keptLayout(table, view, start, remembered);
  const tail = end + 1 - tailAt;
  const entry = layout < 0 ? -1 : keep(table, view, { site, ...head, layout, number, tailAt, tail, parameters: parameters.hash });
  if (entry < 0) return;
  table.hasValues ||= hasValues;
  comes(table, entry);
}

export function createCallSites(): CallSites {
  const numbers = new Int32Array(maxFollowed);
  const table = createTable();
  return {
    numbers,
    follow: (view, start) => follow(table, view, start, numbers),
    inner: () => table.inner,
    end: () => table.end,
    add: (view, start, end, remembered) => {
      add(table, view, start, end, remembered);
    },
  };
}
