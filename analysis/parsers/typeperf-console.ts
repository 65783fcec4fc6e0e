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

const rowStart = /^"?\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?:[ ,"]|$)/;
/** A mail breaks a row at its only blank: behind the date. */
const bareDate = /^"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}$/;
const timeOfRow = /^\d{1,2}:\d{2}:\d{2}[\d."',;: -]{1,2000}$/;
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
    const isTime = (): boolean => timeOfRow.test(line) && bareDate.test((lines[at - 1] ?? '').trim());
    if (at < lines.length && (rowStart.test(line) || restOfRow.test(line) || isTime())) at++;
    else if (line === '' && rowStart.test((lines[at + 1] ?? '').trimStart())) at++;
    else return at - from;
  }
}

/** What all lines were moved to the right by; a blank that a wrapped line begins with belongs to it. */
const indentOf = (line: string): number => line.length - line.trimStart().length;

const hasOddQuotes = (text: string): boolean => text.split('"').length % 2 === 0;

/** As a console broke it: at its width, and the line that lacks one character there lost a blank. */
function atWidth(header: readonly string[], width: number): string {
  return header.map((line, at) => (at < header.length - 1 && line.length === width - 1 ? `${line} ` : line)).join('');
}

/** As a mail broke it: at a blank, wherever that was. */
function atBlanks(header: readonly string[]): string {
  let isOpen = false;
  const pieces = header.map((line, at) => {
    const lostBlank = at > 0 && isOpen && !line.startsWith('\\');
    if (hasOddQuotes(line)) isOpen = !isOpen;
    return lostBlank ? ` ${line}` : line;
  });
  return pieces.join('');
}

/** The header in each way in which it may have been broken, the likelier one first. */
function headersOf(header: readonly string[], width: number): readonly string[] {
  if (header.length === 1) return header;
  const indent = indentOf(header[0] ?? '');
  const moved = header.map((line) => line.slice(Math.min(indent, indentOf(line))));
  const isByConsole = moved.slice(0, -1).every((line) => line.length >= width - 1);
  const both = [atWidth(moved, width), atBlanks(moved)];
  return [...new Set(isByConsole ? both : both.reverse())];
}

/** A row is everything up to the next line that starts with a date. */
function rowsOf(lines: readonly string[]): readonly string[] {
  const rows: string[] = [];
  for (const line of lines) {
    const trimmed = line.trimStart();
    const last = rows.at(-1);
    if (last === undefined || rowStart.test(trimmed)) rows.push(trimmed);
    else rows[rows.length - 1] = bareDate.test(last) ? `${last} ${trimmed}` : last + trimmed;
  }
  return rows.filter((row) => rowStart.test(row));
}

const seriesIn = (parsed: Parsed): number =>
  parsed.ok ? parsed.readings.reduce((sum, each) => sum + (each.kind === 'counters' ? each.series.length : 0), 0) : 0;

/** What the log says, its header joined as more of its counters are known then. */
function parsedOf(lines: readonly string[]): Parsed {
  const end = headerEnd(lines, 0);
  const width = lines.reduce((most, line) => Math.max(most, line.length), 0);
  const rows = rowsOf(lines.slice(end));
  const [first = { ok: true, readings: [], notes: [] }, ...others] = headersOf(lines.slice(0, end), width).map((header) => {
    const bytes = new TextEncoder().encode([header, ...rows].join('\n'));
    return drive(perfmonCsv.read(bytes.length), bytes);
  });
  return others.reduce((best: Parsed, each) => (seriesIn(each) > seriesIn(best) ? each : best), first);
}

function parse(lines: readonly string[]): Parsed {
  if (headerEnd(lines, 0) === lines.length && hasOddQuotes(lines.join(''))) {
    return { ok: false, problem: 'This counter log ends within its header. Paste all of it with its rows, or drop the file.', line: 1 };
  }
  const parsed = parsedOf(lines);
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
