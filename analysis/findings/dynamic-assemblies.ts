/** Assemblies that the same code generates or loads again and again. */
import { inOrder } from '../order-of-evidence.ts';
import { bytesText, countText, shortText } from '../wording.ts';
import { type Exhibits, finding, type Question } from './types.ts';

/** One name this often is no coincidence; a site has some dozens of compiled views. */
const repeats = 20;
const manyRepeats = 200;
const manyDynamic = 300;
const leastGrowth = 10;

/** What SOS prints for a generated module without a name. */
const isUnnamed = (name: string): boolean => /^\(?(?:dynamic|unnamed|unknown(?: module)?)\)?$/i.test(name.slice(0, 40));

function level({ file }: Exhibits): ReturnType<Question['ask']> {
  const all = file.of('assemblies');
  const fullest = all.reduce<(typeof all)[number] | null>((most, each) => (each.total > (most?.total ?? -1) ? each : most), null);
  if (fullest === null) return [];
  const top = fullest.repeated.filter(({ type, count }) => count >= repeats && !isUnnamed(type))[0];
  if (top === undefined && fullest.dynamic < manyDynamic) return [];
  const heap = fullest.loaderHeapBytes === null ? '' : ` The loader heap holds ${bytesText(fullest.loaderHeapBytes)}.`;
  const repeated = top === undefined ? '' : ` ${shortText(top.type, 80)} alone is there ${countText(top.count)} times.`;
  return [
    finding({
      rule: 'dynamic-assemblies',
      about: top?.type ?? 'dynamic',
      says: `${countText(fullest.dynamic)} of ${countText(fullest.total)} loaded assemblies were generated at run time.${repeated}${heap}`,
      points: 'loader-heap',
      strength: (top?.count ?? 0) >= manyRepeats || fullest.dynamic >= manyDynamic ? 'strong' : 'weak',
      evidence: [fullest.id],
      measured: { total: fullest.total, dynamic: fullest.dynamic, repeats: top?.count ?? 0 },
    }),
  ];
}

function growing({ file }: Exhibits): ReturnType<Question['ask']> {
  const { ordered } = inOrder(file.of('assemblies'));
  const [first, last] = [ordered[0], ordered.at(-1)];
  if (first === undefined || last === undefined || last.total - first.total < leastGrowth) return [];
  return [
    finding({
      rule: 'assembly-growth',
      says: `Loaded assemblies grow from ${countText(first.total)} to ${countText(last.total)} between the two listings; assemblies are not unloaded.`,
      points: 'loader-heap',
      strength: last.total - first.total >= 5 * leastGrowth ? 'strong' : 'weak',
      evidence: [first.id, last.id],
      measured: { first: first.total, last: last.total },
    }),
  ];
}

export const dynamicAssemblies: Question = {
  id: 'dynamic-assemblies',
  ask: (exhibits) => [...level(exhibits), ...growing(exhibits)],
};
