import { grows, manyObjects, measured, rootedThrough, said, together } from './clues.ts';
import type { KnownCause } from './types.ts';

export const cacheWithoutLimit: KnownCause = {
  id: 'cache-without-limit',
  title: 'A cache has no bound: its keys never repeat, or its entries never expire',
  explains: ['managed'],
  clues: [
    manyObjects(2.6, 'cache-without-limit'),
    measured(2, 'gc-root', 'byCache', 1),
    rootedThrough(1.3, 'MemoryCache', 'CacheEntry', 'System.Web.Caching.'),
    together(0.4, grows(0, 'gcHeap'), said(0, 'counter-pattern')),
    said(-2, 'known-types', 'memory-cache-per-call'),
  ],
  refutedBy: 'the number of entries stops at a limit, or falls when they expire',
  fix: 'Give it one: `new MemoryCache(new MemoryCacheOptions { SizeLimit = 10_000 })` with a Size for each entry, and an absolute expiry. Look at the keys: one that holds a user, a time, or the text of a query is used once. Entity Framework caches a compiled query for each different expression: pass values as parameters, not as constants.',
  link: 'https://learn.microsoft.com/aspnet/core/performance/caching/memory#use-setsize-size-and-sizelimit-to-limit-cache-size',
  looksLike: 'A cache that is still warming up stops by itself; many MemoryCache objects with few entries each are another mistake.',
};
