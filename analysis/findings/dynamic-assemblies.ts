/** Assemblies that the same code generates or loads again and again. */
import { type Course, courseOf, courseText } from '../course.ts';
import { type EvidenceOf, inOrder } from '../order-of-evidence.ts';
import { riseOf } from '../rise.ts';
import type { TypeCount } from '../types.ts';
import { bytesText, countText, seriesText, shortText } from '../wording.ts';
import { type Exhibits, finding, type Question } from './types.ts';

/** One name this often is no coincidence; a site has some dozens of compiled views. */
const repeats = 20;
const manyRepeats = 200;
const manyDynamic = 300;
const leastGrowth = 10;

/** What SOS prints for a generated module without a name. */
const isUnnamed = (name: string): boolean => /^\(?(?:dynamic(?: module)?|unnamed|unknown(?: module)?)\)?$/i.test(name.slice(0, 40));
/** What SOS prints for the module of an AssemblyBuilder; what Assembly.Load read from memory has no name at all. */
const isEmitted = (name: string): boolean => /^\(?dynamic(?: module)?\)?$/i.test(name.slice(0, 40));
const nearlyAll = 0.8;

function saysOf({ total, dynamic }: EvidenceOf<'assemblies'>, top: TypeCount | undefined): string {
  const name = top === undefined ? '' : shortText(top.type, 80);
  const times = countText(top?.count ?? 0);
  // Not marked as generated, and yet one file is loaded once.
  if (top !== undefined && dynamic < top.count)
    return `${name} is ${times} of the ${countText(total)} loaded assemblies: the same was generated or loaded again and again.`;
  const alone = top === undefined ? '' : ` ${name} alone is there ${times} times.`;
  return `${countText(dynamic)} of ${countText(total)} loaded assemblies were generated at run time.${alone}`;
}

type List = EvidenceOf<'assemblies'>;

/** The lists of one tool, in order: two tools do not count the same. */
function listsInOrder({ file }: Exhibits): readonly List[] {
  const byTool = [...Map.groupBy(file.of('assemblies'), ({ parser }) => parser).values()].map((some) => inOrder(some).ordered);
  return byTool.reduce((most, each) => (each.length > most.length ? each : most), []);
}

const fullestOf = (lists: readonly List[]): List | null =>
  lists.reduce<List | null>((most, each) => (each.total > (most?.total ?? -1) ? each : most), null);
const repeatedOf = (list: List): TypeCount | undefined =>
  list.repeated.filter(({ type, count }) => count >= repeats && !isUnnamed(type))[0];

/** Many of them, and lists between which they do not grow: what the verdict would name as its refuter. */
function standing(fullest: List, lists: readonly List[], course: Course): ReturnType<Question['ask']> {
  const text = courseText(
    lists,
    lists.map(({ total }) => total),
    countText,
    'lists of assemblies',
  );
  const means =
    course === 'went'
      ? `They went again (${text}): they were unloaded, or the process was started anew.`
      : `They do not grow: ${text}. What grows, if anything does, is not assemblies that are loaded again and again.`;
  return [
    finding({
      rule: 'assemblies-do-not-grow',
      says: `${saysOf(fullest, repeatedOf(fullest))} ${means}`,
      evidence: lists.map(({ id }) => id),
      measured: { first: lists[0]?.total ?? 0, last: lists.at(-1)?.total ?? 0 },
    }),
  ];
}

function level(exhibits: Exhibits): ReturnType<Question['ask']> {
  const all = exhibits.file.of('assemblies');
  const lists = listsInOrder(exhibits);
  const course = courseOf(
    lists,
    lists.map(({ total }) => total),
  );
  // What an earlier list held and the newest does not is gone; where the order is not known, any may be the newest.
  const older = new Set(lists.slice(0, -1).map(({ id }) => id));
  const fullest = fullestOf(course === 'went' ? all : all.filter(({ id }) => !older.has(id)));
  if (fullest === null) return [];
  const top = repeatedOf(fullest);
  if (top === undefined && fullest.dynamic < manyDynamic) return [];
  if (course === 'stands' || course === 'went') return standing(fullest, lists, course);
  const heap = fullest.loaderHeapBytes === null ? '' : ` The loader heap holds ${bytesText(fullest.loaderHeapBytes)}.`;
  const emitted = fullest.repeated.reduce((sum, { type, count }) => (isEmitted(type) ? sum + count : sum), 0);
  return [
    finding({
      rule: 'dynamic-assemblies',
      about: top?.type ?? 'dynamic',
      says: `${saysOf(fullest, top)}${heap}`,
      points: 'loader-heap',
      strength: (top?.count ?? 0) >= manyRepeats || fullest.dynamic >= manyDynamic ? 'strong' : 'weak',
      evidence: [fullest.id],
      measured: {
        total: fullest.total,
        dynamic: fullest.dynamic,
        repeats: top?.count ?? 0,
        emitted: emitted >= manyDynamic && emitted >= nearlyAll * fullest.dynamic ? 1 : 0,
      },
    }),
  ];
}

function growing({ differences }: Exhibits): ReturnType<Question['ask']> {
  const found = differences.find(({ kind }) => kind === 'assemblies');
  const totals = (found?.totals ?? []).filter((each) => each !== null);
  const [first = 0, last = 0] = [totals[0], totals.at(-1)];
  const { growth, steady, swings } = riseOf(totals);
  if (found === undefined || growth === null || growth < leastGrowth || swings) return [];
  const between =
    totals.length > 2
      ? `${seriesText(totals, countText)} over ${totals.length} listings`
      : `from ${countText(first)} to ${countText(last)} between the two listings`;
  return [
    finding({
      rule: 'assembly-growth',
      says: `Loaded assemblies grow ${between}${steady ? ', higher each time' : ''}; assemblies are not unloaded.`,
      points: 'loader-heap',
      strength: growth >= 5 * leastGrowth || (steady && growth >= 2 * leastGrowth) ? 'strong' : 'weak',
      evidence: found.evidence,
      measured: { first, last },
    }),
  ];
}

/** A large application loads some hundreds; below .NET 5 each site of a pool loads its own. */
const manyLoaded = 2000;
const veryManyLoaded = 5000;

/** The counter alone: how many are loaded, not which. */
function counted({ file }: Exhibits): ReturnType<Question['ask']> {
  const screens = file.of('snapshot').map(({ id, life, values }) => ({ id, life, count: values.assemblies ?? 0 }));
  const logs = file
    .of('counters')
    .flatMap(({ id, series }) =>
      series
        .filter(({ counter }) => counter === 'assemblies')
        .map(({ life, samples }) => ({ id, life, count: samples.at(-1)?.value ?? 0 })),
    );
  const most = [...screens, ...logs].reduce<(typeof screens)[number] | null>(
    (top, each) => (each.count > (top?.count ?? 0) ? each : top),
    null,
  );
  // Seen to stand still, they are what this application is made of.
  const motion = file.trend('assemblies')?.motion;
  const stands = motion !== undefined && motion !== 'grows' && motion !== 'too-early';
  if (most === null || most.count < manyLoaded || stands) return [];
  return [
    finding({
      rule: 'assembly-level',
      says: `${countText(most.count)} assemblies are loaded: an application has some hundreds, so most of these were loaded or generated again and again. That is a level; a second look shows whether they grow.`,
      points: 'loader-heap',
      strength: most.count >= veryManyLoaded && most.life.runtime === 'dotnet' ? 'strong' : 'weak',
      evidence: [most.id],
      measured: { count: most.count },
    }),
  ];
}

export const dynamicAssemblies: Question = {
  id: 'dynamic-assemblies',
  ask: (exhibits) => [...level(exhibits), ...counted(exhibits), ...growing(exhibits)],
};
