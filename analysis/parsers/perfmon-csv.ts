/**
 * Counter logs as typeperf -o, relog -f csv|tsv and data collector sets write them:
 *
 *   "(PDH-CSV 4.0) (W. Europe Standard Time)(-60)","\\WEB01\Process(w3wp)\ID Process","\\WEB01\Process(w3wp)\Private Bytes"
 *   "02/03/2026 09:00:00.417","4120","310000000"
 *   "02/03/2026 09:01:00.417","4120"," "
 *
 * The offset is in minutes, positive west of UTC; a blank value is none, never 0; dates are month
 * first in every language of Windows, names are not. FACTS 1.1–1.6; Microsoft Learn: relog, typeperf,
 * "Handling duplicate instance names". The log is read in chunks and never held as a whole.
 */
import { nextLineFeed } from '../byte-view.ts';
import { decodeText, wideEncoding } from '../text.ts';
import type { Encoding } from '../text.ts';
import type { ByteParser, Parsed, Want } from '../types.ts';
import { isHeaderLine, readHeader } from './perfmon-csv/header.ts';
import type { LogHeader } from './perfmon-csv/header.ts';
import { headerTextOf } from './perfmon-csv/header-text.ts';
import { instancesOf } from './perfmon-csv/instances.ts';
import { joinPlanOf } from './perfmon-csv/join-plan.ts';
import { createLifeBook } from './perfmon-csv/lives.ts';
import type { LifeBook } from './perfmon-csv/lives.ts';
import { reportOf, withoutCounters } from './perfmon-csv/report.ts';
import { canBeSorted, createSortedOrder, createStreamedOrder } from './perfmon-csv/row-order.ts';
import type { RowOrder } from './perfmon-csv/row-order.ts';
import { createScanLog, createScanner } from './perfmon-csv/scan.ts';
import type { ScanLog } from './perfmon-csv/scan.ts';
import { plainBlanks, rowDatesOf } from './perfmon-csv/times.ts';
import type { RowDates } from './perfmon-csv/times.ts';

type Reader<Result> = Generator<Want, Result, Uint8Array>;

const chunkLength = 2 ** 20;
/** A header of 3,000 counters is 300 KB; one that does not end within this is no header. */
const maxLineBytes = 16 * 2 ** 20;
/** What follows the first header is looked at this far, for the order of day and month; what follows another, for its quotes only. */
const looksAhead = 256 * 1024;
const looksBehindAnother = 1024;
/** Of another header in the same log: a log may be nothing but headers. */
const headerChunk = 64 * 1024;

interface Line {
  readonly text: string;
  /** Offset behind its line end. */
  readonly next: number;
  /** What follows in the same chunk, for the writing of the dates. */
  readonly after: string;
  readonly number: number;
}

/** The first line with something on it from `offset` on; null where it does not end within reason. Line 1 is the header of the log itself. */
function* firstLine(offset: number, size: number, encoding: Encoding | null, number: number): Reader<Line | null> {
  const [chunk, ahead] = number === 1 ? [chunkLength, looksAhead] : [headerChunk, looksBehindAnother];
  for (let length = chunk; length <= maxLineBytes; length *= 4) {
    const bytes = yield { offset, length: Math.min(length, size - offset) };
    const step = encoding === 'utf-16le' || encoding === 'utf-16be' ? 2 : 1;
    let skipped = 0;
    let start = 0;
    for (;;) {
      const feed = nextLineFeed(bytes, start);
      const isWhole = feed !== -1 || offset + bytes.length >= size;
      if (!isWhole) break;
      const next = feed === -1 ? bytes.length : step === 2 ? (feed + 2) & ~1 : feed + 1;
      const text = plainBlanks(headerTextOf(bytes.subarray(start, next), encoding)).trim();
      if (text !== '' || next >= bytes.length) {
        return {
          text,
          next: offset + next,
          after: plainBlanks(decodeText(bytes.subarray(next, next + ahead), encoding).text),
          number: number + skipped,
        };
      }
      start = next;
      skipped++;
    }
    if (offset + bytes.length >= size) return null;
  }
  return null;
}

/** UTF-16 chunks as UTF-8 of their whole lines, with the way back from an offset in them to one in the file. */
function narrowed(bytes: Uint8Array, encoding: Encoding | null): { readonly bytes: Uint8Array; back(consumed: number): number } {
  if (encoding === null || encoding === 'utf-8') return { bytes, back: (consumed) => consumed };
  const even = bytes.subarray(0, bytes.length & ~1);
  const text = new TextDecoder(encoding).decode(even);
  const encoded = new TextEncoder().encode(text);
  return {
    bytes: encoded,
    back: (consumed) => (consumed === encoded.length ? bytes.length : 2 * new TextDecoder().decode(encoded.subarray(0, consumed)).length),
  };
}

/** A row without quotes below a header with them: other programs write logs so. */
const bareDate = /^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}[ ,;\t]/;

/** A row that was moved to the right, as Markdown has its code. */
const indentedRow = /^[ \t]{1,40}"?\d{1,4}[./-]\d{1,2}[./-]\d/;

/** A header that a console has wrapped, or a log that a chat has changed, is read by the parser of console text. */
function isPasted(header: Line): boolean {
  const quotes = header.text.split('"').length - 1;
  const goesOn = header.text.startsWith('"') && /^(?:"?\\|[^"\s])/.test(header.after) && !header.after.startsWith('Exiting');
  const isDressed = /[“”]/.test(header.text) || indentedRow.test(header.after);
  return isDressed || quotes % 2 === 1 || (goesOn && !bareDate.test(header.after));
}

/** Whether values stand in quotes is seen in the rows: a header may have some and they none. */
function headerOf(line: Line): LogHeader {
  const header = readHeader(line.text);
  return { ...header, quoted: header.quoted && !bareDate.test(line.after.trimStart()) };
}

/** One log: its first header, and how it is written. */
interface Log {
  readonly size: number;
  readonly encoding: Encoding | null;
  readonly dates: RowDates;
  readonly line: Line;
  readonly header: LogHeader;
}

/** What one pass over a log's rows has gathered, over all its headers. */
interface Pass {
  readonly book: LifeBook;
  readonly log: ScanLog;
  readonly order: RowOrder;
  /** The most columns that a header wants. */
  columns: number;
}

/** Where the rows of one header end, and why. */
interface RowsEnd {
  readonly offset: number;
  readonly stopped: 'end' | 'header' | 'other';
}

function* read(size: number): Reader<Parsed> {
  const head = yield { offset: 0, length: Math.min(4096, size) };
  const encoding = wideEncoding(head);
  const line = yield* firstLine(0, size, encoding, 1);
  if (line === null) return { ok: false, problem: endlessHeader, line: 1 };
  if (isPasted(line)) return { ok: true, readings: [], notes: [], rest: { offset: 0, line: 0 } };
  const header = headerOf(line);
  return yield* readLog({ size, encoding, dates: rowDatesOf(line.after, header), line, header });
}

/** A log whose rows are out of order is read once more, and sorted where it can be held. */
function* readLog(log: Log): Reader<Parsed> {
  const book = createLifeBook();
  const streamed: Pass = { book, log: createScanLog(log.line.number + 1), order: createStreamedOrder(book), columns: 0 };
  const end = yield* passOver(log, streamed);
  const { backwards, rows, repeated } = streamed.order.log;
  if (backwards === 0 || !canBeSorted(rows + backwards + repeated, streamed.columns)) return answer(log, streamed, end, false);
  const sortedBook = createLifeBook();
  const order = createSortedOrder(sortedBook);
  const sorted: Pass = { book: sortedBook, log: createScanLog(log.line.number + 1), order, columns: 0 };
  yield* passOver(log, sorted);
  order.finish();
  return answer(log, sorted, end, true);
}

/** Reads all rows of a log; the offset behind them. */
function* passOver(log: Log, pass: Pass): Reader<number> {
  let header = log.header;
  for (let from = log.line.next; ;) {
    const end: RowsEnd = yield* rowsOfHeader(log, pass, header, from);
    if (end.stopped !== 'header') return end.stopped === 'other' ? end.offset : log.size;
    // A collector that was restarted writes a new header into the same file: columns may have moved.
    const line: Line | null = yield* firstLine(end.offset, log.size, log.encoding, pass.log.line);
    if (line === null) return log.size;
    pass.log.line++;
    header = headerOf(line);
    from = line.next;
  }
}

const endlessHeader = 'This starts like a counter log, but its first line has no end within 16 MB. Write it again with relog -f csv.';

function answer({ header, dates, size }: Log, { book, log, order }: Pass, end: number, sorted: boolean): Parsed {
  if (header.wanted.length === 0 && book.lives().length === 0) return withoutCounters(header);
  const parsed = reportOf(header, { dates, log, book, order: order.log, sorted });
  return parsed.ok && end < size ? { ...parsed, rest: { offset: end, line: log.line - 1 } } : parsed;
}

function* rowsOfHeader({ size, encoding, dates }: Log, pass: Pass, header: LogHeader, from: number): Reader<RowsEnd> {
  pass.columns = Math.max(pass.columns, header.wanted.length);
  pass.order.follow(joinPlanOf(instancesOf(header.wanted)), header.zone ?? 0);
  const scanner = createScanner(header, dates, pass.log, (at, values) => pass.order.take(at, values));
  let length = chunkLength;
  for (let at = from; at < size;) {
    const bytes = yield { offset: at, length: Math.min(length, size - at), passing: true };
    const isLast = at + bytes.length >= size;
    const plain = narrowed(bytes, encoding);
    const { consumed, stopped } = scanner.scan(plain.bytes, isLast);
    at += plain.back(consumed);
    if (stopped !== 'end') return { offset: at, stopped };
    if (consumed === 0 && (isLast || length > maxLineBytes)) break;
    length = consumed === 0 ? length * 2 : chunkLength;
  }
  return { offset: size, stopped: 'end' };
}

export const perfmonCsv: ByteParser = {
  id: 'perfmon-csv',
  title: 'counter log',
  recognises(head) {
    return isHeaderLine(plainBlanks(decodeText(head).text).trimStart().slice(0, 400));
  },
  read,
};
