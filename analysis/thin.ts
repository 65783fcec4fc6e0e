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

/** Times and values without an object a sample: ten series of a long log are ten times 128 KB. */
interface Streamed {
  readonly times: Float64Array;
  readonly values: Float64Array;
  used: number;
}

function samplesOf({ times, values, used }: Streamed): readonly Sample[] {
  return Array.from({ length: used }, (_, index) => ({ at: times[index] ?? 0, value: values[index] ?? 0 }));
}

function halve(streamed: Streamed): void {
  const kept = thinned(samplesOf(streamed), whileStreaming / 2);
  for (const [index, { at, value }] of kept.entries()) [streamed.times[index], streamed.values[index]] = [at, value];
  streamed.used = kept.length;
}

/** Room for the first samples; most series of a paste have fewer. */
const firstRoom = 64;

function grown(streamed: Streamed): Streamed {
  const room = streamed.times.length * 2;
  const [times, values] = [new Float64Array(room), new Float64Array(room)];
  times.set(streamed.times);
  values.set(streamed.values);
  return { times, values, used: streamed.used };
}

export function createSeries(): SeriesBuilder {
  let streamed: Streamed = { times: new Float64Array(firstRoom), values: new Float64Array(firstRoom), used: 0 };
  let count = 0;
  return {
    add(at, value) {
      const last = streamed.used - 1;
      if (last >= 0 && streamed.times[last] === at) {
        streamed.values[last] = (streamed.values[last] ?? 0) + value;
        return;
      }
      count++;
      if (streamed.used === streamed.times.length) streamed = grown(streamed);
      streamed.times[streamed.used] = at;
      streamed.values[streamed.used] = value;
      streamed.used++;
      if (streamed.used >= whileStreaming) halve(streamed);
    },
    samples: () => thinned(samplesOf(streamed)),
    count: () => count,
  };
}
