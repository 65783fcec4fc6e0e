/**
 * Lines of a debugger's log that were seen before, recognised by their bytes. In a dump of 10,000 threads nearly every
 * line is one of a few thousand but for its frame number and its addresses: such a line costs a comparison, and is
 * neither decoded nor taken apart. What is found is proved to the last byte; a hash alone proves nothing.
 */
import { fitsLayout, layoutOf } from './cdb-frame-layout.ts';
import { hashLine } from './line-hash.ts';
import type { FrameLayout } from './cdb-frame-layout.ts';
import type { LineHash } from './line-hash.ts';
import { grown } from './number-sequences.ts';

const zero = 0x30;
const space = 0x20;
export interface Remembered {
  readonly line: string;
  readonly site: number;
  /** Of a frame; below 0 for any other line. */
  readonly number: number;
}

export interface CallSites {
  /**
   * Reads the lines from `start` on for as long as they were seen before, and returns how many they are: their numbers
   * stand in `numbers`. Ends before a frame of number 00 that stands behind another frame, where a new stack begins.
   */
  follow(view: DataView, start: number): number;
  readonly numbers: Int32Array;
  /** The index behind the last of the lines that were followed. */
  end(): number;
  /**
   * Remembers `number` for the plain ASCII line from `start` to the line feed at `end`, which reads `line` and has its
   * call site at `site`. Every line of the same layout that goes on with the same bytes is held to be the same.
   */
  add(view: DataView, start: number, end: number, remembered: Remembered): void;
}

/** A log has some thousand different call sites; a file that has more is read more slowly, never wrongly. */
const maxEntries = 1 << 17;
/** Bytes of all call sites together; they have some fifty characters, and a hundred with their source lines. */
const maxKept = 1 << 24;
/** Most logs need no more than this at first; all tables grow. */
const [firstSlots, firstEntries, firstKept] = [1 << 12, 1 << 10, 1 << 16];
/** Honest text needs one or two looks. */
const maxProbes = 16;
/** Frames with and without numbers, inline ones, sizes of one to four digits: a command prints a handful of layouts. */
const maxLayouts = 32;
/** Lines that are followed at a time: stacks are rarely deeper. */
const maxFollowed = 256;
/** Pairs of neighbours whose follower is kept: a log of a hundred different stacks has some thousand. */
const expectedBits = 14;
/** Call sites are compared eight bytes at a time; shorter ones are not remembered. */
const stride = 8;

/** What is known of a line, side by side. */
const recordLength = 8;
/** Fields of a record: where the call site is kept, its length with its line feed, its hash, the line's layout … */
const [keptField, lengthField, hashField, layoutField] = [0, 1, 2, 3];
/** … and what is remembered for it. */
const numberField = 4;

interface Table {
  /** Entry + 1 by the hash of its call site; 0 is free. At most half of them are taken. */
  slotOf: Int32Array;
  /** The entry that came last behind two others, by these two. */
  readonly expected: Int32Array;
  records: Int32Array;
  /** The call sites, one behind another as they came. */
  kept: DataView;
  readonly layouts: FrameLayout[];
  readonly line: LineHash;
  entries: number;
  used: number;
  /** Where in `expected` the entry stands that is likely to come next. */
  place: number;
  /** The entry that was found last, and the index behind its line in the bytes that were looked at. */
  before: number;
  end: number;
}

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
  if (!isKept(kept, records[record + keptField] ?? 0, view, site, length)) return false;
  table.end = site + length;
  return true;
}

/** The entry whose call site stands at `site` behind the layout, by its hash; -1 where it was not seen before. */
function lookUp(table: Table, view: DataView, site: number, layout: number): number {
  const { slotOf, records, line } = table;
  hashLine(view, site, view.byteLength, line);
  const { hash, end } = line;
  if (end < 0) return -1;
  for (let probe = 0; probe < maxProbes; probe++) {
    const entry = (slotOf[(hash + probe) & (slotOf.length - 1)] ?? 0) - 1;
    if (entry < 0) return -1;
    const record = entry * recordLength;
    const isLikely =
      records[record + hashField] === hash && records[record + layoutField] === layout && records[record + lengthField] === end + 1 - site;
    if (isLikely && takes(table, entry, view, site)) return entry;
  }
  return -1;
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

/** Puts the entry where its hash is looked for; `false` where there is no room. */
function place({ slotOf }: Table, entry: number, hash: number): boolean {
  const mask = slotOf.length - 1;
  for (let probe = 0; probe < maxProbes; probe++) {
    if (slotOf[(hash + probe) & mask] !== 0) continue;
    slotOf[(hash + probe) & mask] = entry + 1;
    return true;
  }
  return false;
}

/** Makes room for one more entry of `length` bytes. */
function makeRoom(table: Table, length: number): void {
  while (table.used + length > table.kept.byteLength) {
    const larger = new Uint8Array(table.kept.byteLength * 2);
    larger.set(new Uint8Array(table.kept.buffer));
    table.kept = new DataView(larger.buffer);
  }
  if ((table.entries + 1) * recordLength > table.records.length) table.records = grown(table.records);
  if ((table.entries + 1) * 2 <= table.slotOf.length) return;
  table.slotOf = new Int32Array(table.slotOf.length * 2);
  for (let entry = 0; entry < table.entries; entry++) place(table, entry, table.records[entry * recordLength + hashField] ?? 0);
}

/** Keeps the line; an entry that finds no room is not kept, and the line is read anew each time. */
function add(table: Table, view: DataView, start: number, end: number, remembered: Remembered): void {
  const site = start + remembered.site;
  const length = end + 1 - site;
  hashLine(view, site, view.byteLength, table.line);
  const { hash, end: hashedTo } = table.line;
  if (table.entries >= maxEntries || table.used + length > maxKept || length < stride || hashedTo !== end) return;
  const layout = keptLayout(table, view, start, remembered);
  if (layout < 0) return;
  makeRoom(table, length);
  if (!place(table, table.entries, hash)) return;
  const { records, kept, used, entries } = table;
  const record = entries * recordLength;
  records[record + keptField] = used;
  records[record + lengthField] = length;
  records[record + hashField] = hash;
  records[record + layoutField] = layout;
  records[record + numberField] = remembered.number;
  for (let i = 0; i < length; i++) kept.setUint8(used + i, view.getUint8(site + i));
  table.used += length;
  table.entries++;
  comes(table, entries);
}

export function createCallSites(): CallSites {
  const numbers = new Int32Array(maxFollowed);
  const table: Table = {
    slotOf: new Int32Array(firstSlots),
    records: new Int32Array(firstEntries * recordLength),
    kept: new DataView(new ArrayBuffer(firstKept)),
    expected: new Int32Array(1 << expectedBits),
    layouts: [],
    line: { hash: 0, end: -1 },
    entries: 0,
    used: 0,
    place: 0,
    before: 0,
    end: 0,
  };
  return {
    numbers,
    follow: (view, start) => follow(table, view, start, numbers),
    end: () => table.end,
    add: (view, start, end, remembered) => {
      add(table, view, start, end, remembered);
    },
  };
}
