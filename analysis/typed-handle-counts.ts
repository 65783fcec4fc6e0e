/**
 * Handles by type as people write them down: a list with bullets, a table of a page, the counts of Group-Object.
 *
 *   - Semaphore: ~204,519          | Event | 61,210 |          61210 Event
 *   - **File** handles: 102,320    | File  | 812    |            812 File
 *
 * Only the kernel's own names of types are believed, two of them below one another. What handle.exe and `!handle` print
 * themselves is read by their own parsers.
 */
import type { HandleSummary } from './types.ts';
import { objectType } from './windows-object-types.ts';

/** Longer lines are sentences. */
const maxWidth = 160;
/** More types than Windows has (about 70). */
const maxRows = 200;
/** Bullets, and the marks with which a page makes words bold. */
const dressed = /^\s{0,12}(?:[-*•+]\s{1,4})?(?:\|\s{0,20})?|[*_`~≈]/g;
const typeFirst =
  /^([A-Z<][A-Za-z<> ]{1,28}?)(?: handles?)?\s{0,20}(?:[:=|\t]| [-–] )\s{0,20}(\d[\d.,' ]{0,14})(?:\s{0,12}(?:\|.{0,80}|\(.{0,80})?)$/;
const countFirst = /^(\d[\d.,']{0,14})\s{1,12}([A-Z][A-Za-z ]{1,28}?)(?: handles?)?(?:\s{2,20}\{.{0,100})?$/;
/** `102,320`, `15.120.687`, `61 210`: three figures behind each separator, and none else. */
const number = /^(?:\d{1,12}|\d{1,3}(?:[.,' ]\d{3}){1,4})$/;
const isTotal = (name: string): boolean => /^total(?: handles?)?$/i.test(name);

interface Row {
  /** null: the line Total. */
  readonly type: string | null;
  readonly count: number;
}

function rowOf(line: string): Row | null {
  if (line.length > maxWidth || !/\d/.test(line)) return null;
  const text = line.replace(dressed, '').trim();
  const found = typeFirst.exec(text);
  const other = found === null ? countFirst.exec(text) : null;
  const [name, printed] = found === null ? [other?.[2], other?.[1]] : [found[1], found[2]];
  if (name === undefined || printed === undefined || !number.test(printed.trim())) return null;
  const type = objectType(name.trim());
  if (type === null && !isTotal(name.trim())) return null;
  return { type, count: Number(printed.replace(/[.,' ]/g, '')) };
}

/** A process and a thread below one another are as often their numbers. */
const namesOthers: ReadonlySet<string> = new Set(['Process', 'Thread']);

/** How many lines of such a list there are from this one on; 0: none. */
export function typedCountsSpan(lines: readonly string[], from: number): number {
  if (rowOf(lines[from] ?? '') === null) return 0;
  const types = new Set<string>();
  let end = from;
  for (; end < lines.length && end - from < maxRows; end++) {
    const row = rowOf(lines[end] ?? '');
    if (row === null) break;
    if (row.type !== null) types.add(row.type);
  }
  return types.size >= 2 && [...types].some((type) => !namesOthers.has(type)) ? end - from : 0;
}

/** The counts of such a list, partial where no total says that it is whole; null where a line is no row of one. */
export function typedCounts(lines: readonly string[]): HandleSummary | null {
  if (typedCountsSpan(lines, 0) < lines.length) return null;
  const rows = lines.flatMap((line) => rowOf(line) ?? []);
  const byType = new Map<string, number>();
  for (const { type, count } of rows) if (type !== null) byType.set(type, (byType.get(type) ?? 0) + count);
  const total = rows.find(({ type }) => type === null)?.count ?? null;
  const sum = [...byType.values()].reduce((all, each) => all + each, 0);
  return { byType: Object.fromEntries(byType), total, partial: total === null || total > sum, byName: {} };
}
