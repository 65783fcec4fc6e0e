/** Counter logs made in a line, and what is looked for in their readings. */
import { readingsOf } from './check-parser.ts';
import type { CounterSeries, Reading, ReadResult } from '../../analysis/types.ts';

export type Counters = Extract<Reading, { kind: 'counters' }>;

export const counters = (result: ReadResult): Counters => {
  const reading = readingsOf(result)[0];
  if (reading?.kind !== 'counters') throw new Error(JSON.stringify(result).slice(0, 500));
  return reading;
};
export const find = (reading: Counters, counter: string, pid: number | null = null): CounterSeries => {
  const found = reading.series.find((each) => each.counter === counter && each.life.pid === pid);
  if (found === undefined) throw new Error(`${counter} of ${String(pid)} is missing`);
  return found;
};
export const notes = (result: ReadResult): string => result.blocks.flatMap((block) => block.notes).join('\n');
export const problem = (result: ReadResult): string => result.unread.map((part) => part.problem).join('\n');

export const head = '"(PDH-CSV 4.0) (W. Europe Standard Time)(-60)"';
export const row = (minute: number, ...values: readonly (number | string)[]): string =>
  `"02/03/2026 09:${String(minute).padStart(2, '0')}:00.417",${values.map((value) => `"${value}"`).join(',')}`;
export const log = (paths: readonly string[], rows: readonly string[]): string =>
  [`${head},${paths.map((path) => `"\\\\WEB01\\${path}"`).join(',')}`, ...rows, ''].join('\r\n');
