/** Figures inside the sentences of a flow. GB and MB are 2^30 and 2^20 bytes; three significant digits. */

export const GB = 2 ** 30;
export const MB = 2 ** 20;
export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;

function significant(value: number): string {
  const size = Math.abs(value);
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2);
}

/** `2.20 GB`, `340 MB`, `12 bytes`. */
export function bytes(value: number): string {
  const size = Math.abs(value);
  if (size >= GB) return `${significant(value / GB)} GB`;
  if (size >= MB) return `${significant(value / MB)} MB`;
  if (size >= 1024) return `${significant(value / 1024)} KB`;
  return `${Math.round(value)} bytes`;
}

/** `2 h 26 min`, `12 min`, `40 s`. */
export function duration(ms: number): string {
  const minutes = Math.round(ms / minuteMs);
  if (minutes < 1) return `${Math.max(0, Math.round(ms / 1000))} s`;
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return `${Math.round(hours / 24)} days`;
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}

/** `14:32` of an epoch time, UTC. */
export function clock(at: number): string {
  return Number.isFinite(at) && Math.abs(at) < 8.64e15 ? `${new Date(at).toISOString().slice(11, 16)} UTC` : 'unknown';
}

/** The text, no longer than `most` characters. */
export function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
