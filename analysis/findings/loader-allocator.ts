/** A LoaderAllocator that a root still holds: a collectible context was told to unload and cannot. */
import { countText, listText, shortText } from '../wording.ts';
import { holdingChains, isLoaderAllocator } from '../root-chain.ts';
import { finding, type Question } from './types.ts';

/** Contexts that live at once on purpose are a handful. */
const many = 20;

export const loaderAllocator: Question = {
  id: 'loader-allocator',
  ask: ({ file }) => {
    const heaps = file.of('heapStatistic').filter(({ types }) => types.some(({ type }) => isLoaderAllocator(type)));
    const count = Math.max(
      0,
      ...heaps.flatMap(({ types }) => types.filter(({ type }) => isLoaderAllocator(type)).map((each) => each.count)),
    );
    const roots = file.of('gcRoots').flatMap(({ id, chains }) =>
      holdingChains(chains)
        .filter(({ types }) => isLoaderAllocator(types.at(-1)))
        .map((chain) => ({ id, ...chain })),
    );
    if (roots.length === 0 && count < many) return [];
    const holders = [
      ...new Set(
        roots.map(
          ({ root, types }) =>
            `${shortText(types.find((type) => !type.startsWith('System.')) ?? types[0] ?? '', 80)} (${shortText(root.replace(/^\(|\)$/g, ''), 60)})`,
        ),
      ),
    ];
    const held =
      roots.length === 0
        ? ''
        : ` ${countText(roots.length)} ${roots.length === 1 ? 'root holds' : 'roots hold'} one: ${listText(holders.slice(0, 4))}.`;
    return [
      finding({
        rule: 'loader-allocator',
        says: `${count === 0 ? 'A collectible load context is' : `${countText(count)} collectible load ${count === 1 ? 'context is' : 'contexts are'}`} still alive, so ${count > 1 ? 'their' : 'its'} assemblies are not unloaded.${held}`,
        points: 'loader-heap',
        strength: roots.length > 0 ? 'strong' : 'weak',
        evidence: [...heaps.map(({ id }) => id), ...roots.map(({ id }) => id)],
        measured: { count, roots: roots.length },
      }),
    ];
  },
};
