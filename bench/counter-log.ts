/** G1 and G2: a wide counter log, twelve of 3,001 columns wanted. */
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { generateCounterLog } from './generate-counter-log.ts';
import { interleaved, timesOf } from './measure.ts';
import type { BenchOptions, Figure } from './measure.ts';

const candidates = ['plumbline', 'readline+split', 'udsv'];

export function counterLogFigure(options: BenchOptions): Figure {
  const path = join(options.folder, 'counters.csv');
  const { wanted, rows: count } = generateCounterLog(path, options.megabytes * 1e6, options.seed);
  const size = (statSync(path).size / 1e6).toFixed(0);
  const { rows, results } = interleaved(options, 'counter-log', candidates, path, { times: 1, columns: wanted });
  rmSync(path);
  const answers = new Set(results.map(([, result]) => JSON.stringify(result)));
  if (answers.size !== 1) throw new Error(`The candidates read different things: ${JSON.stringify(results)}`);
  const ours = rows.find((row) => row.candidate === 'plumbline');
  return {
    title: `Counter log: ${size} MB, ${count} rows of 3,001 columns, 12 wanted`,
    rows,
    goals: [
      { id: 'G1', says: 'times the CPU time of wc -l', measured: timesOf(rows, 'plumbline', 'wc -l'), limit: 8, kind: 'at most' },
      {
        id: 'G1',
        says: 'times faster than readline + split',
        measured: timesOf(rows, 'readline+split', 'plumbline'),
        limit: 4,
        kind: 'at least',
      },
      { id: 'G1', says: 'times faster than udsv', measured: timesOf(rows, 'udsv', 'plumbline'), limit: 5, kind: 'at least' },
      { id: 'G2', says: 'MB of memory at most, the whole process', measured: ours?.peakMb ?? Number.NaN, limit: 100, kind: 'at most' },
      {
        id: 'G2',
        says: 'ms that the thread worked between two turns of the event loop at most',
        measured: ours?.busyMs ?? Number.NaN,
        limit: 25,
        kind: 'at most',
      },
    ],
  };
}
