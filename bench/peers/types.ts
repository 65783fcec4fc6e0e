/** A method beside ours: it measures a series once, and its thresholds are chosen on the tuning series. */
import type { Sample } from '../../analysis/types.ts';

export interface Peer {
  readonly name: string;
  /** `history`: the same process when it did not leak; most methods do not look at it. What comes back measures a record. */
  readonly learn: (history: readonly Sample[]) => (samples: readonly Sample[]) => readonly number[];
  /** What is tried for each measured number: it must be at least as large. One value: the rule is fixed. */
  readonly thresholds: readonly (readonly number[])[];
}

const hourMs = 3_600_000;

/** Means of `count` equal times, for methods that are quadratic or take neighbours for independent. */
export function means(samples: readonly Sample[], count: number): readonly { readonly h: number; readonly v: number }[] {
  const [first, last] = [samples[0]?.at ?? 0, samples.at(-1)?.at ?? 0];
  const width = (last - first) / count || 1;
  const sums = Array.from({ length: count }, () => ({ n: 0, h: 0, v: 0 }));
  for (const { at, value } of samples) {
    const bin = sums[Math.min(count - 1, Math.floor((at - first) / width))];
    if (bin === undefined) continue;
    bin.n += 1;
    bin.h += (at - first) / hourMs;
    bin.v += value;
  }
  return sums.filter(({ n }) => n > 0).map(({ n, h, v }) => ({ h: h / n, v: v / n }));
}
