/** Which of several lives a case is about: the one that grows among those that ran at once, else the newest. */
import type { NamedTrend } from './counter-trends.ts';
import { breathingRoom, totalOf } from './handle-growth.ts';
import { handoverMs, isSameProgram, type KnownLife, mayBeSameLife, onOneMachine, toldApart } from './lives.ts';
import type { Evidence, JudgeScope, ReadingKind } from './types.ts';

interface Count {
  readonly at: number;
  readonly count: number;
}

export interface LifeWithTrends extends KnownLife {
  readonly trends: readonly NamedTrend[];
  /** What outputs that name its pid count, oldest first, where no curve tells of it: handles, objects on the heap. */
  readonly counts: readonly (readonly Count[])[];
  /** Of the kind of reading that was taken most often of it, at how many moments: two can be compared. */
  readonly looks: number;
}

function countIn(each: Evidence): number | null {
  if (each.kind === 'handles') return totalOf(each.summary);
  return each.kind === 'heapStatistic' ? each.types.reduce((sum, { count }) => sum + count, 0) : null;
}

/** Each kind of outputs of a life apart, for they count different things. */
export function countsOf(evidence: readonly Evidence[], { life }: KnownLife): LifeWithTrends['counts'] {
  const own = evidence.filter((each) => each.life.pid !== null && mayBeSameLife(each.life, life));
  const counted = own.flatMap((each) => {
    const count = countIn(each);
    return each.takenAt === null || count === null ? [] : [{ kind: each.parser, at: each.takenAt, count }];
  });
  return [...Map.groupBy(counted, ({ kind }) => kind).values()].map((some) => some.toSorted((a, b) => a.at - b.at));
}

/** What tells of a leak by itself, with no second one beside it. */
const decides: readonly ReadingKind[] = ['leakReport', 'allocations', 'handleTrace'];

/** What names neither process nor pid may be of any of them. */
export function looksAt(evidence: readonly Evidence[], { life }: KnownLife): number {
  const own = evidence.filter((each) => each.kind !== 'counters' && toldApart(each.life) && mayBeSameLife(each.life, life));
  const looks = [...Map.groupBy(own, ({ kind }) => kind)].map(([kind, some]) => {
    const moments = new Set(some.map(({ takenAt, sequence, id }) => takenAt ?? sequence?.group ?? id)).size;
    return decides.includes(kind) ? moments + 1 : moments;
  });
  return Math.max(0, ...looks);
}

/** What is too early to tell is not settled, even where it stands lower at the end than at the start. */
const unsettled = 1e-9;

function countedGrowth(counts: LifeWithTrends['counts']): number {
  return counts.reduce((most, some) => {
    const [first, last] = [some[0]?.count ?? 0, some.at(-1)?.count ?? 0];
    return last - first <= breathingRoom(first) ? most : Math.max(most, (last - first) / Math.max(1, first));
  }, 0);
}

/** How strongly a life moves like this, to find the one in question among several: what grew most by its own size. */
function growthScore({ trends, counts }: LifeWithTrends, motion: 'grows' | 'too-early'): number {
  const counted = motion === 'grows' && trends.length === 0 ? countedGrowth(counts) : 0;
  return trends.reduce((most, { counter, motion: moves, first, last }) => {
    if (moves !== motion || !['privateBytes', 'handles', 'gcHeap', 'workingSet', 'virtualBytes'].includes(counter)) return most;
    return Math.max(most, motion === 'grows' ? 0 : unsettled, (last - first) / Math.max(1, Math.abs(first)));
  }, counted);
}

/** Epoch ms of the first and the last sample, or of the counts where there are none. */
function spanOf({ trends, counts }: LifeWithTrends): readonly [from: number, to: number] {
  const runs = trends.length > 0 ? trends.map(({ taken }) => taken) : counts;
  return [Math.min(...runs.map((run) => run[0]?.at ?? Infinity)), Math.max(...runs.map((run) => run.at(-1)?.at ?? -Infinity))];
}

function ranBeside(one: LifeWithTrends, other: LifeWithTrends): boolean {
  if (!onOneMachine(one.life, other.life)) return true;
  const [a, b] = [spanOf(one), spanOf(other)];
  return Math.min(a[1], b[1]) - Math.max(a[0], b[0]) > handoverMs;
}

/** Another life took this one's place and was watched for longer, without being too young to tell: that one is the better witness. */
function isSuperseded(old: LifeWithTrends, lives: readonly LifeWithTrends[]): boolean {
  const [from, to] = spanOf(old);
  return lives.some((other) => {
    const [began, ended] = spanOf(other);
    const tells = other.trends.some(({ counter, motion }) => counter === 'privateBytes' && motion !== 'too-early');
    const mayFollow = other.life.process === old.life.process && onOneMachine(other.life, old.life);
    return mayFollow && began >= to - handoverMs && ended - began > to - from && tells;
  });
}

/** A pid alone may be of any process: it is not the one in question where a named one was watched. */
const isKnownByCurves = ({ life, trends }: LifeWithTrends): boolean => life.process !== null && trends.length > 0;
/** A log that names nothing and yet is of none of the others has a process of its own. */
const isKnownAtAll = ({ life, trends }: LifeWithTrends): boolean => life.process !== null || (life.pid === null && trends.length > 0);

const canBeJudged = ({ trends, looks }: LifeWithTrends): boolean => looks > 1 || trends.some(({ taken }) => taken.length > 1);

/**
 * What can be judged is judged: a process that was looked at once puts no other aside, whenever that was. A newer life of the same
 * program stays, for the one before may speak for it.
 */
function judgeable(lives: readonly LifeWithTrends[]): readonly LifeWithTrends[] {
  const told = lives.filter(canBeJudged);
  const isKept = ({ life }: LifeWithTrends): boolean => told.some((other) => isSameProgram(other.life, life));
  return told.length === 0 ? lives : lives.filter((each) => told.includes(each) || isKept(each));
}

/** Of two programs neither follows the other: that one was only looked at, and earlier, says nothing of whether it goes on. */
function onlyLookedAt(one: LifeWithTrends, other: LifeWithTrends): boolean {
  const isOther = one.life.process !== null && other.life.process !== null && !isSameProgram(one.life, other.life);
  return isOther && (one.trends.length === 0 || other.trends.length === 0);
}

/**
 * Lives that ran at the same time are compared by their growth; of lives one after the other the newest is the one in question.
 * Where none grows, one that rises and is too young to tell goes before one that stands still: the log is not yet about the latter.
 */
export function lifeInQuestion(lives: readonly LifeWithTrends[], scope: JudgeScope): LifeWithTrends | null {
  const known = judgeable(lives.some(isKnownByCurves) ? lives.filter(isKnownAtAll) : lives);
  const candidates = scope.pid === null ? known : lives.filter(({ life }) => life.pid === scope.pid);
  const newest = (candidates.length > 0 ? candidates : known).at(-1) ?? null;
  if (newest === null) return null;
  const [beganAt] = spanOf(newest);
  const isBeside = (each: LifeWithTrends): boolean =>
    spanOf(each)[1] > beganAt || !onOneMachine(each.life, newest.life) || onlyLookedAt(each, newest);
  const beside = candidates.filter((each) => isBeside(each) && !isSuperseded(each, lives));
  const most = (motion: 'grows' | 'too-early'): LifeWithTrends =>
    beside.reduce((best, each) => (growthScore(each, motion) > growthScore(best, motion) ? each : best), newest);
  const growing = most('grows');
  return growthScore(growing, 'grows') > 0 ? growing : most('too-early');
}

/**
 * The lives before this one that may speak for it, the nearest first; of several that ran beside one another only the one that would
 * have been in question then.
 */
export function livesBefore(
  question: LifeWithTrends | null,
  others: readonly LifeWithTrends[],
  scope: JudgeScope,
): readonly LifeWithTrends[] {
  const rest = others.filter((each) => question === null || !ranBeside(question, each));
  const next = lifeInQuestion(rest, { ...scope, pid: null });
  if (next === null) return [];
  return [
    next,
    ...livesBefore(
      next,
      rest.filter((each) => each !== next),
      scope,
    ),
  ];
}
