/** What each kind of reading is called in a sentence. */
import type { ReadingKind } from '../analysis/types.ts';

const titles: Readonly<Record<ReadingKind, string>> = {
  counters: 'counters',
  snapshot: 'values at one moment',
  handles: 'handle summary',
  handleTrace: 'handle trace',
  dumpLog: 'dump log',
  leakReport: 'leak report',
  stacks: 'call stacks',
  finalizerQueue: 'finalizer queue',
  heapStatistic: 'heap statistic',
  gcRoots: 'roots of an object',
  gcHeap: '.NET heap',
  assemblies: 'loaded assemblies',
  addressSpace: 'address space',
  nativeHeaps: 'native heaps',
  heapBlocks: 'heap blocks',
  allocations: 'allocations',
  modules: 'modules',
  host: 'host and process',
  source: 'source code',
};

/** A kind that a later version added is called by its own name. */
export function kindTitle(kind: ReadingKind): string {
  return titles[kind];
}
