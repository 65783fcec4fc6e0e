/** Counter samples of PowerShell, whatever they were written as → rows of a counter log, read as one. */
import { drive } from '../../drive.ts';
import type { Parsed } from '../../types.ts';
import { perfmonCsv } from '../perfmon-csv.ts';

export interface CounterSample {
  readonly path: string;
  readonly value: number;
  readonly at: number;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** The time as a counter log in UTC has it. */
function logTime(at: number): string {
  const time = new Date(at);
  const date = `${two(time.getUTCMonth() + 1)}/${two(time.getUTCDate())}/${time.getUTCFullYear()}`;
  const clock = `${two(time.getUTCHours())}:${two(time.getUTCMinutes())}:${two(time.getUTCSeconds())}`;
  return `${date} ${clock}.${String(time.getUTCMilliseconds()).padStart(3, '0')}`;
}

function asLog(samples: readonly CounterSample[]): string {
  const paths = [...new Set(samples.map((sample) => sample.path))];
  const rows = new Map<number, Map<string, number>>();
  for (const { at, path, value } of samples) {
    const row = rows.get(at) ?? new Map<string, number>();
    rows.set(at, row.set(path, value));
  }
  const quoted = (cells: readonly string[]): string => cells.map((cell) => `"${cell.replaceAll('"', '')}"`).join(',');
  const lines = [...rows]
    .sort(([a], [b]) => a - b)
    .map(([at, row]) => quoted([logTime(at), ...paths.map((path) => String(row.get(path) ?? ' '))]));
  return [quoted(['(PDH-CSV 4.0) (UTC)(0)', ...paths]), ...lines].join('\n');
}

/** Instances are joined by process id in the same way as in a log of typeperf. */
export function readCounterSamples(samples: readonly CounterSample[]): Parsed {
  const bytes = new TextEncoder().encode(asLog(samples));
  return drive(perfmonCsv.read(bytes.length), bytes);
}
