/** Two heap statistics of one life, apart in time: which types grow. */
import { comparableStatistics, isOfTheHeap, restMs, wasFilled } from '../heap-parts.ts';
import { type EvidenceOf, inOrder, timeBetween } from '../order-of-evidence.ts';
import { riseOf } from '../rise.ts';
import { isFrameworkType } from '../suspect-types.ts';
import type { TypeCount } from '../types.ts';
import { bytesText, countText, durationText, listText, seriesText, shortText } from '../wording.ts';
import { isLoaderObject } from './loader-objects.ts';
import { finding, type Question } from './types.ts';

/** A type must grow by these to be more than what the moment holds: between two moments of a healthy site a quarter is nothing. */
const leastObjects = 1000;
const leastBytes = 5 * 1024 * 1024;
const leastShare = 0.1;
const objectsShare = 0.5;
const bytesShare = 0.3;
/** What rises from each of three or more statistics to the next is no moment: less of it tells. */
const steadyShare = 0.15;
/** A heap that did not grow by this share has only changed what it holds, unless one own type multiplied. */
const wholeShare = 0.25;
const multiplied = 3;
const mostTypes = 5;
/** Two looks whose times are not told, or lie within the warm-up of a process: what its first requests load is less than this. */
const warmUpMs = 30 * 60_000;
const warmUpBytes = 20 * 1024 * 1024;
const warmUpObjects = 50_000;

type Statistic = EvidenceOf<'heapStatistic'>;

/** One statistic with its types by name. */
interface Named {
  readonly byName: ReadonlyMap<string, TypeCount>;
  readonly partial: boolean;
  /** dotnet-gcdump prints the size of one object of a row: of strings and arrays, which differ in size, any one. */
  readonly sampled: boolean;
}

const sampledShare = 0.25;
const differInSize = (type: string): boolean => type.endsWith('[]') || type === 'System.String';

interface Grown {
  readonly type: string;
  readonly counts: readonly (number | null)[];
  readonly first: number;
  readonly last: number;
  readonly bytes: number;
  readonly steady: boolean;
  /** It grew between the first two statistics and no more since. */
  readonly filled: boolean;
}

/** A partial list does not show small types, so what is missing in it may be there. */
function across(statistics: readonly Named[], type: string, key: 'count' | 'bytes'): readonly (number | null)[] {
  return statistics.map(({ byName, partial }) => {
    const found = byName.get(type);
    return found === undefined ? (partial ? null : 0) : found[key];
  });
}

function grownType(statistics: readonly Named[], type: string): readonly Omit<Grown, 'filled'>[] {
  const counts = across(statistics, type, 'count');
  const known = (values: readonly (number | null)[]): readonly number[] => values.filter((each) => each !== null);
  const objects = riseOf(counts);
  const isSampled = differInSize(type) && statistics.some(({ sampled }) => sampled);
  // Where hardly more of them are there, more bytes are only another sample.
  const isGuess = isSampled && (objects.growth ?? 0) < sampledShare * (known(counts)[0] ?? 0);
  const bytes = isGuess ? statistics.map(() => null) : across(statistics, type, 'bytes');
  const size = riseOf(bytes);
  if (objects.growth === null || objects.growth <= 0 || objects.swings) return [];
  if (size.growth !== null && size.growth <= 0) return [];
  const [first = 0, firstBytes = 0] = [known(counts)[0], known(bytes)[0]];
  const material =
    objects.growth >= Math.max(leastObjects, (objects.steady ? steadyShare : objectsShare) * first) ||
    (size.growth ?? 0) >= Math.max(leastBytes, (size.steady ? steadyShare : bytesShare) * firstBytes);
  const last = known(counts).at(-1) ?? 0;
  return material ? [{ type, counts, first, last, bytes: size.growth ?? 0, steady: objects.steady }] : [];
}

function grown(statistics: readonly Statistic[]): readonly Grown[] {
  const named = statistics.map(({ types, partial, parser }): Named => ({
    byName: new Map(types.map((each) => [each.type, each])),
    partial,
    sampled: parser === 'gcdump-report',
  }));
  const names = new Set(named.flatMap(({ byName }) => [...byName.keys()]));
  names.delete('Free');
  return [...names]
    .flatMap((type) => grownType(named, type))
    .sort((a, b) => b.bytes - a.bytes || (a.type < b.type ? -1 : 1))
    .slice(0, mostTypes)
    .map((each) => ({ ...each, filled: wasFilled(statistics, each.counts) }));
}

function hasMultiplied({ type, first, last }: Grown): boolean {
  return !isFrameworkType(type) && last >= multiplied * first;
}

/** How far the whole heap grew; null where a statistic does not tell its total. */
function wholeOf(statistics: readonly Statistic[]): { readonly growth: number | null; readonly isMuch: boolean; readonly share: number } {
  const totals = statistics.map(({ totalBytes }) => totalBytes);
  const rise = riseOf(totals);
  const first = totals[0] ?? 0;
  const isMuch = rise.growth !== null && rise.growth >= Math.max(leastBytes, leastShare * first) && !rise.swings;
  return { growth: rise.growth, isMuch, share: rise.steady ? leastShare : wholeShare };
}

/** So little in so short a time, looked at twice: a start and a leak look alike. */
function mayBeStart(statistics: readonly Statistic[], types: readonly Grown[]): boolean {
  if (statistics.length > 2 || (timeBetween(statistics) ?? 0) >= warmUpMs) return false;
  const bytes = Math.max(
    wholeOf(statistics).growth ?? 0,
    types.reduce((sum, each) => sum + each.bytes, 0),
  );
  return bytes < warmUpBytes && types.every(({ type, first, last }) => isFrameworkType(type) || last - first < warmUpObjects);
}

function saysOf({ type, counts, bytes, steady, filled, first, last }: Grown, statistics: number): string {
  const size = bytes > 0 ? ` (+${bytesText(bytes)})` : '';
  const series = counts.filter((each) => each !== null);
  if (filled) {
    return `${shortText(type)} grows ${seriesText(series, countText)} objects${size} between the first two of ${statistics} heap statistics, and hardly since: so does a cache that was filled.`;
  }
  return statistics > 2
    ? `${shortText(type)} grows ${seriesText(series, countText)} objects${size} over ${statistics} heap statistics${steady ? ', higher each time' : ''}.`
    : `${shortText(type)} grows from ${countText(first)} to ${countText(last)} objects${size} between the two heap statistics.`;
}

const mostStanding = 3;

/** Whole statistics, well apart, between which neither a type nor the heap grows: that refutes objects that are kept. */
function standing(statistics: readonly Statistic[]): ReturnType<Question['ask']> {
  const [first, last] = [statistics[0], statistics.at(-1)];
  const ms = timeBetween(statistics);
  if (first === undefined || last === undefined || !statistics.every((each) => isOfTheHeap(each) && !each.partial)) return [];
  if (wholeOf(statistics).isMuch || (ms !== null && ms < restMs)) return [];
  const largest = first.types
    .filter(({ type }) => type !== 'Free')
    .toSorted((a, b) => (b.bytes ?? 0) - (a.bytes ?? 0) || b.count - a.count || (a.type < b.type ? -1 : 1));
  const series = largest.slice(0, mostStanding).map(({ type }) => {
    const counts = statistics.map(({ types }) => types.find((each) => each.type === type)?.count ?? 0);
    return `${shortText(type)} ${seriesText(counts, countText)}`;
  });
  if (series.length === 0) return [];
  return [
    finding({
      rule: 'heap-does-not-grow',
      says: `Between these ${statistics.length} heap statistics${ms === null ? '' : ` (${durationText(ms)})`} no type grows: ${listText(series)}. What grows, if anything does, is not objects that are kept on the .NET heap.`,
      evidence: statistics.map(({ id }) => id),
      measured: { ...(ms === null ? {} : { ms }) },
    }),
  ];
}

export const heapGrowth: Question = {
  id: 'heap-growth',
  ask: ({ file }) => {
    const { ordered } = inOrder(comparableStatistics(file));
    if (ordered.length < 2) return [];
    const types = grown(ordered);
    if (types.length === 0) return standing(ordered);
    const whole = wholeOf(ordered);
    // The own type that grows is named before the strings and arrays that it holds.
    const going = types.filter(({ filled }) => !filled);
    const kept = going.filter(({ type }) => !isLoaderObject(type));
    const leading = kept.find(({ type }) => !isFrameworkType(type)) ?? kept[0];
    const least = whole.share * (ordered[0]?.totalBytes ?? 0);
    const grew = whole.growth === null || whole.growth >= least || (leading !== undefined && hasMultiplied(leading));
    const isYoung = mayBeStart(ordered, types);
    return types.map((each) =>
      finding({
        rule: 'heap-growth',
        about: each.type,
        says: saysOf(each, ordered.length),
        points: each === leading && grew ? 'managed' : null,
        strength: !isYoung && (whole.isMuch || whole.growth === null || (each.steady && grew)) ? 'strong' : 'weak',
        evidence: ordered.map(({ id }) => id),
        measured: { first: each.first, last: each.last, bytes: each.bytes, own: isFrameworkType(each.type) ? 0 : 1 },
      }),
    );
  },
};
