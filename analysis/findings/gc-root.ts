/** What holds an object: the chain from its root names the collection that is never trimmed. */
import type { CaseFile } from '../case-file.ts';
import type { Finding, RootChain } from '../types.ts';
import { countText, shortText } from '../wording.ts';
import { finding, type Question } from './types.ts';

const collections = [
  'List`1', 'Dictionary`2', 'HashSet`1', 'Queue`1', 'Stack`1', 'LinkedList`1', 'ConcurrentDictionary`2', 'ConcurrentBag`1', 'ConcurrentQueue`1',
  'SortedList`2', 'SortedDictionary`2', 'Hashtable', 'ArrayList', 'ConditionalWeakTable`2', 'MemoryCache', 'BlockingCollection`1', 'Channel`1', 'ImmutableDictionary`2', 'ObservableCollection`1',
]; // prettier-ignore
const isCollection = (type: string): boolean => collections.some((name) => type.includes(`.${name}`));
const isDelegate = (type: string): boolean =>
  /EventHandler(?:`\d)?(?:<|\[|$)|^System\.(?:Action|Func)(?:`\d)?(?:<|\[|$)|MulticastDelegate/.test(type.slice(0, 300));
/** The caches of the framework: what they keep has a key, and an expiry or none. */
const isCache = (type: string): boolean =>
  /^(?:System\.Web\.Caching\.|System\.Runtime\.Caching\.MemoryCache|Microsoft\.Extensions\.Caching\.Memory\.(?:MemoryCache|CacheEntry|CoherentState))/.test(
    type.slice(0, 120),
  );
/** AddValueChanged and a binding to a property without notification keep their object in a table of the property, which is static. */
const isPropertyTable = (type: string): boolean =>
  /^(?:MS\.Internal\.ComponentModel\.(?:DependencyObjectPropertyDescriptor|PropertyChangeTracker)|MS\.Internal\.Data\.ValueChangedEventManager|System\.ComponentModel\.ReflectPropertyDescriptor)(?:$|\+)/.test(
    type.slice(0, 120),
  );
const isOwn = (type: string): boolean => !/^(?:System|Microsoft|MS|Internal|Windows|WinRT|ABI)\.|^\w+\[\]$/.test(type.slice(0, 60));

/** What every chain passes on its way and nobody asks about: arrays, strings, delegates, the timer queue, tasks and their state. */
const isPlumbing = (type: string): boolean =>
  /\[\]$|^System\.(?:Object|String)$|^System\.Threading\.(?:Timer|Tasks\.|ExecutionContext|CancellationToken|AsyncLocal)|^System\.Net\.TimerThread|^System\.Runtime\.CompilerServices\./.test(
    type.slice(0, 300),
  ) ||
  isDelegate(type) ||
  isCollection(type.replace(/\+.*/s, ''));

/** What keeps generated or collectible code loaded. Its scout is the part with a finalizer; only the allocator refers to it. */
export function isLoaderAllocator(type: string | undefined): boolean {
  return type === 'System.Reflection.LoaderAllocator' || type === 'System.Reflection.LoaderAllocatorScout';
}

/** Where a chain has no own type: the first framework type in it that is more than a way there. */
export function throughType({ types }: RootChain): string | null {
  return types.find((type) => isOwn(type) && !isPlumbing(type)) ?? types.find((type) => !isPlumbing(type)) ?? null;
}

interface Held {
  readonly chain: RootChain;
  readonly holder: Holder;
}

export interface Holder {
  readonly how: 'static collection' | 'collection' | 'property handler' | 'event handler' | 'cache' | 'asynchronous I/O' | 'other';
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
  const tableAt = types.findLastIndex(isPropertyTable);
  if (tableAt >= 0 && tableAt < types.length - 1 && !types.slice(tableAt + 1).some((type) => isOwn(type) && isCollection(type)))
    return { how: 'property handler', owner: types.slice(tableAt).find(isOwn) ?? null };
  const cacheAt = types.findLastIndex(isCache);
  if (cacheAt >= 0 && cacheAt >= at)
    return { how: 'cache', owner: types.slice(0, cacheAt).findLast(isOwn) ?? types.slice(cacheAt).find(isOwn) ?? null };
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
  'property handler': 'handlers of a property',
  'event handler': 'an event handler',
  cache: 'an entry of a cache',
  'asynchronous I/O': 'asynchronous I/O',
  other: 'a chain',
};

/** A chain to one of this many objects of an own type is no chance. */
const manyLike = 10_000;

/** The array behind a handle in which a runtime keeps statics: that it is held says nothing. */
const isTableOfStatics = ({ types }: RootChain): boolean => types.length === 1 && types[0] === 'System.Object[]';

/** A link or two without a root are a piece of a chain, and what only the finalizer queue refers to is on its way out. */
export function holdingChains(chains: readonly RootChain[]): readonly RootChain[] {
  return chains.filter(
    (chain) => !(chain.root === 'unknown root' && chain.types.length < 3) && !/finali[sz]/i.test(chain.root) && !isTableOfStatics(chain),
  );
}

/** What a host makes once and keeps for good: its options, configuration and loggers are held by handlers in every program. */
const isHosting = (type: string): boolean =>
  /^Microsoft\.Extensions\.(?:Options|Configuration|Logging|Hosting|Primitives|DependencyInjection|FileProviders)\./.test(type);

/** A collection keeps what nobody takes out, and a handle what nobody frees; a thread's stack only shows what is in use. */
function isTelling({ how }: Holder, chain: RootChain): boolean {
  if (how === 'static collection' || how === 'collection' || how === 'property handler' || how === 'cache') return true;
  const byHandle = /handle/i.test(chain.root) && !/weak/i.test(chain.root);
  const through = throughType(chain);
  return byHandle && through !== null && !isHosting(through);
}

/**
 * Locals of a call that still runs: only threads hold the object, and between the stack and it stand only collections,
 * arrays and iterators. Where a class of the application stands between, the thread serves that class.
 */
function isHeldByCalls(held: readonly RootChain[]): boolean {
  return held.every(({ root, types }) => {
    const between = types.slice(0, -1);
    return /^Thread\b/.test(root) && between.some(isPlumbing) && between.every((type) => !isOwn(type) || isPlumbing(type));
  });
}

/** Runtimes and hosts keep a handful of objects by a handle of their own; what is allocated for each call comes in hundreds. */
const manyHandles = 200;
function isHeldByHandle({ root, types }: RootChain, like: number): boolean {
  return types.length === 1 && like >= manyHandles && /strong|pinned/i.test(root) && !/async/i.test(root);
}

/** How many objects of this own type the heap statistics list. */
function countLike(file: CaseFile, type: string | undefined): number {
  if (type === undefined || !isOwn(type)) return 0;
  return file.of('heapStatistic').reduce((most, { types }) => Math.max(most, types.find((each) => each.type === type)?.count ?? 0), 0);
}

function rooted(file: CaseFile, id: string, { chain, holder }: Held, byCalls: boolean): Finding {
  const { root, types } = chain;
  const object = shortText(types.at(-1) ?? 'the object', 80);
  const crowd = countLike(file, types.at(-1));
  const byHandle = isHeldByHandle(chain, crowd);
  const owner = holder.owner === null || holder.owner === types.at(-1) ? '' : ` of ${shortText(holder.owner, 80)}`;
  const held = byCalls
    ? `a call that still runs (${shortText(root, 60)}) and by nothing else that was shown`
    : byHandle
      ? `a GC handle of its own, ${shortText(root, 60)}, and ${countText(crowd)} such objects are there`
      : `${heldBy[holder.how]}${owner}, from ${shortText(root, 60)}`;
  return finding({
    rule: 'gc-root',
    about: holder.owner ?? holder.how,
    says: `${object} is held by ${held}.`,
    points: 'managed',
    strength: isTelling(holder, chain) || crowd >= manyLike ? 'strong' : 'weak',
    evidence: [id],
    measured: {
      length: types.length,
      like: crowd,
      byDelegate: holder.how === 'event handler' || holder.how === 'property handler' ? 1 : 0,
      byCache: holder.how === 'cache' ? 1 : 0,
      byCalls: byCalls ? 1 : 0,
      byHandle: byHandle ? 1 : 0,
    },
  });
}

export const gcRoot: Question = {
  id: 'gc-root',
  ask: ({ file }) =>
    file.of('gcRoots').flatMap(({ id, chains }) => {
      // Several chains to one object: a static one says most.
      const held = holdingChains(chains).map((chain) => ({ chain, holder: holderOf(chain) }));
      const rank = ['static collection', 'property handler', 'asynchronous I/O', 'cache', 'collection', 'event handler', 'other'] as const;
      const best = held.sort((a, b) => rank.indexOf(a.holder.how) - rank.indexOf(b.holder.how))[0];
      if (best === undefined || isLoaderAllocator(best.chain.types.at(-1))) return [];
      const object = shortText(best.chain.types.at(-1) ?? 'the object', 80);
      if (best.holder.how === 'asynchronous I/O') {
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
      return [rooted(file, id, best, isHeldByCalls(held.map((each) => each.chain)))];
    }),
};
