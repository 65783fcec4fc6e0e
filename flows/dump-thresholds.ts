/**
 * Can the dump thresholds be reached, when, and which would be better? The arithmetic of FACTS.md
 * §12.1 (a proposal of ours) with the limits of §2 (Microsoft's IIS guide), in sentences.
 */
import type { Threshold } from './types.ts';
import { GB, MB, bytes, clock, duration, hourMs, minuteMs } from './figures.ts';

/** The path's default: 2.2, 2.6 and 3.0 GB (seed 004). */
export const defaultThresholds: readonly number[] = [2.2 * GB, 2.6 * GB, 3 * GB];

/** A 32-bit process on 64-bit Windows: 2,800 MB of private bytes is the practical limit; dumps need room below it (FACTS.md §2, §12.1). */
const ceiling32 = 2500 * MB;
const endOf32 = 2800 * MB;
/** A pool that recycles at its private limit must be dumped before it does. */
const shareOfPoolLimit = 0.9;
/** Free disk: 1.2 times private bytes for each dump and 5 GB (FACTS.md §4). */
const diskPerByte = 1.2;
const diskReserve = 5 * GB;
const leastRise = 200 * MB;
const shareOfStart = 0.25;
/** LeakTrack records stacks after 15 min; 20 with a margin (FACTS.md §5.4, §12.1). */
const warmUpMs = 20 * minuteMs;
const leastStep = 150 * MB;
const largestStep = 1024 * MB;
/** A dump that is more than a day away is no plan for an incident. */
const patienceMs = 24 * hourMs;
const farAwayMs = 30 * 24 * hourMs;

export interface ThresholdInput {
  readonly wanted: readonly number[];
  readonly bitness: 32 | 64 | null;
  /** Private bytes now, after the warm-up; null: not known yet. */
  readonly startBytes: number | null;
  /** Epoch ms of `startBytes`. */
  readonly at: number | null;
  readonly slopePerHour: number | null;
  readonly ci95: readonly [number, number] | null;
  readonly ceilingBytes: number | null;
  readonly poolLimitBytes: number | null;
  readonly freeDiskBytes: number | null;
}
export interface ThresholdAnswer {
  readonly thresholds: readonly Threshold[];
  /** Bytes, rising; null where the wanted ones are as good. */
  readonly proposed: readonly number[] | null;
  readonly arithmetic: readonly string[];
}

interface Limit {
  readonly bytes: number;
  readonly says: string;
}

function limits(input: ThresholdInput): readonly Limit[] {
  const { poolLimitBytes, freeDiskBytes, ceilingBytes } = input;
  const found: Limit[] = [];
  if (input.bitness === 32) {
    found.push({
      bytes: ceiling32,
      says: `A 32-bit process ends near ${bytes(endOf32)} of private bytes; the last dump should be taken below ${bytes(ceiling32)}.`,
    });
  }
  if (ceilingBytes !== null && ceilingBytes > 0) {
    found.push({
      bytes: shareOfPoolLimit * ceilingBytes,
      says: `The process must end at ${bytes(ceilingBytes)}; 90 % of that is ${bytes(shareOfPoolLimit * ceilingBytes)}.`,
    });
  }
  if (poolLimitBytes !== null && poolLimitBytes > 0) {
    found.push({
      bytes: shareOfPoolLimit * poolLimitBytes,
      says: `The pool recycles itself at ${bytes(poolLimitBytes)} of private bytes; 90 % of that is ${bytes(shareOfPoolLimit * poolLimitBytes)}.`,
    });
  }
  if (freeDiskBytes !== null) {
    const room = Math.max(0, freeDiskBytes - diskReserve) / diskPerByte / Math.max(1, input.wanted.length);
    found.push({
      bytes: room,
      says: `${bytes(freeDiskBytes)} of free disk hold ${input.wanted.length} dumps of at most ${bytes(room)} each (1.2 times the size, and 5 GB left over).`,
    });
  }
  return found;
}

/** When private bytes reach `threshold`; null where it does not grow or nothing is known. */
function reached(input: ThresholdInput, threshold: number): Threshold['reachedAt'] {
  const { startBytes, at, slopePerHour, ci95 } = input;
  if (startBytes === null || at === null || slopePerHour === null || slopePerHour <= 0 || threshold <= startBytes) {
    return null;
  }
  const after = (slope: number) =>
    Math.round(at + (slope > 0 ? Math.min(farAwayMs, ((threshold - startBytes) / slope) * hourMs) : farAwayMs));
  const [low, high] = ci95 ?? [slopePerHour, slopePerHour];
  return { at: after(slopePerHour), earliest: after(Math.max(high, slopePerHour)), latest: after(low) };
}

/** T1 above the warmed-up size, then equal steps below the lowest limit; null where there is no room for them. */
function propose(input: ThresholdInput, start: number, limit: number): readonly number[] | null {
  const slope = Math.max(0, input.slopePerHour ?? 0);
  const first = start + Math.max(leastRise, shareOfStart * start, (slope * warmUpMs) / hourMs);
  const steps = Math.max(1, input.wanted.length - 1);
  const step = Math.min(largestStep, Math.max(leastStep, (limit - first) / steps));
  const all = Array.from({ length: input.wanted.length }, (_, index) => first + index * step);
  const fitting = all.filter((each) => each <= limit);
  return fitting.length >= Math.min(2, all.length) ? fitting.map((each) => Math.round(each / MB) * MB) : null;
}

function forecastSays(input: ThresholdInput, threshold: Threshold): string {
  const { startBytes, slopePerHour } = input;
  if (startBytes !== null && threshold.bytes <= startBytes) {
    return `${bytes(threshold.bytes)}: private bytes are ${bytes(startBytes)} already. Restart the process before tracking, or choose thresholds above that.`;
  }
  if (startBytes === null || slopePerHour === null || threshold.reachedAt === null) {
    return `${bytes(threshold.bytes)}: when it will be reached is not known yet.`;
  }
  const { at, earliest, latest } = threshold.reachedAt;
  const until = latest - (input.at ?? at) >= farAwayMs ? 'perhaps never' : clock(latest);
  return `${bytes(threshold.bytes)}: ${bytes(threshold.bytes - startBytes)} more at ${bytes(slopePerHour)} an hour, reached in ${duration(at - (input.at ?? at))}, at about ${clock(at)} (${clock(earliest)} to ${until}).`;
}

/** Says for each threshold whether and when; proposes others where one cannot be reached. Never decides: the person does. */
export function dumpThresholds(input: ThresholdInput): ThresholdAnswer {
  const thresholds = input.wanted.map((each) => ({ bytes: each, reachedAt: reached(input, each) }));
  const found = limits(input);
  const limit = Math.min(Number.MAX_SAFE_INTEGER, ...found.map((each) => each.bytes));
  const start = input.startBytes;
  const tooHigh = input.wanted.filter((each) => each > limit);
  const tooLow = start === null ? [] : input.wanted.filter((each) => each <= start);
  const tooLate = thresholds.filter((each) => each.reachedAt !== null && input.at !== null && each.reachedAt.at - input.at > patienceMs);
  const arithmetic = [...found.map((each) => each.says), ...thresholds.map((each) => forecastSays(input, each))];
  if (start === null || tooHigh.length + tooLow.length + tooLate.length === 0) {
    const unreachable = tooHigh.map((each) => `${bytes(each)} cannot be reached below that limit.`);
    return { thresholds, proposed: null, arithmetic: [...arithmetic, ...unreachable] };
  }
  const proposed = propose(input, start, limit);
  const better =
    proposed === null
      ? 'No two thresholds fit between the size now and the limit: take two dumps by time instead, 20 min and 60 min after LeakTrack was attached.'
      : `Better: ${proposed.map((each) => bytes(each)).join(', ')}. The first is the size now (${bytes(start)}) plus a quarter of it, at least 200 MB and 20 min of growth; the rest are equal steps. Type: thresholds ${proposed.map((each) => (each / GB).toFixed(2)).join(' ')}`;
  return { thresholds, proposed, arithmetic: [...arithmetic, better] };
}
