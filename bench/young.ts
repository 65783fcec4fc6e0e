/**
 * A watch that has just become long enough is judged with every few samples, and the first answer is acted upon. How often does
 * that take a level for a leak, and how much later than at the first look is a leak told? Beside two peers that are asked as often.
 */
import { judgeSamples } from '../analysis/trend/trend.ts';
import type { Sample } from '../analysis/types.ts';
import { tuningSeeds } from './accuracy.ts';
import { tuned, type Candidate } from './accuracy-scores.ts';
import type { MadeUp } from './accuracy-series.ts';
import { median, percentile, type BenchOptions, type Figure, type Goal } from './measure.ts';
import { peers } from './peers/index.ts';
import { createRandom } from './random.ts';
import { youngKinds, type YoungKind } from './young-curves.ts';

/** The product's own setting: half an hour, a sample every 10 s. */
const minimumMs = 30 * 60_000;
const everyMs = 10_000;
const shortest = minimumMs / everyMs;
/** By then the level of a healthy process has been told, too. */
const watchedTimes = 3.5;
/** The next look is this much later. */
const nextLook = 1.03;
const asked = ['Mann–Kendall, Hamed–Rao, with Theil–Sen', 'least squares, r² and growth'];

const ours: Candidate = {
  name: 'plumbline',
  learn: () => (samples) => judgeSamples(samples, { minimumMs, oneLife: true, least: 2 ** 20 }).motion === 'grows',
};

function youngSeries(seed: number, each: number): readonly MadeUp[] {
  return youngKinds.flatMap(({ name, leaks, values }, k) =>
    Array.from({ length: each }, (_, i) => {
      // Spread over the generator's 32 bits, as accuracy-series does.
      const random = createRandom(Math.imul(seed * 1_000_003 + i * 101 + k, 2_654_435_761) >>> 0);
      const read = values(random, Math.round(watchedTimes * shortest), shortest);
      const samples: readonly Sample[] = read.map((value, at) => ({ at: Date.UTC(2026, 2, 3) + at * everyMs, value: Math.round(value) }));
      return { kind: name, leaks, since: 0, samples, history: [] };
    }),
  );
}

/** The watch, in times of the shortest one, at the first look that says "leak"; null: none did. */
function toldAt(samples: readonly Sample[], say: (seen: readonly Sample[]) => boolean): number | null {
  for (let at = 1.02; at <= watchedTimes; at *= nextLook) if (say(samples.slice(0, Math.round(at * shortest)))) return at;
  return null;
}

interface Told {
  readonly kind: YoungKind;
  readonly at: readonly (number | null)[];
}

function toldBy({ learn }: Candidate, series: readonly MadeUp[]): readonly Told[] {
  return youngKinds.map((kind) => ({
    kind,
    at: series.filter((each) => each.kind === kind.name).map(({ samples }) => toldAt(samples, learn([]))),
  }));
}

const shareTold = ({ at }: Told): number => at.filter((each) => each !== null).length / at.length;
const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length;

function goalsOf(told: readonly Told[]): readonly Goal[] {
  const [leaks, healthy] = [told.filter(({ kind }) => kind.leaks), told.filter(({ kind }) => !kind.leaks)];
  const moments = leaks.flatMap(({ at }) => at.flatMap((each) => each ?? []));
  const says = 'of young watches of healthy processes ever say leak';
  return [
    { id: 'young', says, measured: mean(healthy.map(shareTold)), limit: 0.08, kind: 'at most' },
    { id: 'young', says: 'of young watches of leaks say so', measured: mean(leaks.map(shareTold)), limit: 0.95, kind: 'at least' },
    { id: 'young', says: 'times the shortest watch until a leak is told, median', measured: median(moments), limit: 1.2, kind: 'at most' },
    { id: 'young', says: 'times, nine in ten', measured: percentile(moments, 0.9), limit: 1.5, kind: 'at most' },
  ];
}

/** Ours alone, for a test. */
export function ownYoungWatches(seed: number, each: number): readonly Goal[] {
  return goalsOf(toldBy(ours, youngSeries(seed, each)));
}

export function youngFigure({ seed, each }: BenchOptions): Figure {
  const [series, tuning] = [youngSeries(seed, each), youngSeries(tuningSeeds.first, each)];
  const others = peers.filter(({ name }) => asked.includes(name)).map((peer) => tuned(peer, tuning));
  const all = [...others, ours].map((candidate) => ({ name: candidate.name, told: toldBy(candidate, series) }));
  const rows = youngKinds.map((kind, k) => [
    `${kind.leaks ? 'leaks' : 'healthy'}: ${kind.name}`,
    ...all.map(({ told }) => `${Math.round(100 * (told[k] === undefined ? Number.NaN : shareTold(told[k])))}`),
  ]);
  const title = `Young watches, judged anew at every ${Math.round(100 * (nextLook - 1))} % more from ${minimumMs / 60_000} min to ${watchedTimes} times that (synthetic); ${each} of each kind, seed ${seed}`;
  return {
    title,
    rows: [],
    tables: [{ title: 'Ever called a leak, %', head: ['kind', ...all.map(({ name }) => name)], rows }],
    goals: goalsOf(all.at(-1)?.told ?? []),
  };
}
