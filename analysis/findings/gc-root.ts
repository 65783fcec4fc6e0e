/** What holds an object: the chain from its root names the collection that is never trimmed. */
import type { CaseFile } from '../case-file.ts';
import type { RootChain } from '../types.ts';
import { shortText } from '../wording.ts';
import { finding, type Question } from './types.ts';

const collections = [
  'List`1', 'Dictionary`2', 'HashSet`1', 'Queue`1', 'Stack`1', 'LinkedList`1', 'ConcurrentDictionary`2', 'ConcurrentBag`1', 'ConcurrentQueue`1',
  'SortedList`2', 'SortedDictionary`2', 'Hashtable', 'ArrayList', 'ConditionalWeakTable`2', 'MemoryCache', 'BlockingCollection`1', 'Channel`1', 'ImmutableDictionary`2', 'ObservableCollection`1',
]; // prettier-ignore
const isCollection = (type: string): boolean => collections.some((name) => type.includes(`.${name}`));
const isDelegate = (type: string): boolean =>
  /EventHandler(?:`\d)?(?:<|\[|$)|^System\.(?:Action|Func)(?:`\d)?(?:<|\[|$)|MulticastDelegate/.test(type.slice(0, 300));
const isOwn = (type: string): boolean => !/^(?:System|Microsoft|MS|Internal|Windows|WinRT|ABI)\.|^\w+\[\]$/.test(type.slice(0, 60));

/** What every chain passes on its way and nobody asks about: arrays, strings, delegates, the timer queue, tasks and their state. */
const isPlumbing = (type: string): boolean =>
  /\[\]$|^System\.(?:Object|String)$|^System\.Threading\.(?:Timer|Tasks\.|ExecutionContext|CancellationToken|AsyncLocal)|^System\.Net\.TimerThread|^System\.Runtime\.CompilerServices\./.test(
    type.slice(0, 300),
  ) ||
  isDelegate(type) ||
  isCollection(type.replace(/\+.*/s, ''));

/** Where a chain has no own type: the first framework type in it that is more than a way there. */
export function throughType({ types }: RootChain): string | null {
  return types.find((type) => isOwn(type) && !isPlumbing(type)) ?? types.find((type) => !isPlumbing(type)) ?? null;
}

export interface Holder {
  readonly how: 'static collection' | 'collection' | 'event handler' | 'asynchronous I/O' | 'other';
  /** The type that owns the collection or publishes the event. */
  readonly owner: string | null;
}

/** Statics of a class live in an object array behind a pinned handle (CLR's statics table). */
function isStatic({ root, types }: RootChain): boolean {
  return /pinned|static/i.test(root) && !/async/i.test(root) && (types[0] ?? '').startsWith('System.Object[]');
}

function isIo({ root, types }: RootChain): boolean {
  return /async/i.test(root) || types.some((type) => type.includes('OverlappedData') || type.includes('ThreadPoolBoundHandleOverlapped'));
}

/** Who holds the end of a chain: the last own type before the collection (or the delegates) that leads to it. */
export function holderOf(chain: RootChain): Holder {
  if (isIo(chain)) return { how: 'asynchronous I/O', owner: chain.types.find(isOwn) ?? null };
  const { types } = chain;
  const at = types.findLastIndex(isCollection);
  if (at >= 0) {
    // The nearest owner that is not itself a part of a collection.
    const owner = types.slice(0, at).findLast((type) => isOwn(type) && !isCollection(type)) ?? null;
    return { how: isStatic(chain) ? 'static collection' : 'collection', owner };
  }
  const delegates = types.filter(isDelegate).length;
  if (delegates > 0)
    return { how: 'event handler', owner: types.slice(0, types.findIndex(isDelegate)).findLast(isOwn) ?? types.find(isOwn) ?? null };
  return { how: 'other', owner: types.find(isOwn) ?? null };
}

const heldBy: Readonly<Record<Holder['how'], string>> = {
  'static collection': 'a static collection',
  collection: 'a collection',
  'event handler': 'an event handler',
  'asynchronous I/O': 'asynchronous I/O',
  other: 'a chain',
};

/** A chain to one of this many objects of an own type is no chance. */
const manyLike = 10_000;

/** A link or two without a root are a piece of a chain, and what only the finalizer queue refers to is on its way out. */
export function holdingChains(chains: readonly RootChain[]): readonly RootChain[] {
  return chains.filter(({ root, types }) => !(root === 'unknown root' && types.length < 3) && !/finali[sz]/i.test(root));
}

/** What a host makes once and keeps for good: its options, configuration and loggers are held by handlers in every program. */
const isHosting = (type: string): boolean =>
  /^Microsoft\.Extensions\.(?:Options|Configuration|Logging|Hosting|Primitives|DependencyInjection|FileProviders)\./.test(type);

/** A collection keeps what nobody takes out, and a handle what nobody frees; a thread's stack only shows what is in use. */
function isTelling({ how }: Holder, chain: RootChain): boolean {
  if (how === 'static collection' || how === 'collection') return true;
  const byHandle = /handle/i.test(chain.root) && !/weak/i.test(chain.root);
  const through = throughType(chain);
  return byHandle && through !== null && !isHosting(through);
}

/** How many objects of this own type the heap statistics list. */
function countLike(file: CaseFile, type: string | undefined): number {
  if (type === undefined || !isOwn(type)) return 0;
  return file.of('heapStatistic').reduce((most, { types }) => Math.max(most, types.find((each) => each.type === type)?.count ?? 0), 0);
}

export const gcRoot: Question = {
  id: 'gc-root',
  ask: ({ file }) =>
    file.of('gcRoots').flatMap(({ id, chains }) => {
      // Several chains to one object: a static one says most.
      const held = holdingChains(chains).map((chain) => ({ chain, holder: holderOf(chain) }));
      const rank = ['static collection', 'asynchronous I/O', 'collection', 'event handler', 'other'] as const;
      const best = held.sort((a, b) => rank.indexOf(a.holder.how) - rank.indexOf(b.holder.how))[0];
      if (best === undefined || best.chain.types.at(-1) === 'System.Reflection.LoaderAllocator') return [];
      const { chain, holder } = best;
      const object = shortText(chain.types.at(-1) ?? 'the object', 80);
      if (holder.how === 'asynchronous I/O') {
        return [
          finding({
            rule: 'pinned-by-io',
            says: `${object} is pinned by an asynchronous operation that has not ended: native overlapped memory and its buffer stay until the handle is closed.`,
            points: 'native',
            strength: 'strong',
            evidence: [id],
          }),
        ];
      }
      const crowd = countLike(file, chain.types.at(-1));
      const owner = holder.owner === null || holder.owner === chain.types.at(-1) ? '' : ` of ${shortText(holder.owner, 80)}`;
      return [
        finding({
          rule: 'gc-root',
          about: holder.owner ?? holder.how,
          says: `${object} is held by ${heldBy[holder.how]}${owner}, from ${shortText(chain.root, 60)}.`,
          points: 'managed',
          strength: isTelling(holder, chain) || crowd >= manyLike ? 'strong' : 'weak',
          evidence: [id],
          measured: { length: chain.types.length, like: crowd, byDelegate: holder.how === 'event handler' ? 1 : 0 },
        }),
      ];
    }),
};
