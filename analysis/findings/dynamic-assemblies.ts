/** Assemblies that the same code generates or loads again and again. */
import type { EvidenceOf } from '../order-of-evidence.ts';
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

function level({ file }: Exhibits): ReturnType<Question['ask']> {
  const all = file.of('assemblies');
  const fullest = all.reduce<(typeof all)[number] | null>((most, each) => (each.total > (most?.total ?? -1) ? each : most), null);
  if (fullest === null) return [];
  const top = fullest.repeated.filter(({ type, count }) => count >= repeats && !isUnnamed(type))[0];
  if (top === undefined && fullest.dynamic < manyDynamic) return [];
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
  const { growth, steady } = riseOf(totals);
  if (found === undefined || growth === null || growth < leastGrowth) return [];
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

const MB = 1024 * 1024;
/** Large applications have loader heaps of some dozens of MB; code that is generated again and again has no end. */
const largeHeap = 256 * MB;
const veryLargeHeap = 512 * MB;

/** How much the loader keeps, seen once. */
function loaderHeap({ file }: Exhibits): ReturnType<Question['ask']> {
  const motion = file.trend('loaderHeap')?.motion ?? 'too-early';
  if (motion !== 'grows' && motion !== 'too-early') return [];
  const most = [
    ...file.of('snapshot').map(({ id, values }) => ({ id, bytes: values.loaderHeap ?? 0 })),
    ...file.of('assemblies').map(({ id, loaderHeapBytes }) => ({ id, bytes: loaderHeapBytes ?? 0 })),
  ].reduce<{ readonly id: string; readonly bytes: number } | null>((top, each) => (each.bytes > (top?.bytes ?? 0) ? each : top), null);
  if (most === null || most.bytes < largeHeap) return [];
  return [
    finding({
      rule: 'loader-heap-large',
      says: `The loader heap holds ${bytesText(most.bytes)}: an application needs some dozens of MB, so types or methods were generated or loaded again and again. That is a level; a second look shows whether it grows.`,
      points: 'loader-heap',
      strength: most.bytes >= veryLargeHeap ? 'strong' : 'weak',
      evidence: [most.id],
      measured: { bytes: most.bytes },
    }),
  ];
}

export const dynamicAssemblies: Question = {
  id: 'dynamic-assemblies',
  ask: (exhibits) => [...level(exhibits), ...counted(exhibits), ...loaderHeap(exhibits), ...growing(exhibits)],
};
