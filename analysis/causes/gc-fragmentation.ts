import { said } from './clues.ts';
import type { KnownCause } from './types.ts';

export const gcFragmentation: KnownCause = {
  id: 'gc-fragmentation',
  title: 'The .NET heap is mostly holes: pinned or long-lived objects between free space',
  explains: ['managed'],
  clues: [said(2.6, 'heap-fragmentation'), said(0.4, 'pinned-by-io')],
  refutedBy: 'the free share falls after a compacting collection',
  fix: 'Pin few and long-lived buffers, made once: `GC.AllocateArray<byte>(size, pinned: true)`; rent large arrays instead of allocating them: `ArrayPool<byte>.Shared.Rent(size)` and Return in finally. As a stopgap `GCSettings.LargeObjectHeapCompactionMode = CompactOnce` before a full collection.',
  link: 'https://learn.microsoft.com/dotnet/standard/garbage-collection/large-object-heap',
  looksLike: 'Right after a burst much is free and is used again by the next one.',
};
