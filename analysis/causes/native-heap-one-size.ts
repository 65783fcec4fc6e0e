import { heldByModule, said } from './clues.ts';
import type { KnownCause } from './types.ts';

export const nativeHeapOneSize: KnownCause = {
  id: 'native-heap-one-size',
  title: 'One place in native code allocates blocks that nobody frees',
  explains: ['native'],
  clues: [
    said(1.8, 'one-block-size'),
    said(1.8, 'block-size-growth'),
    said(1.6, 'allocation-growth'),
    said(1.5, 'allocation-stack'),
    said(1.8, 'allocations-outstanding'),
    said(1.4, 'allocation-size'),
    said(1.2, 'native-heap-dominates'),
    said(1.2, 'native-heap-growth'),
    heldByModule(-0.8, 'GdiPlus'),
  ],
  refutedBy: 'a second snapshot shows no more blocks of this size, or the allocating function frees them later',
  fix: 'Free in the place that owns the block (destructor, unique_ptr, RAII). `!heap -p -a ADDRESS` or two UMDH logs name the stack that allocates; the first own function in it is where to look.',
  link: 'https://learn.microsoft.com/windows-hardware/drivers/debugger/using-umdh-to-find-a-user-mode-memory-leak',
  looksLike: 'A pool that grows to its size and stays, and a low-fragmentation heap that keeps what was freed.',
};
