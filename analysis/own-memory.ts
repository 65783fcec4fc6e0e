/** The memory of a process that is its own, and which part of its growth is on the GC heap. */
import type { CaseFile } from './case-file.ts';
import type { NamedTrend } from './counter-trends.ts';
import { heapOfAnother } from './heap-of-another.ts';
import { bytesText, shareText } from './wording.ts';

/** A part below a quarter is what a runtime keeps beside any growth: below it the GC heap does not explain the memory, from its complement on it follows it. */
const leastPart = 0.25;
/** Two parts as large as each other, as far as slopes tell. */
const nearlyHalf = 0.03;

/** Private bytes, or where nobody collected them the working set. */
export function ownMemory(file: CaseFile): NamedTrend | null {
  return file.trend('privateBytes') ?? file.trend('workingSet');
}

/** A working set that rises beside private bytes that do not looks like a leak to whoever watches the task manager. */
export function sharedPagesText(file: CaseFile): readonly string[] {
  const set = file.trend('workingSet');
  const rises = set !== null && (set.motion === 'grows' || set.motion === 'too-early') && (set.slopePerHour ?? 0) > 0;
  return rises && file.trend('privateBytes')?.motion === 'flat'
    ? ['The working set rises without them: by pages of files or of shared memory, which the system takes back.']
    : [];
}

const slope = (trend: NamedTrend | null): number | null => (trend?.motion === 'grows' ? trend.slopePerHour : null);

/** The part of what grows that is on the GC heap, 0–1; null where either does not grow. What the GC has committed counts (FACTS §12.3). */
export function gcShare(file: CaseFile): number | null {
  const [memory, gc] = [slope(ownMemory(file)), slope(file.trend('gcHeap'))];
  if (memory === null || gc === null || heapOfAnother(file) !== null) return null;
  return Math.min(1, Math.max(0, Math.max(gc, slope(file.trend('gcCommitted')) ?? 0) / Math.max(1, memory)));
}

/** What grows by bytes on the GC heap and beside it, each a part that needs an explanation of its own. */
export interface TwoParts {
  /** 0–1. */
  readonly gcShare: number;
  readonly bytesPerHour: number;
  /** The GC heap has the larger part. */
  readonly isMostlyGc: boolean;
}

export function twoParts(file: CaseFile): TwoParts | null {
  const [share, memory] = [gcShare(file), slope(ownMemory(file))];
  if (share === null || memory === null || share < leastPart || share >= 1 - leastPart) return null;
  return { gcShare: share, bytesPerHour: memory, isMostlyGc: share >= 0.5 - nearlyHalf };
}

/** "55 % of the 110 MB an hour (60.5 MB) is outside the GC heap; the other 49.5 MB is on it. These may be two leaks." */
export function partsText({ gcShare: share, bytesPerHour, isMostlyGc }: TwoParts): string {
  const rate = `the ${bytesText(bytesPerHour)} an hour`;
  if (Math.abs(share - 0.5) <= nearlyHalf) return `Half of ${rate} is on the .NET heap; the other half is not. These may be two leaks.`;
  const [most, rest] = isMostlyGc ? [share, 1 - share] : [1 - share, share];
  const [where, other] = isMostlyGc ? ['on the .NET heap', 'outside it'] : ['outside the .NET heap', 'on it'];
  return `${shareText(most)} of ${rate} (${bytesText(most * bytesPerHour)}) is ${where}; the other ${bytesText(rest * bytesPerHour)} is ${other}. These may be two leaks.`;
}
