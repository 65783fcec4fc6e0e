/** Numbers as people read them: three significant digits, a unit always, a decimal point (FACE.md "Voice"). */

/** GB means 2^30 in everything that we compute, as in DebugDiag's reports and in Windows itself. */
export const gigabyte = 2 ** 30;
export const megabyte = 2 ** 20;
const units = [
  ['TB', 2 ** 40],
  ['GB', gigabyte],
  ['MB', megabyte],
  ['KB', 2 ** 10],
] as const;

/** Three significant digits without an exponent: 1.3 → `1.30`, 29.44 → `29.4`, 964.2 → `964`. */
export function threeDigits(value: number): string {
  if (!Number.isFinite(value)) return '?';
  if (value === 0) return '0';
  const size = Math.abs(value);
  const decimals = size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : 3;
  return count(value, decimals);
}

/** A number with thousands separators: 29401 → `29,401`. */
export function count(value: number, decimals = 0): string {
  const [whole = '0', fraction] = value.toFixed(decimals).split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3}){1,7}$)/g, ',');
  const text = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  return /^-[0.,]+$/.test(text) ? text.slice(1) : text;
}

/** A size with its unit, 2^10 based: `1.30 GB`, `964 MB`, `512 bytes`. */
export function bytes(value: number): string {
  if (!Number.isFinite(value)) return 'an unknown size';
  const size = Math.abs(value);
  // From 999.5 of a unit on the next larger one is used: `0.977 GB` has three digits, `1,000 MB` has four.
  const unit = units.find(([, scale]) => size >= 999.5 * (scale / 1024)) ?? null;
  return unit === null ? `${count(value)} bytes` : `${threeDigits(value / unit[1])} ${unit[0]}`;
}

/** A difference with its sign: `+1.02 GB`, `-310 MB`. */
export function signedBytes(value: number): string {
  return value > 0 ? `+${bytes(value)}` : bytes(value);
}

/** A level someone set, without the digits nobody typed: 2.2 GB → `2.2 GB`, 3 GB → `3.0 GB`. */
export function threshold(value: number): string {
  const inGigabytes = value / gigabyte;
  return inGigabytes >= 0.1 && Math.abs(inGigabytes * 10 - Math.round(inGigabytes * 10)) < 0.001
    ? `${inGigabytes.toFixed(1)} GB`
    : bytes(value);
}

/** A growth per hour, for a table: `1.30 GB/h`. */
export function rate(bytesPerHour: number): string {
  return `${bytes(bytesPerHour)}/h`;
}

/** A growth per hour, for a sentence: `1.30 GB an hour`. */
export function rateInWords(bytesPerHour: number): string {
  return `${bytes(bytesPerHour)} an hour`;
}

/** A share of 0–1: `99 %`. What is not quite all or not quite nothing does not say so. */
export function percent(share: number): string {
  if (!Number.isFinite(share)) return '? %';
  // Below a twentieth of a percent it is what rounding leaves of nothing.
  if (share > 0.0005 && share < 0.01) return '< 1 %';
  return `${count(share * 100)} %`;
}

/** A confidence of 0–1: never 100 %, because nothing here is certain. */
export function confidence(value: number): string {
  if (value < 0.005) return '< 1 %';
  return percent(Math.min(value, 0.99));
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** A duration in ms: `0.4 s`, `45 s`, `12 min`, `2 h 26 min`, `3 d 4 h`. */
export function duration(ms: number): string {
  if (!Number.isFinite(ms) || ms < 0) return 'an unknown time';
  if (ms < 10 * second) return `${threeDigitsAtMost(ms / second)} s`;
  if (ms < 59.5 * second) return `${count(ms / second)} s`;
  const minutes = Math.round(ms / minute);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const wholeHours = Math.round(ms / hour);
  return wholeHours % 24 === 0 ? `${wholeHours / 24} d` : `${Math.floor(wholeHours / 24)} d ${wholeHours % 24} h`;
}

function threeDigitsAtMost(value: number): string {
  return count(value, 1).replace(/\.0$/, '');
}

/** Epoch ms or an ISO time → epoch ms; null where it is no time. */
export function instant(at: string | number): number | null {
  const ms = typeof at === 'number' ? at : Date.parse(at);
  // 8.64e15 ms is the largest time a Date can hold (ECMA-262, Time Values).
  return Number.isFinite(ms) && Math.abs(ms) < 8.64e15 - day ? ms : null;
}

function shifted(at: string | number, utcOffsetMinutes: number): Date | null {
  const ms = instant(at);
  return ms === null ? null : new Date(ms + utcOffsetMinutes * minute);
}

/** Time of day where `utcOffsetMinutes` holds: `14:32`. */
export function clock(at: string | number, utcOffsetMinutes: number): string {
  return shifted(at, utcOffsetMinutes)?.toISOString().slice(11, 16) ?? 'at an unknown time';
}

/** Day and time: `2016-06-19 00:31`. */
export function dayAndTime(at: string | number, utcOffsetMinutes: number): string {
  return shifted(at, utcOffsetMinutes)?.toISOString().slice(0, 16).replace('T', ' ') ?? 'at an unknown time';
}

/** The time of day, with the day in front where it is not the day of `now`. */
export function when(at: string | number, now: string | number, utcOffsetMinutes: number): string {
  const full = dayAndTime(at, utcOffsetMinutes);
  return full.slice(0, 10) === dayAndTime(now, utcOffsetMinutes).slice(0, 10) ? full.slice(11) : full;
}

/** `UTC`, `UTC+2`, `UTC+5:30`. */
export function zone(utcOffsetMinutes: number): string {
  if (utcOffsetMinutes === 0) return 'UTC';
  const size = Math.abs(utcOffsetMinutes);
  const minutes = size % 60 === 0 ? '' : `:${String(size % 60).padStart(2, '0')}`;
  return `UTC${utcOffsetMinutes > 0 ? '+' : '-'}${Math.floor(size / 60)}${minutes}`;
}

/** `1 sample`, `12 samples`; irregular plurals are given. */
export function plural(amount: number, one: string, many = `${one}s`): string {
  return `${count(amount)} ${amount === 1 ? one : many}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1] ?? ''}`;
}

/** First letter small, for a clause inside a sentence; names (`GdiPlus`, `Performance Monitor`, `XML`) stay. */
export function midSentence(text: string): string {
  return /^[A-Z][a-z]*(?=$|[,.;:]|[ ](?![A-Z]))/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

/** Ends with exactly one full stop, unless it already ends a sentence. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  return trimmed === '' || /[.?!…;]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

/** The first sentence of a text, for where there is room for one. */
export function firstSentence(text: string): string {
  const end = text.search(/[.?!] (?=[A-Z`])/);
  return sentence(end < 0 ? text : text.slice(0, end + 1));
}
