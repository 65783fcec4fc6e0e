/**
 * What typeperf prints on a console, pasted: the counter log's format within other text, followed by
 * its trailer, and often wrapped at the window's width:
 *
 *   "(PDH-CSV 4.0)","\\HOST\Process(w3wp)\Private Bytes","\\HOST\Process(w3wp)\Handle Count"
 *   "10/08/2026 03:17:56.857","310000000.000000","1450.000000"
 *   Exiting, please wait...
 *
 * The trailer is localised, so the block ends at the first line that cannot be a row. FACTS 1.1;
 * Microsoft Learn: typeperf.
 */
import { drive } from '../drive.ts';
import type { Parsed, TextParser } from '../types.ts';
import { isHeaderLine } from './perfmon-csv/header.ts';
import { perfmonCsv } from './perfmon-csv.ts';

const rowStart = /^"?\d{1,4}[./-]\d{1,2}[./-]\d{1,4}[ ,"]/;
/** What a console's wrapping can leave of a row: the rest of values, quotes and separators, or of a counter's path. */
const restOfRow = /^[\d."',; -]{1,400}$/;
/** A wrapped header of the widest window; longer ones come as files. */
const maxHeaderLines = 400;

function isHeaderRest(line: string): boolean {
  return line.includes('"') || line.includes('\\') || line.includes('(') || line.includes(')');
}

/** Index behind the last line of the header that starts at `from`. */
function headerEnd(lines: readonly string[], from: number): number {
  let at = from + 1;
  while (at < lines.length && at - from < maxHeaderLines && !rowStart.test(lines[at]?.trimStart() ?? '') && isHeaderRest(lines[at] ?? ''))
    at++;
  return at;
}

function span(lines: readonly string[], from: number): number {
  if (!isHeaderLine((lines[from] ?? '').trimStart())) return 0;
  let at = headerEnd(lines, from);
  for (;;) {
    const line = (lines[at] ?? '').trimStart();
    if (at < lines.length && (rowStart.test(line) || restOfRow.test(line))) at++;
    else if (line === '' && rowStart.test((lines[at + 1] ?? '').trimStart())) at++;
    else return at - from;
  }
}

/** What all lines were moved to the right by; a blank that a wrapped line begins with belongs to it. */
const indentOf = (line: string): number => line.length - line.trimStart().length;

/** Joins what the console has wrapped: a row is everything up to the next line that starts with a date. */
function unwrapped(lines: readonly string[]): string {
  const end = headerEnd(lines, 0);
  const header = lines.slice(0, end);
  const indent = indentOf(header[0] ?? '');
  const width = lines.reduce((most, line) => Math.max(most, line.length), 0);
  // A line that lacks one character at the window's width lost a blank.
  const pieces = header.map((line, at) => (at < end - 1 && line.length === width - 1 ? `${line} ` : line));
  const rows = [pieces.map((line) => line.slice(Math.min(indent, indentOf(line)))).join('')];
  for (const line of lines.slice(end)) {
    const trimmed = line.trimStart();
    if (rowStart.test(trimmed)) rows.push(trimmed);
    else if (rows.length > 1) rows.push(`${rows.pop() ?? ''}${trimmed}`);
  }
  return rows.join('\n');
}

function parse(lines: readonly string[]): Parsed {
  if (headerEnd(lines, 0) === lines.length && lines.join('').split('"').length % 2 === 0) {
    return { ok: false, problem: 'This counter log ends within its header. Paste all of it with its rows, or drop the file.', line: 1 };
  }
  const bytes = new TextEncoder().encode(unwrapped(lines));
  const parsed = drive(perfmonCsv.read(bytes.length), bytes);
  if (!parsed.ok) return parsed;
  if (parsed.readings.length === 0) {
    const problem = 'The lines of this counter log do not fit together: it was wrapped or edited. Drop the file that typeperf -o wrote.';
    return { ok: false, problem, line: 1 };
  }
  return { ok: true, readings: parsed.readings, notes: parsed.notes };
}

export const typeperfConsole: TextParser = {
  id: 'typeperf-console',
  title: 'counters from a console',
  hints: ['(pdh-csv ', '(pdh-tsv '],
  span,
  parse,
};
