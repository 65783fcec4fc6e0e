/** Handles by type over time, within one life. */
import type { CaseFile } from './case-file.ts';
import { usuallyIs } from './handle-types.ts';
import { mayBeSameLife } from './lives.ts';
import { type EvidenceOf, inOrder } from './order-of-evidence.ts';
import { riseOf } from './rise.ts';
import type { HandleGrowth, HandleSummary } from './types.ts';

const mostRows = 16;

export function totalOf({ total, byType }: HandleSummary): number {
  return total ?? Object.values(byType).reduce((sum, each) => sum + each, 0);
}

/** A total that falls by more than half fell to its start: another life, although nothing else says so. */
const restartShare = 0.5;

/** Somebody asked what one handle is (`!handle 3c f`): that is no count of them. */
const isOneHandle = ({ summary }: EvidenceOf<'handles'>): boolean => summary.partial && summary.total === null && totalOf(summary) === 1;

/** What counts other things than the lists of handles do, or a part of them under other names. */
const ofOtherThings: readonly string[] = ['gdi-objects', 'connections'];

/** Lists of one kind are compared with one another: those of handles, unless two of another kind stand where no two of them do. */
function ofOneKind(all: readonly EvidenceOf<'handles'>[]): readonly EvidenceOf<'handles'>[] {
  const lists = all.filter(({ parser }) => !ofOtherThings.includes(parser));
  const others = ofOtherThings.map((id) => all.filter(({ parser }) => parser === id));
  const repeated = lists.length >= 2 ? undefined : others.find((some) => some.length >= 2);
  return repeated ?? (lists.length > 0 ? lists : (others.find((some) => some.length > 0) ?? []));
}

type Summaries = readonly EvidenceOf<'handles'>[];

export interface SummariesInOrder {
  /** Of one life, oldest first. */
  readonly ordered: Summaries;
  /** Taken for those of other lives, for a total fell between them and these: `before` and `after` them. */
  readonly before: Summaries;
  readonly after: Summaries;
}

/** Nothing that the two tell says that they are of one life. */
const mayBeTwoLives = ({ life: a }: EvidenceOf<'handles'>, { life: b }: EvidenceOf<'handles'>): boolean =>
  a.pid === null || b.pid === null || !mayBeSameLife(a, b);

function fellToItsStart(before: EvidenceOf<'handles'>, each: EvidenceOf<'handles'>): boolean {
  if (each.summary.partial || before.summary.partial || !mayBeTwoLives(before, each)) return false;
  return totalOf(each.summary) < restartShare * totalOf(before.summary);
}

/** The longest run without such a fall; of two the later. */
function longestRun(ordered: Summaries): SummariesInOrder {
  const starts = ordered.flatMap((each, at) => {
    const before = ordered[at - 1];
    return before === undefined || fellToItsStart(before, each) ? [at] : [];
  });
  const runs = starts.map((from, index) => ({ from, to: starts[index + 1] ?? ordered.length }));
  const longest = runs.reduce((best, run) => (run.to - run.from >= best.to - best.from ? run : best), { from: 0, to: 0 });
  return {
    ordered: ordered.slice(longest.from, longest.to),
    before: ordered.slice(0, longest.from),
    after: ordered.slice(longest.to),
  };
}

/** The summaries of one life in order, at least one where there are any. */
export function summariesInOrder(file: CaseFile): SummariesInOrder {
  const counts = file.of('handles').filter((each) => !isOneHandle(each));
  const all = ofOneKind(counts.length > 0 ? counts : file.of('handles'));
  const { ordered } = inOrder(all);
  if (ordered.length >= 2) return longestRun(ordered);
  // One that stands alone in its paste has no place among the others: the fullest speaks for all.
  const fullest = all.reduce<EvidenceOf<'handles'> | null>(
    (most, each) => (most === null || totalOf(each.summary) > totalOf(most.summary) ? each : most),
    null,
  );
  return { ordered: fullest === null ? [] : [fullest], before: [], after: [] };
}

/** A type that a whole summary does not list has none; one that a partial summary does not list is not known. */
function countOf({ byType, partial }: HandleSummary, type: string): number | null {
  return Object.hasOwn(byType, type) ? (byType[type] ?? 0) : partial ? null : 0;
}

export function growthOfHandles(file: CaseFile): HandleGrowth | null {
  const { ordered } = summariesInOrder(file);
  if (ordered.length === 0) return null;
  const types = [...new Set(ordered.flatMap(({ summary }) => Object.keys(summary.byType)))];
  const rows = types.map((type) => {
    const counts = ordered.map(({ summary }) => countOf(summary, type));
    return { type, counts, growth: riseOf(counts).growth, usually: usuallyIs(type) };
  });
  const most = (counts: readonly (number | null)[]): number => Math.max(0, ...counts.map((each) => each ?? 0));
  return {
    evidence: ordered.map(({ id }) => id),
    rows: rows
      .sort(
        (a, b) =>
          Math.max(0, riseOf(b.counts).weight) - Math.max(0, riseOf(a.counts).weight) ||
          most(b.counts) - most(a.counts) ||
          (a.type < b.type ? -1 : 1),
      )
      .slice(0, mostRows),
  };
}

/** So far apart two summaries tell that nothing is opened and kept; the process breathes by some handles. */
const apartMs = 10 * 60_000;
const breathes = 20;
const breathesShare = 0.1;

/** By how much a count of `first` moves without being growth. */
export const breathingRoom = (first: number): number => Math.max(breathes, breathesShare * first);

/** Growth of a type below this is the process breathing, whatever it was before. */
export const leastGrowthOfType = breathes;

/** What went up and came down again in between did not grow, whatever the last count is. */
export function isTypeGrowing({ counts, growth }: Pick<HandleGrowth['rows'][number], 'counts' | 'growth'>): boolean {
  const first = counts.find((each) => each !== null) ?? 0;
  return growth !== null && growth >= breathingRoom(first) && !riseOf(counts).swings;
}

/** Whether whole summaries of the life in question, well apart, show that the handles do not grow. */
export function handlesStand(file: CaseFile): boolean {
  const ordered = summariesInOrder(file).ordered.filter(({ summary, life }) => !summary.partial && mayBeSameLife(life, file.life));
  const [first, last] = [ordered[0], ordered.at(-1)];
  if (first?.takenAt == null || last?.takenAt == null || last.takenAt - first.takenAt < apartMs) return false;
  const most = Math.max(...ordered.map(({ summary }) => totalOf(summary)));
  return most - totalOf(first.summary) <= breathingRoom(totalOf(first.summary));
}
