import { measured } from './clues.ts';
import type { KnownCause } from './types.ts';

export const heldByRunningCall: KnownCause = {
  id: 'held-by-running-call',
  title: 'A call that still runs holds the objects: it loads more at once than it needs',
  explains: ['managed'],
  clues: [measured(2.2, 'gc-root', 'byCalls', 1)],
  refutedBy: 'the objects are still there when the call has returned and a full collection has run',
  fix: 'Look at the stack of that thread (`!clrstack` or dotnet-stack) for the call. Read in pages or as a stream (`IAsyncEnumerable<T>`, `Skip`/`Take`) instead of `ToList()` of everything, select only the columns that are used, and give the call a limit and a CancellationToken.',
  link: 'https://learn.microsoft.com/ef/core/performance/efficient-querying#limit-the-resultset-size',
  looksLike: 'A worker thread that keeps its work in a field: then the chain passes its class, and the collection in it is what grows.',
};
