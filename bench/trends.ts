/** G7: a thousand series of 48 hours judged on one core, beside the straight line that most tools fit. */
import type { Sample } from '../analysis/types.ts';
import { judgeSamples } from '../analysis/trend/trend.ts';
import { generateSeries } from './generate-series.ts';
import { median } from './measure.ts';
import type { BenchOptions, Figure, Row } from './measure.ts';

const count = 1000;
const question = { minimumMs: 30 * 60_000, oneLife: false, least: 2 ** 20 };

/** Ordinary least squares: slope and its coefficient of determination. */
function leastSquares(samples: readonly Sample[]): { readonly slope: number; readonly r2: number } {
  const n = samples.length;
  const meanX = samples.reduce((sum, { at }) => sum + at, 0) / n;
  const meanY = samples.reduce((sum, { value }) => sum + value, 0) / n;
  let [xx, xy, yy] = [0, 0, 0];
  for (const { at, value } of samples) {
    xx += (at - meanX) ** 2;
    xy += (at - meanX) * (value - meanY);
    yy += (value - meanY) ** 2;
  }
  return { slope: xy / xx, r2: xy ** 2 / (xx * yy) };
}

function timed(work: () => void): { readonly wallMs: number; readonly cpuMs: number } {
  const [cpu, start] = [process.cpuUsage(), performance.now()];
  work();
  const [wallMs, used] = [performance.now() - start, process.cpuUsage(cpu)];
  return { wallMs, cpuMs: (used.user + used.system) / 1000 };
}

export function trendsFigure(options: BenchOptions): Figure {
  const series = generateSeries(count, options.seed);
  const answers: unknown[] = [];
  const candidates: readonly (readonly [string, () => void])[] = [
    ['plumbline', () => answers.push(series.map((each) => judgeSamples(each, question).motion))],
    ['least squares', () => answers.push(series.map((each) => leastSquares(each).slope))],
  ];
  const times = candidates.map(([name]) => ({ name, runs: [] as ReturnType<typeof timed>[] }));
  for (let round = 0; round < options.rounds; round++) {
    for (const [at, [, work]] of candidates.entries()) times[at]?.runs.push(timed(work));
  }
  const rows: readonly Row[] = times.map(({ name, runs }) => ({
    candidate: name,
    wallMs: median(runs.map((run) => run.wallMs)),
    cpuMs: median(runs.map((run) => run.cpuMs)),
    peakMb: null,
    stallMs: null,
    busyMs: null,
    firstMs: runs[0]?.cpuMs ?? null,
  }));
  const ours = rows.find((row) => row.candidate === 'plumbline');
  return {
    title: `Trends: ${count} series of 48 h, one sample a minute`,
    rows,
    goals: [{ id: 'G7', says: 's of CPU time for 1,000 series', measured: (ours?.cpuMs ?? Number.NaN) / 1000, limit: 1, kind: 'at most' }],
  };
}
