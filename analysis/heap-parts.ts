/** Which heap statistics are of the same thing: the whole heap, or the same part of it. */
import type { CaseFile } from './case-file.ts';
import { keptWithoutCollection } from './kept-gc-heap.ts';
import { mayBeSameLife } from './lives.ts';
import { type EvidenceOf, inOrder, newest } from './order-of-evidence.ts';
import { riseOf } from './rise.ts';
import type { Evidence, ProcessLife, TypeCount } from './types.ts';

type Statistic = EvidenceOf<'heapStatistic'>;

/** The statistics that can be compared with each other: those of the heap, or else of the part that was listed most often. */
export function comparableStatistics(file: CaseFile): readonly Statistic[] {
  const parts = Map.groupBy(
    file.of('heapStatistic').filter(({ capped }) => capped !== true),
    ({ part }) => part ?? '',
  );
  const whole = parts.get('') ?? [];
  if (whole.length > 1) return whole;
  return [...parts.values()].reduce((most, each) => (each.length > most.length ? each : most), whole);
}

/** A share of it is a share of the heap: all of it, what lives, or the generation that stays. */
export function isOfTheHeap({ part }: Statistic): boolean {
  return part === undefined || part === '-live' || /^-gen (?:2|gen2)$/.test(part);
}

/** So little more of a type is what the moment holds. */
const still = 0.03;
/** Two looks nearer to each other show no rest. */
export const restMs = 10 * 60_000;

/** The next to last and the last look at the heap showed as many of them, some time apart: a level that was seen to stand. */
function standsStill(file: CaseFile, type: string): boolean {
  const { ordered } = inOrder(comparableStatistics(file));
  const [before, last] = ordered.slice(-2);
  if (before === undefined || last === undefined) return false;
  const [had, has] = [before, last].map(({ types }) => types.find((each) => each.type === type)?.count);
  if (had === undefined || has === undefined || Math.abs(has - had) > still * had) return false;
  return before.takenAt === null || last.takenAt === null || last.takenAt - before.takenAt >= restMs;
}

/** Of each part of the heap the newest statistic: one of another part, or one that was cut short, is not comparable. */
export function newestOfEachPart(statistics: readonly Statistic[]): readonly Statistic[] {
  const parts = Map.groupBy(statistics, ({ part, capped }) => `${part ?? ''}|${capped === true}`);
  return [...parts.values()].flatMap(newest);
}

type List = Evidence & { readonly types: readonly TypeCount[]; readonly partial?: boolean };
/** What is left is this share of what was there: most of them are gone, however soon. */
const mostGone = 0.5;

/** Between lists of types in order: null where they do not tell of this type, else whether there are more of it, some time apart. */
export function growsBetween(ordered: readonly List[], type: string): boolean | null {
  const [before, after] = [ordered[0], ordered.at(-1)];
  const counts = ordered.map(({ types, partial }) => types.find((each) => each.type === type)?.count ?? (partial === true ? null : 0));
  const { growth, swings } = riseOf(counts);
  const first = counts.find((each) => each !== null) ?? 0;
  if (growth === null || before === undefined || after === undefined || counts.every((each) => !each)) return null;
  if (growth > still * first) return !swings;
  const isApart = before.takenAt === null || after.takenAt === null || after.takenAt - before.takenAt >= restMs;
  return isApart || growth <= -mostGone * first ? false : null;
}

/** Of what the memory grew by between two looks, what grew by this little is not it; from the complement on it is. */
const littleShare = 0.25;
/** Objects come and go by this much within any minute. */
const breathes = 5 * 1024 * 1024;

interface Look {
  readonly takenAt: number | null;
  readonly life: ProcessLife;
  readonly bytes: number | null;
}

const objectBytes = ({ types, totalBytes }: Statistic): number | null => {
  const live = types.reduce((sum, { type, bytes }) => sum + (type === 'Free' ? 0 : (bytes ?? 0)), 0);
  return live > 0 ? live : totalBytes;
};

/** Of memory that grows (bytes an hour), whether the heap did between the first and the last look; null where they do not tell. */
function between(looks: readonly Look[], file: CaseFile, bytesPerHour: number): 'grows' | 'flat' | null {
  const [first, last] = [looks[0], looks.at(-1)];
  if (first?.takenAt == null || last?.takenAt == null || last.takenAt - first.takenAt < restMs) return null;
  const grew = (bytesPerHour * (last.takenAt - first.takenAt)) / 3_600_000;
  if (first.bytes === null || last.bytes === null || grew < breathes || !looks.every(({ life }) => mayBeSameLife(life, file.life)))
    return null;
  const share = (last.bytes - first.bytes) / grew;
  return share <= littleShare ? 'flat' : share >= 1 - littleShare ? 'grows' : null;
}

/** What the heap does where no counter of it was collected: by its statistics, or by its size, apart for long enough. */
export function heapBetween(file: CaseFile, bytesPerHour: number): 'grows' | 'flat' | null {
  const statistics = inOrder(comparableStatistics(file).filter((each) => isOfTheHeap(each) && !each.partial)).ordered;
  const sizes = inOrder(file.of('gcHeap')).ordered;
  return (
    between(
      statistics.map((each) => ({ ...each, bytes: objectBytes(each) })),
      file,
      bytesPerHour,
    ) ?? between(sizes, file, bytesPerHour)
  );
}

const rests: ReadonlySet<string> = new Set(['flat', 'plateau', 'falls']);

/** The GC heap of this life was watched and does not grow, though it was collected: what crowds it does not pile up. */
function heapRests(file: CaseFile, { life }: Statistic): boolean {
  const trend = file.trend('gcHeap');
  return trend !== null && rests.has(trend.motion) && mayBeSameLife(trend.life, life) && keptWithoutCollection(file) === null;
}

/** How many of a type there are more in the last statistic than in the first; null: there is no other to compare with. */
function moreOf(file: CaseFile, { id }: Statistic, type: string): { readonly grows: boolean } | null {
  const { ordered } = inOrder(comparableStatistics(file));
  const counts = ordered.map(({ types, partial }) => types.find((each) => each.type === type)?.count ?? (partial ? null : 0));
  const { growth, swings } = riseOf(counts);
  if (growth === null || !ordered.some((each) => each.id === id)) return null;
  const first = counts.find((each) => each !== null) ?? 0;
  return { grows: growth > still * first && !swings };
}

/** A level that was seen to stand: by two statistics, or by the counter of the heap. */
export function isAtRest(file: CaseFile, statistic: Statistic, type: string): boolean {
  return standsStill(file, type) || (heapRests(file, statistic) && moreOf(file, statistic, type)?.grows !== true);
}

/** What follows "That is a level": what the other statistics say of this type, or the counter of the heap, or what a second one would. */
export function levelMeans(file: CaseFile, statistic: Statistic, type: string): string {
  if (standsStill(file, type)) return '; the last two statistics have as many of them';
  const more = moreOf(file, statistic, type);
  if (more !== null) return more.grows ? ', reached by growing' : '; between the statistics at hand they do not grow';
  return heapRests(file, statistic) ? '; by its counter the .NET heap does not grow' : '; a second statistic shows whether they grow';
}

/** Nearly all of a rise. */
const nearlyAll = 0.95;

/** All of its growth lies between the first two of three or more looks: so does a cache that was filled. */
export function wasFilled(statistics: readonly Statistic[], counts: readonly (number | null)[]): boolean {
  const [first, second] = counts;
  const last = counts.at(-1);
  if (counts.length < 3 || first == null || second == null || last == null || last <= first) return false;
  const [start, filled, end] = [statistics[0]?.takenAt, statistics[1]?.takenAt, statistics.at(-1)?.takenAt];
  // The looks after it must have had their time too.
  const isLong = start == null || filled == null || end == null || end - filled >= (filled - start) / 2;
  return isLong && second - first >= nearlyAll * (last - first);
}
