import { calls, grows, inSource, said } from './clues.ts';
import type { KnownCause } from './types.ts';

export const threadPileUpCause: KnownCause = {
  id: 'thread-pile-up',
  title: 'Threads pile up: they wait for a lock or block on asynchronous work',
  explains: ['virtual', 'native'],
  clues: [
    said(2.2, 'thread-pile-up'),
    inSource(2, 'thread-pile-up'),
    grows(1.6, 'threads'),
    grows(1.6, 'poolThreads'),
    calls(1.2, 'awarelock::contention', 'monitor.enter', 'taskawaiter.getresult', 'spinthenblockingwait', 'manualreseteventslim.wait'),
  ],
  refutedBy: 'the number of threads stays level, or falls when the load does',
  fix: 'Find the one lock (or the .Result, .Wait()) that most stacks end in, and make that path asynchronous or shorter; bound the number of requests at once. `await task` all the way up instead of `task.Result`; `await gate.WaitAsync(token)` (SemaphoreSlim) instead of a lock around slow work.',
  link: 'https://learn.microsoft.com/dotnet/core/diagnostics/debug-threadpool-starvation',
  looksLike: 'A pool that was set to a high minimum has its threads on purpose.',
};
