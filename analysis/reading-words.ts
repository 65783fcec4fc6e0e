/** How sentences name the outputs of each kind that can be compared: one, several, and what they count. */
import type { ReadingKind } from './types.ts';

export interface ReadingWords {
  readonly one: string;
  readonly many: string;
  /** What they count, with its verb: `handles` `grow`. */
  readonly whole: string;
}

export const readingWords: Readonly<Partial<Record<ReadingKind, ReadingWords>>> = {
  handles: { one: 'handle summary', many: 'handle summaries', whole: 'handles' },
  heapStatistic: { one: 'heap statistic', many: 'heap statistics', whole: 'objects on the .NET heap' },
  assemblies: { one: 'list of assemblies', many: 'lists of assemblies', whole: 'loaded assemblies' },
  nativeHeaps: { one: 'listing of the native heaps', many: 'listings of the native heaps', whole: 'committed bytes of the native heaps' },
  heapBlocks: { one: 'listing of heap blocks', many: 'listings of heap blocks', whole: 'the listed blocks' },
  addressSpace: { one: 'summary of the address space', many: 'summaries of the address space', whole: 'used parts of the address space' },
  finalizerQueue: { one: 'finalizer queue', many: 'finalizer queues', whole: 'objects with a finalizer' },
  stacks: { one: 'listing of the threads', many: 'listings of the threads', whole: 'threads' },
  leakReport: { one: 'leak report', many: 'leak reports', whole: 'outstanding allocations' },
  allocations: { one: 'allocation log', many: 'allocation logs', whole: 'allocations' },
};
