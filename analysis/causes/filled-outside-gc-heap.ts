import { said } from './clues.ts';
import type { KnownCause } from './types.ts';

export const filledOutsideGcHeap: KnownCause = {
  id: 'filled-outside-gc-heap',
  title: 'Not a leak: a pool or a cache outside the .NET heap filled to its size',
  explains: ['no-leak'],
  clues: [said(2.2, 'rose-outside-gc-heap'), said(-1.4, 'growth-stopped'), said(-2.4, 'work-ended')],
  refutedBy: 'growth goes on after twice the time it has taken so far',
  fix: 'Nothing to mend. If its size is a worry, bound what holds it: native caches, connection and buffer pools, mapped files have a maximum of their own. `!address -summary` or VMMap shows which kind of memory it is.',
  link: 'https://learn.microsoft.com/sysinternals/downloads/vmmap',
  looksLike: 'A managed cache that warms up fills the .NET heap by as much as private bytes.',
};
