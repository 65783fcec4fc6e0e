/** One heap statistic: a type that crowds the heap is suspicious. A level, not a growth. */
import type { CaseFile } from '../case-file.ts';
import { comparableStatistics, isAtRest, isOfTheHeap, levelMeans, newestOfEachPart } from '../heap-parts.ts';
import { type EvidenceOf, inOrder, latestFirst } from '../order-of-evidence.ts';
import { isFrameworkType } from '../suspect-types.ts';
import type { TypeCount } from '../types.ts';
import { bytesText, countText, shareText, shortText } from '../wording.ts';
import { finding, type Question } from './types.ts';

/** As many objects of one own type, or as many bytes, are a cache at least. */
const manyObjects = 50_000;
const manyBytes = 100 * 1024 * 1024;
/** … and that share of the heap. */
const crowds = 0.15;
const framework = 0.4;
/** Strings and arrays belong to something: of what holds them, as many objects of one own type are that share. */
const manyHolders = 200_000;
/** What any heap is made of; of other framework types nobody has half a million by chance. */
export const isFiller = (type: string): boolean =>
  /\[\]$|^System\.(?:String|Object|Boolean|Char|Byte|U?Int\d\d|Single|Double|Decimal|DateTime|Guid|Type|RuntimeType|WeakReference)\b|^System\.Collections\.|^System\.Reflection\.|^System\.Text\.StringBuilder$|^<|^unknown$/i.test(
    type.slice(0, 200),
  );
const veryManyObjects = 500_000;
const mostObjects = 0.4;
const millions = 1_000_000;
/** Nearly all of a large heap is of one type, whatever it is: nothing else can hold what grows. */
const nearlyAll = 0.8;
const largeHeap = 512 * 1024 * 1024;
/** A few arrays are as many as anything by chance; of those that are carried some were just made or let go. */
const carriedAtLeast = 100;
const asMany = 1.01;

type Statistic = EvidenceOf<'heapStatistic'>;

interface Totals {
  readonly objects: number;
  /** Objects that are no strings, arrays and the like. */
  readonly holders: number;
  readonly bytes: number;
}

export function totals({ types, totalObjects, totalBytes }: Statistic): Totals {
  const live = types.filter(({ type }) => type !== 'Free');
  const objects = Math.max(
    totalObjects ?? 0,
    live.reduce((sum, { count }) => sum + count, 0),
  );
  return {
    objects,
    holders: objects - live.filter(({ type }) => isFiller(type)).reduce((sum, { count }) => sum + count, 0),
    bytes: Math.max(
      totalBytes ?? 0,
      live.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0),
    ),
  };
}

interface Crowding {
  readonly type: string;
  readonly count: number;
  readonly bytes: number | null;
  readonly own: boolean;
  readonly ofObjects: number;
  readonly ofHolders: number;
  readonly ofBytes: number;
}

function isCrowd({ type, own, count, bytes, ofObjects, ofHolders, ofBytes }: Crowding): boolean {
  const isLarge = (bytes ?? 0) >= manyBytes;
  if (!own) return (isLarge && ofBytes >= framework) || (!isFiller(type) && count >= veryManyObjects && ofObjects >= mostObjects);
  return (count >= manyObjects && ofObjects >= crowds) || (count >= manyHolders && ofHolders >= crowds) || (isLarge && ofBytes >= crowds);
}

/** The share that tells most: of the heap, of the objects, or of those that hold the strings and arrays. */
function partText({ ofObjects, ofHolders, ofBytes }: Crowding): string {
  if (ofBytes >= ofObjects && ofBytes >= crowds) return `${shareText(ofBytes)} of the heap`;
  return ofObjects >= crowds
    ? `${shareText(ofObjects)} of the objects`
    : `${shareText(ofHolders)} of the objects that are no strings or arrays`;
}

/** An array for each object of one type, the one of the application's own of which there are most: those hold the arrays. */
function carrierOf(types: readonly TypeCount[], { type, count, own }: Crowding): TypeCount | null {
  if (own || !type.endsWith('[]') || count < carriedAtLeast) return null;
  const top = types.reduce<TypeCount | null>(
    (most, each) => (each.count > (most?.count ?? 0) && each.type !== 'Free' && !isFrameworkType(each.type) ? each : most),
    null,
  );
  return top !== null && Math.max(top.count, count) <= asMany * Math.min(top.count, count) ? top : null;
}

function standsOut({ type, count, bytes, own, ofObjects, ofBytes }: Crowding): boolean {
  const swarm = !isFiller(type) && count >= millions && ofObjects >= mostObjects;
  return own || swarm || ((bytes ?? 0) >= largeHeap && ofBytes >= nearlyAll);
}

/** Of the first statistic less than this is left in the last. */
const givenBack = 0.9;

/** The heap as a whole gave back between the statistics at hand: what crowds it then did not make it grow. */
function gaveBack(file: CaseFile): boolean {
  const { ordered } = inOrder(comparableStatistics(file));
  const [first, last] = [ordered[0], ordered.at(-1)];
  if (first === undefined || last === undefined || first === last || first.partial || last.partial) return false;
  return totals(last).bytes < givenBack * totals(first).bytes;
}

function crowding(file: CaseFile, statistic: Statistic): ReturnType<Question['ask']> {
  const { objects, holders, bytes } = totals(statistic);
  const suspects = statistic.types
    .filter(({ type }) => type !== 'Free')
    .map((each) => ({
      ...each,
      own: !isFrameworkType(each.type),
      ofObjects: each.count / Math.max(1, objects),
      ofHolders: each.count / Math.max(1, holders),
      ofBytes: (each.bytes ?? 0) / Math.max(1, bytes),
    }))
    .filter(isCrowd)
    .sort((a, b) => Number(b.own) - Number(a.own) || (b.bytes ?? 0) - (a.bytes ?? 0) || (a.type < b.type ? -1 : 1));
  return suspects.slice(0, 2).map((each) => {
    const isStill = isAtRest(file, statistic, each.type);
    const size = each.bytes === null ? '' : ` (${bytesText(each.bytes)} themselves)`;
    const carrier = carrierOf(statistic.types, each);
    const carried = carrier === null ? '' : `, one for each of the ${countText(carrier.count)} ${shortText(carrier.type)}`;
    return finding({
      rule: 'heap-level',
      about: carrier?.type ?? each.type,
      says: `${countText(each.count)} objects of ${shortText(each.type)} are ${partText(each)}${size}${carried}. That is a level${levelMeans(file, statistic, each.type)}.`,
      points: isStill || gaveBack(file) ? null : 'managed',
      strength: carrier !== null || standsOut(each) ? 'strong' : 'weak',
      evidence: [statistic.id],
      measured: { count: each.count, bytes: each.bytes ?? 0, own: each.own ? 1 : 0 },
    });
  });
}

export const heapLevel: Question = {
  id: 'heap-level',
  // What crowded an earlier look and does not crowd the last one is gone.
  ask: ({ file }) => latestFirst(newestOfEachPart(file.of('heapStatistic').filter(isOfTheHeap))).flatMap((each) => crowding(file, each)),
};
