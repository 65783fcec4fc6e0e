/** The native heaps taken together: what grows in all of them, or in their number, shows in no single one. */
import { heldByHeap } from '../native-heap-size.ts';
import { riseOf } from '../rise.ts';
import type { Difference } from '../types.ts';
import { bytesText, countText, seriesText } from '../wording.ts';
import { type Exhibits, finding, type Question } from './types.ts';

const MB = 1024 * 1024;
/** What a program takes as it starts, and what work in flight moves a dozen heaps by. */
const leastGrowth = 64 * MB;
const leastShare = 0.2;
/** A heap with this part of the growth says more than all of them. */
const saysMore = 0.5;

/** A process has a dozen heaps, with many libraries some dozens; a record holds 500 of a listing. */
const manyHeaps = 300;
const mostListed = 500;
const heapsText = (count: number): string => `${countText(count)}${count < mostListed ? '' : ' or more'}`;

function listings({ file }: Exhibits): readonly { readonly id: string; readonly count: number; readonly held: number }[] {
  return file.of('nativeHeaps').map(({ id, heaps }) => ({
    id,
    count: new Set(heaps.map(({ heap }) => heap)).size,
    held: heaps.reduce((sum, each) => sum + heldByHeap(each), 0),
  }));
}

/** How many heaps each of these listings has, in their order. */
function countsOf(exhibits: Exhibits, { evidence }: Difference): readonly number[] {
  const all = listings(exhibits);
  return evidence.flatMap((id) => all.find((each) => each.id === id)?.count ?? []);
}

/** So many more heaps are made and kept: a library brings a few. */
const moreHeaps = 20;

function inNumber(counts: readonly number[]): string {
  const { growth, swings } = riseOf(counts);
  if (growth === null || swings || growth < Math.max(moreHeaps, counts[0] ?? 0)) return 'no single one has half of that';
  return `their number goes ${seriesText(counts, heapsText)}, so heaps are created and not destroyed (HeapCreate without HeapDestroy)`;
}

function growing(exhibits: Exhibits): ReturnType<Question['ask']> {
  const found = exhibits.differences.find(({ kind }) => kind === 'nativeHeaps');
  if (found === undefined) return [];
  const totals = found.totals.filter((each) => each !== null);
  const { growth, steady, swings } = riseOf(totals);
  const first = totals[0] ?? 0;
  if (growth === null || swings || growth < Math.max(leastGrowth, leastShare * first)) return [];
  if ((found.rows[0]?.growth ?? 0) >= saysMore * growth) return [];
  return [
    finding({
      rule: 'native-heaps-grow',
      says: `The native heaps together grow ${seriesText(totals, bytesText)} committed over ${countText(totals.length)} listings; ${inNumber(countsOf(exhibits, found))}.`,
      points: 'native',
      strength: steady || growth >= first ? 'strong' : 'weak',
      evidence: found.evidence,
      measured: { first, growth },
    }),
  ];
}

function many(exhibits: Exhibits): ReturnType<Question['ask']> {
  return listings(exhibits).flatMap(({ id, count, held }) =>
    count < manyHeaps
      ? []
      : [
          finding({
            rule: 'native-heaps-many',
            says: `${heapsText(count)} native heaps are listed, with ${bytesText(held)} committed: a process has some dozens. Something creates a heap for each call and does not destroy it (HeapCreate without HeapDestroy).`,
            points: 'native',
            strength: 'weak',
            evidence: [id],
            measured: { count, held },
          }),
        ],
  );
}

export const nativeHeapsTogether: Question = {
  id: 'native-heaps-together',
  ask: (exhibits) => [...growing(exhibits), ...many(exhibits)],
};
