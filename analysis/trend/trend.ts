/** How one counter of one process life moves: the answer to "does it grow, how fast, how sure, or is it too early?" */
import type { Motion, Sample } from '../types.ts';
import { dayRampNeedsHours } from './daily-ramp.ts';
import { dayHours, noiseOf, testDays, testGrowth, type Rise, type Tested } from './growth-test.ts';
import { dayBins, fallsOf, floorBins, hourMs, lastingHours, pointsOf, splitAtRestarts, type Point } from './points.ts';
import { quantile } from './robust-statistics.ts';
import { floorOf, sawToothOf, type SawTooth } from './saw-tooth.ts';
import { slopeOf } from './slope.ts';

export interface TrendQuestion {
  /** Shorter than this is "too early"; ms. */
  readonly minimumMs: number;
  /** The samples are known to be one process life, so a fall is no restart. */
  readonly oneLife: boolean;
  /** Growth over the whole watch below this is not worth a word, in the unit of the values. */
  readonly least: number;
  /**
   * The level up to which this process has been without leaking, in the unit of the values; null or absent: not known. Below it
   * growth is the way back to where it has been, and no leak yet.
   */
  readonly ceiling?: number | null;
}
export interface TrendAnswer {
  readonly motion: Motion;
  /** Per hour, in the unit of the values; null where nothing can be said. */
  readonly slope: { readonly perHour: number; readonly ci95: readonly [number, number] } | null;
  /** The judged stretch: epoch ms and the floor's values at its ends. */
  readonly from: number;
  readonly to: number;
  readonly first: number;
  readonly last: number;
  readonly tooth: SawTooth | null;
  /** Stretches between restarts that were judged one by one. */
  readonly lives: number;
  readonly needsMs: number | null;
}

/** Fewer samples than this have no trend. */
export const fewestSamples = 8;
/** Nobody should act on growth of less than this share of what there is. */
const materialShare = 0.03;
/** The first tenth of a life is warm-up (PERF). */
const warmUpShare = 0.1;
/** From two days on (some minutes may be missing) each hour is compared with the same hour of the day before. */
const twoDaysHours = 1.92 * dayHours;

interface JudgedLife {
  readonly points: readonly Point[];
  readonly tested: Tested;
  readonly tooth: SawTooth | null;
  /** How much longer it must be watched before `slows` becomes an answer; 0 where nothing is known of it. */
  readonly needsHours: number;
}

function judgeLife(all: readonly Point[], question: TrendQuestion): JudgedLife {
  const start = (all[0]?.h ?? 0) + warmUpShare * lastingHours(all);
  const points = all.filter(({ h }) => h >= start);
  const bins = floorBins(points);
  const tooth = sawToothOf(points, bins);
  const floor = tooth === null || tooth.period * 1.3 < lastingHours(points) / 100 ? bins : floorOf(points, tooth);
  const least = Math.max(
    question.least,
    materialShare *
      Math.abs(
        quantile(
          floor.map(({ v }) => v),
          0.5,
        ),
      ),
  );
  const daily = lastingHours(all) >= twoDaysHours && tooth === null ? testDays(dayBins(points), least) : null;
  const tested = daily ?? testGrowth(floor, least);
  const needsHours = daily === null && lastingHours(all) < twoDaysHours ? unsureHours(tested, floor, least, tooth) : 0;
  // Given back once or twice within one life: a saw-tooth seen too seldom to know its floor.
  const seldom = tested.rise === 'grows' && tooth === null && fallsOf(all).length > 0;
  return { points, tested: seldom || needsHours > 0 ? { ...tested, rise: 'slows' } : tested, tooth, needsHours };
}

/** Nothing is called flat that was watched for less than this: a process allocates in lumps. */
const shortestFlatHours = 1 / 60;
/** Watched for this long, what grows by less than is worth a word is flat. */
const longEnoughHours = 0.4;
/** A rise that becomes worth a word only after this long is none that an incident is about. */
const slowestHours = 24;
/** Growth below this many times the noise is none that was seen. */
const timesNoise = 3;
/** A watch in which so little grew is watched until this many times as much would have. */
const wellAbove = 1.5;

/** Hours more until an answer holds: a rise that may be the day's, or a level seen for too short a time to have shown a leak. */
function unsureHours({ rise, points }: Tested, floor: readonly Point[], least: number, tooth: SawTooth | null): number {
  if (rise === 'grows') return dayRampNeedsHours(floor, points);
  const watched = lastingHours(floor);
  if (rise !== 'flat' || tooth !== null || watched >= longEnoughHours) return 0;
  const { perHour, halfWidth } = slopeOf(floor);
  const until = perHour > halfWidth && perHour * watched > timesNoise * noiseOf(floor) ? (wellAbove * least) / perHour : 0;
  const missing = Math.max(shortestFlatHours, until < slowestHours ? until : 0) - watched;
  return Math.max(0, missing);
}

const motions: Readonly<Record<Rise, Motion>> = { grows: 'grows', slows: 'too-early', plateau: 'plateau', flat: 'flat', falls: 'falls' };

/** A saw-tooth whose floor was seen less often than this says nothing of the floor. */
const fewestFloors = 4;

function motionOf({ tested, tooth }: JudgedLife): Motion {
  if (tooth !== null && tested.points.length < fewestFloors) return 'too-early';
  const motion = motions[tested.rise];
  return tooth !== null && (motion === 'flat' || motion === 'plateau') ? 'sawtooth' : motion;
}

/** The motion that most of the judged time shows; a growth in half of it is a growth. */
function shared(lives: readonly JudgedLife[]): { readonly motion: Motion; readonly shown: readonly JudgedLife[] } {
  const time = new Map<Motion, number>();
  for (const life of lives) {
    const motion = motionOf(life);
    time.set(motion, (time.get(motion) ?? 0) + lastingHours(life.points));
  }
  const total = [...time.values()].reduce((sum, each) => sum + each, 0);
  const most = [...time.entries()].sort(([, a], [, b]) => b - a)[0]?.[0] ?? 'flat';
  const motion = (time.get('grows') ?? 0) >= total / 2 ? 'grows' : most;
  return { motion, shown: lives.filter((life) => motionOf(life) === motion) };
}

/** One slope for lives that move alike, each by how long it was watched. */
function sharedSlope(shown: readonly JudgedLife[]): TrendAnswer['slope'] {
  const slopes = shown.map((life) => ({ ...slopeOf(life.tested.points), weight: lastingHours(life.tested.points) }));
  const weights = slopes.reduce((sum, { weight }) => sum + weight, 0);
  if (slopes.length === 0 || weights === 0) return null;
  const perHour = slopes.reduce((sum, each) => sum + (each.perHour * each.weight) / weights, 0);
  const half = Math.sqrt(slopes.reduce((sum, each) => sum + ((each.halfWidth * each.weight) / weights) ** 2, 0));
  return Number.isFinite(half) ? { perHour, ci95: [perHour - half, perHour + half] } : null;
}

function tooEarly(points: readonly Point[], startAt: number, needsMs: number): TrendAnswer {
  const slope = points.length >= 4 ? sharedSlope([{ points, tested: { rise: 'flat', points }, tooth: null, needsHours: 0 }]) : null;
  return {
    motion: 'too-early',
    slope,
    from: startAt + (points[0]?.h ?? 0) * hourMs,
    to: startAt + (points.at(-1)?.h ?? 0) * hourMs,
    first: points[0]?.v ?? 0,
    last: points.at(-1)?.v ?? 0,
    tooth: null,
    lives: 1,
    needsMs,
  };
}

/** Judges the samples of one counter. Never throws; too little is answered with how much longer to watch. */
export function judgeSamples(samples: readonly Sample[], question: TrendQuestion): TrendAnswer {
  const points = pointsOf(samples);
  const startAt = samples.reduce((first, { at }) => (at < first ? at : first), Number.POSITIVE_INFINITY);
  const segments = question.oneLife ? [points] : splitAtRestarts(points);
  const long = segments.filter((each) => each.length >= fewestSamples && lastingHours(each) * hourMs >= question.minimumMs);
  if (long.length === 0) {
    const newest = segments.at(-1) ?? [];
    const interval = (lastingHours(newest) * hourMs) / Math.max(1, newest.length - 1);
    const missing = Math.max(question.minimumMs - lastingHours(newest) * hourMs, (fewestSamples - newest.length) * interval, 0);
    return tooEarly(newest, startAt, missing > 0 ? missing : question.minimumMs);
  }
  const lives = long.map((each) => judgeLife(each, question));
  const { motion, shown } = shared(lives);
  const judged = shown.at(-1)?.tested.points ?? points;
  const slope = sharedSlope(shown);
  const missing = (question.ceiling ?? Number.NEGATIVE_INFINITY) - (judged.at(-1)?.v ?? 0);
  const wayBack = motion === 'grows' && missing > 0;
  return {
    motion: wayBack ? 'too-early' : motion,
    slope,
    from: startAt + (judged[0]?.h ?? 0) * hourMs,
    to: startAt + (judged.at(-1)?.h ?? 0) * hourMs,
    first: judged[0]?.v ?? 0,
    last: judged.at(-1)?.v ?? 0,
    tooth: shown.at(-1)?.tooth ?? null,
    lives: segments.length,
    // A rise that slows is told from a leak after as long again; a floor after as many periods as are missing.
    needsMs: wayBack
      ? (hourMs * missing) / Math.max(slope?.perHour ?? 0, missing / slowestHours)
      : motion === 'too-early'
        ? (shown.at(-1)?.needsHours || lastingHours(shown.at(-1)?.points ?? points)) * hourMs
        : null,
  };
}
