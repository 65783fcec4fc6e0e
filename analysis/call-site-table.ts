/** What is remembered of the lines of a debugger's log, in tables of numbers: a log has a hundred thousand lines, and some thousand of them differ. */
import { createSiteHead } from './call-site-head.ts';
import type { SiteHead } from './call-site-head.ts';
import type { LineHash } from './line-hash.ts';
import type { FrameLayout } from './cdb-frame-layout.ts';
import { grown } from './number-sequences.ts';

/** A log has some thousand different call sites; a file that has more is read more slowly, never wrongly. */
const maxEntries = 1 << 17;
/** Bytes of all call sites together; they have some fifty characters, and a hundred with their source lines. */
const maxKept = 1 << 24;
/** Most logs need no more than this at first; all tables grow. */
const [firstSlots, firstEntries, firstKept] = [1 << 12, 1 << 10, 1 << 16];
/** Honest text needs one or two looks. */
export const maxProbes = 16;
/** Pairs of neighbours whose follower is kept: a log of a hundred different stacks has some thousand. */
export const expectedBits = 14;

/** What is known of a line, side by side. */
export const recordLength = 8;
/** Fields of a record: where the call site is kept, the length of its head, the hash of all of it, the line's layout … */
export const [keptField, headField, hashField, layoutField] = [0, 1, 2, 3];
/** … what is remembered for it; how long it is with its line feed, where all of it is kept; the length of its pattern (call-site-template.ts), the hash of its head. */
export const [numberField, lengthField, patternField, headHashField] = [4, 5, 6, 7];

export interface Table {
  /** Entry + 1 by the hash of its call site, and by that of its head where it has a pattern; 0 is free. At most half of them are taken. */
  slotOf: Int32Array;
  slotOfHead: Int32Array;
  /** The entry that came last behind two others, by these two. */
  readonly expected: Int32Array;
  records: Int32Array;
  /** The call sites, one behind another as they came. */
  kept: DataView;
  readonly layouts: FrameLayout[];
  readonly head: SiteHead;
  readonly line: LineHash;
  entries: number;
  used: number;
  /** Where in `expected` the entry stands that is likely to come next. */
  place: number;
  /** The entry that was found last, and the index behind its line in the bytes that were looked at. */
  before: number;
  end: number;
  /** The offset in the line that was found last; -1 where it is the one that was remembered. */
  offset: number;
  /** The layout that the line at `end` is known to fit; -1 where none was tried. */
  fitted: number;
  /** Line feeds within the lines that were followed, where values stand on lines of their own. */
  inner: number;
}

/** Puts the entry where its hash is looked for; `false` where there is no room. */
function place(slots: Int32Array, entry: number, hash: number): boolean {
  const mask = slots.length - 1;
  for (let probe = 0; probe < maxProbes; probe++) {
    if (slots[(hash + probe) & mask] !== 0) continue;
    slots[(hash + probe) & mask] = entry + 1;
    return true;
  }
  return false;
}

/** Puts the entry where all of it is looked for, and where its head is. */
function placeBoth({ slotOf, slotOfHead, records }: Table, entry: number): boolean {
  const record = entry * recordLength;
  const isWhole = (records[record + lengthField] ?? 0) > 0 && place(slotOf, entry, records[record + hashField] ?? 0);
  const isPattern = (records[record + patternField] ?? 0) > 0 && place(slotOfHead, entry, records[record + headHashField] ?? 0);
  return isWhole || isPattern;
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
  table.slotOfHead = new Int32Array(table.slotOf.length);
  for (let entry = 0; entry < table.entries; entry++) placeBoth(table, entry);
}

export interface NewEntry {
  /** Where its call site stands in the bytes that are looked at, how long its head is, and all of it; 0: no other line will be all the same. */
  readonly site: number;
  readonly head: number;
  readonly length: number;
  readonly hash: number;
  readonly headHash: number;
  readonly layout: number;
  readonly number: number;
  /** What stands behind the head. */
  readonly pattern: readonly number[];
}

/** Keeps an entry, and returns its index; -1 where it finds no room: the line is then read anew each time. */
export function keep(table: Table, view: DataView, { site, head, length, hash, headHash, layout, number, pattern }: NewEntry): number {
  const literal = Math.max(head, length);
  const all = literal + pattern.length;
  if (table.entries >= maxEntries || table.used + all > maxKept) return -1;
  makeRoom(table, all);
  const { records, kept, used, entries } = table;
  const record = entries * recordLength;
  records[record + keptField] = used;
  records[record + headField] = head;
  records[record + lengthField] = length;
  records[record + hashField] = hash;
  records[record + headHashField] = headHash;
  records[record + layoutField] = layout;
  records[record + numberField] = number;
  records[record + patternField] = pattern.length;
  if (!placeBoth(table, entries)) return -1;
  for (let i = 0; i < literal; i++) kept.setUint8(used + i, view.getUint8(site + i));
  for (const [i, byte] of pattern.entries()) kept.setUint8(used + literal + i, byte);
  table.used += all;
  table.entries++;
  return entries;
}

export function createTable(): Table {
  return {
    slotOf: new Int32Array(firstSlots),
    slotOfHead: new Int32Array(firstSlots),
    records: new Int32Array(firstEntries * recordLength),
    kept: new DataView(new ArrayBuffer(firstKept)),
    expected: new Int32Array(1 << expectedBits),
    layouts: [],
    head: createSiteHead(),
    line: { hash: 0, end: -1 },
    entries: 0,
    used: 0,
    place: 0,
    before: 0,
    end: 0,
    offset: -1,
    fitted: -1,
    inner: 0,
  };
}
