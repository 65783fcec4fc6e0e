/** How fast it grows where no counter was watched: from the difference that the verdict rests on, and the times of its readings. */
import type { Found } from './causes/types.ts';
import { ownMemory } from './own-memory.ts';
import type { Finding, LeakClass, Verdict } from './types.ts';

const hourMs = 3_600_000;
/** Two readings nearer to each other say nothing of an hour (SPEC §1: some minutes apart). */
const leastMs = 5 * 60_000;

interface Source {
  /** What grew, as `growth.counter` names it. */
  readonly counter: string;
  /** Bytes that it grew by; null where the readings do not tell. */
  readonly grew: (finding: Finding, found: Found) => number | null;
}

const wholeOf =
  (kind: 'nativeHeaps' | 'heapStatistic', part: string): Source['grew'] =>
  ({ measured }, { differences }) => {
    const whole = differences.find((each) => each.kind === kind)?.growth ?? null;
    return whole !== null && whole > 0 ? whole : (measured[part] ?? null);
  };
const mapped: Source['grew'] = ({ measured: { first = 0, last = 0, gcShare }, points }) =>
  (last - first) * (points === 'managed' ? (gcShare ?? 1) : 1);

/** Findings of two or more readings that measure bytes, what names the leak most closely first. */
const sources: Readonly<Record<string, Source>> = {
  'native-heap-growth': { counter: 'native heaps', grew: wholeOf('nativeHeaps', 'growth') },
  'native-heaps-grow': { counter: 'native heaps', grew: wholeOf('nativeHeaps', 'growth') },
  'heap-growth': { counter: 'objects on the .NET heap', grew: wholeOf('heapStatistic', 'bytes') },
  'private-memory-growth': { counter: 'private memory', grew: ({ measured }) => measured['growth'] ?? null },
  'mapping-growth': { counter: 'private memory', grew: mapped },
  'reserved-grows': { counter: 'address space', grew: ({ measured }) => measured['more'] ?? null },
};

/** From the first to the last of a finding's readings; null where one has no time. */
function spanOf({ evidence }: Finding, { file }: Found): number | null {
  const times = file.evidence.filter(({ id }) => evidence.includes(id)).map(({ takenAt }) => takenAt);
  const known = times.filter((each) => each !== null);
  return known.length < times.length || known.length < 2 ? null : Math.max(...known) - Math.min(...known);
}

/** A counter that was watched for long enough has said how fast, or that it does not grow. */
function isWatched({ file }: Found): boolean {
  return [ownMemory(file), file.trend('gcHeap')].some((trend) => trend !== null && trend.motion !== 'too-early');
}

/** Bytes an hour without an interval (two readings have none); null where nothing of this class was measured twice with its times. */
export function growthBetween(found: Found, leakClass: LeakClass): Verdict['growth'] {
  if (isWatched(found)) return null;
  for (const [rule, { counter, grew }] of Object.entries(sources)) {
    const finding = found.findings.find((each) => each.rule === rule && each.points === leakClass);
    const [bytes, ms] = finding === undefined ? [null, null] : [grew(finding, found), spanOf(finding, found)];
    if (bytes !== null && bytes > 0 && ms !== null && ms >= leastMs)
      return { counter, bytesPerHour: Math.round((bytes * hourMs) / ms), ci95: null };
  }
  return null;
}
