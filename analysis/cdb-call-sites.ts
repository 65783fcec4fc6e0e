/**
 * Lines of a debugger's log that were seen before, recognised by their bytes. In a dump of 10,000 threads nearly every
 * line is one of a few thousand but for its frame number and its addresses: such a line costs a comparison, and is
 * neither decoded nor taken apart. What is found is proved to the last byte; a hash alone proves nothing.
 */
import { fitsLayout, isAlike, layoutOf } from './cdb-frame-layout.ts';
import type { FrameLayout } from './cdb-frame-layout.ts';
import { hashOf } from './line-hash.ts';

const zero = 0x30;
const space = 0x20;
export interface Remembered {
  readonly line: string;
  readonly site: number;
  readonly number: number;
}

export interface CallSites {
  /**
   * Reads the lines from `start` on for as long as they were seen before, and returns how many they are: their numbers
   * stand in `numbers`. Ends before a frame of number 00 that is not the first of them, where a new stack begins.
   */
  follow(view: DataView, start: number): number;
  readonly numbers: Int32Array;
  /** The index behind the last of the lines that were followed. */
  end(): number;
  /**
   * Remembers `number`, not negative, for the plain ASCII line from `start` to the line feed at `end`, which reads `line`
   * and has its call site at `site`. Every line of the same layout that goes on with the same bytes is held to be the same.
   */
  add(view: DataView, start: number, end: number, remembered: Remembered): void;
}

/** A log has some thousand different call sites; a file that has more is read more slowly, never wrongly. */
const slots = 1 << 17;
const maxEntries = 1 << 15;
/** Bytes of all lines together; they have some hundred characters. */
const keptBytes = 1 << 22;
/** Honest text needs one or two looks. */
const maxProbes = 16;
/** Frames with and without numbers, inline ones, sizes of one to four digits: a command prints a handful of layouts. */
const maxLayouts = 32;
/** Lines that are followed at a time: stacks are rarely deeper. */
const maxFollowed = 256;
/** Lines are compared eight bytes at a time; shorter ones are not remembered. */
const stride = 8;

/** What is known of a line, side by side. */
const recordLength = 8;
/** Fields of a record: where the line is kept, its length with its line feed, the hash of its call site … */
const [keptField, lengthField, hashField] = [0, 1, 2];
/** … what is remembered for it, and the entry that followed it when it was seen last. */
const [numberField, followerField] = [3, 4];

interface Table {
  readonly slotOf: Int32Array;
  readonly records: Int32Array;
  /** The lines, one behind another as they came: the stack that was seen first stands here as a whole. */
  readonly kept: DataView;
  /** 0xff for each byte that may be any hex digit. */
  readonly digits: DataView;
  readonly layouts: FrameLayout[];
  entries: number;
  used: number;
  /** The entry that was found last, and the index behind its line in the bytes that were looked at. */
  before: number;
  end: number;
}

/** The table and the bytes that are looked at. */
interface Look {
  readonly table: Table;
  readonly view: DataView;
  readonly limit: number;
}

/**
 * From `start` on, the first step of eight bytes that differs. Eight are compared as one number: of ASCII other than NUL
 * none is NaN, zero or subnormal, so equal numbers are equal bytes.
 */
function firstDifference(kept: DataView, from: number, view: DataView, at: number, start: number, length: number): number {
  let i = start;
  while (i + stride <= length && kept.getFloat64(from + i, true) === view.getFloat64(at + i, true)) i += stride;
  return i;
}

/** Do the eight bytes at `at` differ from those kept at `from` in nothing but digits of addresses? */
function areAlike({ kept, digits }: Table, from: number, view: DataView, at: number): boolean {
  return (
    isAlike(view.getInt32(at, true), kept.getInt32(from, true), digits.getInt32(from, true)) &&
    isAlike(view.getInt32(at + 4, true), kept.getInt32(from + 4, true), digits.getInt32(from + 4, true))
  );
}

/** How many bytes from `at` on are those kept from `from` to `to`, but for digits of addresses. */
function alikeBytes({ table, view, limit }: Look, from: number, to: number, at: number): number {
  const { kept, digits } = table;
  const length = Math.min(to - from, limit - at);
  let i = firstDifference(kept, from, view, at, 0, length);
  while (i + stride <= length && areAlike(table, from + i, view, at + i)) {
    i = firstDifference(kept, from, view, at, i + stride, length);
  }
  while (i < length && isAlike(view.getUint8(at + i), kept.getUint8(from + i), digits.getUint8(from + i))) i++;
  return i;
}

/** The entry whose line this is, by the hash of its call site; -1 where it was not seen before. */
function lookUp(look: Look, start: number, site: number): number {
  const { slotOf, records } = look.table;
  const { hash, end } = hashOf(look.view, start + site, look.limit);
  if (end < 0) return -1;
  for (let probe = 0; probe < maxProbes; probe++) {
    const entry = (slotOf[(hash + probe) & (slots - 1)] ?? 0) - 1;
    if (entry < 0) return -1;
    const record = entry * recordLength;
    const [kept, length] = [records[record + keptField] ?? 0, end + 1 - start];
    const isLikely = records[record + hashField] === hash && records[record + lengthField] === length;
    if (isLikely && alikeBytes(look, kept, kept + length, start) === length) return entry;
  }
  return -1;
}

/** The layouts of frames come behind that of their header, which is the whole line and fits any. */
function search(look: Look, start: number): number {
  const { layouts } = look.table;
  for (let i = layouts.length - 1; i >= 0; i--) {
    const layout = layouts[i];
    const entry = layout !== undefined && fitsLayout(layout, look.view, start) ? lookUp(look, start, layout.site) : -1;
    if (entry >= 0) return entry;
  }
  return -1;
}

/** The line's layout, which is kept; null where there is none, or too many. */
function keptLayout({ layouts }: Table, view: DataView, start: number, { line, site }: Remembered): FrameLayout | null {
  const known = layouts.find((layout) => layout.site === site && fitsLayout(layout, view, start));
  if (known !== undefined || layouts.length >= maxLayouts) return known ?? null;
  const layout = layoutOf(line, site);
  if (layout !== null) layouts.push(layout);
  return layout;
}

/** The first free slot of a hash; -1 where there is none. */
function freeSlot(slotOf: Int32Array, hash: number): number {
  for (let probe = 0; probe < maxProbes; probe++) if (slotOf[(hash + probe) & (slots - 1)] === 0) return (hash + probe) & (slots - 1);
  return -1;
}

/** The entry of the line; -1 where it cannot be kept. */
function addTo(table: Table, view: DataView, start: number, end: number, remembered: Remembered): number {
  const length = end + 1 - start;
  const { hash, end: hashedTo } = hashOf(view, start + remembered.site, view.byteLength);
  if (table.entries >= maxEntries || table.used + length > keptBytes || length < stride || hashedTo !== end) return -1;
  const [layout, slot] = [keptLayout(table, view, start, remembered), freeSlot(table.slotOf, hash)];
  if (layout === null || slot < 0) return -1;
  const entry = table.entries++;
  table.slotOf[slot] = entry + 1;
  table.records.set([table.used, length, hash, remembered.number, 0], entry * recordLength);
  new Uint8Array(table.kept.buffer).set(new Uint8Array(view.buffer, view.byteOffset + start, length), table.used);
  for (const [word, isDigit] of layout.isDigit.entries()) table.digits.setInt32(table.used + 4 * word, isDigit, true);
  table.used += length;
  return entry;
}

/** Is this the first frame of a stack: `00 `? */
export function isFirstFrame(view: DataView, at: number): boolean {
  return view.getUint8(at) === zero && view.getUint8(at + 1) === zero && view.getUint8(at + 2) === space;
}

/** The entry came behind the one before: the next time it is looked for there first. */
function comes(table: Table, entry: number): void {
  table.records[table.before * recordLength + followerField] = entry;
  table.before = entry;
}

/** Takes the lines that stand one behind another as they are kept; returns how many. Those from `entry` on are `alike` bytes. */
function takeRun({ table, view }: Look, entry: number, alike: number, numbers: Int32Array, taken: number): number {
  const { records } = table;
  let [count, at, next, left] = [taken, table.end, entry, alike];
  while (count < numbers.length && next < table.entries) {
    const length = records[next * recordLength + lengthField] ?? 0;
    if (length > left || (count > 0 && isFirstFrame(view, at))) break;
    numbers[count++] = records[next * recordLength + numberField] ?? 0;
    at += length;
    left -= length;
    next++;
  }
  if (count > taken) {
    comes(table, entry);
    table.before = next - 1;
    table.end = at;
  }
  return count;
}

/** From here on `alike` bytes are those of the entry: of the one that came here before, or else of the one that is found. */
function entryAt(look: Look): { readonly entry: number; readonly alike: number } {
  const { records, before, end, used } = look.table;
  const likely = records[before * recordLength + followerField] ?? 0;
  const alike = alikeBytes(look, records[likely * recordLength + keptField] ?? 0, used, end);
  if (alike >= (records[likely * recordLength + lengthField] ?? 0)) return { entry: likely, alike };
  const entry = search(look, end);
  if (entry < 0) return { entry, alike: 0 };
  const [kept, length] = [records[entry * recordLength + keptField] ?? 0, records[entry * recordLength + lengthField] ?? 0];
  return { entry, alike: length + alikeBytes(look, kept + length, used, end + length) };
}

function follow(table: Table, view: DataView, start: number, numbers: Int32Array): number {
  const look = { table, view, limit: view.byteLength };
  table.end = start;
  for (let count = 0; ;) {
    const hasLine = table.entries > 0 && table.end + stride <= look.limit && view.getUint8(table.end) >= space;
    const isOver = !hasLine || (count > 0 && isFirstFrame(view, table.end));
    const { entry, alike } = isOver ? { entry: -1, alike: 0 } : entryAt(look);
    const taken = entry < 0 ? count : takeRun(look, entry, alike, numbers, count);
    if (taken === count) return count;
    count = taken;
  }
}

export function createCallSites(): CallSites {
  const numbers = new Int32Array(maxFollowed);
  const table: Table = {
    slotOf: new Int32Array(slots),
    records: new Int32Array(maxEntries * recordLength),
    kept: new DataView(new ArrayBuffer(keptBytes)),
    digits: new DataView(new ArrayBuffer(keptBytes + stride)),
    layouts: [],
    entries: 0,
    used: 0,
    before: 0,
    end: 0,
  };
  return {
    numbers,
    follow: (view, start) => follow(table, view, start, numbers),
    end: () => table.end,
    add(view, start, end, remembered) {
      const entry = addTo(table, view, start, end, remembered);
      if (entry >= 0) comes(table, entry);
    },
  };
}
