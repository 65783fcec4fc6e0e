/**
 * Events of WAS as XML: the Event Viewer's "Copy" of the XML view, wevtutil qe without /f:text, Get-WinEvent's ToXml().
 *
 *   <Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-WAS' …/>
 *   <EventID Qualifiers='32768'>5117</EventID>…<TimeCreated SystemTime='2026-02-03T08:12:44.000000000Z'/>…
 *   <EventData><Data Name='AppPoolID'>Shop</Data><Data Name='ProcessID'>4712</Data></EventData></Event>
 *
 * Its time is UTC, its names are in no language. Microsoft Learn: Event Schema, wevtutil; numbers: FACTS §2.
 */
import type { Parsed, TextParser } from '../types.ts';
import { isPoolEvent, poolEventsAnswer } from './was-events/pool-events.ts';
import type { PoolEvent } from './was-events/pool-events.ts';

/** A browser's view puts a dash before what it can fold. */
const opening = /^\s{0,16}(?:- ?)?<Event(?:s|\s[^<>]{0,200})?>/;
const provider = /<Provider\s{1,8}Name=["'](?:Microsoft-Windows-WAS|WAS)["']/;
/** An event as the Event Viewer folds it has some thirty lines. */
const longest = 80;
const maxLine = 20_000;

const short = (line: string | undefined): string => (line === undefined || line.length > maxLine ? '' : line);

/** Index behind the event that begins at `from`; 0 where it has no end. */
function eventEnd(lines: readonly string[], from: number): number {
  for (let at = from; at < Math.min(lines.length, from + longest); at++) {
    if (short(lines[at]).includes('</Event>')) return at + 1;
  }
  return 0;
}

function span(lines: readonly string[], from: number): number {
  if (!opening.test(short(lines[from]))) return 0;
  let end = eventEnd(lines, from);
  for (let next = end; end > 0 && next < lines.length && next - end <= 2; next++) {
    const line = short(lines[next]);
    const more = opening.test(line) ? eventEnd(lines, next) : /^\s{0,8}<\/Events>/.test(line) ? next + 1 : 0;
    if (more > 0) [end, next] = [more, more - 1];
    else if (line !== '') break;
  }
  return lines.slice(from, end).some((line) => provider.test(short(line))) ? end - from : 0;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const tell = (event: string, pattern: RegExp): string | null =>
  pattern.exec(event)?.[1]?.replace(/&(amp|lt|gt|quot|apos);/g, (whole, name: string) => entities[name] ?? whole) ?? null;

function eventOf(event: string): PoolEvent | null {
  const id = tell(event, /<EventID[^<>]{0,60}>(\d{1,5})<\/EventID>/);
  if (!provider.test(event) || id === null || !isPoolEvent(id)) return null;
  return {
    id,
    time: tell(event, /<TimeCreated\s{1,8}SystemTime=["']([^"'<>]{10,40})["']/) ?? '',
    pool: tell(event, /<Data Name=["']AppPoolID["']>([^<>]{1,200})<\/Data>/),
    pid: Number(tell(event, /<Data Name=["']ProcessID["']>(\d{1,10})<\/Data>/) ?? Number.NaN) || null,
    machine: tell(event, /<Computer>([^<>]{1,200})<\/Computer>/),
  };
}

function parse(lines: readonly string[]): Parsed {
  const text = lines.map(short).join('\n');
  const [first, ...others] = text.split('</Event>').flatMap((event) => eventOf(event) ?? []);
  if (first === undefined) {
    const problem =
      'None of these events tells of an application pool that ended or recycled. Ask for the numbers 5002, 5009 to 5013, 5074 to 5080, 5117 and 5186.';
    return { ok: false, problem, line: 1 };
  }
  return poolEventsAnswer([first, ...others]);
}

export const wasEventXml: TextParser = {
  id: 'was-event-xml',
  title: 'Events of IIS’ process activation service, as XML',
  hints: ['<event xmlns=', '<event>', '<events>'],
  span,
  parse,
};
