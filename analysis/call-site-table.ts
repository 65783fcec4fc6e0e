/** What is remembered of the lines of a debugger's log, in tables of numbers: a log has a hundred thousand lines, and some thousand of them differ. */
import type { Parameters } from './cdb-parameter-values.ts';
import type { FrameLayout } from './cdb-frame-layout.ts';
import type { LineHash } from './line-hash.ts';
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
/** Fields of a record: where the call site is kept, its length with its line feed or its parenthesis, its hash, the line's layout … */
export const [keptField, lengthField, hashField, layoutField] = [0, 1, 2, 3];
/** … what is remembered for it; and where its parameters have values, the length of what stands behind them, and their hash. */
export const [numberField, tailField, parametersField] = [4, 5, 6];

export interface Table {
  /** Entry + 1 by the hash of its call site; 0 is free. At most half of them are taken. */
  slotOf: Int32Array;
  /** The entry that came last behind two others, by these two. */
  readonly expected: Int32Array;
  records: Int32Array;
  /** The call sites, one behind another as they came. */
  kept: DataView;
  readonly layouts: FrameLayout[];
  readonly line: LineHash;
  readonly parameters: Parameters;
  entries: number;
  used: number;
  /** Where in `expected` the entry stands that is likely to come next. */
  place: number;
  /** The entry that was found last, and the index behind its line in the bytes that were looked at. */
  before: number;
  end: number;
  /** Line feeds within the lines that were followed, where values stand on lines of their own. */
  inner: number;
  /** Some entries have values. */
  hasValues: boolean;
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

export interface NewEntry {
  /** Where its call site stands in the bytes that are looked at, and how long it is: all of it, or what stands before its values. */
  readonly site: number;
  readonly length: number;
  readonly hash: number;
  readonly layout: number;
  readonly number: number;
  /** What stands behind its values, and from where on; of length 0 where it has none. */
  readonly tailAt: number;
  readonly tail: number;
  readonly parameters: number;
}

/** Keeps an entry, and returns its index; -1 where it finds no room: the line is then read anew each time. */
export function keep(table: Table, view: DataView, { site, length, hash, layout, number, tailAt, tail, parameters }: NewEntry): number {
  if (table.entries >= maxEntries || table.used + length + tail > maxKept) return -1;
  makeRoom(table, length + tail);
  if (!place(table, table.entries, hash)) return -1;
  const { records, kept, used, entries } = table;
  const record = entries * recordLength;
  records[record + keptField] = used;
  records[record + lengthField] = length;
  records[record + hashField] = hash;
  records[record + layoutField] = layout;
  records[record + numberField] = number;
  records[record + tailField] = tail;
  records[record + parametersField] = parameters;
  for (let i = 0; i < length; i++) kept.setUint8(used + i, view.getUint8(site + i));
  for (let i = 0; i < tail; i++) kept.setUint8(used + length + i, view.getUint8(tailAt + i));
  table.used += length + tail;
  table.entries++;
  return entries;
}

export function createTable(): Table {
  return {
    slotOf: new Int32Array(firstSlots),
    records: new Int32Array(firstEntries * recordLength),
    kept: new DataView(new ArrayBuffer(firstKept)),
    expected: new Int32Array(1 << expectedBits),
    layouts: [],
    line: { hash: 0, end: -1 },
    parameters: { hash: 0, end: -1, lines: 0 },
    entries: 0,
    used: 0,
    place: 0,
    before: 0,
    end: 0,
    inner: 0,
    hasValues: false,
  };
}
