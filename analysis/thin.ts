/**
 * Keeps a series small without losing its shape: per stretch of time its lowest and its highest
 * sample, and the first and last of all, so that the floor of a saw-tooth stays where it was.
 */
import { maxSamplesPerSeries } from './types.ts';
import type { Sample } from './types.ts';

/** Samples in order of time → at most `limit` of them, evenly over the time; the same array where few. */
export function thinned(samples: readonly Sample[], limit: number = maxSamplesPerSeries): readonly Sample[] {
  const first = samples[0];
  const last = samples.at(-1);
  if (samples.length <= limit || first === undefined || last === undefined) return samples;
  const buckets = Math.floor((limit - 2) / 2);
  const width = (last.at - first.at) / buckets;
  const kept: Sample[] = [first];
  let bucket = 0;
  let extremes: { low: Sample; high: Sample } | null = null;
  const close = (): void => {
    if (extremes === null) return;
    const { low, high } = extremes;
    for (const sample of low === high ? [low] : low.at < high.at ? [low, high] : [high, low]) {
      if (sample !== first && sample !== last) kept.push(sample);
    }
    extremes = null;
  };
  for (const sample of samples) {
    const mine = Math.min(buckets - 1, Math.floor((sample.at - first.at) / width));
    if (mine !== bucket) close();
    bucket = mine;
    extremes = {
      low: extremes === null || sample.value < extremes.low.value ? sample : extremes.low,
      high: extremes === null || sample.value > extremes.high.value ? sample : extremes.high,
    };
  }
  close();
  kept.push(last);
  return kept;
}

/** While a log streams in, a series is thinned whenever it reaches this; much above the final limit, so that little is lost. */
const whileStreaming = 8192;

/** A growing series that never holds more than a few thousand samples however long the log is. */
export interface SeriesBuilder {
  /** Adds a sample; one of the same time as the last is added to it (two runtimes in one process). */
  add(at: number, value: number): void;
  samples(): readonly Sample[];
  /** How many were added. */
  count(): number;
}

export function createSeries(): SeriesBuilder {
  let kept: Sample[] = [];
  let count = 0;
  return {
    add(at, value) {
      const last = kept.at(-1);
      if (last?.at === at) {
        kept[kept.length - 1] = { at, value: last.value + value };
        return;
      }
      count++;
      kept.push({ at, value });
      if (kept.length >= whileStreaming) kept = [...thinned(kept, whileStreaming / 2)];
    },
    samples: () => thinned(kept),
    count: () => count,
  };
}
