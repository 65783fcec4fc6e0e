import { inSource, manyObjects, objectsNamed } from './clues.ts';
import type { KnownCause } from './types.ts';

export const memoryCachePerCall: KnownCause = {
  id: 'memory-cache-per-call',
  title: 'A MemoryCache is made for each call instead of once',
  explains: ['managed'],
  clues: [
    manyObjects(3, 'memory-cache-per-call'),
    inSource(2.2, 'memory-cache-per-call'),
    objectsNamed(1, 1000, 'CacheMemoryMonitor', 'MemoryCacheStatistics', 'MemoryCacheStore'),
  ],
  refutedBy: 'the heap holds as many MemoryCache objects as the code means to have',
  fix: 'Use one MemoryCache for the process: `MemoryCache.Default`, or `services.AddMemoryCache()` and take IMemoryCache; each instance has timers and handles that root it until it is disposed.',
  link: 'https://learn.microsoft.com/dotnet/api/system.runtime.caching.memorycache',
  looksLike: 'One MemoryCache with very many entries is an unbounded cache, another mistake.',
};
