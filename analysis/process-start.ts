/**
 * When a process began, as listings print it: with a zone it is a moment; without one it is only the same as, or another than,
 * what was printed in the same form elsewhere.
 *
 *   2026-03-02T00:10:00.1234567+01:00   ·   20260302001000.123456+060 (WMI's own form: MOF, minutes east of UTC)
 *   3/2/2026 12:10:00 AM   ·   02.03.2026 00:10:00   ·   Mon Mar  2 00:10:00 2026
 */
import { isoTime } from './dates.ts';
import { momentOn } from './printed-moments.ts';
import type { ProcessLife } from './types.ts';

export type ProcessStart = Pick<ProcessLife, 'startedAt' | 'startText'>;

/** Properties and columns of listings that tell it, in lower case: System.Diagnostics.Process, Win32_Process, Kudu. */
export const startNames: readonly string[] = ['starttime', 'start time', 'start_time', 'creationdate', 'creation date'];

const longest = 60;
const ofWmi = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\.\d{6}([+-])(\d{3})$/;
const withZone = /(?:Z|[+-]\d{2}:?\d{2})$/;
/** A clock, in the figures of any language. */
const clock = /\p{Nd}{1,2}[:.]\p{Nd}{2}/u;
/** A day with its month, year and clock has more figures than a clock alone, which is rounded and of any day. */
const fewestFigures = 4;

const tellsDay = (text: string): boolean => clock.test(text) && (text.match(/\p{Nd}+/gu) ?? []).length >= fewestFigures;

function wmiTime(text: string): number | null {
  const found = ofWmi.exec(text);
  if (found === null) return null;
  const [, year, month, day, hour, minute, second, sign, east] = found;
  const local = isoTime(`${year ?? ''}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second ?? ''}`);
  return local === null ? null : local - Number(east) * (sign === '-' ? -1 : 1) * 60_000;
}

/** What a cell with a start tells; nothing where it holds none, or a part of one. */
export function processStart(cell: string): ProcessStart {
  const text = cell.length > longest * 2 ? '' : cell.trim().replace(/\s+/g, ' ');
  const exact = wmiTime(text) ?? (withZone.test(text) ? isoTime(text) : null);
  if (exact !== null) return { startedAt: exact };
  // A narrow column leaves `3/2/2026 12:10…`, or three dots.
  if (text.length > longest || /(?:…|\.\.)$/.test(text) || !tellsDay(text)) return { startedAt: null };
  // Words in the order of date(1) can be read; they are rounded, by up to a second either way.
  const worded = /^\p{L}{2,10}\.? /u.test(text) ? momentOn(text) : null;
  return { startedAt: null, startText: worded?.dated === true ? new Date(worded.at).toISOString().slice(0, 19) : text };
}

/** `3/2/2026 12:10:00 AM` → `0/0/0 0:0:0 a`. */
const form = (text: string): string => text.replace(/\p{Nd}+/gu, '0').replace(/\p{L}+/gu, 'a');
const words = (text: string): string => (text.toLowerCase().match(/\p{L}+/gu) ?? []).join(' ');
const figures = (text: string): string =>
  (text.match(/\d+/g) ?? [])
    .map(Number)
    .sort((a, b) => a - b)
    .join(' ');

/** Times without a zone, of one form: a day and a month that changed places are one start in two languages. */
function differAsPrinted(a: string, b: string, withinMs: number): boolean {
  const [one, two] = [isoTime(a), isoTime(b)];
  if (one !== null && two !== null) return Math.abs(one - two) > withinMs;
  if (a === b || form(a) !== form(b)) return false;
  return words(a) !== words(b) || figures(a) !== figures(b) || !/\d/.test(a);
}

/** Whether two outputs tell two starts. What was printed with a zone and what was not are not held against each other. */
export function areTwoStarts(a: ProcessStart, b: ProcessStart, withinMs: number): boolean {
  if (a.startedAt !== null && b.startedAt !== null) return Math.abs(a.startedAt - b.startedAt) > withinMs;
  return a.startText !== undefined && b.startText !== undefined && differAsPrinted(a.startText, b.startText, withinMs);
}
