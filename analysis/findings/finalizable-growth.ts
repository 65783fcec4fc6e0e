/** Two or more lists of objects with a finalizer, apart in time: which types grow. What was disposed of is in none of them. */
import type { CaseFile } from '../case-file.ts';
import { type EvidenceOf, inOrder, timeBetween } from '../order-of-evidence.ts';
import { ownMemory } from '../own-memory.ts';
import { riseOf } from '../rise.ts';
import type { LeakClass } from '../types.ts';
import { countText, seriesText, shortText } from '../wording.ts';
import { finding, type Question } from './types.ts';

/** As for the types of two heap statistics; garbage that no collection has come to is in the list, too, so it takes more. */
const leastObjects = 2000;
const objectsShare = 0.5;
/** Within the start of a process, or where nobody knows how far the lists are apart. */
const warmUpMs = 30 * 60_000;
const leastAtStart = 20_000;
/** Beyond what two moments of a busy service differ by. */
const manyMore = 20_000;
const times = 3;
const mostTypes = 3;

/** A SafeHandle that is closed is finalized no more: each that is listed holds a handle of the system. */
const holdsHandle =
  /^(?:Microsoft\.Win32\.SafeHandles\.Safe(?!Local|Library|Heap|Memory|Unicode|Bstr|X509|Cert)\w{1,60}Handle|System\.Net\.Sockets\.SafeSocketHandle)$/;

type Queue = EvidenceOf<'finalizerQueue'>;

interface Grown {
  readonly type: string;
  readonly counts: readonly number[];
  readonly growth: number;
}

/** A list whose rows do not make up its total was cut: what is missing in it may be there. */
const wholeShare = 0.95;

function countIn({ types, finalizable }: Queue, type: string): number | null {
  const listed = types.reduce((sum, { count }) => sum + count, 0);
  return types.find((each) => each.type === type)?.count ?? (listed >= wholeShare * (finalizable ?? 0) ? 0 : null);
}

function grownTypes(looks: readonly Queue[]): readonly Grown[] {
  const names = new Set(looks.flatMap(({ types }) => types.map(({ type }) => type)));
  const apart = timeBetween(looks);
  const least = apart === null || apart < warmUpMs ? leastAtStart : leastObjects;
  return [...names]
    .flatMap((type) => {
      const counts = looks.map((look) => countIn(look, type)).filter((count) => count !== null);
      const { growth, swings } = riseOf(counts);
      const isMuch = growth !== null && growth >= Math.max(least, objectsShare * (counts[0] ?? 0));
      return isMuch && !swings ? [{ type, counts, growth }] : [];
    })
    .toSorted((a, b) => b.growth - a.growth || (a.type < b.type ? -1 : 1))
    .slice(0, mostTypes);
}

/** Whether they wait, or are held by somebody. */
function whereText(looks: readonly Queue[], growth: number): string {
  const waiting = looks.at(-1)?.ready ?? null;
  if (waiting === null) return '';
  return waiting < growth / 2
    ? ' Hardly any of them wait for the finalizer thread: they are still held, or no collection has come to them yet.'
    : ` ${countText(waiting)} objects wait for the finalizer thread, which does not come to them.`;
}

/** Nothing where the counter of the same thing was watched for long enough and does not grow. */
function pointsTo(file: CaseFile, type: string): LeakClass | null {
  const leakClass = holdsHandle.test(type) ? 'handle' : 'managed';
  const trend = leakClass === 'handle' ? file.trend('handles') : (file.trend('gcHeap') ?? ownMemory(file));
  return trend === null || trend.motion === 'grows' || trend.motion === 'too-early' ? leakClass : null;
}

export const finalizableGrowth: Question = {
  id: 'finalizable-growth',
  ask: ({ file }) => {
    const looks = inOrder(file.of('finalizerQueue')).ordered.filter(({ types }) => types.length > 0);
    if (looks.length < 2) return [];
    return grownTypes(looks).map(({ type, counts, growth }) =>
      finding({
        rule: 'finalizable-growth',
        about: type,
        says: `${shortText(type)} grows ${seriesText(counts, countText)} objects over ${looks.length} lists of what has a finalizer.${whereText(looks, growth)}`,
        points: pointsTo(file, type),
        strength: growth >= manyMore && growth >= (times - 1) * (counts[0] ?? 0) ? 'strong' : 'weak',
        evidence: looks.map(({ id }) => id),
        measured: { first: counts[0] ?? 0, last: counts.at(-1) ?? 0, growth },
      }),
    );
  },
};
