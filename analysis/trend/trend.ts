/** How one counter of one process life moves: the answer to "does it grow, how fast, how sure, or is it too early?" */
import type { Motion, Sample } from '../types.ts';
import { judgeLife, motionOf, type JudgedLife, type TrendQuestion } from './judged-life.ts';
import { floorBins, hourMs, lastingHours, pointsOf, restartHours, splitAtRestarts, type Point } from './points.ts';
import { quantile } from './robust-statistics.ts';
import { sawToothOf, type SawTooth } from './saw-tooth.ts';
import { growingSinceStep } from './since-step.ts';
import { slopeOf } from './slope.ts';

export type { TrendQuestion } from './judged-life.ts';

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
  /** How far above `last` the day's work takes it when it is highest, in the unit of the values; 0 where no two days were seen. */
  readonly swing: number;
  /** Stretches between restarts that were judged one by one. */
  readonly lives: number;
  readonly needsMs: number | null;
}

/** Fewer samples than this have no trend. */
export const fewestSamples = 8;

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
  const slopes = shown.map(({ tested }) => ({ ...(tested.slope ?? slopeOf(tested.points)), weight: lastingHours(tested.points) }));
  const weights = slopes.reduce((sum, { weight }) => sum + weight, 0);
  if (slopes.length === 0 || weights === 0) return null;
  const perHour = slopes.reduce((sum, each) => sum + (each.perHour * each.weight) / weights, 0);
  const half = Math.sqrt(slopes.reduce((sum, each) => sum + ((each.halfWidth * each.weight) / weights) ** 2, 0));
  return Number.isFinite(half) ? { perHour, ci95: [perHour - half, perHour + half] } : null;
}

/** What stands higher for less than an hour of two days is chance. */
const topShare = 0.98;

/** What the days say of a curve is its slope; how far it stands above its end at its busiest hour is said by the hours. */
function swingOf(life: JudgedLife | undefined): number {
  const { points = [], slope } = life?.tested ?? {};
  const end = points.at(-1);
  // Of a saw-tooth it is the floor that was judged, and its height is told by itself.
  if (slope === undefined || end === undefined) return 0;
  return Math.max(
    0,
    quantile(
      points.map(({ h, v }) => v + slope.perHour * (end.h - h) - end.v),
      topShare,
    ),
  );
}

/** Teeth nearer to each other than restarts ever are come from collections. */
function isCollected(points: readonly Point[]): boolean {
  const tooth = sawToothOf(points, floorBins(points));
  return tooth !== null && tooth.period < restartHours;
}

function tooEarly(points: readonly Point[], startAt: number, needsMs: number): TrendAnswer {
  const slope =
    points.length >= 4 ? sharedSlope([{ points, tested: { rise: 'flat', points }, tooth: null, needsHours: 0, above: null }]) : null;
  return {
    motion: 'too-early',
    slope,
    from: startAt + (points[0]?.h ?? 0) * hourMs,
    to: startAt + (points.at(-1)?.h ?? 0) * hourMs,
    first: points[0]?.v ?? 0,
    last: points.at(-1)?.v ?? 0,
    tooth: null,
    swing: 0,
    lives: 1,
    needsMs,
  };
}

/**
 * A watch is judged anew with every sample, and a level that wavers comes to a rate outside its 95 % interval sooner or
 * later: of watches of 30 min to 1 h 45 four in ten did. So much farther off, it is one in twenty, and a leak is told
 * hardly later (`npm run bench -- young`). Days that were compared with each other need it once.
 */
const timesInterval = 2.5;

/**
 * What grew, but at a rate that is not surely above nothing, may be one step or a level that wavers: as long again tells.
 * Neither is what stands higher than it ever did without leaking.
 */
function isSure({ motion, slope }: TrendAnswer, newest: JudgedLife | undefined): boolean {
  if (motion !== 'grows' || newest?.above === true || slope === null) return true;
  const times = newest?.tested.slope === undefined ? timesInterval : 1;
  return slope.perHour > times * (slope.perHour - slope.ci95[0]);
}

/** The stretches of the samples that are judged one by one. */
function segmentsOf(points: readonly Point[], startAt: number, { oneLife, restarts = [] }: TrendQuestion): readonly (readonly Point[])[] {
  if (!oneLife) return splitAtRestarts(points, () => isCollected(points));
  const starts = restarts.map((at) => points.findIndex(({ h }) => startAt + h * hourMs >= at)).filter((at) => at > 0);
  const edges = [0, ...starts, points.length];
  return edges.slice(1).map((end, i) => points.slice(edges[i] ?? 0, end));
}

/** When the process of these samples began anew, epoch ms, as far as its falls tell; none where they may be collections. */
export function restartsIn(samples: readonly Sample[]): readonly number[] {
  const points = pointsOf(samples);
  const startAt = startOf(samples);
  return splitAtRestarts(points, () => isCollected(points))
    .slice(1)
    .flatMap((life) => (life[0] === undefined ? [] : [startAt + life[0].h * hourMs]));
}

const startOf = (samples: readonly Sample[]): number => samples.reduce((first, { at }) => Math.min(first, at), Number.POSITIVE_INFINITY);

/** Judges the samples of one counter. Never throws; too little is answered with how much longer to watch. */
export function judgeSamples(samples: readonly Sample[], question: TrendQuestion): TrendAnswer {
  const points = pointsOf(samples);
  const startAt = startOf(samples);
  const segments = segmentsOf(points, startAt, question);
  const long = segments.filter((each) => each.length >= fewestSamples && lastingHours(each) * hourMs >= question.minimumMs);
  if (long.length === 0) {
    const newest = segments.at(-1) ?? [];
    const interval = (lastingHours(newest) * hourMs) / Math.max(1, newest.length - 1);
    const missing = Math.max(question.minimumMs - lastingHours(newest) * hourMs, (fewestSamples - newest.length) * interval, 0);
    return tooEarly(newest, startAt, missing > 0 ? missing : question.minimumMs);
  }
  const lives = long.map((each) => judgeLife(each, question));
  const { motion, shown } = shared(lives);
  const answer = answerOf(motion, shown, points, startAt, segments.length);
  const newest = shown.at(-1);
  const sure = isSure(answer, newest);
  if (sure && motion !== 'too-early') return answer;
  const since = newest === undefined ? null : growingSinceStep(newest.points, question);
  const later = since === null ? null : answerOf('grows', [since], since.points, startAt, segments.length);
  if (later !== null && since !== null && isSure(later, since)) return later;
  return sure ? answer : { ...answer, motion: 'too-early', needsMs: answer.to - answer.from };
}

/** What these lives, which move alike, show together. */
function answerOf(motion: Motion, shown: readonly JudgedLife[], points: readonly Point[], startAt: number, lives: number): TrendAnswer {
  const newest = shown.at(-1);
  const judged = newest?.tested.points ?? points;
  return {
    motion,
    slope: sharedSlope(shown),
    from: startAt + (judged[0]?.h ?? 0) * hourMs,
    to: startAt + (judged.at(-1)?.h ?? 0) * hourMs,
    first: judged[0]?.v ?? 0,
    last: judged.at(-1)?.v ?? 0,
    tooth: newest?.tooth ?? null,
    swing: swingOf(newest),
    lives,
    // A rise that slows is told from a leak after as long again; a floor after as many periods as are missing.
    needsMs: motion === 'too-early' ? (newest?.needsHours || lastingHours(newest?.points ?? points)) * hourMs : null,
  };
}
