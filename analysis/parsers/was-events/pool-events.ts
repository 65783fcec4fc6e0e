/** Events of WAS about an application pool, however they were listed → what they say of its process. Numbers: FACTS §2. */
import { dateOrderOf, inOrder, isoTime, numericDateOf } from '../../dates.ts';
import { unknownLife } from '../../life.ts';
import type { Parsed } from '../../types.ts';
import { untoldHost } from '../../untold-host.ts';

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
/** Is this the number of an event that is explained here? */
export const isPoolEvent = (id: string): boolean => Object.hasOwn(meanings, id);

export interface PoolEvent {
  readonly id: string;
  readonly time: string;
  readonly pool: string | null;
  readonly pid: number | null;
  readonly machine: string | null;
}

/** The pool and the pid that a message names: quoted in every language. */
export function namedIn(text: string): Pick<PoolEvent, 'pool' | 'pid'> {
  const quoted = [...text.matchAll(/['"]([^'"]{1,200})['"]/g)].map(([, name = '']) => name);
  return {
    pool: quoted.findLast((name) => !/^\d+$/.test(name)) ?? null,
    pid: Number(quoted.find((name) => /^\d{1,10}$/.test(name)) ?? Number.NaN) || null,
  };
}

/** Epoch ms where the time is unambiguous; the host's own clock, taken as UTC. */
function timeOf(event: PoolEvent): number | null {
  const date = numericDateOf(event.time);
  const order = date === null ? null : dateOrderOf([date]);
  return isoTime(event.time) ?? (date !== null && order?.sure === true ? inOrder(date, order.order) : null);
}

/** More are not told one by one. */
const told = 8;

/** Lists begin with the newest or with the oldest event: their times say which it is, where all have one. */
function latestOf(events: readonly [PoolEvent, ...PoolEvent[]]): PoolEvent {
  const times = events.map(timeOf);
  const latest = Math.max(...times.map((time) => time ?? Number.NaN));
  return (Number.isNaN(latest) ? events.at(-1) : events[times.indexOf(latest)]) ?? events[0];
}

export function poolEventsAnswer(events: readonly [PoolEvent, ...PoolEvent[]]): Parsed {
  const last = latestOf(events);
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
