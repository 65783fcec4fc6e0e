import { calls, said } from './clues.ts';
import type { KnownCause } from './types.ts';

export const finalizerBacklogCause: KnownCause = {
  id: 'finalizer-backlog',
  title: 'The finalizer thread does not keep up',
  explains: ['managed', 'handle', 'native'],
  clues: [
    said(2, 'finalizer-backlog'),
    said(1.6, 'finalizer-stuck'),
    calls(1.4, 'finalizerthread', 'wks::gcheap::finalizerthreadworker', 'svr::gcheap::finalizerthread'),
  ],
  refutedBy: 'the queue is empty a moment later',
  fix: "Dispose what owns handles (`using`), so that nothing waits for the finalizer. Look at the finalizer thread's stack: a finalizer that blocks (a lock, a COM call into an STA) stops all others.",
  link: 'https://learn.microsoft.com/dotnet/standard/garbage-collection/implementing-dispose',
  looksLike: 'Finalizable objects are not waiting objects: only those ready for finalization count.',
};
