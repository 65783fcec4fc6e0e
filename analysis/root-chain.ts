/** What the types of a chain from a root say of who holds its end. */
import type { RootChain } from './types.ts';

const collections = [
  'List`1',
  'Dictionary`2',
  'HashSet`1',
  'Queue`1',
  'Stack`1',
  'LinkedList`1',
  'ConcurrentDictionary`2',
  'ConcurrentBag`1',
  'ConcurrentQueue`1',
  'SortedList`2',
  'SortedDictionary`2',
  'Hashtable',
  'ArrayList',
  'ConditionalWeakTable`2',
  'MemoryCache',
  'BlockingCollection`1',
  'Channel`1',
  'ImmutableDictionary`2',
  'ObservableCollection`1',
];
/** By its name before the type arguments, which SOS prints as `List`1[[…]]` and ClrMD as `List<…>`. */
function isCollection(type: string): boolean {
  const head = /^[^<[]{0,300}/.exec(type)?.[0] ?? '';
  // Who shortens a chain leaves the type arguments out.
  const args = type.charAt(head.length) === '<' || head.startsWith('System.Collections.');
  return collections.some((name) => head.includes(`.${name}`) || (args && head.endsWith(`.${name.replace(/`\d$/, '')}`)));
}
/** Where a container of Microsoft.Extensions keeps its singletons and those of a scope: one for each service. */
const isOfServices = (type: string): boolean => type.includes('DependencyInjection.ServiceLookup.ServiceCacheKey');
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
/** Timers that a queue or a dispatcher holds as long as they are active. */
const isTimer = (type: string): boolean =>
  /^System\.(?:Threading\.(?:TimerQueueTimer|TimerHolder)|Timers\.Timer|Windows\.Threading\.DispatcherTimer|Windows\.Forms\.Timer)(?:$|\+)/.test(
    type.slice(0, 120),
  );
export const isOwn = (type: string): boolean => !/^(?:System|Microsoft|MS|Internal|Windows|WinRT|ABI)\.|^\w+\[\]$/.test(type.slice(0, 60));

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

const isLinkedTimer = (type: string | undefined): boolean => type === 'System.Threading.TimerQueueTimer';

/** Active timers are linked with each other: what leads to the first of such a list has nothing to do with what its last one holds. */
export function pathOf({ types }: RootChain): readonly string[] {
  const last = types.findLastIndex((type, at) => isLinkedTimer(type) && isLinkedTimer(types[at - 1]));
  return last < 0 || last === types.length - 1 ? types : types.slice(last);
}

/** Where a chain has no own type: the first framework type in it that is more than a way there. */
export function throughType(chain: RootChain): string | null {
  const types = pathOf(chain);
  return types.find((type) => isOwn(type) && !isPlumbing(type)) ?? types.find((type) => !isPlumbing(type)) ?? null;
}

export interface Holder {
  readonly how:
    | 'static collection'
    | 'collection'
    | 'property handler'
    | 'event handler'
    | 'cache'
    | 'timer'
    | 'service'
    | 'asynchronous I/O'
    | 'handle'
    | 'other';
  /** The type that owns the collection or publishes the event. */
  readonly owner: string | null;
}

/** Statics of a class live in an object array behind a pinned handle, from .NET 5 on a strong one (CLR's statics table). */
function isStatic({ root, types, variable }: RootChain): boolean {
  return (
    variable !== undefined || (/pinned|static|strong/i.test(root) && !/async/i.test(root) && (types[0] ?? '').startsWith('System.Object[]'))
  );
}

/** `Shop.Orders` of the static variable `Shop.Orders.s_recent`, where that is a class of the application. */
function classOfVariable({ variable }: RootChain): string | null {
  const type = variable?.slice(0, Math.max(0, variable.lastIndexOf('.'))) ?? '';
  return type !== '' && isOwn(type) ? type : null;
}

function isIo({ root, types }: RootChain): boolean {
  return /async/i.test(root) || types.some((type) => type.includes('OverlappedData') || type.includes('ThreadPoolBoundHandleOverlapped'));
}

/** A member of a collection whose event the object subscribes to: that is nearer to it than the collection. */
function publisherAfter(types: readonly string[], at: number): string | null {
  const handlerAt = at < 0 ? -1 : types.findIndex((type, index) => index > at && /EventHandler(?:`\d)?(?:<|\[|$)/.test(type.slice(0, 300)));
  return handlerAt < 0 ? null : (types.slice(at + 1, handlerAt).findLast((type) => isOwn(type) && !isCollection(type)) ?? null);
}

/** What a runtime keeps by handles of its own: tables of statics, threads, domains, load contexts, what reflection made. */
const isOfRuntime = (type: string): boolean =>
  /\[\]$|^System\.(?:Object|String|AppDomain|Threading\.Thread|Runtime\.|Reflection\.|RuntimeType)|Exception$/.test(type.slice(0, 300));

/** A strong handle on an object: somebody allocated it (GCHandle.Alloc) and has not freed it yet. */
const isByOwnHandle = ({ root, types }: RootChain): boolean =>
  /strong/i.test(root) && !/async/i.test(root) && types[0] !== undefined && !isOfRuntime(types[0]) && !isCollection(types[0]);

/** A local of a call tells what the call uses; a library's object between it and the collection owns the collection. */
function ownerBefore(chain: RootChain, types: readonly string[], at: number): string | null {
  const ownAt = types.slice(0, at).findLastIndex((type) => isOwn(type) && !isCollection(type));
  const nearer = types.slice(ownAt + 1, at).findLast((type) => /^Microsoft\./.test(type) && !isPlumbing(type)) ?? null;
  if (ownAt === 0 && nearer !== null && /^Thread\b/.test(chain.root)) return nearer;
  return types[ownAt] ?? classOfVariable(chain);
}

/** Who holds the end of a chain: the last own type before the collection (or the delegates) that leads to it. */
export function holderOf(chain: RootChain): Holder {
  if (isIo(chain)) return { how: 'asynchronous I/O', owner: chain.types.find(isOwn) ?? null };
  // A timer that somebody looked for in the list of active ones.
  if (isLinkedTimer(chain.types.at(-1)) && isLinkedTimer(chain.types.at(-2))) return { how: 'timer', owner: chain.types.at(-1) ?? null };
  const types = pathOf(chain);
  const at = types.findLastIndex(isCollection);
  const tableAt = types.findLastIndex(isPropertyTable);
  const added = types.findIndex((type, index) => index > tableAt && isOwn(type));
  if (tableAt >= 0 && tableAt < types.length - 1 && (added < 0 || added > at))
    return { how: 'property handler', owner: types[added] ?? null };
  const cacheAt = types.findLastIndex(isCache);
  if (cacheAt >= 0 && cacheAt >= at)
    return { how: 'cache', owner: types.slice(0, cacheAt).findLast(isOwn) ?? types.slice(cacheAt).find(isOwn) ?? null };
  const timerAt = types.findLastIndex(isTimer);
  if (timerAt > at && timerAt < types.length - 1) return { how: 'timer', owner: types.slice(timerAt).find(isOwn) ?? null };
  const publisher = publisherAfter(types, at);
  if (publisher !== null) return { how: 'event handler', owner: publisher };
  if (isOfServices(types[at] ?? ''))
    return { how: 'service', owner: types.slice(at).find((type) => isOwn(type) && !isCollection(type)) ?? null };
  if (at >= 0) {
    // The nearest owner that is not itself a part of a collection.
    const owner = ownerBefore(chain, types, at);
    if (owner === null && isByOwnHandle(chain)) return { how: 'handle', owner: types[0] ?? null };
    return { how: isStatic(chain) ? 'static collection' : 'collection', owner };
  }
  const delegates = types.filter(isDelegate).length;
  if (delegates > 0)
    return { how: 'event handler', owner: types.slice(0, types.findIndex(isDelegate)).findLast(isOwn) ?? types.find(isOwn) ?? null };
  if (isByOwnHandle(chain)) return { how: 'handle', owner: types[0] ?? null };
  return { how: 'other', owner: types.find(isOwn) ?? null };
}

/** The array behind a handle in which a runtime keeps statics: that it is held says nothing. */
const isTableOfStatics = ({ types }: RootChain): boolean => types.length === 1 && types[0] === 'System.Object[]';

/** A link or two without a root are a piece of a chain, and what only the finalizer queue refers to is on its way out. */
export function holdingChains(chains: readonly RootChain[]): readonly RootChain[] {
  return chains.filter(
    (chain) => !(chain.root === 'unknown root' && chain.types.length < 3) && !/finali[sz]/i.test(chain.root) && !isTableOfStatics(chain),
  );
}

/** The framework's own classes that have a thread to serve them: a dispatcher with its timers, a port, a listener. */
const isServed = (type: string): boolean =>
  /^(?:System\.(?:Windows|IO\.Ports|Net|ServiceProcess|ServiceModel)|Microsoft\.(?:AspNetCore|Extensions\.Hosting|UI))\./.test(
    type.slice(0, 60),
  );
/** A timer, a cache or an event that a thread leads to keeps the object when the call has returned. */
const localHolders: ReadonlySet<Holder['how']> = new Set<Holder['how']>(['collection', 'other', 'event handler']);

/**
 * Locals of a call that still runs: only threads hold the object, and between the stack and it stand only collections,
 * arrays and iterators. Where a class stands between that is the application's, or is served by a thread, the thread
 * serves that.
 */
export function isHeldByCalls(held: readonly RootChain[]): boolean {
  return held.every((chain) => {
    const between = chain.types.slice(0, -1);
    const isLocal = between.some(isPlumbing) && between.every((type) => isPlumbing(type) || !(isOwn(type) || isServed(type)));
    return /^Thread\b/.test(chain.root) && isLocal && localHolders.has(holderOf(chain).how);
  });
}
