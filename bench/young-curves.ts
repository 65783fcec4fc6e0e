/**
 * Made-up private bytes of the first hours somebody watches: levels that waver slowly, caches that empty, warm-up, and leaks
 * beside the same noise. Time is counted in samples, for a watch of 20 s at 250 ms looks like one of 30 min at 10 s.
 */
import type { Random } from './random.ts';

export interface YoungKind {
  readonly name: string;
  readonly leaks: boolean;
  /** Bytes of each of `count` samples; `shortest` samples are the shortest watch that is judged. */
  readonly values: (random: Random, count: number, shortest: number) => readonly number[];
}
type Values = YoungKind['values'];

const MB = 2 ** 20;
const between = (random: Random, low: number, high: number): number => low + (high - low) * random.next();

/** A level whose noise forgets itself after `memory` samples. */
function wavering(memory: number): Values {
  const kept = Math.exp(-1 / memory);
  return (random, count) => {
    let off = random.normal();
    return Array.from({ length: count }, () => {
      off = kept * off + Math.sqrt(1 - kept * kept) * random.normal();
      return (300 + 5 * off) * MB;
    });
  };
}

/** Buffers of uneven size; `replaced` of them are given back and taken anew between two samples. */
function buffers(held: number, replaced: number): Values {
  return (random, count) => {
    const size = (): number => between(random, 0.25, 0.75) * MB;
    const sizes = Array.from({ length: held }, size);
    return Array.from({ length: count }, () => {
      for (let left = replaced * between(random, 0.5, 1.5); left > random.next(); left -= 1) sizes[random.below(held)] = size();
      return sizes.reduce((sum, each) => sum + each, 2 * MB);
    });
  };
}

/** Fills within `period` samples and empties at once; samples seldom meet its lowest moment. */
function teeth(period: number, height: number, uneven: number): Values {
  return (random, count) => {
    const about = (value: number): number => value * between(random, 1 - uneven, 1 + uneven);
    let [start, lasts, high] = [-period * random.next(), about(period), about(height)];
    return Array.from({ length: count }, (_, i) => {
      while (i - start >= lasts) [start, lasts, high] = [start + lasts, about(period), about(height)];
      return (50 + (high * (i - start)) / lasts) * MB;
    });
  };
}

/** Warm-up whose time constant is this share of the shortest watch. */
function warming(share: number): Values {
  return (random, count, shortest) =>
    wavering(3)(random, count, shortest).map((value, i) => value + 100 * MB * (1 - Math.exp(-i / (share * shortest))));
}

/** Grows by so many times the noise of `wavering`, 5 MB, within the shortest watch. */
function leaking(values: Values, times: number): Values {
  return (random, count, shortest) => values(random, count, shortest).map((value, i) => value + (times * 5 * MB * i) / shortest);
}

function lumps(): Values {
  return (random, count) => {
    let held = 100 * MB;
    return Array.from({ length: count }, () => {
      if (random.next() < 0.05) held += 4 * MB;
      return held + 0.2 * MB * random.normal();
    });
  };
}

export const youngKinds: readonly YoungKind[] = [
  { name: 'quick noise', leaks: false, values: wavering(3) },
  { name: 'slow noise', leaks: false, values: wavering(10) },
  { name: 'slower noise', leaks: false, values: wavering(30) },
  { name: '32 buffers', leaks: false, values: buffers(32, 5) },
  { name: '8 buffers', leaks: false, values: buffers(8, 1) },
  { name: 'short teeth', leaks: false, values: teeth(8, 24, 0.1) },
  { name: 'long teeth', leaks: false, values: teeth(20, 40, 0.1) },
  { name: 'uneven teeth', leaks: false, values: teeth(10, 40, 0.4) },
  { name: 'warm-up', leaks: false, values: warming(0.2) },
  { name: 'leak, 3 times quick noise', leaks: true, values: leaking(wavering(3), 3) },
  { name: 'leak, 6 times slow noise', leaks: true, values: leaking(wavering(10), 6) },
  { name: 'leak under short teeth', leaks: true, values: leaking(teeth(8, 24, 0.1), 6) },
  { name: 'leak under long teeth', leaks: true, values: leaking(teeth(20, 40, 0.1), 6) },
  { name: 'leak in lumps', leaks: true, values: lumps() },
];
