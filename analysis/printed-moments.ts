/**
 * The times that a loop of a shell prints above what it collects, on a line of their own:
 *
 *   2026-11-21T10:00:00Z
 *   Sat Nov 21 10:00:00 UTC 2026
 *   === Sa 21. Nov 10:00:15 CET 2026 ===
 *   top - 10:00:30 up 6 days,  3:02,  1 user,  load average: 0.08, 0.03, 0.01
 *
 * date(1) in the words of several languages, seconds since 1970 (date +%s), the first line of top and uptime, which tells
 * no day.
 */
import { isoTime, utc } from './dates.ts';

export interface Moment {
  /** Epoch ms; of a time of day alone the ms since midnight. */
  readonly at: number;
  readonly dated: boolean;
}

/** A moment and the line of the input on which it stands, from 1. */
export interface PrintedMoment extends Moment {
  readonly line: number;
}

const longest = 80;
/** Most lines of any text have neither a clock nor ten digits. */
const mayTell = /\d:\d\d|\d{10}/;
const around = '#=*-+~_[](){}<>|:;,\'" \t';
const label = /^(?:date|time|timestamp|at|when|sample|iteration|snapshot|round|run)(?:[ #]{0,2}\d{1,6})?(?:[ :=@-]{1,4}(?:at )?)(?=\S)/i;
const clock = /^(\d{1,2}):(\d{2}):(\d{2})(?:[.,]\d{1,9})?$/;
const upSince = /^(?:top - )?(\d{2}:\d{2}:\d{2}) up\s/;
/** 2014 to 2033: a count of bytes seldom stands alone on a line. */
const sinceEpoch = /^(1[4-9]\d{8})(?:\.\d{1,9})?$/;
const day = /^(?:\d{4}[-/.]\d{2}[-/.]\d{2}|\d{1,2}[./-]\d{1,2}[./-]\d{4})$/;

/** The month by how its name begins, in the languages whose `date` people paste. */
const months: readonly RegExp[] = [
  /^(?:jan|gen|ene|янв|sty)/,
  /^(?:feb|fév|fev|фев|lut)/,
  /^(?:mar|mär|mrz|мар)/,
  /^(?:apr|avr|abr|апр|kwi)/,
  /^(?:may|mai|maj|mag|май|мая)/,
  /^(?:jun|juin|giu|июн|cze)/,
  /^(?:jul|juil|lug|июл|lip)/,
  /^(?:aug|aoû|aou|ago|авг|sie)/,
  /^(?:sep|set|сен|wrz)/,
  /^(?:oct|okt|out|ott|окт|paź)/,
  /^(?:nov|ноя|lis)/,
  /^(?:dec|dez|déc|dic|дек|gru)/,
];

/** Hours east of UTC of the zones that `date` names; what is not listed is taken as UTC. */
const zones: Readonly<Record<string, number>> = {
  UTC: 0,
  GMT: 0,
  WET: 0,
  WEST: 1,
  BST: 1,
  CET: 1,
  CEST: 2,
  EET: 2,
  EEST: 3,
  MSK: 3,
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
  JST: 9,
  AEST: 10,
  AEDT: 11,
};
const hourMs = 3_600_000;

function stripped(text: string): string {
  let [from, to] = [0, text.length];
  while (from < to && around.includes(text.charAt(from))) from++;
  while (to > from && around.includes(text.charAt(to - 1))) to--;
  return text.slice(from, to);
}

function timeOfDay(text: string): number | null {
  const found = clock.exec(text);
  if (found === null) return null;
  const [hour, minute, second] = [Number(found[1]), Number(found[2]), Number(found[3])];
  return hour > 23 || minute > 59 || second > 60 ? null : (hour * 3600 + minute * 60 + second) * 1000;
}

interface Words {
  month: number | null;
  day: number | null;
  year: number | null;
  time: number | null;
  half: string | null;
  east: number;
  weekdays: number;
}

/** One word of date(1) into its place; false: it is no word of a date. */
function takeWord(printed: string, into: Words): boolean {
  const word = printed.replace(/[.,]$/, '');
  const lower = word.toLowerCase();
  const month = months.findIndex((names) => names.test(lower)) + 1;
  const time = timeOfDay(word);
  if (time !== null) into.time ??= time;
  else if (/^\d{4}$/.test(lower)) into.year ??= Number(lower);
  else if (/^\d{1,2}$/.test(lower)) into.day ??= Number(lower);
  else if (/^[ap]m$/.test(lower)) into.half ??= lower;
  else if (/^[+-]\d{2}:?\d{2}$/.test(word))
    into.east = (Number(word.slice(1, 3)) + Number(word.slice(-2)) / 60) * (word.startsWith('-') ? -1 : 1);
  else if (/^[A-Z]{3,5}$/.test(word)) into.east = zones[word] ?? 0;
  // Tuesday is `mar` like March in several languages: the later word is the month.
  else if (month > 0 && lower.length <= 10) into.month = month;
  else if (/^\p{L}{2,10}$/u.test(lower)) into.weekdays++;
  else return false;
  return into.weekdays < 2;
}

/** `Sat Nov 21 10:00:00 UTC 2026`, `Sa 21. Nov 10:00:00 CET 2026`, `Sat 21 Nov 2026 04:00:00 PM UTC`. */
function inWords(text: string): number | null {
  const words = text.split(/\s+/);
  const into: Words = { month: null, day: null, year: null, time: null, half: null, east: 0, weekdays: 0 };
  if (words.length < 4 || words.length > 8 || !words.every((word) => takeWord(word, into))) return null;
  if (into.month === null || into.day === null || into.year === null || into.time === null) return null;
  const midnight = utc({ year: into.year, month: into.month, day: into.day });
  const hours = Math.floor(into.time / hourMs);
  const shift = into.half === null ? 0 : (into.half === 'pm' ? 12 : 0) - (hours === 12 ? 12 : 0);
  return midnight === null ? null : midnight + into.time + (shift - into.east) * hourMs;
}

/** `2026-11-21 10:00:00 UTC`, `2026/11/21 10:00`, `2026-11-21 10:00:00.123456789 +0100`. */
function inFigures(text: string): number | null {
  const [date = '', time = '', zone = ''] = text.replace('T', ' ').split(/\s+/, 4);
  if (!day.test(date) || !/^\d{4}/.test(date) || text.split(/\s+/).length > 3) return null;
  const full = /^\d{2}:\d{2}(?:Z|[+-]\d{2}:?\d{2})?$/.test(time) ? `${time.slice(0, 5)}:00${time.slice(5)}` : time;
  const at = isoTime(`${date.replaceAll(/[/.]/g, '-')}T${full}${/^[+-]\d{2}:?\d{2}$|^Z$/.test(zone) ? zone : ''}`);
  return at === null ? null : at - (zones[zone] ?? 0) * hourMs;
}

/** The moment that a line tells and nothing else; null for any other line. */
export function momentOn(line: string): Moment | null {
  if (!mayTell.test(line)) return null;
  if (line.length > longest) {
    const up = line.length > 200 ? null : upSince.exec(line.trimStart());
    const time = up === null ? null : timeOfDay(up[1] ?? '');
    return time === null ? null : { at: time, dated: false };
  }
  const up = upSince.exec(line.trimStart());
  const bare = stripped(line);
  const text = stripped(bare.replace(label, ''));
  const epoch = sinceEpoch.exec(text);
  const at = epoch === null ? (inFigures(text) ?? inWords(text)) : Math.round(Number(epoch[0]) * 1000);
  if (at !== null) return { at, dated: true };
  const time = timeOfDay(up?.[1] ?? text);
  return time === null ? null : { at: time, dated: false };
}
