/** Objects that each stand for an assembly or a module of the loader: their number is the growth, and not the bytes that they take on the heap. */
import { courseOf } from '../course.ts';
import { comparableStatistics } from '../heap-parts.ts';
import { inOrder } from '../order-of-evidence.ts';
import { riseOf } from '../rise.ts';
import { countText, listText, seriesText, shortText } from '../wording.ts';
import { finding, type Question } from './types.ts';

/** An application loads some hundreds, and most of them while it starts. */
const least = 300;
const times = 3;
const many = 1000;
const mostNamed = 2;

/**
 * Load contexts (and what is made from AssemblyLoadContext, by its name), their allocators, assemblies and modules that are
 * built at run time, and the module scope that each ProxyGenerator of Castle has.
 */
const ofLoader =
  /^System\.Reflection\.(?:LoaderAllocator|RuntimeAssembly|RuntimeModule|Emit\.(?:Runtime|Internal)?(?:Assembly|Module)Builder)$|^System\.Runtime\.Loader\.\w{1,60}LoadContext$|^Castle\.DynamicProxy\.(?:ModuleScope|ProxyGenerator|DefaultProxyBuilder)$|(?:^|[.+])\w{0,80}(?:Assembly|Plugin|Script|Collectible|Module)\w{0,20}LoadContext$/;

export function isLoaderObject(type: string): boolean {
  return type.length <= 300 && ofLoader.test(type);
}

export const loaderObjects: Question = {
  id: 'loader-objects',
  ask: ({ file }) => {
    const { ordered } = inOrder(comparableStatistics(file));
    const names = new Set(ordered.flatMap(({ types }) => types.map(({ type }) => type).filter(isLoaderObject)));
    const grown = [...names]
      .map((type) => ({ type, counts: ordered.map(({ types }) => types.find((each) => each.type === type)?.count ?? 0) }))
      .flatMap(({ type, counts }) => {
        const { growth } = riseOf(counts);
        const [first = 0, last = 0] = [counts[0], counts.at(-1)];
        const goesOn = courseOf(ordered, counts) === 'grows' && growth !== null && growth >= least && last >= times * first;
        return goesOn ? [{ type, counts, growth }] : [];
      })
      .sort((a, b) => b.growth - a.growth || (a.type < b.type ? -1 : 1));
    const [top] = grown;
    if (top === undefined) return [];
    const named = grown.slice(0, mostNamed).map(({ type, counts }) => `${shortText(type, 80)} ${seriesText(counts, countText)}`);
    return [
      finding({
        rule: 'loader-objects-grow',
        about: top.type,
        says: `${listText(named)}: each stands for an assembly or a module that is loaded and was not unloaded.`,
        points: 'loader-heap',
        strength: top.growth >= many ? 'strong' : 'weak',
        evidence: ordered.map(({ id }) => id),
        measured: { growth: top.growth },
      }),
    ];
  },
};
