/** The evidence as the judge sees it: in scope, each content once, lives apart, trends drawn. The order of arrival is gone. */
import { type NamedTrend, trendsOf } from './counter-trends.ts';
import { livesByTime } from './life-by-time.ts';
import { countsOf, lifeInQuestion, livesBefore, looksAt } from './life-in-question.ts';
import { unknownLife } from './life.ts';
import { isInScope, isSameProgram, type KnownLife, knownLives, livesIn, mayBeOf, mayBeSameLife, onTwoSystems, toldApart } from './lives.ts';
import { canonical, type EvidenceOf } from './order-of-evidence.ts';
import type { CounterId, Evidence, JudgeScope, ProcessLife, ReadingKind } from './types.ts';
import { withSystems } from './system-of-output.ts';
import { withOwners } from './whose-handles.ts';
import { settled } from './whose-logs.ts';

export interface CaseFile {
  readonly scope: JudgeScope;
  readonly evidence: readonly Evidence[];
  /** What was left aside because it tells of another process or another life of it. */
  readonly aside: readonly Evidence[];
  /** The life in question; all unknown where no output told one. */
  readonly life: ProcessLife;
  /** The life whose curves speak: the one in question or, where that is too young or has none, one before it. */
  readonly witness: ProcessLife;
  readonly lives: readonly KnownLife[];
  /** Trends of every life of the process, before the fix where there was one. */
  readonly trends: readonly NamedTrend[];
  readonly afterFix: readonly NamedTrend[];
  /** What was read after the fix went out, beside the counters. */
  readonly evidenceAfterFix: readonly Evidence[];
  /** The trend of a counter that counts: of the life in question, or where that is too young the life before. */
  trend(counter: CounterId): NamedTrend | null;
  /**
   * The readings of one kind, all of one life: the one with most of them. Lives before the one in question speak for it until its own
   * curves say whether it grows; those beside it never do.
   */
  of<K extends ReadingKind>(kind: K): readonly EvidenceOf<K>[];
}

const belongsTo = (life: ProcessLife) => (other: ProcessLife) => mayBeSameLife(life, other);

/** A log of a whole machine has hundreds of processes; those that moved most by their own size are looked at closely. */
const mostLives = 12;

function movedMost(life: ProcessLife, evidence: readonly Evidence[]): number {
  const series = evidence.flatMap((each) =>
    each.kind === 'counters' ? each.series.filter((one) => one.life === life || mayBeSameLife(life, one.life)) : [],
  );
  return series.reduce((most, { samples }) => {
    const [first, last] = [samples[0]?.value ?? 0, samples.at(-1)?.value ?? 0];
    return Math.max(most, (last - first) / Math.max(1, first));
  }, 0);
}

function worthATrend(lives: readonly KnownLife[], evidence: readonly Evidence[], scope: JudgeScope): readonly KnownLife[] {
  if (lives.length <= mostLives) return lives;
  const moved = lives.map((each) => ({
    each,
    score: each.life.pid !== null && each.life.pid === scope.pid ? Infinity : movedMost(each.life, evidence),
  }));
  const kept = new Set(
    [...moved]
      .sort((a, b) => b.score - a.score)
      .slice(0, mostLives)
      .map(({ each }) => each),
  );
  return lives.filter((each) => kept.has(each));
}

/** A log that names nothing is of a life that nobody named either, where it runs a .NET of its own. */
function hasCurves(life: ProcessLife, evidence: readonly Evidence[]): boolean {
  const isTold = (one: ProcessLife): boolean => toldApart(one) || (!toldApart(life) && one.clr !== undefined && one.clr === life.clr);
  return evidence.some((each) => each.kind === 'counters' && each.series.some((one) => isTold(one.life) && mayBeSameLife(life, one.life)));
}

function countBefore(scope: JudgeScope, evidence: readonly Evidence[]): readonly Evidence[] {
  const fixedAt = scope.fixedAt;
  return fixedAt === null ? evidence : evidence.filter(({ takenAt, kind }) => kind === 'counters' || takenAt === null || takenAt < fixedAt);
}

function wanted(evidence: Evidence, scope: JudgeScope): boolean {
  return livesIn(evidence).some((life) => isInScope(life, scope));
}

/** Other lives of the same program: their slopes and their readings may speak, their values are never compared. */
function ofSameProgram(life: ProcessLife, other: ProcessLife): boolean {
  if (onTwoSystems(life, other)) return false;
  if (life.process === null || other.process === null) return life.pid === null || other.pid === null || life.pid === other.pid;
  return isSameProgram(life, other);
}

export function openCase(all: readonly Evidence[], scope: JudgeScope): CaseFile {
  const { evidence: settledLogs, foreign } = settled(withSystems(canonical(all)));
  const named = withOwners(settledLogs);
  const sorted = livesByTime(named);
  const inScope = sorted.filter((each) => wanted(each, scope));
  const before = { from: -Infinity, to: scope.fixedAt ?? Infinity };
  const known = worthATrend(knownLives(inScope, scope), inScope, scope);
  const watched = known.filter(({ life }) => hasCurves(life, inScope));
  const lives = known.map((each) => {
    // A log that names no process is not of one that nobody watched, where others were.
    const isOwn = (life: ProcessLife): boolean => toldApart(life) || watched.length === 0 || watched.includes(each);
    const isIt = (life: ProcessLife): boolean => isInScope(life, scope) && mayBeSameLife(each.life, life) && isOwn(life);
    const trends = trendsOf(inScope, each.life, isIt, scope.minimumMs, before);
    return { ...each, trends, counts: countsOf(inScope, each), looks: looksAt(inScope, each) };
  });
  const question = lifeInQuestion(lives, scope);
  const life = question?.life ?? unknownLife;
  const unnamed = lives.length === 0 ? trendsOf(inScope, unknownLife, () => true, scope.minimumMs, before) : [];
  const same = lives.filter((each) => ofSameProgram(life, each.life));
  const relevant = (each: Evidence): boolean =>
    livesIn(each).some((one) => same.length === 0 || same.some((known) => mayBeSameLife(known.life, one)));
  const evidence = countBefore(scope, inScope.filter(relevant));
  const others = same.filter((each) => each !== question);
  const own = question?.trends ?? unnamed;
  const trends = [...own, ...others.flatMap((each) => each.trends)];
  const earlierLives = livesBefore(question, others, scope);
  const told = [...own, ...earlierLives.flatMap((each) => each.trends)];
  const trend = (counter: CounterId): NamedTrend | null => decisive(told.filter((each) => each.counter === counter));
  const after = { from: scope.fixedAt ?? Infinity, to: Infinity };
  return {
    scope,
    evidence,
    aside: [...foreign, ...sorted.filter((each) => !inScope.includes(each) || !relevant(each))],
    life,
    witness: witnessOf(trend) ?? life,
    lives: same.map(({ life: one, lastSeen }) => ({ life: one, lastSeen })),
    trends,
    evidenceAfterFix: inScope.filter((each) => !evidence.includes(each) && each.takenAt !== null && relevant(each)),
    afterFix:
      scope.fixedAt === null ? [] : same.flatMap((each) => trendsOf(inScope, each.life, belongsTo(each.life), scope.minimumMs, after)),
    trend,
    of: (kind) => ofOneLife(evidence, kind, life, areDecided(own) ? [] : earlierLives),
  };
}

const watchedMs = ({ taken }: NamedTrend): number => (taken.at(-1)?.at ?? 0) - (taken[0]?.at ?? 0);

/**
 * The first is of the life in question; an older one speaks only where that is too young, and was watched for as long at least: an
 * hour of an older life says less than six of this one. One beside it never speaks.
 */
function decisive(trends: readonly NamedTrend[]): NamedTrend | null {
  const longest = (until: number): number => Math.max(0, ...trends.slice(0, until).map(watchedMs));
  return trends.find((each, i) => each.motion !== 'too-early' && watchedMs(each) >= longest(i)) ?? trends[0] ?? null;
}

/** Memory speaks before handles do. */
const speakers: readonly CounterId[] = ['privateBytes', 'workingSet', 'virtualBytes', 'gcHeap', 'handles'];

function witnessOf(trend: CaseFile['trend']): ProcessLife | null {
  const spoken = speakers.map(trend).find((each) => each !== null && each.motion !== 'too-early');
  return spoken?.life ?? null;
}

/** What counts what is held; collections and requests only ever rise. */
const levels: readonly CounterId[] = ['privateBytes', 'workingSet', 'virtualBytes', 'gcHeap', 'handles', 'threads', 'assemblies'];

/** Its own curves say whether it grows. */
function areDecided(own: readonly NamedTrend[]): boolean {
  return own.some(({ counter, motion }) => levels.includes(counter) && motion !== 'too-early');
}

/** `others`: lives that may speak where the current one told less, the newest first. */
function ofOneLife<K extends ReadingKind>(
  evidence: readonly Evidence[],
  kind: K,
  current: ProcessLife,
  others: readonly KnownLife[],
): readonly EvidenceOf<K>[] {
  const isKind = (each: Evidence): each is EvidenceOf<K> => each.kind === kind;
  const some = evidence.filter(isKind);
  const groups = [current, ...others.map(({ life }) => life)].map((life, i) =>
    some.filter(
      (each) => mayBeOf(each, life) && (i === 0 || each.life.pid !== null || each.life.startedAt !== null || each.life.process !== null),
    ),
  );
  return groups.reduce((most, each) => (each.length > most.length ? each : most), []);
}
