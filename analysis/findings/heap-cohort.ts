/** One heap statistic: types of which there are equally many belong to one kind of thing, of which there are that many. */
import type { CaseFile } from '../case-file.ts';
import { isAtRest, isOfTheHeap, levelMeans, newestOfEachPart } from '../heap-parts.ts';
import type { EvidenceOf } from '../order-of-evidence.ts';
import { isFrameworkType } from '../suspect-types.ts';
import type { TypeCount } from '../types.ts';
import { countText, listText, shareText, shortText } from '../wording.ts';
import { isFiller, totals } from './heap-level.ts';
import { finding, type Question } from './types.ts';

/** Each thing has its parts once; a few were made or let go while the heap was walked. */
const equally = 1.01;
/** Below this many, types are equally many by chance; so many connections or requests no server has at once. */
const many = 10_000;
const veryMany = 100_000;
/** So many types of one number are no chance, and together they are what the heap is made of. */
const leastTypes = 4;
const mostOfHeap = 0.5;

/** What any asynchronous thing is made of; the others of the run say more of what it is. */
const isPlumbing = (type: string): boolean => /^System\.(?:Threading\.|Action\b|Func\b|WeakReference\b)/.test(type);

type Statistic = EvidenceOf<'heapStatistic'>;

/** Of all runs of types with about one number, the one that holds most objects. */
function cohortOf(types: readonly TypeCount[]): readonly TypeCount[] {
  const sorted = types
    .filter(({ type, count }) => type !== 'Free' && count >= many)
    .sort((a, b) => a.count - b.count || (a.type < b.type ? -1 : 1));
  let [from, held, most] = [0, 0, { objects: 0, from: 0, to: 0 }];
  // A run is a window that moves over the sorted counts: a statistic may have a hundred thousand types.
  for (const [to, { count }] of sorted.entries()) {
    held += count;
    for (; count > equally * (sorted[from]?.count ?? 0); from++) held -= sorted[from]?.count ?? 0;
    if (held > most.objects) most = { objects: held, from, to: to + 1 };
  }
  return sorted.slice(most.from, most.to);
}

function cohort(file: CaseFile, statistic: Statistic): ReturnType<Question['ask']> {
  const run = cohortOf(statistic.types);
  const telling = run
    .filter(({ type }) => !isFiller(type))
    .sort(
      (a, b) =>
        Number(isFrameworkType(a.type)) - Number(isFrameworkType(b.type)) ||
        Number(isPlumbing(a.type)) - Number(isPlumbing(b.type)) ||
        (b.bytes ?? 0) - (a.bytes ?? 0) ||
        (a.type < b.type ? -1 : 1),
    );
  const share = run.reduce((sum, { count }) => sum + count, 0) / Math.max(1, totals(statistic).objects);
  const [first] = telling;
  if (first === undefined || telling.length < 2 || run.length < leastTypes || share < mostOfHeap) return [];
  const isStill = isAtRest(file, statistic, first.type);
  return [
    finding({
      rule: 'heap-cohort',
      about: first.type,
      says: `${countText(run.length)} types have some ${countText(first.count)} objects each, ${shareText(share)} of all: so many of one thing are alive, made of ${listText(telling.slice(0, 3).map(({ type }) => shortText(type, 80)))}. That is a level${levelMeans(file, statistic, first.type)}.`,
      points: isStill ? null : 'managed',
      strength: first.count >= veryMany ? 'strong' : 'weak',
      evidence: [statistic.id],
      measured: { count: first.count, types: run.length, share },
    }),
  ];
}

export const heapCohort: Question = {
  id: 'heap-cohort',
  ask: ({ file }) => newestOfEachPart(file.of('heapStatistic').filter(isOfTheHeap)).flatMap((each) => cohort(file, each)),
};
