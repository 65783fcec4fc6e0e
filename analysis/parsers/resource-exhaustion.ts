/**
 * Event 2004 of Resource-Exhaustion-Detector: who had most of the commit charge when it ran short.
 *
 *   Source:        Microsoft-Windows-Resource-Exhaustion-Detector
 *   Event ID:      2004
 *   … consumed the most virtual memory: w3wp.exe (4120) consumed 12345678848 bytes, sqlservr.exe (900) consumed …
 *
 * "Virtual memory" is committed memory here: what the counter Private Bytes shows. The sentence is translated; names, pids
 * and numbers are not. As the Event Viewer copies it, wevtutil /f:text and Get-WinEvent | Format-List print it; also as
 * rows of a list.
 * Microsoft Learn, support article "Application or service memory leaks"; FACTS 1.7.
 */
import { dateOrderOf, inOrder, isoTime, numericDateOf } from '../dates.ts';
import { unknownLife } from '../life.ts';
import type { Parsed, Reading, TextParser } from '../types.ts';
import { eventHead } from './event-head.ts';
import { consumersIn } from './resource-exhaustion/consumers.ts';
import { isRow, rowReadings, rowsSpan } from './resource-exhaustion/rows.ts';

const source = /:\s{1,20}(?:Microsoft-Windows-)?Resource-Exhaustion-Detector$/i;
const timed = /^\s{0,8}[\p{L} .-]{2,40}\s{0,12}:\s{0,20}(\d\S{3,40}(?: \d{1,2}:\d{2}:\d{2}(?: [AP]M)?)?)$/u;
const computer = /^\s{0,8}(?:Computer|MachineName)\s{0,12}:\s{0,20}(\S{1,200})$/i;
/** An event with its module lists. */
const longest = 40;
const maxLine = 4000;

const short = (line: string | undefined): string => (line === undefined || line.length > maxLine ? '' : line);
const isField = (line: string): boolean => /^\s{0,8}\p{L}[\p{L} .[\]\d-]{1,40}\s{0,12}:/u.test(line);

function span(lines: readonly string[], from: number): number {
  if (isRow(short(lines[from]))) return rowsSpan(lines, from, short);
  if (!isField(short(lines[from])) || !eventHead(lines, from, short).some((line) => source.test(line))) return 0;
  let end = from;
  for (let at = from; at < lines.length && at - from < longest; at += 1) {
    const line = short(lines[at]);
    if (line === '' && lines.slice(from, at).some((each) => consumersIn(short(each)).length > 0)) break;
    if (line !== '') end = at + 1;
  }
  return end - from;
}

function timeOf(lines: readonly string[]): number | null {
  for (const line of lines) {
    const text = timed.exec(short(line))?.[1] ?? '';
    const date = numericDateOf(text);
    const order = date === null || !date.hasTime ? null : dateOrderOf([date]);
    const at = isoTime(text) ?? (date !== null && order?.sure === true ? inOrder(date, order.order) : null);
    if (at !== null) return at;
  }
  return null;
}

/** Format-List goes on below a value, indented as far as it began. */
function unwrapped(lines: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (const line of lines.map(short)) {
    const last = joined.at(-1);
    if (last !== undefined && /^\s{12,80}\S/.test(line)) joined[joined.length - 1] = `${last} ${line.trim()}`;
    else joined.push(line);
  }
  return joined.map((line) => short(line));
}

const notes = ['Windows ran short of commit charge then: these processes had most of it. It is a level, and says nothing of growth.'];

function parse(lines: readonly string[]): Parsed {
  if (isRow(short(lines[0]))) return { ok: true, readings: rowReadings(lines.map(short)), notes };
  const consumers = unwrapped(lines).flatMap((line) => consumersIn(line));
  if (consumers.length === 0) {
    return {
      ok: false,
      problem:
        'This is the event of Windows running short of memory, but the processes that it names are not in it. Copy the whole event as text.',
      line: 1,
    };
  }
  const machine = lines.map((line) => computer.exec(short(line))?.[1]).find((each) => each !== undefined) ?? null;
  const takenAt = timeOf(lines);
  const readings = consumers.map(({ process, pid, bytes }): Reading => {
    return { kind: 'snapshot', life: { ...unknownLife, machine, process, pid }, takenAt, values: { privateBytes: bytes } };
  });
  return { ok: true, readings, notes };
}

export const resourceExhaustion: TextParser = {
  id: 'resource-exhaustion',
  title: 'Windows running short of memory (event 2004)',
  hints: ['resource-exhaustion-detector'],
  yieldsExcept: [],
  span,
  parse,
};
