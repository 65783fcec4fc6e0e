import { moves, said } from './clues.ts';
import type { KnownCause } from './types.ts';

export const cacheWarmUp: KnownCause = {
  id: 'cache-warm-up',
  title: 'Not a leak: a cache or the process itself warmed up',
  explains: ['no-leak'],
  clues: [
    moves(1.8, 'privateBytes', 'plateau'),
    moves(1.8, 'workingSet', 'plateau'),
    moves(1, 'gcHeap', 'plateau'),
    // A managed cache fills the GC heap, and ever more slowly.
    said(-2.4, 'rose-outside-gc-heap'),
    said(-1.5, 'growth-stopped'),
    said(-2.4, 'work-ended'),
  ],
  refutedBy: 'growth goes on after twice the time it has taken so far',
  fix: 'Nothing to mend. If its size is a worry, bound the cache: `new MemoryCacheOptions { SizeLimit = … }`.',
  link: 'https://learn.microsoft.com/dotnet/core/extensions/caching',
  looksLike: 'A leak whose load has stopped is level as well: look at the requests per second.',
};
