/** What will prove the fix: the counter with the best signal-to-noise, and how long to watch it, said beforehand (SPEC.md §1). */
import { amountText } from '../analysis/counter-trends.ts';
import type { CounterId, HandleGrowth, Judgement, Trend } from '../analysis/types.ts';
import type { Verification } from './types.ts';
import { duration, hourMs, minuteMs } from './figures.ts';

/** Types whose number moves in every healthy process, so that they show a fix later than others (trade knowledge, FACTS.md §3). */
const restlessTypes: readonly string[] = ['Event', 'File', 'Key', 'Thread', 'IoCompletion', 'EtwRegistration', 'WaitCompletionPacket'];
/** A quieter type is preferred when it grows at least half as much as the one that grows most. */
const shareOfTheMost = 0.5;
/** Thirty more handles are a growth that chance does not make. */
const tellingGrowth = 30;
/** The slope before the fix must have shown itself twice over before its absence says something. */
const timesTheNoise = 2;
const shortestWatchMs = 10 * minuteMs;
const longestWatchMs = 24 * hourMs;

function clamp(ms: number, least: number): number {
  return Math.round(Math.min(longestWatchMs, Math.max(shortestWatchMs, least, ms)));
}

function level(row: HandleGrowth['rows'][number]): number {
  return Math.max(0, ...row.counts.map((count) => count ?? 0));
}

/** The type to count: the one that grows most, or a quieter one beside it. */
function tellingType(growth: HandleGrowth): HandleGrowth['rows'][number] | null {
  const grows = growth.rows.some((row) => (row.growth ?? 0) > tellingGrowth);
  // Where none has been seen to grow, the many are what the fix has to end.
  const size = (row: HandleGrowth['rows'][number]): number => (grows ? (row.growth ?? 0) : level(row));
  const rows = growth.rows.filter((row) => size(row) > tellingGrowth).toSorted((a, b) => size(b) - size(a));
  const most = rows[0];
  if (most === undefined) return null;
  const quiet = rows.find((row) => !restlessTypes.includes(row.type) && size(row) >= size(most) * shareOfTheMost);
  return quiet ?? most;
}

function byHandles(judgement: Judgement, minimumMs: number): Verification | null {
  const handles = judgement.trends.find((trend) => trend.counter === 'handles' && trend.motion === 'grows');
  const isSymptom = judgement.verdict.class === 'handle' || handles !== undefined;
  const row = judgement.handleGrowth === null ? null : tellingType(judgement.handleGrowth);
  if (!isSymptom || row === null) return null;
  const perHour = handles?.slopePerHour ?? null;
  const watchMs = clamp(perHour === null ? minimumMs : (tellingGrowth / perHour) * hourMs * timesTheNoise, minimumMs);
  return {
    counter: `${row.type} handles`,
    counterId: 'handles',
    handleType: row.type,
    watchMs,
    why: `The number of ${row.type} handles is a whole number that stands still when nothing leaks; private bytes go up and down by themselves. Counted now and again after ${duration(watchMs)} under the same load, it must not have grown.`,
  };
}

/** The half-width of a slope's interval shrinks with the 1.5th power of the time watched. */
function timeToTell(trend: Trend): number | null {
  const { slopePerHour, ci95 } = trend;
  if (slopePerHour === null || ci95 === null || slopePerHour <= 0) return null;
  const halfWidth = (ci95[1] - ci95[0]) / 2;
  return (trend.to - trend.from) * ((timesTheNoise * halfWidth) / slopePerHour) ** (2 / 3);
}

const counterNames: Readonly<Partial<Record<CounterId, string>>> = {
  privateBytes: 'Private bytes',
  virtualBytes: 'Virtual bytes',
  gcHeap: 'The .NET heap',
  handles: 'The number of handles',
  assemblies: 'The number of assemblies',
};
const byClass: Readonly<Record<string, readonly CounterId[]>> = {
  managed: ['gcHeap', 'privateBytes'],
  'loader-heap': ['assemblies', 'privateBytes'],
  virtual: ['virtualBytes', 'privateBytes'],
  handle: ['handles', 'privateBytes'],
};

/** Null while nothing is known that a fix could stop. */
export function verificationOf(judgement: Judgement | null, minimumMs: number): Verification | null {
  if (judgement === null) return null;
  const { class: leakClass } = judgement.verdict;
  if (leakClass === 'no-leak') return null;
  const counted = byHandles(judgement, minimumMs);
  if (counted !== null) return counted;
  const candidates = byClass[leakClass] ?? ['privateBytes'];
  const growing = candidates
    .map((counter) => judgement.trends.find((trend) => trend.counter === counter && trend.motion === 'grows'))
    .find((trend) => trend !== undefined);
  const counterId = growing?.counter ?? candidates[0] ?? 'privateBytes';
  const counter = counterNames[counterId] ?? counterId;
  const watchMs = clamp((growing && timeToTell(growing)) ?? minimumMs, minimumMs);
  const rate = growing?.slopePerHour ?? null;
  const before = rate === null ? '' : ` Before the fix it grew by ${amountText(counterId, rate)} an hour.`;
  return {
    counter,
    counterId,
    handleType: null,
    watchMs,
    why: `${counter} showed the leak most clearly.${before} After ${duration(watchMs)} under the same load the growth would have shown itself beyond the noise, so a flat line then means that it has stopped.`,
  };
}
