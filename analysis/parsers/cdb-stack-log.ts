/**
 * The same output as cdb-stacks.ts reads, as a log file of thousands of threads:
 *
 *   0:000> ~*kL
 *   .  0  Id: 1a2c.3c0 Suspend: 1 Teb: 000000d2`0d5f1000 Unfrozen
 *    # Child-SP          RetAddr               Call Site
 *   00 000000d2`0d0ff2c8 00007ffd`b18fba2e     ntdll!NtWaitForSingleObject+0x14
 *
 * Read by bytes, and as one output however long it is. Nothing is decided here: each different line goes
 * through the same code as a pasted one. A log that is not plain ASCII is handed over to be read as text.
 * https://learn.microsoft.com/windows-hardware/drivers/debuggercmds/---thread-status-
 */
import { carriageReturn, lineFeed, nextLineFeed, viewOf } from '../byte-view.ts';
import { isFirstFrame } from '../cdb-call-sites.ts';
import type { Remembered } from '../cdb-call-sites.ts';
import { callSite } from '../cdb-frame.ts';
import { bareSite, isColumnHeader, isNamesOnly, threadDetail } from '../cdb-stack-lines.ts';
import { stacksAnswer } from '../cdb-stack-reading.ts';
import { isMark, readThreadLine } from '../cdb-thread-line.ts';
import { debuggerCommand } from '../debugger-text.ts';
import { noiseStart } from '../symbol-noise.ts';
import { wideEncoding } from '../text.ts';
import type { ByteParser, Parsed, Place } from '../types.ts';
import { createLogReading, managedStacks, takesManaged, readLine, readNoisy, sitesOf } from './cdb-stack-log/log-reading.ts';
import type { LogReading } from './cdb-stack-log/log-reading.ts';
import { plainLine } from './cdb-stack-log/plain-line.ts';
import { findStart, firstStackLine, headLines, inputStart, logBegins } from './cdb-stack-log/start.ts';
import { aroundLog, asText, throughLog } from './cdb-stack-log/through-log.ts';
import type { ChunkRead, LineSays, Reader } from './cdb-stack-log/through-log.ts';
import { cdbStacks, threadOfPrompt } from './cdb-stacks.ts';
import { beginsWithManaged } from './clrstack-log.ts';

/** Anything smaller is read as text in no time, whatever else stands in it. */
const leastBytes = 2 ** 20;

/** What is remembered for a header of columns, and for a line about a thread; frames are remembered by their number in the reading. */
const [columnsNumber, detailNumber] = [-1, -2];

/** What is remembered for a frame. */
function frameOf({ reading }: LogReading, number: number): Pick<Remembered, 'number' | 'printed' | 'takesOffsets'> {
  return { number, printed: reading.known.printed(number), takesOffsets: reading.known.offsetOf(number) >= 0 };
}

/** A line that was not seen before. */
function wholeLine(log: LogReading, bytes: Uint8Array, view: DataView, start: number, end: number): LineSays {
  const line = plainLine(bytes, start, end);
  if (line === null) return 'odd';
  if (log.prompt === null && log.endOffset === log.start.offset) {
    log.prompt = debuggerCommand(line);
    if (log.prompt !== null) return 'in';
  }
  if (takesManaged(log, line)) return 'in';
  const isNoisy = log.noisy.length > 0 || noiseStart(line) >= 0;
  const site = isNoisy ? -1 : callSite(line);
  const name = log.hasNamesOnly && !isNoisy && site < 0 ? bareSite(line) : null;
  if (site >= 0 || name !== null) {
    log.extent.takesFrame(line);
    const number = name === null ? log.reading.frame(line, site) : log.reading.name(line, name);
    log.opened = line.endsWith('(') && !log.hasNamesOnly ? { start, line, site } : null;
    if (log.opened !== null) return 'in';
    // A line with addresses below a header of names is read, and not remembered there.
    if (log.hasNamesOnly === (name !== null)) {
      const at = name === null ? site : line.length - name.length;
      sitesOf(log).add(view, start, end, { line, site: at, ...frameOf(log, number) });
    }
    return 'in';
  }
  if (!log.extent.takes(line)) return 'over';
  if (!isNoisy && isColumnHeader(line)) {
    log.hasNamesOnly = isNamesOnly(line);
    sitesOf(log).add(view, start, end, { line, site: 0, number: columnsNumber });
  }
  if (!isNoisy && threadDetail.test(line)) sitesOf(log).add(view, start, end, { line, site: 0, number: detailNumber });
  if (line !== '') readLine(log, line);
  if (!isNoisy && line.includes(')')) closeFrame(log, view, end);
  return 'in';
}

/** Remembers the frame of kP whose last line ends at the line feed at `end`. */
function closeFrame(log: LogReading, view: DataView, end: number): void {
  const { opened, addressed, reading } = log;
  if (opened !== null) addressed.add(view, opened.start, end, { ...opened, ...frameOf(log, reading.last()) });
}

/** Reads the lines at `start` that were seen before, but for their addresses; returns how many. */
function knownLines(log: LogReading, view: DataView, start: number): number {
  const { reading, extent, hasNamesOnly } = log;
  const sites = sitesOf(log);
  const count = sites.follow(view, start);
  if (count === 0) return 0;
  if (isFirstFrame(view, start)) reading.endStack();
  const { numbers, offsets } = sites;
  let from = 0;
  for (let at = 0; at < count; at++) {
    const number = numbers[at] ?? 0;
    if (number >= 0) continue;
    reading.again(numbers, offsets, from, at);
    from = at + 1;
    if (number === columnsNumber) {
      extent.takesColumns(hasNamesOnly);
      reading.columns(hasNamesOnly);
    } else extent.takesThread();
  }
  reading.again(numbers, offsets, from, count);
  if (from < count) extent.takesFrame(reading.known.printed(numbers[count - 1] ?? 0));
  log.opened = null;
  return count + sites.inner();
}

/** Behind the line at `at`, where that is a thread's header as it mostly is; -1 for any other. */
function threadLine(log: LogReading, bytes: Uint8Array, at: number): number {
  const thread = isMark(bytes[at] ?? 0) ? readThreadLine(bytes, at) : null;
  if (thread === null) return -1;
  log.opened = null;
  log.isManaged = false;
  log.extent.takesThread();
  log.reading.thread(thread);
  log.line++;
  return thread.end + 1;
}

/** Behind the lines at `at` that take no looking at: all but their addresses was seen before; `at` where there are none. */
function easyLines(log: LogReading, bytes: Uint8Array, view: DataView, at: number): number {
  if (log.noisy.length > 0) return at;
  const behind = threadLine(log, bytes, at);
  if (behind >= 0 || log.isManaged) return Math.max(at, behind);
  const count = knownLines(log, view, at);
  log.line += count;
  return count > 0 ? sitesOf(log).end() : at;
}

/** Behind the empty line at `at`, which may stand between any others; `at` where the line is not empty, or ends the output. */
function emptyLine(log: LogReading, bytes: Uint8Array, at: number): number {
  const feed = bytes[at] === carriageReturn ? at + 1 : at;
  if (bytes[feed] !== lineFeed || !log.extent.takes('')) return at;
  log.line++;
  return feed + 1;
}

/** Reads the whole lines of a chunk; how far it came, and why it stopped. */
function readChunk(log: LogReading, bytes: Uint8Array, offset: number, isLast: boolean): ChunkRead {
  const view = viewOf(bytes);
  let at = 0;
  log.opened = null;
  while (at < bytes.length) {
    const isBlank = bytes[at] === lineFeed || bytes[at] === carriageReturn;
    let behind = isBlank ? emptyLine(log, bytes, at) : easyLines(log, bytes, view, at);
    if (behind === at) {
      const feed = nextLineFeed(bytes, at);
      if (feed < 0 && !isLast) break;
      const end = feed < 0 ? bytes.length : feed;
      const says = wholeLine(log, bytes, view, at, end);
      if (says !== 'in') return { consumed: at, says };
      behind = Math.min(end + 1, bytes.length);
      log.line++;
    }
    at = behind;
    if (!isBlank) [log.endOffset, log.endLine] = [offset + at, log.line];
  }
  return { consumed: at, says: 'in' };
}

function* read(size: number, from: Place = inputStart): Reader<Parsed> {
  if (size - from.offset < leastBytes) return asText(from);
  const begins = yield* findStart(from);
  if (begins === null) return asText(from);
  const { start, firstLine } = begins;
  const log = createLogReading(start, threadOfPrompt(debuggerCommand(firstLine)));
  const isOne = yield* throughLog(start.offset, size, (bytes, at, isLast) => readChunk(log, bytes, at, isLast));
  return isOne ? answer(log, from, size) : asText(from);
}

function answer(log: LogReading, from: Place, size: number): Parsed {
  readNoisy(log);
  const { start, endOffset, endLine } = log;
  const parsed = stacksAnswer(log.reading.found(), log.prompt?.thread ?? null, [...log.withoutSymbols]);
  if (!parsed.ok || endOffset === start.offset) return asText(from);
  return { ...parsed, ...aroundLog(from, start, { offset: endOffset, line: endLine }, size), ...managedStacks(log) };
}

export const cdbStackLog: ByteParser = {
  id: cdbStacks.id,
  title: cdbStacks.title,
  mayBeginLater: true,
  recognises(head, size) {
    if (size < leastBytes || !['utf-8', null].includes(wideEncoding(head)) || beginsWithManaged(head)) return false;
    const lines = headLines(head);
    return lines.some((line) => logBegins.test(line)) || firstStackLine(lines, inputStart) >= 0;
  },
  read,
};
