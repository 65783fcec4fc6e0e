/**
 * Events of WAS as PowerShell lists them: Get-WinEvent (grouped by provider, or with its name as a column).
 *
 *   ProviderName: Microsoft-Windows-WAS
 *   TimeCreated                      Id LevelDisplayName Message
 *   11/21/2026 9:32:42 AM          5117 Information      A worker process serving application pool 'Shop' has requested…
 *
 * and Get-EventLog of Windows PowerShell, whose instance id holds the number in its lower half:
 *
 *   Index Time          EntryType   Source                 InstanceID Message
 *  141527 Feb 03 09:12  Information Microsoft-Windows... 1073746941 A worker process with process id of '4712' serving…
 *
 * The message may be cut at the window's width, its number is whole. Microsoft Learn: Get-WinEvent, Get-EventLog; numbers: FACTS §2.
 */
import type { Parsed, TextParser } from '../types.ts';
import { isPoolEvent, namedIn, poolEventsAnswer } from './was-events/pool-events.ts';
import type { PoolEvent } from './was-events/pool-events.ts';

const provider = /^\s{0,8}ProviderName: (?:Microsoft-Windows-WAS|WAS)$/i;
const header =
  /^\s{0,8}TimeCreated\s{1,60}(?:ProviderName\s{1,60})?Id\s{1,40}(?:LevelDisplayName\s{1,40})?(?:ProviderName\s{1,60})?Message\b/i;
const rule = /^\s{0,8}-{4,40}(?:\s{1,80}-{2,40}){1,5}\s*$/;
const row =
  /^\s{0,8}(\d{1,4}[./-]\d{1,2}[./-]\d{1,4} \d{1,2}:\d{2}:\d{2}(?: [AP]M)?)\s{1,40}(?:(Microsoft-Windows-WAS|WAS)\s{1,40})?(\d{1,5})\s{1,40}(\S.{0,1900})$/i;
const logHeader = /^\s{0,8}Index\s{1,20}Time\s{1,20}EntryType\s{1,20}Source\s{1,40}InstanceID\s{1,20}Message\b/i;
const logRow =
  /^\s{0,12}\d{1,12}\s{1,8}(\S{3,5} \d{1,2} \d{1,2}:\d{2})\s{1,12}\S{1,20}\s{1,12}(?:Microsoft-Windows[\w.-]{1,20}|WAS)\s{1,40}(\d{1,12})\s{1,20}(\S.{0,1900})$/i;
const maxLine = 2000;

const short = (line: string | undefined): string => (line === undefined || line.length > maxLine ? '' : line);

/** Rows of Get-EventLog; the source's name is cut, so that only an event of WAS tells that the rows are its. */
function logSpan(lines: readonly string[], from: number): number {
  let end = from + (rule.test(short(lines[from + 1])) ? 2 : 1);
  const rows = end;
  while (end < lines.length && logRow.test(short(lines[end]))) end += 1;
  return lines.slice(rows, end).some((line) => eventOf(line, false) !== null) ? end - from : 0;
}

/** Rows of this provider: below its name, or with its name in them. */
function span(lines: readonly string[], from: number): number {
  if (logHeader.test(short(lines[from]))) return logSpan(lines, from);
  const grouped = provider.test(short(lines[from]));
  let start = grouped ? from + 1 : from;
  while (grouped && start - from < 3 && lines[start] === '') start += 1;
  if (!header.test(short(lines[start]))) return 0;
  let end = start + (rule.test(short(lines[start + 1])) ? 2 : 1);
  const rows = end;
  while (end < lines.length && row.test(short(lines[end]))) end += 1;
  const isOurs = grouped || lines.slice(rows, end).some((line) => row.exec(line)?.[2] !== undefined);
  return isOurs && end > rows ? end - from : 0;
}

function eventOf(line: string, grouped: boolean): PoolEvent | null {
  const logged = logRow.exec(short(line));
  if (logged !== null) {
    const number = String(Number(logged[2]) % 0x10000);
    return isPoolEvent(number) ? { id: number, time: logged[1] ?? '', machine: null, ...namedIn(logged[3] ?? '') } : null;
  }
  const [, time = '', named, id = '', message = ''] = row.exec(short(line)) ?? [];
  if (!isPoolEvent(id) || (!grouped && named === undefined)) return null;
  return { id, time, machine: null, ...namedIn(message) };
}

function parse(lines: readonly string[]): Parsed {
  const grouped = provider.test(lines[0] ?? '');
  const [first, ...others] = lines.flatMap((line) => eventOf(line, grouped) ?? []);
  if (first === undefined) {
    return {
      ok: false,
      problem:
        'None of these events tells of an application pool that ended or recycled. Ask for the numbers 5002, 5009 to 5013, 5074 to 5080, 5117 and 5186.',
      line: 1,
    };
  }
  // PowerShell lists the newest first.
  const oldest = others.at(-1);
  return poolEventsAnswer(oldest === undefined ? [first] : [oldest, ...others.slice(0, -1).reverse(), first]);
}

export const wasEventTable: TextParser = {
  id: 'was-event-table',
  title: 'Events of IIS’ process activation service, listed',
  hints: ['timecreated', 'entrytype'],
  span,
  parse,
};
