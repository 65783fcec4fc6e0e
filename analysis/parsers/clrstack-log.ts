/**
 * The same output as clrstack.ts reads, as a log file of thousands of threads:
 *
 *   0:000> ~*e!clrstack
 *   OS Thread Id: 0x1dc1d (20)
 *           Child SP               IP Call Site
 *   000000d20d0ff2c8 00007ffe11112222 Shop.Orders.Worker.Run(System.Object) [/src/worker.cs @ 57]
 *
 * Read by bytes, and as one output however long it is. Nothing is decided here: each different line goes through the same
 * code as a pasted one. A log that is not plain ASCII, or that symbol noise broke, is handed over to be read as text.
 */
import { carriageReturn, lineFeed, nextLineFeed, viewOf } from '../byte-view.ts';
import { createCallSites } from '../cdb-call-sites.ts';
import type { CallSites } from '../cdb-call-sites.ts';
import { debuggerCommand, isElision } from '../debugger-text.ts';
import { noiseStart } from '../symbol-noise.ts';
import { wideEncoding } from '../text.ts';
import type { ByteParser, Parsed, Place } from '../types.ts';
import { plainLine } from './cdb-stack-log/plain-line.ts';
import { headLines, inputStart, placeOf } from './cdb-stack-log/start.ts';
import { aroundLog, asText, throughLog } from './cdb-stack-log/through-log.ts';
import type { ChunkRead, LineSays, Reader } from './cdb-stack-log/through-log.ts';
import { clrstack, createManagedReading, isOfManagedStacks, methodAt } from './clrstack.ts';
import type { ManagedReading } from './clrstack.ts';

/** Anything smaller is read as text in no time, whatever else stands in it. */
const leastBytes = 2 ** 20;
const headLength = 2 ** 12;
/** Chats and converters double the line ends; more empty lines than this end the output. */
const maxBlanks = 3;

/** The first line of the output, where all that follows it in the head of the log belongs to it; -1: it is another log. */
function firstLine(lines: readonly string[]): number {
  const first = lines.findIndex((line, at) => line !== '' && clrstack.span(lines, at) > 0);
  const rest = lines.slice(Math.max(0, first)).findLastIndex((line) => line !== '') + 1;
  return first >= 0 && rest > 2 && clrstack.span(lines, first) >= rest ? first : -1;
}

interface Log {
  readonly sites: CallSites;
  readonly reading: ManagedReading;
  readonly start: Place;
  blanks: number;
  /** Lines that were looked at, and where in the file and at which line the output ends so far. */
  line: number;
  endOffset: number;
  endLine: number;
}

/** A line that was not seen before, which is not empty. */
function wholeLine(log: Log, bytes: Uint8Array, view: DataView, start: number, end: number): LineSays {
  const line = plainLine(bytes, start, end);
  if (line === null || noiseStart(line) >= 0) return 'odd';
  if (line === '') return ++log.blanks > maxBlanks ? 'over' : 'in';
  if (debuggerCommand(line) !== null) return log.endOffset === log.start.offset ? 'in' : 'over';
  if (!isOfManagedStacks(line) && !isElision(line)) return 'over';
  const number = log.reading.line(line);
  const site = number < 0 ? -1 : methodAt(line);
  if (site > 0) log.sites.add(view, start, end, { line, site, number });
  return 'in';
}

/** Behind the lines at `at` that were seen before, but for their addresses. */
function knownLines({ sites, reading }: Log, view: DataView, at: number): { readonly count: number; readonly behind: number } {
  const count = sites.follow(view, at);
  if (count > 0) reading.again(sites.numbers, sites.offsets, 0, count);
  return { count, behind: count > 0 ? sites.end() : at };
}

/** Reads the whole lines of a chunk; how far it came, and why it stopped. */
function readChunk(log: Log, bytes: Uint8Array, offset: number, isLast: boolean): ChunkRead {
  const view = viewOf(bytes);
  let at = 0;
  while (at < bytes.length) {
    const isBlank = bytes[at] === lineFeed || bytes[at] === carriageReturn;
    const { blanks } = log;
    let { count, behind } = isBlank ? { count: 0, behind: at } : knownLines(log, view, at);
    if (count === 0) {
      const feed = nextLineFeed(bytes, at);
      if (feed < 0 && !isLast) break;
      const end = feed < 0 ? bytes.length : feed;
      const says = wholeLine(log, bytes, view, at, end);
      if (says !== 'in') return { consumed: at, says };
      [count, behind] = [1, Math.min(end + 1, bytes.length)];
    }
    log.line += count;
    at = behind;
    if (log.blanks > blanks) continue;
    log.blanks = 0;
    [log.endOffset, log.endLine] = [offset + at, log.line];
  }
  return { consumed: at, says: 'in' };
}

function* read(size: number, from: Place = inputStart): Reader<Parsed> {
  const head = yield { offset: from.offset, length: headLength };
  const first = firstLine(headLines(head));
  const start = first < 0 ? null : placeOf(head, first, from);
  if (start === null) return asText(from);
  const { offset, line } = start;
  const log: Log = { sites: createCallSites(), reading: createManagedReading(), start, blanks: 0, line, endOffset: offset, endLine: line };
  const isOne = yield* throughLog(offset, size, (bytes, at, isLast) => readChunk(log, bytes, at, isLast));
  return isOne ? answer(log, from, size) : asText(from);
}

function answer({ reading, start, endOffset, endLine }: Log, from: Place, size: number): Parsed {
  const parsed = reading.found();
  if (!parsed.ok) return asText(from);
  return { ...parsed, ...aroundLog(from, start, { offset: endOffset, line: endLine }, size) };
}

/** Does a log begin with managed stacks, and hold little else near its beginning? */
export const beginsWithManaged = (head: Uint8Array): boolean => firstLine(headLines(head)) >= 0;

export const clrstackLog: ByteParser = {
  id: clrstack.id,
  title: clrstack.title,
  recognises: (head, size) => size >= leastBytes && ['utf-8', null].includes(wideEncoding(head)) && beginsWithManaged(head),
  read,
};
