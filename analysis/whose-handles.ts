/** Summaries of handles that name no process, beside counts of several: the one that has as many handles at that time is theirs. */
import { totalOf } from './handle-growth.ts';
import { keyOfLife } from './life.ts';
import { livesIn, toldApart } from './lives.ts';
import type { Evidence, ProcessLife } from './types.ts';

type Summary = Extract<Evidence, { readonly kind: 'handles' }>;

/** Counted so near to the summary, or in the same paste, the count is of that moment. */
const nearMs = 10 * 60_000;
/** As many, but for what was opened between two commands; and so many more or fewer that it is surely another process. */
const sameShare = 0.02;
const sameHandles = 10;
const otherShare = 0.25;

interface Counted {
  readonly life: ProcessLife;
  readonly at: number | null;
  readonly count: number;
  readonly rawRef: string;
}

function countsIn(each: Evidence): readonly Counted[] {
  const { rawRef } = each;
  if (each.kind === 'snapshot') {
    const count = each.values.handles;
    return count === undefined ? [] : [{ life: each.life, at: each.takenAt, count, rawRef }];
  }
  if (each.kind !== 'counters') return [];
  const handles = each.series.filter(({ counter }) => counter === 'handles');
  return handles.flatMap(({ life, samples }) => samples.map(({ at, value }) => ({ life, at, count: value, rawRef })));
}

/** Of each process the count that is nearest to the summary; none of a process that was counted at another time only. */
function countsNear(counts: readonly Counted[], { takenAt, rawRef }: Summary): readonly Counted[] {
  const distance = ({ at, rawRef: from }: Counted): number => {
    if (at !== null && takenAt !== null) return Math.abs(at - takenAt);
    return from === rawRef ? 0 : Infinity;
  };
  const near = counts.filter((each) => distance(each) <= nearMs);
  return [...Map.groupBy(near, ({ life }) => keyOfLife(life)).values()].flatMap(
    (some) => some.toSorted((a, b) => distance(a) - distance(b) || a.count - b.count)[0] ?? [],
  );
}

function ownerOf(summary: Summary, counts: readonly Counted[]): ProcessLife | null {
  const total = totalOf(summary.summary);
  const near = countsNear(counts, summary);
  const isSame = ({ count }: Counted): boolean => Math.abs(count - total) <= Math.max(sameHandles, sameShare * total);
  const [match, ...more] = near.filter(isSame);
  const others = near.filter((each) => each !== match);
  const isOther = ({ count }: Counted): boolean => Math.abs(count - total) > otherShare * Math.max(count, total);
  return match !== undefined && more.length === 0 && others.length > 0 && others.every(isOther) ? match.life : null;
}

/** The evidence with these summaries given to the process that has as many handles; others stay as they are. */
export function withOwners(evidence: readonly Evidence[]): readonly Evidence[] {
  const isOpen = (each: Evidence): each is Summary =>
    each.kind === 'handles' && !each.summary.partial && !livesIn(each).some((life) => toldApart(life) || life.startedAt !== null);
  if (!evidence.some(isOpen)) return evidence;
  const counts = evidence.flatMap(countsIn).filter(({ life }) => toldApart(life));
  return evidence.map((each) => {
    const life = isOpen(each) ? ownerOf(each, counts) : null;
    return life === null ? each : { ...each, life: { ...each.life, ...life } };
  });
}
