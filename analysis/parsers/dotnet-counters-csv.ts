/**
 * dotnet-counters collect --format csv:
 *
 *   Timestamp,Provider,Counter Name,Counter Type,Mean/Increment
 *   08/14/2025 16:28:29,System.Runtime,dotnet.gc.last_collection.heap.size (By)[gc.heap.generation=gen2],Metric,20334616
 *   12.08.2022 16:35:50,System.Runtime,GC Heap Size (MB),Metric,1
 *
 * Not quoted; the time is local, in the culture of whoever ran the tool; values are invariant. Rows
 * are not strictly in order of time and the last may be torn. FACTS 8; dotnet/diagnostics
 * CSVExporter.cs; Microsoft Learn: dotnet-counters.
 */
import { normalisedLines } from '../lines.ts';
import { byteOrderMark, decodeText, wideEncoding } from '../text.ts';
import type { ByteParser, Parsed, TextParser, Want } from '../types.ts';
import { datesOfRows, isCounterRow, isCsvHeading, readRow, resultOf, takeRow } from './dotnet-counters-csv/rows.ts';
import type { CounterRows } from './dotnet-counters-csv/rows.ts';
import { createCounterRows } from './dotnet-counters-csv/rows.ts';

const chunkLength = 2 ** 20;
const tailLength = 64 * 1024;
const title = 'dotnet-counters log';

const linesIn = (bytes: Uint8Array): readonly string[] =>
  normalisedLines(decodeText(bytes.subarray(byteOrderMark(bytes)?.length ?? 0)).text);

function* read(size: number): Generator<Want, Parsed, Uint8Array> {
  const head = yield { offset: 0, length: Math.min(chunkLength, size) };
  const wide = wideEncoding(head)?.startsWith('utf-16') === true;
  const headLines = linesIn(head);
  const tail = yield { offset: Math.max(0, size - tailLength) & ~1, length: Math.min(tailLength, size) };
  const rows = createCounterRows(datesOfRows([...headLines, ...linesIn(tail)]));
  let line = 0;
  for (let offset = 0; offset < size;) {
    const bytes = yield { offset, length: Math.min(chunkLength, size - offset) };
    const isLast = offset + bytes.length >= size;
    const feed = isLast ? bytes.length : bytes.lastIndexOf(0x0a) + 1;
    const cut = feed === 0 ? bytes.length : wide && !isLast ? (feed + 1) & ~1 : feed;
    const lines = linesIn(bytes.subarray(0, cut));
    const stop = take(rows, lines, line);
    if (stop !== null) return { ...resultOf(rows), ...restAt(wide, bytes, stop, offset, line) };
    line += lines.length - (isLast ? 0 : 1);
    offset += cut;
  }
  return resultOf(rows);
}

/** Takes rows; the index of the first line that is none, null where all are. */
function take(rows: CounterRows, lines: readonly string[], before: number): number | null {
  for (const [index, line] of lines.entries()) {
    if (line === '' || isCsvHeading(line)) continue;
    const row = readRow(line);
    if (row !== null) takeRow(rows, row);
    else if (/^\d{1,4}[./-]/.test(line)) rows.broken.push(before + index + 1);
    else return index;
  }
  return null;
}

/** Where other text begins, for an 8-bit text; in UTF-16 the rest is left. */
function restAt(
  wide: boolean,
  bytes: Uint8Array,
  line: number,
  offset: number,
  before: number,
): { rest?: { offset: number; line: number } } {
  if (wide) return {};
  let at = 0;
  for (let seen = 0; seen < line; seen++) at = bytes.indexOf(0x0a, at) + 1;
  return { rest: { offset: offset + at, line: before + line } };
}

export const dotnetCountersCsv: ByteParser = {
  id: 'dotnet-counters-csv',
  title,
  recognises: (head) => isCsvHeading(linesIn(head).find((line) => line !== '') ?? ''),
  read,
};

/** The same rows within a pasted text, with or without their heading. */
export const dotnetCountersPaste: TextParser = {
  id: 'dotnet-counters-paste',
  title,
  hints: [',metric,', ',rate,', ';metric;', ';rate;', 'timestamp,provider,counter name'],
  span(lines, from) {
    const isMine = (line: string | undefined): boolean => line !== undefined && (isCsvHeading(line) || isCounterRow(line));
    let at = from;
    while (isMine(lines[at]) || (at > from && lines[at] === '' && isMine(lines[at + 1]))) at++;
    return at - from;
  },
  parse(lines) {
    const rows = createCounterRows(datesOfRows(lines));
    take(rows, lines, 0);
    return resultOf(rows);
  },
};
