import { grows, inSource, objectsNamed, rootedThrough, said, together } from './clues.ts';
import { queuedObjects } from './object-clues.ts';
import type { KnownCause } from './types.ts';

export const producerWithoutBackPressure: KnownCause = {
  id: 'producer-without-back-pressure',
  title: 'Work is produced faster than it is consumed, and the queue has no bound',
  explains: ['managed'],
  clues: [
    said(2, 'gc-heap-kept'),
    rootedThrough(1.6, 'Channel', 'BlockingCollection', 'ConcurrentQueue', 'BufferBlock', 'SocketFrameHandler'),
    queuedObjects(2.2),
    inSource(2, 'producer-without-back-pressure'),
    objectsNamed(1.2, 20000, 'QueueSegment', 'OutgoingFrame', 'ChannelSegment'),
    together(1.1, grows(0, 'gcHeap'), grows(0, 'allocationRate')),
  ],
  refutedBy: 'the queue is short when the heap is large, or the heap falls after a full collection when the producer has stopped',
  fix: "Bound the queue (`Channel.CreateBounded`, prefetch, publisher confirms) and await the write, so that the producer goes at the consumer's pace.",
  link: 'https://learn.microsoft.com/dotnet/core/extensions/channels',
  looksLike: 'A burst leaves the same large heap behind until the next full collection: collect once (dotnet-gcdump does) and look again.',
};
