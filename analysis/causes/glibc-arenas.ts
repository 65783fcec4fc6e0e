import { calls } from './clues.ts';
import type { KnownCause } from './types.ts';

export const glibcArenas: KnownCause = {
  id: 'glibc-arenas',
  title: 'Not a leak by itself: glibc keeps freed memory in an arena for each thread',
  explains: ['native', 'no-leak'],
  clues: [calls(1.2, 'arena_get', 'sysmalloc', 'new_heap', 'int_malloc')],
  refutedBy: 'MALLOC_ARENA_MAX=2 or malloc_trim makes no difference',
  fix: 'Set `MALLOC_ARENA_MAX=2` in the environment of the process and see whether resident memory still grows; jemalloc or mimalloc fragment less.',
  link: 'https://sourceware.org/glibc/manual/latest/html_node/Memory-Allocation-Tunables.html',
  looksLike: 'A native leak grows without end; arenas stop at 8 for each core.',
};
