/** One stretch of one counter between restarts: its teeth, its floor, and whether that floor rises. */
import type { Motion } from '../types.ts';
import { isBetterAsSteps } from './better-as-steps.ts';
import { dayRampNeedsHours, isWayBack, secondDayNeedsHours } from './daily-ramp.ts';
import { dayHours, testDays } from './day-test.ts';
import { noiseOf, testGrowth, type Rise, type Tested } from './growth-test.ts';
import { dayBins, fallsOf, floorBins, lastingHours, maxBins, valuesOf, type Point } from './points.ts';
import { quantile } from './robust-statistics.ts';
import { floorOf, periodsInWindow, sawToothOf, type SawTooth } from './saw-tooth.ts';
import { sinceItGrows } from './since-it-grows.ts';
import { slopeOf } from './slope.ts';

export interface TrendQuestion {
  /** Shorter than this is "too early"; ms. */
  readonly minimumMs: number;
  /** The samples are known to be one process life, or the counter falls by nature, so a fall is no restart. */
  readonly oneLife: boolean;
  /** Where other counters of the process show that it began anew, epoch ms; a new life starts there, whatever this one does. */
  readonly restarts?: readonly number[];
  /** Growth over the whole watch below this is not worth a word, in the unit of the values. */
  readonly least: number;
  /**
   * The level up to which this process has been without leaking, in the unit of the values; null or absent: not known. Below it
   * growth is the way back to where it has been, and no leak yet.
   */
  readonly ceiling?: number | null;
}
/** Nobody should act on growth of less than this share of what there is. */
const materialShare = 0.03;
/** The first tenth of a life is warm-up (PERF). */
const warmUpShare = 0.1;
/** From two days on (some minutes may be missing) each hour is compared with the same hour of the day before. */
const twoDaysHours = 1.92 * dayHours;

export interface JudgedLife {
  readonly points: readonly Point[];
  readonly tested: Tested;
  readonly tooth: SawTooth | null;
  /** How much longer it must be watched before `slows` becomes an answer; 0 where nothing is known of it. */
  readonly needsHours: number;
  readonly above: boolean | null;
}

/** The last tenth of a watch, or one tooth, shows how high the process stands now; of it, what one value in ten exceeds. */
const nowShare = 0.1;

/** Whether the process stands higher than it ever did while it did not leak; null: that height is not known. */
function isAbove(points: readonly Point[], tooth: SawTooth | null, ceiling: number | null): boolean | null {
  if (ceiling === null) return null;
  const since = (points.at(-1)?.h ?? 0) - Math.max(nowShare * lastingHours(points), tooth?.period ?? 0);
  return quantile(valuesOf(points.filter(({ h }) => h >= since)), 1 - nowShare) > ceiling;
}

/** The day's work is taken out where the watch holds two days; the floor of teeth only where it has points enough in a day. */
function testDaily(
  all: readonly Point[],
  points: readonly Point[],
  floor: readonly Point[],
  isFloor: boolean,
  least: number,
): Tested | null {
  if (lastingHours(all) < twoDaysHours) return null;
  return testDays(isFloor ? floor : dayBins(points), least);
}

export function judgeLife(all: readonly Point[], question: TrendQuestion): JudgedLife {
  const start = (all[0]?.h ?? 0) + warmUpShare * lastingHours(all);
  const points = all.slice(all.findIndex(({ h }) => h >= start));
  const bins = floorBins(points);
  const tooth = sawToothOf(points, bins);
  const isFloor = tooth !== null && tooth.period * periodsInWindow >= lastingHours(points) / maxBins;
  const floor = isFloor ? floorOf(points, tooth) : bins;
  const least = Math.max(question.least, materialShare * Math.abs(quantile(valuesOf(floor), 0.5)));
  const daily = testDaily(all, points, floor, isFloor, least);
  const above = isAbove(points, tooth, question.ceiling ?? null);
  const tested = daily ?? testGrowth(floor, least, above === true);
  const unsure = unsureHours(tested, floor, least, tooth, above === true);
  const contradicted =
    unsure > 0 || above === true || lastingHours(all) >= twoDaysHours ? 0 : contradictedHours(all, points, tested, least);
  const needsHours = lastingHours(all) < twoDaysHours ? Math.max(unsure, contradicted) : 0;
  // Given back once or twice within one life: a saw-tooth seen too seldom to know its floor.
  const seldom = tested.rise === 'grows' && tooth === null && above !== true && fallsOf(all).length > 0;
  const wayBack = tested.rise === 'grows' && (above === false || (above === null && daily === null && isWayBack(floorBins(all), least)));
  // No such step is what stands higher than it ever did without leaking.
  const steps = tested.rise === 'grows' && above !== true && isBetterAsSteps(floor, daily !== null);
  const unsettled = seldom || wayBack || steps || needsHours > 0;
  return { points, tested: unsettled ? { ...tested, rise: 'slows' } : sinceBend(tested), tooth, needsHours, above };
}

/** What began late goes on at the rate that it has since, not at the mean rate of the watch. */
function sinceBend(tested: Tested): Tested {
  return tested.rise === 'grows' && tested.slope === undefined ? { ...tested, points: sinceItGrows(tested.points) } : tested;
}

/** Hours more where the hours that were seen on two days say something else than the whole does. */
function contradictedHours(all: readonly Point[], points: readonly Point[], { rise }: Tested, least: number): number {
  const says = rise === 'grows' || rise === 'plateau' || rise === 'flat';
  return says ? secondDayNeedsHours(dayBins(all), dayBins(points), rise === 'grows', least) : 0;
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
function unsureHours({ rise, points }: Tested, floor: readonly Point[], least: number, tooth: SawTooth | null, above: boolean): number {
  // No day's work explains what stands higher than on any day before.
  if (rise === 'grows') return above ? 0 : dayRampNeedsHours(floor, points);
  const watched = lastingHours(floor);
  if (rise !== 'flat' || tooth !== null || watched >= longEnoughHours) return 0;
  const { perHour, halfWidth } = slopeOf(floor);
  const until = perHour > halfWidth && perHour * watched > timesNoise * noiseOf(floor) ? (wellAbove * least) / perHour : 0;
  const missing = Math.max(shortestFlatHours, until < slowestHours ? until : 0) - watched;
  return Math.max(0, missing);
}

const motions: Readonly<Record<Rise, Motion>> = { grows: 'grows', slows: 'too-early', plateau: 'plateau', flat: 'flat', falls: 'falls' };

/** A saw-tooth of fewer periods than this, each with its margin, says nothing of the floor. */
const fewestFloors = 4;

export function motionOf({ points, tested, tooth, above }: JudgedLife): Motion {
  if (tooth !== null && lastingHours(points) < (above === true ? 2 : fewestFloors) * periodsInWindow * tooth.period) return 'too-early';
  const motion = motions[tested.rise];
  return tooth !== null && (motion === 'flat' || motion === 'plateau') ? 'sawtooth' : motion;
}
