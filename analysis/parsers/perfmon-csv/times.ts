/** The time of a row: local time of the host, as `MM/DD/YYYY HH:MM:SS.mmm` or as a spreadsheet left it. */
import { dateOrderOf, inOrder, numericDateOf } from '../../dates.ts';
import type { DateOrder, NumericDate } from '../../dates.ts';
import { cellsOf } from './header.ts';
import type { LogHeader } from './header.ts';

const digit = (bytes: Uint8Array, at: number): number => (bytes[at] ?? 0) - 0x30;
const two = (bytes: Uint8Array, at: number): number => digit(bytes, at) * 10 + digit(bytes, at + 1);
const isDigit = (value: number): boolean => value >= 0 && value <= 9;
const slash = 0x2f;
const colon = 0x3a;
const quote = 0x22;

/** Where the digits of `"MM/DD/YYYY HH:MM:SS.mmm"` stand behind the quote. */
const digitsAt = [0, 1, 3, 4, 6, 7, 8, 9, 11, 12, 14, 15, 17, 18, 20, 21, 22];

/** The time of a row as Windows writes it, or with day and month the other way round, taken as UTC; null where it is written in any other way. */
export function windowsTime(bytes: Uint8Array, rowStart: number, order: DateOrder): number | null {
  const at = rowStart + 1;
  if (bytes[rowStart] !== quote || bytes[at + 2] !== slash || bytes[at + 13] !== colon || bytes[at + 23] !== quote) return null;
  for (const place of digitsAt) if (!isDigit(digit(bytes, at + place))) return null;
  const [first, second] = [two(bytes, at), two(bytes, at + 3)];
  const [month, day] = order === 'month-first' ? [first, second] : [second, first];
  const year = two(bytes, at + 6) * 100 + two(bytes, at + 8);
  if (month < 1 || month > 12 || day < 1 || day > 31) return null;
  const ms = digit(bytes, at + 20) * 100 + two(bytes, at + 21);
  return Date.UTC(year, month - 1, day, two(bytes, at + 11), two(bytes, at + 14), two(bytes, at + 17), ms);
}

/** A log that went through a chat has no-break spaces for blanks, and one that was saved as text a mark in front. */
export const plainBlanks = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ').replaceAll('\ufeff', '');

/** How many rows at the log's start are looked at to tell the order of day and month. */
const lookedAt = 2000;

export interface RowDates {
  readonly order: DateOrder;
  readonly sure: boolean;
  /** Rows have a first cell, but none of them is a date. */
  readonly unreadable: string | null;
}

export function timeTextOf(cells: readonly string[], header: LogHeader): string {
  return header.timeColumns === 2 ? `${cells[0] ?? ''} ${cells[1] ?? ''}` : (cells[0] ?? '');
}

/** How this log writes its dates, from its first rows (`text` is what follows the header). */
export function rowDatesOf(text: string, header: LogHeader): RowDates {
  const rows = text.split('\n', lookedAt).filter((row) => row.trim() !== '');
  const texts = rows.map((row) => timeTextOf(cellsOf(row.slice(0, 200).trimEnd(), header.separator), header));
  const dates = texts.map(numericDateOf).filter((date): date is NumericDate => date !== null);
  const unreadable = dates.length === 0 && texts.length > 0 ? (texts[0] ?? '') : null;
  const written = dateOrderOf(dates);
  // Windows itself writes month first everywhere, with milliseconds (FACTS 1.3).
  const byWindows = dates[0]?.separator === '/' && /\.\d{3}$/.test(texts[0]?.trim() ?? '');
  if (byWindows && !(written.sure && written.order === 'day-first')) return { order: 'month-first', sure: true, unreadable };
  const spreadsheet = !written.sure && header.separator === ';';
  return { order: spreadsheet ? 'day-first' : written.order, sure: written.sure, unreadable };
}

/** The time of a row in any writing, taken as UTC; null where it is none. */
export function writtenTime(cells: readonly string[], header: LogHeader, dates: RowDates): number | null {
  const date = numericDateOf(timeTextOf(cells, header));
  return date === null || !date.hasTime ? null : inOrder(date, dates.order);
}
