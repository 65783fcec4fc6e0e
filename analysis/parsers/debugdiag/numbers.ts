/** Numbers as DebugDiag prints them: in the culture of the machine that analysed, which only its values betray. */
import { readSize } from '../../numbers.ts';

/** `2.7 GBytes`: sizes are rounded to two decimals and lose their last zeros (PrintMemory), so a digit that is not there was a 0. */
const decimals = 2;

/** The decimal sign of a report, from any of its values; `.` where none tells. */
export function decimalSign(lines: readonly string[]): '.' | ',' {
  let dots = 0;
  let commas = 0;
  for (const line of lines) {
    const decimals = [...line.slice(0, 2000).matchAll(/\d([.,])\d{1,2} ?[KMGT]B(?:ytes)?\b/g)].map(([, sign]) => sign);
    const groups = [...line.slice(0, 2000).matchAll(/\d([.,])\d{3} (?:allocation|handle)/g)].map(([, group]) =>
      group === ',' ? '.' : ',',
    );
    for (const sign of [...decimals, ...groups]) {
      if (sign === '.') dots++;
      else commas++;
    }
  }
  return commas > dots ? ',' : '.';
}

/** `13,155 allocations`, `05 allocation(s)`, `13 155`, `13’155` (Switzerland, since Windows 10): a whole number, whatever groups its digits; null without one. */
export function leadingCount(text: string): number | null {
  const found = /^\s{0,8}(\d[\d.,'’ ]{0,20})/.exec(text)?.[1];
  return found === undefined ? null : Number(found.replace(/[^\d]/g, '').slice(0, 15));
}

const leadingSize = /^\s{0,8}(\d[\d.,'’]{0,20} ?[KMGT]?B(?:ytes?)?)(?![a-z])/i;

/** Bytes of `1.68 GBytes`, `1.16GB`, `2,7 GBytes`, `800 Bytes` (units are powers of 1,024); null where there is no size. */
export function leadingSizeBytes(text: string, sign: '.' | ','): number | null {
  const found = leadingSize.exec(text)?.[1];
  return found === undefined ? null : (readSize(found.replaceAll('’', "'"), sign)?.bytes ?? null);
}

/** Half a unit of the last digit that the tool keeps of this size, in bytes. */
export function sizePrecision(text: string): number {
  const unit = /(\d) ?([KMGT]?)B/i.exec(text)?.[2]?.toUpperCase() ?? '';
  const power = ['', 'K', 'M', 'G', 'T'].indexOf(unit);
  return power <= 0 ? 0.5 : (1024 ** power / 10 ** decimals) * 0.5;
}

/** Hours from which on the writer's rounding has added a day that is not there (12.6 days print as `13 day(s) 14:24:00`). */
const roundedUpFrom = 12;
const hourMs = 3_600_000;

/** `01:39:09` or `13 day(s) 14:24:00` in ms, the writer's rounding of days undone; null for anything else. */
export function durationMs(text: string): number | null {
  const found = /^\s{0,8}(?:(\d{1,5}) day\(s\) )?(\d{1,4}):(\d\d):(\d\d)/i.exec(text);
  if (found === null) return null;
  const [days, hours, minutes, seconds] = [found[1] ?? '0', found[2], found[3], found[4]].map(Number);
  const whole = (days ?? 0) > 0 && (hours ?? 0) >= roundedUpFrom ? (days ?? 0) - 1 : (days ?? 0);
  return whole * 24 * hourMs + (hours ?? 0) * hourMs + (minutes ?? 0) * 60_000 + (seconds ?? 0) * 1000;
}
