/**
 * Days as people write them: `2024-05-03`, `3.5.`, `May 3rd, 2024`, `вчера`, `last Monday`. 05/04/2024 is none: nobody knows which of
 * the two is the month.
 */
const dayMs = 24 * 60 * 60_000;

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
/** A date as part of a larger pattern. */
export const datePattern = `${isoDate}|${slashed}|${dayMonthYear}|${namedDate}|${Object.keys(days).join('|')}|(?:last )?(?:${weekdays.join('|')})`;

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

/** Midnight of the day that a date names, epoch ms as if in UTC; `today` likewise. Null: there is no such day, or nobody knows which it is. */
export function dayOf(text: string, today: number): number | null {
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
