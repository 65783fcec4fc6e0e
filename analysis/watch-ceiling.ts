/** How sure counters of memory alone can be, by how long they were watched. */
import type { LeakClass } from './types.ts';

const hourMs = 3_600_000;

interface Step {
  readonly hours: number;
  readonly ceiling: number;
}

/**
 * Of what was said with 90 % and more of made-up processes, half of them healthy (docs/benchmarks.md, calibration), so much was right:
 * of leaks 0.75 after eight hours, 0.90 after eleven, 0.98 after thirteen. Before, a cache that fills and a morning's work look alike.
 */
const ofLeaks: readonly Step[] = [
  { hours: 8, ceiling: 0.75 },
  { hours: 12, ceiling: 0.93 },
];
/** “No leak”: 0.74 after nine hours, 0.77 after thirteen, 0.86 after a day, and all of it once a day and a part of the next were seen. */
const ofHealth: readonly Step[] = [
  { hours: 12, ceiling: 0.75 },
  { hours: 24, ceiling: 0.87 },
];

/** The least that a ceiling is, before its first step. */
const least = 0.75;

/** 0 to 1; 1: the length of the watch takes nothing away. `watchedMs`: how long the memory was watched, without the warm-up. */
export function watchCeiling(leakClass: LeakClass, watchedMs: number): number {
  const steps = leakClass === 'no-leak' ? ofHealth : ofLeaks;
  const hours = watchedMs / hourMs;
  const next = steps.findIndex((step) => hours < step.hours);
  if (next === -1) return 1;
  const [from, to] = [steps[next - 1], steps[next]];
  if (from === undefined || to === undefined) return least;
  return from.ceiling + ((to.ceiling - from.ceiling) * (hours - from.hours)) / (to.hours - from.hours);
}
