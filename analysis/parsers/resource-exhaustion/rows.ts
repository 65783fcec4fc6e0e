/**
 * Event 2004 as a row of a list: the Event Viewer's export as CSV or text with tabs, or a table in a forum.
 *
 *   Warning,21/11/2026 09:32:42,Microsoft-Windows-Resource-Exhaustion-Detector,2004,…,"Windows … shop.exe (4120) consumed …"
 */
import { dateOrderOf, inOrder, isoTime, numericDateOf } from '../../dates.ts';
import { unknownLife } from '../../life.ts';
import type { Reading } from '../../types.ts';
import { consumersIn } from './consumers.ts';

const source = /[|,;\t] {0,3}"?(?:Microsoft-Windows-)?Resource-Exhaustion-Detector"? {0,3}[|,;\t] {0,3}"?2004\b/i;
const dated = /(?<!\d)\d{1,4}([./-])\d{1,2}\1\d{1,4}[ T]\d{1,2}:\d{2}(?::\d{2})?(?: [AP]M)?/i;
/** The date stands before the sentence with the processes. */
const headOfRow = 300;

export const isRow = (line: string): boolean => source.test(line.slice(0, headOfRow)) && consumersIn(line).length > 0;

/** How many lines from `from` on are such rows; blank lines may stand between. */
export function rowsSpan(lines: readonly string[], from: number, short: (line: string | undefined) => string): number {
  let end = from;
  for (let at = from; at < lines.length; at += 1) {
    if (isRow(short(lines[at]))) end = at + 1;
    else if ((lines[at] ?? '').trim() !== '') break;
  }
  return end - from;
}

/** What each row says, at the time of the row; no time where day and month cannot be told apart. */
export function rowReadings(lines: readonly string[]): readonly Reading[] {
  const rows = lines.filter(isRow).map((line) => ({ line, time: dated.exec(line.slice(0, headOfRow))?.[0] ?? '' }));
  const order = dateOrderOf(rows.flatMap(({ time }) => numericDateOf(time) ?? []));
  return rows.flatMap(({ line, time }) => {
    const date = numericDateOf(time);
    const takenAt = isoTime(time) ?? (date !== null && order.sure ? inOrder(date, order.order) : null);
    return consumersIn(line).map(({ process, pid, bytes }): Reading => {
      return { kind: 'snapshot', life: { ...unknownLife, process, pid }, takenAt, values: { privateBytes: bytes } };
    });
  });
}
