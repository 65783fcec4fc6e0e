/**
 * Handles by the text that they point to. The same few texts stand in a file thousands of times, and most names once: a text
 * is known by its bytes, which are kept, and only what is told in the end becomes a string.
 */
import { lengthAt } from './strings.ts';

export interface TextCounts {
  /** So many more handles point to the string whose length stands at `at`. Returns the number of the text, as they came, from 0. */
  add(view: DataView, at: number, handles: number): number;
  /** How many texts there are. */
  size(): number;
  /** Handles by text: those of at least `least` handles, in the order in which they came. */
  totals(least: number): readonly (readonly [text: string, handles: number])[];
}

/** Numbers for a text: where it is kept, its length in bytes, its hash, its handles. */
const recordLength = 4;
const [keptField, lengthField, hashField, handlesField] = [0, 1, 2, 3];
const [firstSlots, firstKept] = [512, 1 << 15];
const utf16 = new TextDecoder('utf-16le', { ignoreBOM: true });

interface Table {
  /** Text + 1 by hash; 0 is free. At most half of them are taken. */
  slotOf: Int32Array;
  records: Float64Array;
  kept: DataView;
  texts: number;
  used: number;
}

function hashOf(view: DataView, from: number, length: number): number {
  let hash = length;
  const words = from + length - (length % 4);
  for (let at = from; at < words; at += 4) {
    const product = Math.imul(hash ^ view.getInt32(at, true), 0x9e3779b1);
    hash = product ^ (product >>> 15);
  }
  return length % 4 === 0 ? hash : Math.imul(hash ^ view.getUint16(words, true), 0x85ebca6b);
}

function isSame(kept: DataView, start: number, view: DataView, from: number, length: number): boolean {
  const words = length - (length % 4);
  for (let at = 0; at < words; at += 4) if (kept.getInt32(start + at, true) !== view.getInt32(from + at, true)) return false;
  return words === length || kept.getUint16(start + words, true) === view.getUint16(from + words, true);
}

const wordAt = (view: DataView, at: number): number => (at + 4 <= view.byteLength ? view.getInt32(at, true) : view.getUint16(at, true));

function put(slotOf: Int32Array, text: number, hash: number): void {
  const mask = slotOf.length - 1;
  let slot = hash & mask;
  while (slotOf[slot] !== 0) slot = (slot + 1) & mask;
  slotOf[slot] = text + 1;
}

/** Makes room for one more text of `length` bytes. */
function makeRoom(table: Table, length: number): void {
  if (table.used + length + 2 > table.kept.byteLength) {
    const larger = new Uint8Array(2 * (table.used + length + 2));
    larger.set(new Uint8Array(table.kept.buffer));
    table.kept = new DataView(larger.buffer);
  }
  if ((table.texts + 1) * 2 <= table.slotOf.length) return;
  table.slotOf = new Int32Array(table.slotOf.length * 2);
  const records = new Float64Array((table.slotOf.length / 2) * recordLength);
  records.set(table.records);
  table.records = records;
  for (let text = 0; text < table.texts; text++) put(table.slotOf, text, records[text * recordLength + hashField] ?? 0);
}

/** The record of the text, which has none yet. */
function keep(table: Table, view: DataView, from: number, length: number, hash: number): number {
  makeRoom(table, length);
  const { kept, records, used } = table;
  // Four bytes at a time; what stands behind the text is written over by the next.
  for (let at = 0; at < length; at += 4) kept.setInt32(used + at, wordAt(view, from + at), true);
  const record = table.texts * recordLength;
  records[record + keptField] = used;
  records[record + lengthField] = length;
  records[record + hashField] = hash;
  put(table.slotOf, table.texts, hash);
  table.texts++;
  table.used += length;
  return record;
}

function recordOf(table: Table, view: DataView, from: number, length: number): number {
  const hash = hashOf(view, from, length);
  const { slotOf, records, kept } = table;
  const mask = slotOf.length - 1;
  for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
    const record = ((slotOf[slot] ?? 0) - 1) * recordLength;
    if (record < 0) return keep(table, view, from, length, hash);
    const isLikely = records[record + hashField] === hash && records[record + lengthField] === length;
    if (isLikely && isSame(kept, records[record + keptField] ?? 0, view, from, length)) return record;
  }
}

function textOf({ kept, records }: Table, record: number): string {
  const [start, length] = [records[record + keptField] ?? 0, records[record + lengthField] ?? 0];
  return utf16.decode(new Uint8Array(kept.buffer, start, length));
}

export function countTexts(): TextCounts {
  const table: Table = {
    slotOf: new Int32Array(firstSlots),
    records: new Float64Array((firstSlots / 2) * recordLength),
    kept: new DataView(new ArrayBuffer(firstKept)),
    texts: 0,
    used: 0,
  };
  return {
    add(view, at, handles) {
      const record = recordOf(table, view, at + 4, lengthAt(view, at));
      const { records } = table;
      records[record + handlesField] = (records[record + handlesField] ?? 0) + handles;
      return record / recordLength;
    },
    size: () => table.texts,
    totals(least) {
      const found: (readonly [string, number])[] = [];
      for (let text = 0; text < table.texts; text++) {
        const handles = table.records[text * recordLength + handlesField] ?? 0;
        if (handles >= least) found.push([textOf(table, text * recordLength), handles]);
      }
      return found;
    },
  };
}
