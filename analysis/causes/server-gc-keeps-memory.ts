import { said } from './clues.ts';
import type { KnownCause } from './types.ts';

export const serverGcKeepsMemory: KnownCause = {
  id: 'server-gc-keeps-memory',
  title: 'Not a leak: the GC keeps committed memory for the next burst',
  explains: ['no-leak'],
  clues: [said(2.6, 'gc-keeps-memory')],
  refutedBy: 'live objects after a full collection grow',
  fix: 'Nothing to mend. To hold less: System.GC.ConserveMemory, GCHeapHardLimit, workstation GC, fewer heaps (GCHeapCount), or from .NET 8 on GCDynamicAdaptationMode=1, which sizes the heaps by what lives.',
  link: 'https://learn.microsoft.com/dotnet/standard/garbage-collection/workstation-server-gc',
  looksLike: 'Committed memory that follows what lives is a managed leak.',
};
