/**
 * Times as people write them in a sentence: `14:05 UTC yesterday`, `3pm`, `2024-05-03T12:00Z`, `am 3.5. um 14 Uhr`, `вчера в 15:00`,
 * `2 hours ago`. A date alone is no time, and 05/04/2024 is no date: nobody knows which of the two is the month.
 */

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

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** German and Russian names by their beginnings, where they differ. */
const otherMonths: Readonly<Record<string, number>> = {
  mär: 2,
  mrz: 2,
  mai: 4,
  okt: 9,
  dez: 11,
  янв: 0,
  фев: 1,
  мар: 2,
  апр: 3,
  мая: 4,
  май: 4,
  июн: 5,
  июл: 6,
  авг: 7,
  сен: 8,
  окт: 9,
  ноя: 10,
  дек: 11,
};
const month = `(?:${[...months, ...Object.keys(otherMonths)].join('|')})\\p{L}{0,8}\\.?`;

const days: Readonly<Record<string, number>> = {
  today: 0,
  heute: 0,
  сегодня: 0,
  yesterday: 1,
  gestern: 1,
  вчера: 1,
  vorgestern: 2,
  позавчера: 2,
};
const weekdays = [
  'sunday|sonntag|воскресенье',
  'monday|montag|понедельник',
  'tuesday|dienstag|вторник',
  'wednesday|mittwoch|среду',
  'thursday|donnerstag|четверг',
  'friday|freitag|пятницу',
  'saturday|samstag|субботу',
];

const isoDate = '\\d{4}-\\d\\d-\\d\\d';
const dayMonthYear = '\\d{1,2}\\.\\d{1,2}\\.(?:\\d{4})?(?!\\d)';
const namedDate = `(?:\\d{1,2}(?:st|nd|rd|th|\\.)? ${month}|${month} \\d{1,2}(?:st|nd|rd|th)?)(?:,? \\d{4})?(?![\\d:])`;
/** `05/14/2024`; which of 05/04 is the month nobody knows. */
const slashed = '\\d{1,2}/\\d{1,2}/\\d{4}|\\d{4}/\\d{1,2}/\\d{1,2}';
const date = `${isoDate}|${slashed}|${dayMonthYear}|${namedDate}|${Object.keys(days).join('|')}|(?:last )?(?:${weekdays.join('|')})`;
/** `14:05`, `14:05:10`, `14.05 Uhr`, `14h05`, `3pm`, `3:15 p.m.`, `15 Uhr`, `noon`. */
const time =
  '\\d{1,2}:\\d\\d(?::\\d\\d(?:\\.\\d{1,7})?)? ?(?:[ap]\\.?m\\b\\.?)?|\\d{1,2}\\.\\d\\d(?= ?uhr)|\\d{1,2}h(?:\\d\\d)?(?![\\p{L}\\d])|\\d{1,2} ?[ap]\\.?m\\b\\.?|\\d{1,2}(?= ?uhr)|noon|midnight|mittags?';
const between =
  '[ ,]{0,3}(?:(?:early )?(?:morning|afternoon|evening|night|früh|morgen|nachmittag|abend|nacht|утром|днём|днем|вечером|ночью)[ ,]{1,2})?(?:(?:at|on|um|am|в|а|à|the|of)[ ,]{1,2}){0,2}';

const start = '(?<![\\p{L}\\d.:/-])';
const dateFirst = new RegExp(`${start}(?<date>${date})(?:[tT]|${between})(?<time>${time})(?: ?uhr)?(?: ?(?<zone>${zone}))?`, 'giu');
const timeFirst = new RegExp(`${start}(?<time>${time})(?: ?uhr)?(?: ?(?<zone>${zone}))?(?:${between}(?<date>${date})(?![:\\d]))?`, 'giu');
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

/** `13:00-14:00` is a range; `13:00:05-04:00` and `2024-05-03T13:00-04:00` have a zone. */
const isRange = ({ zone: named = '', time: told = '', date: day = '' }: Readonly<Record<string, string | undefined>>): boolean =>
  named.startsWith('-') && told.split(':').length < 3 && !/^\d{4}-/.test(day);

function offsetOf(text: string): number {
  const lower = text.trim().toLowerCase();
  const [, sign, hours = '0', minutes = '0'] = /([+-])(\d{1,2})(?::?(\d\d))?$/.exec(lower) ?? [];
  if (sign !== undefined) return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  return zones[lower] ?? 0;
}

const dayNumber = (year: number, monthOf: number, day: number): number | null => {
  const at = Date.UTC(year, monthOf, day);
  return new Date(at).getUTCDate() === day && new Date(at).getUTCMonth() === monthOf ? at : null;
};

/** A date without its year is the last such day. */
function withoutYear(monthOf: number, day: number, today: number): number | null {
  const year = new Date(today).getUTCFullYear();
  const at = dayNumber(year, monthOf, day);
  return at !== null && at <= today ? at : dayNumber(year - 1, monthOf, day);
}

/** `2024/05/03`, `05/14/2024`, `14/05/2024`; null where both may be the month. */
function slashedDay([first = 0, second = 0, third = 0]: readonly number[]): number | null {
  if (first > 31) return dayNumber(first, second - 1, third);
  if (first <= 12 && second <= 12 && first !== second) return null;
  return first > 12 ? dayNumber(third, second - 1, first) : dayNumber(third, first - 1, second);
}

/** Midnight of the day that a date names, as if in UTC; `today` likewise. */
function dayOf(text: string, today: number): number | null {
  const lower = text.toLowerCase().replace(/^last /, '');
  const ago = days[lower];
  if (ago !== undefined) return today - ago * dayMs;
  const weekday = weekdays.findIndex((names) => names.split('|').includes(lower));
  if (weekday !== -1) return today - ((new Date(today).getUTCDay() - weekday + 7) % 7) * dayMs;
  const iso = /^(\d{4})-(\d\d)-(\d\d)$/.exec(lower);
  if (iso !== null) return dayNumber(Number(iso[1]), Number(iso[2]) - 1, Number(iso[3]));
  const parts = lower.split('/').map(Number);
  if (parts.length === 3) return slashedDay(parts);
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})?$/.exec(lower);
  if (dotted !== null) {
    const [, day, monthOf, year] = dotted;
    return year === undefined
      ? withoutYear(Number(monthOf) - 1, Number(day), today)
      : dayNumber(Number(year), Number(monthOf) - 1, Number(day));
  }
  const name = /\p{L}{3,}/u.exec(lower.replace(/\d(?:st|nd|rd|th)/, '0'))?.[0].slice(0, 3) ?? '';
  const monthOf = otherMonths[name] ?? months.indexOf(name);
  const [day = '0', year] = lower.match(/\d{1,4}/g) ?? [];
  if (monthOf === -1) return null;
  return year === undefined ? withoutYear(monthOf, Number(day), today) : dayNumber(Number(year), monthOf, Number(day));
}

/** The moment that a time and its date name: without a date the last such time. */
function momentOf(groups: Readonly<Record<string, string | undefined>>, { now, offsetMinutes }: TellersClock): number | null {
  const minutes = minutesOf(groups['time'] ?? '');
  if (minutes === null) return null;
  const named = isRange(groups) ? undefined : groups['zone'];
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

/** Every time that a text tells, in order; a time whose date is none is none. Bounded: the caller cuts the text. */
export function toldTimes(text: string, clock: TellersClock): readonly ToldTime[] {
  const found = [dateFirst, timeFirst].flatMap((shape) =>
    [...text.matchAll(shape)].map((each) => ({
      at: momentOf(each.groups ?? {}, clock),
      from: each.index,
      to: each.index + each[0].length,
    })),
  );
  const all = [...found, ...relativeTimes(text, clock)].sort((a, b) => a.from - b.from || b.to - a.to);
  const whole = all.filter(
    (each, index) => !all.some((other, at) => at < index && other.to > each.from && (other.from < each.from || other.to >= each.to)),
  );
  return whole.flatMap(({ at, from, to }) => (at === null ? [] : [{ at, from, to }]));
}
