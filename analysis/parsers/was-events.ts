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
import { dateOrderOf, inOrder, isoTime, numericDateOf } from '../dates.ts';
import { unknownLife } from '../life.ts';
import type { Parsed, TextParser } from '../types.ts';
import { untoldHost } from '../untold-host.ts';

const meanings: Readonly<Record<string, string>> = {
  '5002': 'was switched off after too many failures (rapid-fail protection): the site answers 503 until the pool is started again',
  '5009': 'lost its process: it ended unexpectedly',
  '5010': 'did not answer a ping in time and its process was ended, as happens while a dump suspends it',
  '5011': 'lost its process: the connection to it broke',
  '5013': 'did not stop in time, and its process was ended',
  '5074': 'recycled itself: its time was up (periodicRestart.time)',
  '5075': 'recycled itself: it had served its number of requests',
  '5076': 'recycled itself: it was scheduled',
  '5077': 'recycled itself at its limit of virtual memory',
  '5079': 'was recycled by an administrator',
  '5080': 'recycled itself: its configuration was changed',
  '5117': 'recycled itself at its limit of private memory: whatever is to happen above that limit, a dump included, never happens',
  '5186': 'ended its process because it was idle',
};
const field = /^\s{0,8}[\p{L} .-]{2,40}\s{0,12}:\s{0,20}(\S.{0,400})$/u;
const source = /:\s{1,20}(?:Microsoft-Windows-WAS|WAS)$/;
const eventId = /^\s{0,8}[\p{L} .-]{2,40}\s{0,12}:\s{0,20}(5\d{3})$/u;
const near = 6;
const longest = 24;
const maxLine = 2000;

const short = (line: string | undefined): string => (line === undefined || line.length > maxLine ? '' : line);

function startsEvent(lines: readonly string[], at: number): boolean {
  const head = lines.slice(at, at + near).map(short);
  const isStart = /^\s{0,4}Event\[\d{1,6}\]:?$/.test(head[0] ?? '') || field.test(head[0] ?? '');
  return isStart && head.some((line) => source.test(line)) && lines.slice(at, at + near * 2).some((line) => eventId.test(short(line)));
}

function eventEnd(lines: readonly string[], from: number): number {
  let end = from + 1;
  let seenId = eventId.test(short(lines[from]));
  while (end < lines.length && end - from < longest && lines[end] !== '') {
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

interface PoolEvent {
  readonly id: string;
  readonly time: string;
  readonly pool: string | null;
  readonly pid: number | null;
  readonly machine: string | null;
}

function eventOf(lines: readonly string[]): PoolEvent | null {
  const id = lines.map((line) => eventId.exec(short(line))?.[1]).find((each) => each !== undefined);
  if (id === undefined) return null;
  const quoted = lines.flatMap((line) => [...short(line).matchAll(/['"]([^'"]{1,200})['"]/g)].map(([, name = '']) => name));
  const values = lines.map((line) => field.exec(short(line))?.[1] ?? '');
  const machine = lines.map((line) => /^\s{0,8}(?:Computer|MachineName)\s{0,12}:\s{0,20}(\S{1,200})$/.exec(short(line))?.[1]);
  return {
    id,
    time: values.find((value) => isoTime(value) !== null || numericDateOf(value)?.hasTime === true) ?? '',
    pool: quoted.findLast((name) => !/^\d+$/.test(name)) ?? null,
    pid: Number(quoted.find((name) => /^\d{1,10}$/.test(name)) ?? Number.NaN) || null,
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

/** Epoch ms where the time is unambiguous; the host's own clock, taken as UTC. */
function timeOf(event: PoolEvent): number | null {
  const date = numericDateOf(event.time);
  const order = date === null ? null : dateOrderOf([date]);
  return isoTime(event.time) ?? (date !== null && order?.sure === true ? inOrder(date, order.order) : null);
}

/** More are not told one by one. */
const told = 8;

function parse(lines: readonly string[]): Parsed {
  const events = eventsIn(lines);
  const last = events.at(-1);
  if (last === undefined) {
    return { ok: false, problem: 'This is an event of IIS without its number. Copy the event as text, with the line "Event ID".', line: 1 };
  }
  const says = events.slice(0, told).map(({ id, pool, time }) => {
    const meaning = meanings[id] ?? 'had an event whose number is not known here';
    return `The pool ${pool ?? '(not named)'} ${meaning} (event ${id}${time === '' ? '' : `, ${time}`}).`;
  });
  const atLimit = events.find((event) => event.id === '5117' || event.id === '5077');
  const pools = new Set(events.map((event) => event.pool));
  const life = {
    ...unknownLife,
    machine: last.machine,
    process: 'w3wp',
    pid: events.length === 1 ? last.pid : null,
    appPool: pools.size === 1 ? last.pool : null,
  };
  return {
    ok: true,
    readings: [{ ...untoldHost, life, takenAt: timeOf(last) }],
    notes: [
      ...says,
      ...(events.length > told ? [`${events.length - told} more events are in it.`] : []),
      ...(atLimit === undefined
        ? []
        : [
            `The limit itself is not in the event: appcmd list apppool "${atLimit.pool ?? 'POOL'}" /text:* tells it (privateMemory and memory, in KB).`,
          ]),
    ],
  };
}

export const wasEvents: TextParser = {
  id: 'was-events',
  title: 'Events of IIS’ process activation service (WAS)',
  hints: ['microsoft-windows-was', ': was'],
  span,
  parse,
};
