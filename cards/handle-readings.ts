/** How the readings of a handle comparison are called: by their time of day where all tell it. */
import type { HandleGrowth } from '../analysis/types.ts';
import type { Investigation } from '../flows/types.ts';
import { timeIn } from './case-context.ts';

const ordinals = ['1st', '2nd', '3rd'];

/** `13:50`, `14:05`; else `1st`, `2nd`; a single one is `count`. */
export function readingNames(investigation: Investigation, handles: HandleGrowth, readings: number): readonly string[] {
  if (readings === 1) return ['count'];
  const times = handles.evidence.map((id) => investigation.evidence.find((each) => each.id === id)?.takenAt ?? null);
  const known = times.filter((at) => at !== null).map((at) => timeIn(investigation, at));
  if (known.length === readings && new Set(known).size === readings) return known;
  return Array.from({ length: readings }, (_, index) => ordinals[index] ?? `${index + 1}th`);
}

/** Fewer than this are what a healthy process opens and closes between two looks (as in flows/fix-check.ts). */
const tellingGrowth = 30;
/** A type that holds this share of all handles stands out by its level alone. */
const tellingShare = 0.1;

/** Whether a type is worth a word on what it usually is: it grows, or of a single reading it holds much. */
export function isTelling(row: HandleGrowth['rows'][number], rows: HandleGrowth['rows']): boolean {
  if (row.growth !== null) return row.growth >= tellingGrowth;
  const newest = (each: HandleGrowth['rows'][number]): number => each.counts.at(-1) ?? 0;
  const all = rows.reduce((sum, each) => sum + newest(each), 0);
  return newest(row) > 0 && newest(row) >= all * tellingShare;
}

/** Readings that stand beside each other: of many the first, from which it grew, and the newest. */
const mostReadings = 4;

export function shownOf<T>(readings: readonly T[]): readonly T[] {
  return readings.length <= mostReadings ? readings : [...readings.slice(0, 1), ...readings.slice(1 - mostReadings)];
}
