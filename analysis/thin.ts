/**
 * Keeps a series small without losing its shape: per stretch of time its lowest and its highest
 * sample, and the first and last of all, so that the floor of a saw-tooth stays where it was.
 */
import { maxSamplesPerSeries } from './types.ts';
import type { Sample } from './types.ts';

/** Times and values without an object a sample: ten series of a long log are ten times 128 KB. */
interface Streamed {
  readonly times: Float64Array;
  readonly values: Float64Array;
  used: number;
}

/** The indexes of what is kept of more than `limit` samples, rising. */
function keptOf({ times, values, used }: Streamed, limit: number): readonly number[] {
  const last = used - 1;
  const start = times[0] ?? 0;
  const buckets = Math.floor((limit - 2) / 2);
  const width = ((times[last] ?? 0) - start) / buckets;
  const kept: number[] = [0];
  let [bucket, low, high] = [0, 0, 0];
  for (let index = 1; index <= used; index++) {
    const mine = index === used ? -1 : Math.min(buckets - 1, Math.floor(((times[index] ?? 0) - start) / width));
    if (mine === bucket) {
      if ((values[index] ?? 0) < (values[low] ?? 0)) low = index;
      if ((values[index] ?? 0) > (values[high] ?? 0)) high = index;
      continue;
    }
    const [one, other] = [Math.min(low, high), Math.max(low, high)];
    if (one > 0 && one < last) kept.push(one);
    if (other > one && other < last) kept.push(other);
    [bucket, low, high] = [mine, index, index];
  }
  kept.push(last);
  return kept;
}

/** Samples in order of time → at most `limit` of them, evenly over the time; the same array where few. */
export function thinned(samples: readonly Sample[], limit: number = maxSamplesPerSeries): readonly Sample[] {
  if (samples.length <= limit) return samples;
  const streamed: Streamed = {
    times: Float64Array.from(samples, ({ at }) => at),
    values: Float64Array.from(samples, ({ value }) => value),
    used: samples.length,
  };
  return keptOf(streamed, limit).flatMap((index) => samples[index] ?? []);
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

function samplesOf(streamed: Streamed, limit: number): readonly Sample[] {
  const { times, values, used } = streamed;
  const kept = used <= limit ? Array.from({ length: used }, (_, index) => index) : keptOf(streamed, limit);
  return kept.map((index) => ({ at: times[index] ?? 0, value: values[index] ?? 0 }));
}

function halve(streamed: Streamed): void {
  const kept = keptOf(streamed, whileStreaming / 2);
  for (let to = 0; to < kept.length; to++) {
    const from = kept[to] ?? 0;
    streamed.times[to] = streamed.times[from] ?? 0;
    streamed.values[to] = streamed.values[from] ?? 0;
  }
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
    samples: () => samplesOf(streamed, maxSamplesPerSeries),
    count: () => count,
  };
}
