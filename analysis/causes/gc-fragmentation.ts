import { said } from './clues.ts';
import type { KnownCause } from './types.ts';

export const gcFragmentation: KnownCause = {
  id: 'gc-fragmentation',
  title: 'The GC heap is mostly holes: pinned or long-lived objects between free space',
  explains: ['managed'],
  clues: [said(2.6, 'heap-fragmentation'), said(0.4, 'pinned-by-io')],
  refutedBy: 'the free share falls after a compacting collection',
  fix: 'Pin few and long-lived buffers, from a pool (ArrayPool, the pinned object heap); rent large arrays instead of allocating them; as a stopgap GCSettings.LargeObjectHeapCompactionMode.',
  link: 'https://learn.microsoft.com/dotnet/standard/garbage-collection/large-object-heap',
  looksLike: 'Right after a burst much is free and is used again by the next one.',
};
