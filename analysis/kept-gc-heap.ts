/** A GC heap that rose far and then stood still because nothing ran any more: a plateau that proves nothing. */
import type { CaseFile } from './case-file.ts';
import type { NamedTrend } from './counter-trends.ts';
import type { Sample } from './types.ts';

/** It must have become this many times as large, and this large, or it is a process that has just started. */
const timesAsLarge = 5;
const atLeastBytes = 512 * 1024 * 1024;
/** Allocation below this share of its highest rate is no work. */
const idleShare = 0.02;

interface Kept {
  readonly trend: NamedTrend;
  readonly start: Sample;
  readonly top: Sample;
}

function after(trend: NamedTrend | null, at: number): readonly Sample[] {
  return trend === null ? [] : trend.taken.filter((each) => each.at > at);
}

/** The last time at which anything worth a word was allocated; null where nobody measured it. */
function workEndedAt(file: CaseFile): number | null {
  const taken = file.trend('allocationRate')?.taken ?? [];
  const highest = taken.reduce((most, { value }) => Math.max(most, value), 0);
  return taken.findLast(({ value }) => value > idleShare * highest)?.at ?? null;
}

/** True where no full collection looked at the heap after `at`, or nothing was allocated that could have called one. */
function nobodyCollected(file: CaseFile, top: number): boolean {
  const at = Math.max(top, workEndedAt(file) ?? top);
  const collections = file.trend('gen2Collections');
  const later = after(collections, at);
  if (later.length > 1) {
    const values = later.map(({ value }) => value);
    // A running total stands still; a rate (collections since the last sample) is zero.
    return Math.max(...values) === Math.min(...values);
  }
  const rates = file.trend('allocationRate');
  const highest = Math.max(0, ...(rates?.taken ?? []).map(({ value }) => value));
  const idle = after(rates, at);
  return idle.length > 1 && idle.every(({ value }) => value <= idleShare * highest);
}

/** The rise of a GC heap that no full collection has looked at since; null: it was collected, is small, or goes on growing. */
export function keptWithoutCollection(file: CaseFile): Kept | null {
  const trend = file.trend('gcHeap');
  const start = trend?.taken[0];
  if (trend === null || start === undefined || trend.motion === 'grows') return null;
  const highest = trend.taken.reduce((most, each) => Math.max(most, each.value), 0);
  const top = trend.taken.find(({ value }) => value >= 0.97 * highest);
  const last = trend.taken.at(-1);
  if (top === undefined || last === undefined || last.value < 0.9 * highest) return null;
  if (highest < atLeastBytes || highest < timesAsLarge * Math.max(1, start.value)) return null;
  return nobodyCollected(file, top.at) ? { trend, start, top } : null;
}
