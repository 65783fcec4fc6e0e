/**
 * The samples of a curve as they are stored: the steps between them in their greatest common unit. Counters of bytes move by
 * pages and logs tick by seconds, so a sample takes some 10 bytes instead of 40, and nothing is rounded.
 */
import type { Evidence, Sample } from '../analysis/types.ts';

/** `times`: steps from `from` (epoch ms) in units of `tick`; `values`: the first as it is, then the steps in units of `unit`; unit 0: all as they are. */
export interface PackedSamples {
  readonly from: number;
  readonly tick: number;
  readonly times: readonly number[];
  readonly unit: number;
  readonly values: readonly number[];
}

function commonUnit(numbers: readonly number[]): number {
  let unit = 0;
  for (const each of numbers) {
    let [a, b] = [Math.abs(each), unit];
    while (a > 0) [a, b] = [b % a, a];
    unit = b;
    if (unit === 1) break;
  }
  return unit;
}

const stepsOf = (numbers: readonly number[]): readonly number[] => numbers.slice(1).map((each, i) => each - (numbers[i] ?? each));
const isWhole = (numbers: readonly number[]): boolean => numbers.every((each) => Number.isSafeInteger(each) && Math.abs(each) < 2 ** 51);
const summed = (first: number, steps: readonly number[], unit: number): readonly number[] => {
  let sum = first;
  return [first, ...steps.map((step) => (sum += step * unit))];
};

/** Null where a time is no whole millisecond, or there are none. */
export function packedSamples(samples: readonly Sample[]): PackedSamples | null {
  const [times, values] = [samples.map(({ at }) => at), samples.map(({ value }) => value)];
  const [from, first] = [times[0], values[0]];
  if (from === undefined || first === undefined || !isWhole(times)) return null;
  const tick = commonUnit(stepsOf(times)) || 1;
  const unit = isWhole(values) ? commonUnit(stepsOf(values)) || 1 : 0;
  return {
    from,
    tick,
    times: stepsOf(times).map((step) => step / tick),
    unit,
    values: unit === 0 ? values : [first, ...stepsOf(values).map((step) => step / unit)],
  };
}

export function unpackedSamples({ from, tick, times, unit, values }: PackedSamples): readonly Sample[] {
  const ats = summed(from, times, tick);
  const whole = unit === 0 ? values : summed(values[0] ?? 0, values.slice(1), unit);
  return ats.map((at, i) => ({ at, value: whole[i] ?? 0 }));
}

/** A piece of evidence as it is stored: what has no curves stays as it is. */
export function packedEvidence(evidence: Evidence): unknown {
  if (evidence.kind !== 'counters') return evidence;
  return { ...evidence, series: evidence.series.map((each) => ({ ...each, samples: packedSamples(each.samples) ?? each.samples })) };
}

interface StoredSeries {
  readonly samples: PackedSamples | readonly Sample[];
}
type StoredEvidence = { readonly kind?: unknown; readonly series?: readonly StoredSeries[] } | null;

/** The other way round; curves that were stored before they were packed are read as they are. */
export function unpackedEvidence(stored: unknown): unknown {
  const evidence = stored as StoredEvidence; // written by packedEvidence and guarded by the record's checksum
  if (evidence?.kind !== 'counters' || evidence.series === undefined) return stored;
  return {
    ...evidence,
    series: evidence.series.map((each) => ({ ...each, samples: 'from' in each.samples ? unpackedSamples(each.samples) : each.samples })),
  };
}
