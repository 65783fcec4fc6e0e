/** Numbers as sentences say them: three significant digits, a unit always. MB and GB are 2^20 and 2^30 bytes, as the Windows tools count. */

const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'] as const;

function threeDigits(value: number): string {
  const size = Math.abs(value);
  return value.toFixed(size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2);
}

/** `1.30 GB`, `964 MB`, `312 B`. */
export function bytesText(bytes: number): string {
  let [value, power] = [bytes, 0];
  while (Math.abs(value) >= 999.5 && power < units.length - 1) {
    value /= 1024;
    power += 1;
  }
  return power === 0 ? `${Math.round(value)} B` : `${threeDigits(value)} ${units[power] ?? 'PB'}`;
}

/** `14,440`. Below ten, what is not whole keeps three digits. */
export function countText(count: number): string {
  if (!Number.isInteger(count) && Math.abs(count) < 100) return threeDigits(count);
  return String(Math.round(count)).replace(/\B(?=(?:\d{3}){1,7}$)/g, ',');
}

/** `97 %`. */
export function shareText(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** `2 h 26 min`, `12 min`, `48 s`, `3.0 days`. */
export function durationText(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return `${(hours / 24).toFixed(1)} days`;
}

/** `a, b and c`. */
export function listText(items: readonly string[]): string {
  return items.length <= 1 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;
}

/** A series longer than this is said by its ends: `100 → 140 → … → 890 → 930`. */
const longestSeries = 6;

/** `9,000 → 12,000 → 15,400`. */
export function seriesText(values: readonly number[], text: (value: number) => string): string {
  const all = values.map(text);
  const shown = all.length <= longestSeries ? all : [...all.slice(0, 2), '…', ...all.slice(-2)];
  return shown.join(' → ');
}

/** `1 stack`, `3 stacks`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${countText(count)} ${count === 1 ? one : many}`;
}

/** A name or a part of a sentence that begins one. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A sentence that goes on within another. */
export const lowered = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** A long name cut for a sentence; the evidence keeps the whole. */
export function shortText(text: string, most = 120): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
