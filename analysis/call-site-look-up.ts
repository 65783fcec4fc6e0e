/** Which of the lines that are remembered stands here: all of it, or but for its offset and the values of its parameters. */
import { readHead, readOffset } from './call-site-head.ts';
import {
  hashField,
  headField,
  headHashField,
  keptField,
  layoutField,
  lengthField,
  maxProbes,
  patternField,
  recordLength,
} from './call-site-table.ts';
import type { Table } from './call-site-table.ts';
import { anyValue, behindValue } from './call-site-template.ts';
import { fitsLayout } from './cdb-frame-layout.ts';
import { hashLine } from './line-hash.ts';

const lineFeed = 0x0a;
/** Call sites are compared eight bytes at a time; shorter ones are not remembered. */
export const stride = 8;

/**
 * Are these the bytes that are kept at `from`? Eight are compared as one number, the last eight of them whatever was
 * compared before: of ASCII other than NUL none is NaN, zero or subnormal, so equal numbers are equal bytes.
 */
export function isKept(kept: DataView, from: number, view: DataView, at: number, length: number): boolean {
  const last = length - stride;
  if (at + length > view.byteLength) return false;
  for (let i = 0; i < last; i += stride) if (kept.getFloat64(from + i, true) !== view.getFloat64(at + i, true)) return false;
  return kept.getFloat64(from + last, true) === view.getFloat64(at + last, true);
}

/** The entry is the line whose call site stands at `site`, to the last byte. */
function takesWhole(table: Table, entry: number, view: DataView, site: number): boolean {
  const { records, kept } = table;
  const record = entry * recordLength;
  const length = records[record + lengthField] ?? 0;
  if (length === 0 || !isKept(kept, records[record + keptField] ?? 0, view, site, length)) return false;
  table.end = site + length;
  table.offset = -1;
  return true;
}

/** The entry is the line whose call site stands at `site`, but for its offset and the values of its parameters. */
function takesHead(table: Table, entry: number, view: DataView, site: number): boolean {
  const { records, kept } = table;
  const record = entry * recordLength;
  const pattern = records[record + patternField] ?? 0;
  const head = records[record + headField] ?? 0;
  const from = records[record + keptField] ?? 0;
  if (pattern === 0 || !isKept(kept, from, view, site, head)) return false;
  const start = from + Math.max(head, records[record + lengthField] ?? 0);
  table.offset = -1;
  // The first line of kP ends with its head.
  return takesPattern(table, view, site + head, {
    from: start,
    to: start + pattern,
    lines: kept.getUint8(from + head - 1) === lineFeed ? 0 : -1,
  });
}

const takes = (table: Table, entry: number, view: DataView, site: number): boolean =>
  takesWhole(table, entry, view, site) || takesHead(table, entry, view, site);

interface Pattern {
  readonly from: number;
  readonly to: number;
  /** Line feeds before it, but for the last of the lines. */
  readonly lines: number;
}

/** What stands at `start` is as the pattern that is kept. */
function takesPattern(table: Table, view: DataView, start: number, { from, to, lines: before }: Pattern): boolean {
  const { kept, head } = table;
  let at = start;
  let lines = before;
  const limit = view.byteLength;
  for (let index = from; index < to; index++) {
    const byte = kept.getUint8(index);
    if (byte > anyValue) {
      if (at >= limit || view.getUint8(at) !== byte) return false;
      if (byte === lineFeed) lines++;
      at++;
    } else if (byte === anyValue) {
      at = behindValue(view, at);
      if (at < 0) return false;
    } else {
      if (!readOffset(view, at, head)) return false;
      table.offset = head.offset;
      at = head.behindOffset;
    }
  }
  table.end = at;
  table.inner += lines;
  return true;
}

/** The entry whose call site stands at `site` behind the layout, by its hash; -1 where it was not seen before. */
function lookUp(table: Table, view: DataView, site: number, layout: number): number {
  const { slotOf, records, line } = table;
  hashLine(view, site, view.byteLength, line);
  if (line.end < 0) return -1;
  const { hash } = line;
  for (let step = 0; step < maxProbes; step++) {
    const entry = (slotOf[(hash + step) & (slotOf.length - 1)] ?? 0) - 1;
    if (entry < 0) break;
    const record = entry * recordLength;
    const isLikely = records[record + hashField] === hash && records[record + layoutField] === layout;
    if (isLikely && takesWhole(table, entry, view, site)) return entry;
  }
  return lookUpHead(table, view, site, layout);
}

/** The same by the hash of its head: with another offset, or other values. */
function lookUpHead(table: Table, view: DataView, site: number, layout: number): number {
  const { slotOfHead, records, head } = table;
  readHead(view, site, head);
  if (head.end < 0) return -1;
  const { hash } = head;
  for (let step = 0; step < maxProbes; step++) {
    const entry = (slotOfHead[(hash + step) & (slotOfHead.length - 1)] ?? 0) - 1;
    if (entry < 0) return -1;
    const record = entry * recordLength;
    const isLikely = records[record + headHashField] === hash && records[record + layoutField] === layout;
    if (isLikely && takesHead(table, entry, view, site)) return entry;
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

/** The entry of the line at `start`, which is not all as the one that came here before; -1 where there is none. `fitted`: it has this layout. */
export function entryAt(table: Table, view: DataView, start: number, fitted: number): number {
  const { records, layouts, expected } = table;
  const likely = expected[table.place] ?? 0;
  const index = fitted >= 0 ? fitted : (records[likely * recordLength + layoutField] ?? 0);
  const layout = layouts[index];
  if (layout === undefined || (fitted < 0 && !fitsLayout(layout, view, start))) return search(table, view, start, index);
  const site = start + layout.site;
  if (fitted >= 0 ? takesHead(table, likely, view, site) : takes(table, likely, view, site)) return likely;
  // The layout of a header fits any line: frames come first.
  if (layout.site === 0) return search(table, view, start, -1);
  const entry = lookUp(table, view, site, index);
  return entry >= 0 ? entry : search(table, view, start, index);
}
