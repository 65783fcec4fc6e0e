/**
 * Can the dump thresholds be reached, when, what do the dumps cost, and which thresholds would be better? The arithmetic of
 * FACTS.md §12.1 (a proposal of ours), in sentences. The person decides: nothing is changed here.
 */
import { forecast } from '../analysis/trend/forecast.ts';
import { dumpOf, secondsText } from './collectors/impacts.ts';
import { type CeilingInput, diskFor, dumpCeilings, type DumpCeiling } from './dump-ceiling.ts';
import { GB, MB, bytes, clock, duration, hourMs, minuteMs } from './figures.ts';
import type { Threshold } from './types.ts';

/** The path's default: 2.2, 2.6 and 3.0 GB (seed 004). */
export const defaultThresholds: readonly number[] = [2.2 * GB, 2.6 * GB, 3 * GB];

const leastRise = 200 * MB;
const shareOfStart = 0.25;
/** LeakTrack records stacks after 15 min; 20 with a margin (FACTS.md §5.4, §12.1). */
const warmUpMs = 20 * minuteMs;
const leastStep = 150 * MB;
const largestStep = 1024 * MB;
/** A dump that is more than a day away is no plan for an incident. */
const patienceMs = 24 * hourMs;
/** Later than this is never, for a dump. */
const farAwayMs = 30 * 24 * hourMs;
/** Two dumps by time need this much growth between them to show who grows. */
const byTime = '20 min and 60 min after LeakTrack was attached';
const lastByTimeMs = 60 * minuteMs;
/** IIS ends a worker that answers no ping for 90 s by default (processModel pingResponseTime). */
const pingSeconds = 90;
/** Thresholds are typed in hundredths of a GB, so none between them is proposed. */
const typedPerGB = 100;
const lastDigit = 1e-6;
/** Times are told in whole minutes: what is printed as 20 min or 24 h is not sooner or later than that. */
const roundingMs = minuteMs / 2;
/** A clone shares its pages until they are written to: of private bytes this share is copied while a dump is written. */
const shareOfClone = 0.15;

export interface ThresholdInput extends Omit<CeilingInput, 'dumps'> {
  readonly wanted: readonly number[];
  readonly ci95: readonly [number, number] | null;
  /** Epoch ms: where the judged stretch of the trend begins; null: as `at`. */
  readonly from: number | null;
  /** The slope is of the life before: this one is too young to have its own. */
  readonly borrowed: boolean;
  /** It is too early to be sure that it goes on growing. */
  readonly unsure: boolean;
  /** It was watched for long enough, and does not grow. */
  readonly stands: boolean;
  /** When LeakTrack was attached; null: it is not. */
  readonly trackedSince: number | null;
}
export interface ThresholdAnswer {
  readonly thresholds: readonly Threshold[];
  /** Bytes, rising; null where the wanted ones are as good. */
  readonly proposed: readonly number[] | null;
  readonly arithmetic: readonly string[];
  /** The lowest limit that is known: the last dump is taken at or below it. */
  readonly ceiling: DumpCeiling | null;
}

/** When private bytes reach `threshold`; null where they do not grow, are above it, or nothing is known. */
function reached(input: ThresholdInput, threshold: number): Threshold['reachedAt'] {
  const { startBytes, at, slopePerHour } = input;
  if (startBytes === null || at === null || slopePerHour === null || slopePerHour <= 0) return null;
  const ci95 = input.ci95 ?? ([slopePerHour, slopePerHour] as const);
  const trend = { motion: 'grows', slopePerHour, ci95, from: input.from ?? at, to: at, last: startBytes } as const;
  const answer = forecast(trend, threshold);
  if (answer.answer !== 'reached') return null;
  const { median, earliest, latest } = answer;
  const within = (time: number): number => Math.min(at + farAwayMs, time);
  return { at: within(median), earliest: within(earliest), latest: within(latest ?? at + farAwayMs) };
}

/** The tracker's warm-up ends so long after `at`: 20 min from now where it is not attached yet. */
function warmUpLeft({ at, trackedSince }: ThresholdInput): number {
  return trackedSince === null || at === null ? warmUpMs : Math.max(warmUpMs, trackedSince + warmUpMs - at);
}

/** The size at which the first dump tells something: above what is there, and after the tracker's warm-up. */
function firstThreshold(input: ThresholdInput, start: number): number {
  const slope = Math.max(0, input.slopePerHour ?? 0);
  return start + Math.max(leastRise, shareOfStart * start, (slope * warmUpLeft(input)) / hourMs);
}

/** The threshold comes before LeakTrack, attached now at the earliest, records stacks. */
function isTooSoon({ at, trackedSince }: ThresholdInput, { reachedAt }: Threshold): boolean {
  const attachedAt = trackedSince ?? at;
  return attachedAt !== null && reachedAt !== null && reachedAt.at < attachedAt + warmUpMs - roundingMs;
}

/** How much more is reached while somebody waits for it; without a slope nobody knows. */
function soonEnough({ slopePerHour }: ThresholdInput): number {
  return slopePerHour === null || slopePerHour <= 0 ? Infinity : (slopePerHour * patienceMs) / hourMs;
}

/** `size` as it can be typed, by the way to round it: the whole bytes that `thresholds 2.18` is read as. */
const typable = (round: (hundredths: number) => number, size: number): number =>
  Math.round((round((size / GB) * typedPerGB) / typedPerGB) * GB);

/**
 * T1 above the warmed-up size, then equal steps below the lowest limit, fewer where they do not fit; null where not two do.
 * Both ends are rounded inwards, so that what is typed as it is printed keeps to them.
 */
function propose(input: ThresholdInput, start: number, highest: number): readonly number[] | null {
  // What was computed to be the size itself is not lost to the last digit.
  const first = typable((each) => Math.ceil(each - lastDigit), firstThreshold(input, start));
  const limit = typable((each) => Math.floor(each + lastDigit), Math.min(highest, start + soonEnough(input)));
  const steps = Math.max(1, input.wanted.length - 1);
  const step = Math.min(largestStep, Math.max(leastStep, (limit - first) / steps));
  const all = Array.from({ length: input.wanted.length }, (_, index) => first + index * step);
  const fitting = all.map((each) => typable(Math.round, each)).filter((each) => each <= limit);
  return fitting.length >= Math.min(2, all.length) ? fitting : null;
}

function forecastSays(input: ThresholdInput, threshold: Threshold): string {
  const { startBytes, slopePerHour } = input;
  if (startBytes !== null && threshold.bytes <= startBytes) {
    return `${bytes(threshold.bytes)}: private bytes are ${bytes(startBytes)} already. Restart the process before tracking, or choose thresholds above that.`;
  }
  if (input.stands) return `${bytes(threshold.bytes)}: private bytes do not grow; as they are now it is never reached.`;
  if (startBytes === null || slopePerHour === null || threshold.reachedAt === null) {
    return `${bytes(threshold.bytes)}: when it will be reached is not known yet.`;
  }
  const { at, earliest, latest } = threshold.reachedAt;
  const now = input.at ?? at;
  const borrowed = input.borrowed ? ' (the slope of the life before)' : input.unsure ? ' (if it goes on, which is not sure yet)' : '';
  const more = `${bytes(threshold.bytes)}: ${bytes(threshold.bytes - startBytes)} more at ${bytes(slopePerHour)} an hour${borrowed}`;
  if (at - now >= farAwayMs) return `${more}, not reached within ${duration(farAwayMs)}.`;
  const until = latest - now >= farAwayMs ? 'perhaps never' : moment(latest, now);
  const interval = latest - earliest < minuteMs ? '' : ` (${moment(earliest, now)} to ${until})`;
  return `${more}, reached in ${duration(at - now)}, at about ${moment(at, now)}${interval}.${tooSoonSays(input, threshold)}`;
}

/** The time of day, with its date where it is of another one. */
function moment(at: number, now: number): string {
  const day = new Date(at).toISOString().slice(0, 10);
  return day === new Date(now).toISOString().slice(0, 10) ? clock(at) : `${day} ${clock(at)}`;
}

function tooSoonSays(input: ThresholdInput, threshold: Threshold): string {
  if (!isTooSoon(input, threshold)) return '';
  return input.trackedSince === null
    ? ' LeakTrack would record call stacks only 20 min after it is attached: that is too soon.'
    : ' LeakTrack records call stacks only 20 min after it was attached: that is too soon.';
}

/** What the dumps write and how long each stops the process: with a clone (procdump -r) about 2 s, without one while it is written. */
function costSays({ wanted, startBytes, commitFreeBytes }: ThresholdInput): readonly string[] {
  // A threshold below the size now is met at once, and writes what there is.
  const sizes = wanted.map((each) => Math.max(each, startBytes ?? 0));
  const dumps = sizes.map(dumpOf);
  const [whole, longest] = [dumps.reduce((sum, each) => sum + each.bytes, 0), Math.max(0, ...dumps.map(({ seconds }) => seconds))];
  const pings =
    longest > pingSeconds ? ` IIS ends a worker that answers no ping for ${pingSeconds} s: dump a clone (-r), or one is not taken.` : '';
  const clone = shareOfClone * Math.max(0, ...sizes);
  const tight =
    commitFreeBytes !== null && commitFreeBytes < clone
      ? [
          `A clone (-r) needs about ${bytes(clone)} of commit, and the system has ${bytes(commitFreeBytes)} left: without the clone the process stands still.`,
        ]
      : [];
  return [
    `${wanted.length === 1 ? 'The dump writes' : `${wanted.length} dumps write`} about ${bytes(whole)}${wanted.length === 1 ? '' : ' in all'} (private bytes and the images). A clone (-r) stops the process for about 2 s; without it ${wanted.length === 1 ? 'the dump' : 'each'} stops it for up to ${secondsText(longest)}.${pings}`,
    ...tight,
  ];
}

/** Why no thresholds are proposed, and what to do instead. */
function insteadSays(input: ThresholdInput, start: number, ceiling: DumpCeiling | null): string {
  const { slopePerHour, freeDiskBytes } = input;
  const needed = diskFor(2, start);
  if (freeDiskBytes !== null && freeDiskBytes < needed) {
    return `The disk has no room for two dumps of ${bytes(start)}: they need about ${bytes(needed)} and ${bytes(freeDiskBytes)} are free. Write them to another drive, or make room first.`;
  }
  const room = ceiling === null ? Infinity : ceiling.bytes - start;
  const within = slopePerHour !== null && slopePerHour > 0 ? (room / slopePerHour) * hourMs : Infinity;
  if (room <= 0 || within < lastByTimeMs) {
    const soon = room <= 0 ? 'The size now is at the limit or above it' : `The limit is reached in about ${duration(within)}`;
    return `${soon}: two dumps that tell anything do not fit into what is left of this life. Attach LeakTrack after the next start of the process, and take two dumps by time: 20 min and 60 min later.`;
  }
  if (slopePerHour !== null && slopePerHour > 0 && start + soonEnough(input) < firstThreshold(input, start) + leastStep) {
    const wait = Math.min(patienceMs, within);
    return `It grows too slowly for dumps by size: in ${duration(patienceMs)} by ${bytes(soonEnough(input))}. Take two dumps by time instead, the second ${duration(wait)} after the first${wait < patienceMs ? ', when the limit is near' : ''}.`;
  }
  return `No two thresholds fit between the size now and the limit: take two dumps by time instead, ${byTime}.`;
}

function betterSays(proposed: readonly number[], start: number): string {
  return `Better: ${proposed.map((each) => bytes(each)).join(', ')}. The first is the size now (${bytes(start)}) plus a quarter of it, at least 200 MB and 20 min of growth; the rest are equal steps. Type: thresholds ${proposed.map((each) => (each / GB).toFixed(2)).join(' ')}`;
}

/** Says for each threshold whether and when; proposes others where one cannot be reached. Never decides: the person does. */
export function dumpThresholds(input: ThresholdInput): ThresholdAnswer {
  const thresholds = input.wanted.map((each) => ({ bytes: each, reachedAt: reached(input, each) }));
  const found = dumpCeilings({ ...input, dumps: input.wanted.length });
  const ceiling = found.reduce<DumpCeiling | null>((least, each) => (least === null || each.bytes < least.bytes ? each : least), null);
  const limit = ceiling?.bytes ?? Number.MAX_SAFE_INTEGER;
  const start = input.startBytes;
  // The limit as it was printed may be typed.
  const tooHigh = input.wanted.filter((each) => each > limit && bytes(each) !== bytes(limit));
  const tooLow = start === null ? [] : input.wanted.filter((each) => each <= start);
  const tooLate = thresholds.filter(
    (each) => each.reachedAt !== null && input.at !== null && each.reachedAt.at - input.at > patienceMs + roundingMs,
  );
  const tooSoon = thresholds.filter((each) => isTooSoon(input, each));
  const unreachable = tooHigh.map((each) =>
    ceiling?.isRoom === true
      ? `${bytes(each)} is above ${bytes(limit)}, the lowest of these limits: there is no room for its dump.`
      : `${bytes(each)} is above ${bytes(limit)}, the lowest of these limits: it cannot be reached.`,
  );
  const arithmetic = [
    ...found.map((each) => each.says),
    ...thresholds.map((each) => forecastSays(input, each)),
    ...unreachable,
    ...costSays(input),
  ];
  if (start === null || tooHigh.length + tooLow.length + tooLate.length + tooSoon.length === 0) {
    return { thresholds, proposed: null, arithmetic, ceiling };
  }
  const proposed = propose(input, start, limit);
  return {
    thresholds,
    proposed,
    arithmetic: [...arithmetic, proposed === null ? insteadSays(input, start, ceiling) : betterSays(proposed, start)],
    ceiling,
  };
}
