/** A leak that goes on after a step, as a deployment or the first hour of work makes one: the stretch since then is a watch of its own. */
import { greatestStep } from './better-as-steps.ts';
import { dayHours } from './day-test.ts';
import { judgeLife, motionOf, type JudgedLife, type TrendQuestion } from './judged-life.ts';
import { floorBins, lastingHours, type Point } from './points.ts';

/** So long after a step, and for such a part of the watch, the level that it left tells by itself whether it stays. */
const leastHours = dayHours;
const leastShare = 0.4;

/** The stretch since the greatest step, where it is long enough and grows; null where it does not, or nothing stepped up. */
export function growingSinceStep(points: readonly Point[], question: TrendQuestion): JudgedLife | null {
  if (lastingHours(points) < leastHours) return null;
  const floor = floorBins(points);
  const start = greatestStep(floor, lastingHours(points) >= 2 * dayHours);
  const from = start === null ? undefined : floor[start]?.h;
  if (from === undefined) return null;
  const since = points.filter(({ h }) => h >= from);
  if (lastingHours(since) < Math.max(leastHours, leastShare * lastingHours(points))) return null;
  const life = judgeLife(since, question);
  return motionOf(life) === 'grows' ? life : null;
}
