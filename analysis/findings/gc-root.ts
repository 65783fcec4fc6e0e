/** What holds an object: the chain from its root names the collection that is never trimmed. */
import type { CaseFile } from '../case-file.ts';
import { type Holder, holderOf, holdingChains, isHeldByCalls, isLoaderAllocator, isOwn, throughType } from '../root-chain.ts';
import type { Finding, RootChain } from '../types.ts';
import { countText, shortText } from '../wording.ts';
import { finding, type Question } from './types.ts';

interface Held {
  readonly chain: RootChain;
  readonly holder: Holder;
}

const heldBy: Readonly<Record<Holder['how'], string>> = {
  'static collection': 'a static collection',
  collection: 'a collection',
  'property handler': 'handlers of a property',
  'event handler': 'an event handler',
  cache: 'an entry of a cache',
  timer: 'an active timer',
  service: 'a container of services, which makes one of a kind',
  'asynchronous I/O': 'asynchronous I/O',
  handle: 'a GC handle',
  other: 'a chain',
};

/** A chain to one of this many objects of an own type is no chance. */
const manyLike = 10_000;

/** What a host makes once and keeps for good: its options, configuration and loggers are held by handlers in every program. */
const isHosting = (type: string): boolean =>
  /^Microsoft\.Extensions\.(?:Options|Configuration|Logging|Hosting|Primitives|DependencyInjection|FileProviders)\./.test(type);

/** A collection keeps what nobody takes out, and a handle what nobody frees; a thread's stack only shows what is in use. */
function isTelling({ how }: Holder, chain: RootChain): boolean {
  if (how === 'static collection' || how === 'collection' || how === 'property handler' || how === 'cache' || how === 'timer') return true;
  const byHandle = /handle/i.test(chain.root) && !/weak/i.test(chain.root);
  const through = throughType(chain);
  return byHandle && through !== null && !isHosting(through);
}

/** Runtimes and hosts keep a handful of objects by a handle of their own; what is allocated for each call comes in hundreds. */
const manyHandles = 200;
function isHeldByHandle({ root, types }: RootChain, like: number): boolean {
  return types.length === 1 && like >= manyHandles && /strong|pinned/i.test(root) && !/async/i.test(root);
}

/** How many objects of this type the heap statistics list. */
function countOf(file: CaseFile, type: string | undefined): number {
  return file.of('heapStatistic').reduce((most, { types }) => Math.max(most, types.find((each) => each.type === type)?.count ?? 0), 0);
}

/** The object behind the handle is one of many, or nobody has counted them. */
function isOneOfMany(file: CaseFile, type: string | undefined): boolean {
  const count = countOf(file, type);
  return count === 0 || count >= manyHandles;
}

function rooted(file: CaseFile, id: string, { chain, holder }: Held, byCalls: boolean): Finding {
  const { root, types } = chain;
  const object = shortText(types.at(-1) ?? 'the object', 80);
  const crowd = isOwn(types.at(-1) ?? '') ? countOf(file, types.at(-1)) : 0;
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
    // A singleton is there once: that it is held is as it should be.
    points: holder.how === 'service' ? null : 'managed',
    strength: isTelling(holder, chain) || crowd >= manyLike ? 'strong' : 'weak',
    evidence: [id],
    measured: {
      length: types.length,
      like: crowd,
      // An active timer calls a delegate: that is neither an event nor a collection that somebody forgot.
      byDelegate:
        holder.how === 'timer' || holder.how === 'service' || holder.how === 'handle'
          ? -1
          : holder.how === 'event handler' || holder.how === 'property handler'
            ? 1
            : 0,
      byTimer: holder.how === 'timer' ? 1 : 0,
      byCache: holder.how === 'cache' ? 1 : 0,
      byCalls: byCalls ? 1 : 0,
      byHandle: byHandle ? 1 : 0,
      onHandle: holder.how === 'handle' && isOneOfMany(file, types[0]) ? 1 : 0,
    },
  });
}

export const gcRoot: Question = {
  id: 'gc-root',
  ask: ({ file }) =>
    file.of('gcRoots').flatMap(({ id, chains }) => {
      // Several chains to one object: a static one says most.
      const held = holdingChains(chains).map((chain) => ({ chain, holder: holderOf(chain) }));
      const rank = [
        'static collection',
        'property handler',
        'asynchronous I/O',
        'cache',
        'timer',
        'collection',
        'event handler',
        'handle',
        'other',
        'service',
      ] as const;
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
