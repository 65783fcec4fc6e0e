import { grows, inSource, measured, rootedThrough, said, together } from './clues.ts';
import { queuedObjects, subscribedObjects } from './object-clues.ts';
import type { KnownCause } from './types.ts';

export const staticCollection: KnownCause = {
  id: 'static-collection',
  title: 'A collection that lives as long as the process is never trimmed',
  explains: ['managed'],
  clues: [
    measured(2, 'gc-root', 'byDelegate', 0),
    // A local of a call that still runs is let go when it returns.
    measured(-2.4, 'gc-root', 'byCalls', 1),
    measured(-2.4, 'gc-root', 'byHandle', 1),
    // A cache of the framework is a collection that can be told a limit.
    measured(-2, 'gc-root', 'byCache', 1),
    said(1.2, 'heap-growth'),
    said(1.1, 'heap-level'),
    inSource(2, 'static-collection'),
    rootedThrough(0.6, 'Cache'),
    // What waits for its finalizer is in no collection any more.
    said(-1.6, 'finalizer-stuck'),
    // A queue is emptied by its consumer: that it is long is the producer's doing.
    queuedObjects(-2),
    subscribedObjects(-1.2),
    rootedThrough(-2, 'ConcurrentQueue', 'BlockingCollection', 'BufferBlock', 'System.Threading.Channels.'),
    // What an active timer holds is held by the timer.
    rootedThrough(-1.2, 'System.Threading.TimerQueueTimer'),
    said(-1, 'known-types'),
    // The statistics show that nothing is kept.
    said(-2, 'managed-contradicted'),
    together(1.1, grows(0, 'gcHeap'), said(0, 'counter-pattern')),
  ],
  refutedBy: 'a chain from the growing objects ends at a thread that is still working, or the heap falls back after a full collection',
  fix: 'Give the collection a bound: a size limit, an expiry, or remove what was added when its work is done. `!gcroot` on one of the growing objects names the field that holds it.',
  link: 'https://learn.microsoft.com/dotnet/core/diagnostics/debug-memory-leak',
  looksLike: 'A cache that is still filling looks the same until it is full: watch it for twice as long as it has been growing.',
};
