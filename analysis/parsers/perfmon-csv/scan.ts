/** Chunks of a log → rows with the values of the wanted columns; what is odd is counted and remembered. */
import { carriageReturn, nextLineFeed } from '../../byte-view.ts';
import { readDecimal } from '../../numbers.ts';
import { cellsOf } from './header.ts';
import type { LogHeader } from './header.ts';
import { cellText, chunkOf, locate, notPlain, plainNumber } from './rows.ts';
import type { Chunk } from './rows.ts';
import { plainBlanks, windowsTime, writtenTime } from './times.ts';
import type { RowDates } from './times.ts';

export interface OddRow {
  readonly line: number;
  readonly values: number;
}

/** What a scan saw beside the values. Line numbers count from 1 in the file. */
export interface ScanLog {
  line: number;
  readonly odd: OddRow[];
  oddCount: number;
  untimed: number;
  torn: boolean;
}

export function createScanLog(line: number): ScanLog {
  return { line, odd: [], oddCount: 0, untimed: 0, torn: false };
}

export interface Scanner {
  /** Scans all whole rows of a chunk; how far it came, and why it stopped there. */
  scan(bytes: Uint8Array, isLast: boolean): { readonly consumed: number; readonly stopped: 'end' | 'header' | 'other' };
}

const quote = 0x22;
const parenthesis = 0x28;
const blank = 0x20;
const lineFeed = 0x0a;
const backslash = 0x5c;
const keptOddRows = 3;

interface Scan {
  readonly header: LogHeader;
  readonly dates: RowDates;
  readonly log: ScanLog;
  readonly take: (at: number, values: Float64Array) => void;
  readonly separator: number;
  readonly decimal: '.' | ',';
  readonly wanted: Int32Array;
  readonly starts: Int32Array;
  readonly values: Float64Array;
  /** How many cells a row may have: a collector set's description has a header cell and no values. */
  readonly allowed: ReadonlySet<number>;
}

/** One row of a chunk; `isTail` says that no line end follows it. */
interface Row {
  readonly chunk: Chunk;
  readonly start: number;
  readonly end: number;
  readonly isTail: boolean;
}

export function createScanner(header: LogHeader, dates: RowDates, log: ScanLog, take: Scan['take']): Scanner {
  const wanted = Int32Array.from(header.wanted, (column) => column.index);
  const scan: Scan = {
    header,
    dates,
    log,
    take,
    separator: header.separator.charCodeAt(0),
    decimal: header.separator === ';' ? ',' : '.',
    wanted,
    starts: new Int32Array(wanted.length),
    values: new Float64Array(wanted.length),
    allowed: new Set([header.columns, ...(header.described ? [header.columns - 1] : [])]),
  };
  return { scan: (bytes, isLast) => scanChunk(scan, chunkOf(bytes), isLast) };
}

function scanChunk(scan: Scan, chunk: Chunk, isLast: boolean): ReturnType<Scanner['scan']> {
  const { bytes } = chunk;
  let at = 0;
  while (at < bytes.length) {
    const feed = nextLineFeed(bytes, at);
    if (feed === -1 && !isLast) break;
    let end = feed === -1 ? bytes.length : feed;
    if (bytes[end - 1] === carriageReturn) end--;
    if (end > at) {
      if (bytes[at] === quote && bytes[at + 1] === parenthesis) return { consumed: at, stopped: 'header' };
      if (scan.header.quoted ? bytes[at] !== quote : isProse(bytes, at, feed)) return { consumed: at, stopped: 'other' };
      fastRow(scan, { chunk, start: at, end, isTail: feed === -1 });
    }
    scan.log.line++;
    at = feed === -1 ? bytes.length : feed + 1;
  }
  return { consumed: at, stopped: 'end' };
}

const isLetter = (byte = 0): boolean => (byte | blank) >= 0x61 && (byte | blank) <= 0x7a;
const isDigit = (byte = 0): boolean => byte >= 0x30 && byte <= 0x39;

/** Rows without quotes begin with a date: a line that begins with a letter, and no date below it, is of another output. */
function isProse(bytes: Uint8Array, at: number, feed: number): boolean {
  if (!isLetter(bytes[at]) || feed === -1) return false;
  let next = feed + 1;
  while (bytes[next] === carriageReturn || bytes[next] === lineFeed) next++;
  return next < bytes.length && !isDigit(bytes[next]) && bytes[next] !== quote;
}

/** The last row of a file that was cut: its last value has no closing quote, and may lack some of its digits. Markdown breaks lines by blanks or a backslash. */
function isTorn({ header }: Scan, { chunk: { bytes }, end, isTail }: Row): boolean {
  if (!isTail || !header.quoted) return false;
  let last = end - 1;
  while (bytes[last] === blank || bytes[last] === backslash) last--;
  return bytes[last] !== quote && bytes[last] !== header.separator.charCodeAt(0);
}

/** A row as Windows writes it; any other goes the slow way. */
function fastRow(scan: Scan, row: Row): void {
  const { chunk, start, end } = row;
  if (isTorn(scan, row)) {
    scan.log.torn = true;
    return;
  }
  const { order } = scan.dates;
  const local = scan.header.timeColumns === 1 ? windowsTime(chunk.bytes, start, order) : null;
  const counted = local === null ? -1 : locate(chunk, start, end, scan.separator, scan.wanted, scan.starts) + 1;
  if (!scan.allowed.has(counted)) {
    slowRow(scan, row);
    return;
  }
  const decimal = scan.decimal.charCodeAt(0);
  for (let slot = 0; slot < scan.starts.length; slot++) {
    const at = scan.starts[slot] ?? 0;
    const value = plainNumber(chunk.bytes, at, end, decimal);
    scan.values[slot] = value === notPlain ? writtenNumber(cellText(chunk.bytes, at, end), scan) : value;
  }
  deliver(scan, local);
}

/** Any cell: an exponent, a sign, words. */
const writtenNumber = (cell: string, { decimal }: Scan): number => readDecimal(plainBlanks(cell), decimal) ?? Number.NaN;

/** Any row: separators between quotes, decimal commas, other dates. */
function slowRow(scan: Scan, { chunk, start, end, isTail }: Row): void {
  const { header, log } = scan;
  const cells = cellsOf(plainBlanks(new TextDecoder().decode(chunk.bytes.subarray(start, end))), header.separator);
  const count = cells.at(-1) === '' && cells.length > header.columns ? cells.length - 1 : cells.length;
  if (!scan.allowed.has(count)) {
    if (isTail) log.torn = true;
    else if (log.oddCount++ < keptOddRows) log.odd.push({ line: log.line, values: count });
    return;
  }
  for (const [slot, column] of header.wanted.entries()) scan.values[slot] = writtenNumber(cells[column.index] ?? '', scan);
  deliver(scan, writtenTime(cells, header, scan.dates));
}

/** Hands a row over with its time in UTC. */
function deliver({ header, log, take, values }: Scan, local: number | null): void {
  if (local === null) log.untimed++;
  else take(local + (header.zone ?? 0) * 60_000, values);
}
