/** Counts of right and wrong answers, and the thresholds with which a method does best. */
import type { Sample } from '../analysis/types.ts';
import type { MadeUp } from './accuracy-series.ts';
import type { Peer } from './peers/types.ts';

/** A method as it is compared: what it has learned of a history, it asks of every record of that process. */
export interface Candidate {
  readonly name: string;
  readonly learn: (history: readonly Sample[]) => (samples: readonly Sample[]) => boolean;
}

export interface Score {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** `found`, `false`: leaks found, and what was taken for one. */
export function scoreOf(found: number, wrong: number, leaks: number): Score {
  const precision = found + wrong === 0 ? 0 : found / (found + wrong);
  const recall = leaks === 0 ? 0 : found / leaks;
  return { precision, recall, f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}

export function scoreOfAll(series: readonly MadeUp[], said: readonly boolean[]): Score {
  const count = (leaks: boolean): number => series.filter((each, i) => each.leaks === leaks && said[i] === true).length;
  return scoreOf(count(true), count(false), series.filter(({ leaks }) => leaks).length);
}

/** The share of each kind that was called a leak. */
export function shareByKind(series: readonly MadeUp[], said: readonly boolean[]): ReadonlyMap<string, number> {
  const all = Map.groupBy(series.keys(), (i) => series[i]?.kind ?? '');
  return new Map([...all].map(([kind, members]) => [kind, members.filter((i) => said[i] === true).length / members.length]));
}

function combinations(thresholds: Peer['thresholds']): readonly (readonly number[])[] {
  return thresholds.reduce<readonly (readonly number[])[]>(
    (all, tried) => all.flatMap((chosen) => tried.map((each) => [...chosen, each])),
    [[]],
  );
}

/** The method with the thresholds that give it its best F1 on the tuning series. */
export function tuned(peer: Peer, tuning: readonly MadeUp[]): Candidate & { readonly thresholds: readonly number[] } {
  const measured = tuning.map(({ samples, history }) => peer.learn(history)(samples));
  const passes = (values: readonly number[], least: readonly number[]): boolean => values.every((value, k) => value >= (least[k] ?? 0));
  const tries = combinations(peer.thresholds).map((thresholds) => ({
    thresholds,
    ...scoreOfAll(
      tuning,
      measured.map((values) => passes(values, thresholds)),
    ),
  }));
  const { thresholds } = tries.reduce((best, each) => (each.f1 > best.f1 ? each : best));
  return {
    name: peer.name,
    thresholds,
    learn: (history) => {
      const measure = peer.learn(history);
      return (samples) => passes(measure(samples), thresholds);
    },
  };
}
