/**
 * Events of the Windows Process Activation Service: why IIS ended a worker process. Copied from the Event
 * Viewer, or from wevtutil /f:text and Get-WinEvent | Format-List, in any language of Windows:
 *
 *   Source:        Microsoft-Windows-WAS
 *   Event ID:      5117
 *   A worker process serving application pool 'WsusPool' has requested a recycle because it reached its private bytes memory limit.
 *
 * The message is translated, its number and its quoted names are not. FACTS 2 (numbers), IIS docs.
 */
import { isoTime, numericDateOf } from '../dates.ts';
import { commandOf } from '../prompt.ts';
import type { Parsed, TextParser } from '../types.ts';
import { eventHead, linesOfHead } from './event-head.ts';
import { namedIn, poolEventsAnswer } from './was-events/pool-events.ts';
import type { PoolEvent } from './was-events/pool-events.ts';

const field = /^\s{0,8}[\p{L} .-]{2,40}\s{0,12}:\s{0,20}(\S.{0,400})$/u;
const source = /:\s{1,20}(?:Microsoft-Windows-WAS|WAS)$/;
const eventId = /^\s{0,8}[\p{L} .-]{2,40}\s{0,12}:\s{0,20}(5\d{3})$/u;
const longest = 36;
const maxLine = 2000;

const short = (line: string | undefined): string => (line === undefined || line.length > maxLine ? '' : line);

function startsEvent(lines: readonly string[], at: number): boolean {
  const head = eventHead(lines, at, short);
  const isStart = /^\s{0,4}Event\[\d{1,6}\]:?$/.test(head[0] ?? '') || field.test(head[0] ?? '');
  return (
    isStart && head.some((line) => source.test(line)) && lines.slice(at, at + linesOfHead * 2).some((line) => eventId.test(short(line)))
  );
}

/** Below the text the Event Viewer copies the event once more, as XML. */
const xml = /^\s{0,16}(?:- ?)?<Event(?:\s[^<>]{0,200})?>/;
const longestXml = 80;

/** Index behind the XML that begins at `at`, and `at` itself where none does or it has no end. */
function xmlEnd(lines: readonly string[], at: number): number {
  if (!xml.test(short(lines[at]))) return at;
  const ends = lines.slice(at, at + longestXml).findIndex((line) => short(line).includes('</Event>'));
  return ends === -1 ? at : at + ends + 1;
}

function eventEnd(lines: readonly string[], from: number): number {
  let end = from + 1;
  let seenId = eventId.test(short(lines[from]));
  while (end < lines.length && end - from < longest && lines[end] !== '') {
    const behind = xmlEnd(lines, end);
    if (behind > end) return behind;
    // What was typed next, and what it printed, is no part of a message.
    if (seenId && commandOf(short(lines[end])) !== null) break;
    // The next event of a list without blank lines begins with its own source.
    if (seenId && startsEvent(lines, end) && lines.slice(end, end + 3).some((line) => source.test(short(line)))) break;
    seenId ||= eventId.test(short(lines[end]));
    end++;
  }
  return end;
}

function span(lines: readonly string[], from: number): number {
  if (!startsEvent(lines, from)) return 0;
  let end = eventEnd(lines, from);
  for (let next = end; ;) {
    while (next < lines.length && lines[next] === '') next++;
    if (next - end > 2 || next >= lines.length || !startsEvent(lines, next)) return end - from;
    end = eventEnd(lines, next);
    next = end;
  }
}

function eventOf(all: readonly string[]): PoolEvent | null {
  const at = all.findIndex((line) => xml.test(short(line)));
  const lines = at === -1 ? all : all.slice(0, at);
  const id = lines.map((line) => eventId.exec(short(line))?.[1]).find((each) => each !== undefined);
  if (id === undefined) return null;
  const values = lines.map((line) => field.exec(short(line))?.[1] ?? '');
  const machine = lines.map((line) => /^\s{0,8}(?:Computer|MachineName)\s{0,12}:\s{0,20}(\S{1,200})$/.exec(short(line))?.[1]);
  return {
    id,
    time: values.find((value) => isoTime(value) !== null || numericDateOf(value)?.hasTime === true) ?? '',
    ...namedIn(lines.map(short).join('\n')),
    machine: machine.find((each) => each !== undefined) ?? null,
  };
}

function eventsIn(lines: readonly string[]): readonly PoolEvent[] {
  const events: PoolEvent[] = [];
  for (let at = 0; at < lines.length;) {
    const end = lines[at] === '' ? at + 1 : eventEnd(lines, at);
    const event = eventOf(lines.slice(at, end));
    if (event !== null) events.push(event);
    at = end;
  }
  return events;
}

function parse(lines: readonly string[]): Parsed {
  const [first, ...others] = eventsIn(lines);
  if (first === undefined) {
    return { ok: false, problem: 'This is an event of IIS without its number. Copy the event as text, with the line "Event ID".', line: 1 };
  }
  return poolEventsAnswer([first, ...others]);
}

export const wasEvents: TextParser = {
  id: 'was-events',
  title: 'Events of IIS’ process activation service (WAS)',
  hints: ['microsoft-windows-was', ': was'],
  yieldsExcept: ['was-event-xml'],
  span,
  parse,
};
