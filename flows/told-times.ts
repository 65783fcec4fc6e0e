/**
 * Times as people write them in a sentence: `14:05 UTC yesterday`, `3pm`, `2024-05-03T12:00Z`, `am 3.5. um 14 Uhr`, `вчера в 15:00`,
 * `2 hours ago`. A date alone is no time.
 */
import { datePattern, dayOf } from './told-days.ts';

/** What a text is read on: epoch ms, and minutes east of UTC where it names no zone of its own. */
export interface TellersClock {
  readonly now: number;
  readonly offsetMinutes: number;
}

/** One time in a text: epoch ms, and where it stands. */
export interface ToldTime {
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Zones by the letters that people write, in minutes east of UTC. Those that mean several places are left out but for the American ones. */
const zones: Readonly<Record<string, number>> = {
  ...{ z: 0, utc: 0, gmt: 0, wet: 0, bst: 60, west: 60, cet: 60, mez: 60, cest: 120, mesz: 120, eet: 120, eest: 180, msk: 180, мск: 180 },
  ...{ est: -300, edt: -240, cst: -360, cdt: -300, mst: -420, mdt: -360, pst: -480, pdt: -420, jst: 540, aest: 600, aedt: 660 },
};
const zoneName = Object.keys(zones).join('|');
const zone = `(?:(?:utc|gmt)? ?[+-]\\d{1,2}(?::?\\d\\d)?|${zoneName})(?![\\p{L}\\d])`;

/** `14:05`, `14:05:10`, `14.05 Uhr`, `14h05`, `3pm`, `3:15 p.m.`, `15 Uhr`, `noon`. */
const time =
  '\\d{1,2}:\\d\\d(?::\\d\\d(?:\\.\\d{1,7})?)? ?(?:[ap]\\.?m\\b\\.?)?|\\d{1,2}\\.\\d\\d(?= ?uhr)|\\d{1,2}h(?:\\d\\d)?(?![\\p{L}\\d])|\\d{1,2} ?[ap]\\.?m\\b\\.?|\\d{1,2}(?= ?uhr)|noon|midnight|mittags?';
const between =
  '[ ,]{0,3}(?:(?:early )?(?:morning|afternoon|evening|night|früh|morgen|nachmittag|abend|nacht|утром|днём|днем|вечером|ночью)[ ,]{1,2})?(?:(?:at|on|um|am|в|а|à|the|of)[ ,]{1,2}){0,2}';

const start = '(?<![\\p{L}\\d.:/-])';
const dateFirst = new RegExp(`${start}(?<date>${datePattern})(?:[tT]|${between})(?<time>${time})(?: ?uhr)?(?: ?(?<zone>${zone}))?`, 'giu');
const timeFirst = new RegExp(
  `${start}(?<time>${time})(?: ?uhr)?(?: ?(?<zone>${zone}))?(?:${between}(?<date>${datePattern})(?![:\\d]))?`,
  'giu',
);
const relative =
  /(?<![\p{L}\d.:])(?:(?<number>\d{1,4}|an?|one|einer?|час)? ?(?<unit>minutes?|mins?|hours?|hrs?|h|час(?:а|ов)?|минут[уы]?)(?: ago| назад)|vor (?<zahl>\d{1,4}|einer) (?<einheit>minuten?|stunden?))(?![\p{L}\d])/giu;

/** Minutes since midnight; null where there is no such time. */
function minutesOf(text: string): number | null {
  const lower = text.toLowerCase();
  if (lower === 'midnight') return 0;
  if (lower === 'noon' || lower.startsWith('mittag')) return 12 * 60;
  const [, hours = '', minutes = '0', seconds = '0'] = /^(\d{1,2})(?:[:.h](\d\d))?(?::(\d\d))?/.exec(lower) ?? [];
  const half = /([ap])\.?m/.exec(lower)?.[1];
  if (hours === '' || Number(hours) > (half === undefined ? 23 : 12) || Number(minutes) > 59 || Number(seconds) > 59) return null;
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half === 'p' ? 12 : 0);
  return hour * 60 + Number(minutes) + Number(seconds) / 60;
}

type Groups = Readonly<Record<string, string | undefined>>;

/** `13:00-14:00` is a range; `13:00:05-04:00` and `2024-05-03T13:00-04:00` have a zone. */
const isRange = ({ zone: named = '', time: told = '', date: day = '' }: Groups): boolean =>
  named.startsWith('-') && told.split(':').length < 3 && !/^\d{4}-/.test(day);

function offsetOf(text: string): number {
  const lower = text.trim().toLowerCase();
  const [, sign, hours = '0', minutes = '0'] = /([+-])(\d{1,2})(?::?(\d\d))?$/.exec(lower) ?? [];
  if (sign !== undefined) return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  return zones[lower] ?? 0;
}

/** The moment that a time and its date name, in the zone that is `named`: without a date the last such time. */
function momentOf(groups: Groups, named: string | undefined, { now, offsetMinutes }: TellersClock): number | null {
  const minutes = minutesOf(groups['time'] ?? '');
  if (minutes === null) return null;
  const east = (named === undefined ? offsetMinutes : offsetOf(named)) * minuteMs;
  const today = Math.floor((now + east) / dayMs) * dayMs;
  const day = groups['date'] === undefined ? today : dayOf(groups['date'], today);
  if (day === null) return null;
  const at = day + minutes * minuteMs - east;
  return groups['date'] === undefined && at > now ? at - dayMs : at;
}

function relativeTimes(text: string, { now }: TellersClock): readonly ToldTime[] {
  return [...text.matchAll(relative)].map((found) => {
    const { number = '1', unit, zahl, einheit } = found.groups ?? {};
    const many = Number(zahl ?? number) || 1;
    const ms = /^[hчs]/.test((unit ?? einheit ?? '').toLowerCase()) ? hourMs : minuteMs;
    return { at: now - many * ms, from: found.index, to: found.index + found[0].length };
  });
}

function timesIn(text: string, clock: TellersClock, zoneIn: (groups: Groups) => string | undefined): readonly ToldTime[] {
  const found = [dateFirst, timeFirst].flatMap((shape) =>
    [...text.matchAll(shape)].map(({ groups = {}, index, 0: told }) => ({
      at: momentOf(groups, zoneIn(groups), clock),
      from: index,
      to: index + told.length,
    })),
  );
  const all = [...found, ...relativeTimes(text, clock)].sort((a, b) => a.from - b.from || b.to - a.to);
  const whole = all.filter(
    (each, index) => !all.some((other, at) => at < index && other.to > each.from && (other.from < each.from || other.to >= each.to)),
  );
  return whole.flatMap(({ at, from, to }) => (at === null ? [] : [{ at, from, to }]));
}

/** Every time that a text tells, in order; a time whose date is none is none. Bounded: the caller cuts the text. */
export function toldTimes(text: string, clock: TellersClock): readonly ToldTime[] {
  return timesIn(text, clock, (groups) => (isRange(groups) ? undefined : groups['zone']));
}

const longestMoment = 64;

/** The one moment that a whole text is, epoch ms: an answer to "when?" is no range, so `13:00-05:00` has a zone. Null: it is none, or more than that. */
export function toldMoment(text: string, clock: TellersClock): number | null {
  const told = text.trim();
  const [only] = told.length > longestMoment ? [] : timesIn(told, clock, (groups) => groups['zone']);
  return only !== undefined && only.from === 0 && only.to === told.length ? only.at : null;
}
