/** Times as tools print them, checked: a month 13 or a 31st of April is no date. */

export interface Clock {
  readonly year: number;
  readonly month: number; // from 1
  readonly day: number;
  readonly hour?: number;
  readonly minute?: number;
  readonly second?: number;
  readonly ms?: number;
}

/** Epoch ms of a time of day taken as UTC; null where the calendar has no such time. */
export function utc(clock: Clock): number | null {
  const { year, month, day, hour = 0, minute = 0, second = 0, ms = 0 } = clock;
  if (hour > 23 || minute > 59 || second > 60 || year < 1990 || year > 2200) return null;
  const at = Date.UTC(year, month - 1, day, hour, minute, second, ms);
  const back = new Date(at - hour * 3_600_000 - minute * 60_000 - second * 1000 - ms);
  return back.getUTCMonth() === month - 1 && back.getUTCDate() === day ? at : null;
}

export type DateOrder = 'month-first' | 'day-first' | 'year-first';

const numericDate = /^(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})[ T,]{0,3}(?:(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,7}))?)?\s?(am|pm)?)?$/i;

export interface NumericDate {
  readonly parts: readonly [number, number, number];
  readonly separator: string;
  readonly time: Pick<Required<Clock>, 'hour' | 'minute' | 'second' | 'ms'>;
  readonly hasTime: boolean;
}

/** `08/14/2025 16:28:29.123`, `12.08.2022 16:35`, `2025-08-14 4:28 PM`: the numbers, in the order printed. */
export function numericDateOf(text: string): NumericDate | null {
  const found = numericDate.exec(text.trim());
  if (found === null) return null;
  const [, a = '', separator = '', b = '', c = '', hour, minute, second, fraction, half] = found;
  const twelve = half === undefined ? 24 : 12;
  const shift = half?.toLowerCase() === 'pm' ? 12 : 0;
  return {
    parts: [Number(a), Number(b), Number(c)],
    separator,
    hasTime: hour !== undefined,
    time: {
      hour: (Number(hour ?? 0) % twelve) + shift,
      minute: Number(minute ?? 0),
      second: Number(second ?? 0),
      ms: fraction === undefined ? 0 : Math.floor(Number(`0.${fraction}`) * 1000),
    },
  };
}

/** Epoch ms of a numeric date in a known order, taken as UTC. */
export function inOrder(date: NumericDate, order: DateOrder): number | null {
  const [a, b, c] = date.parts;
  const [year, month, day] = order === 'year-first' ? [a, b, c] : order === 'month-first' ? [c, a, b] : [c, b, a];
  return utc({ year, month, day, ...date.time });
}

/**
 * In which order the dates of one file are written, from the file's own values: a year in front, a
 * first or second number above 12, else whichever order makes the file's times run forward without
 * gaps of months. `sure` is false where nothing in the file decides; then the separator does (a dot
 * is day-first everywhere; a slash is what US and invariant cultures print).
 */
export function dateOrderOf(dates: readonly NumericDate[]): { readonly order: DateOrder; readonly sure: boolean } {
  const first = dates[0];
  if (first === undefined) return { order: 'month-first', sure: false };
  if (first.parts[0] > 31) return { order: 'year-first', sure: true };
  if (dates.some((date) => date.parts[0] > 12)) return { order: 'day-first', sure: true };
  if (dates.some((date) => date.parts[1] > 12)) return { order: 'month-first', sure: true };
  if (first.separator === '.') return { order: 'day-first', sure: true };
  const moves = [0, 1].map((part) => new Set(dates.map((date) => date.parts[part])).size);
  // Over midnight the day moves and the month stays: the number that moves is the day.
  if (moves[0] !== moves[1]) return { order: (moves[0] ?? 0) > (moves[1] ?? 0) ? 'day-first' : 'month-first', sure: true };
  return { order: first.separator === '-' ? 'day-first' : 'month-first', sure: false };
}

/** An ISO 8601 time with or without zone (without: UTC), fractions of any length; null for anything else. */
export function isoTime(text: string): number | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,9}))?(?:Z|([+-])(\d{2}):?(\d{2}))?$/.exec(text.trim());
  if (found === null) return null;
  const [, year, month, day, hour, minute, second, fraction, sign, zoneHour, zoneMinute] = found;
  const ms = fraction === undefined ? 0 : Math.floor(Number(`0.${fraction}`) * 1000);
  const at = utc({
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    ms,
  });
  if (at === null) return null;
  const east = sign === undefined ? 0 : (Number(zoneHour) * 60 + Number(zoneMinute)) * (sign === '-' ? -1 : 1);
  return at - east * 60_000;
}
