/** What each counter is called, and in which unit its values are. */
import type { CounterId } from '../analysis/types.ts';

export const counterWords: Readonly<Record<CounterId, string>> = {
  privateBytes: 'Private bytes',
  virtualBytes: 'Virtual bytes',
  workingSet: 'Working set',
  gcHeap: '.NET heap',
  gcCommitted: '.NET heap committed',
  handles: 'Handles',
  threads: 'Threads',
  assemblies: 'Assemblies',
  loaderHeap: 'Loader heap',
  gen2Collections: 'Gen 2 collections',
  requestsPerSecond: 'Requests per second',
  allocationRate: 'Bytes allocated per second',
  handleSlots: 'Places for file descriptors',
  timers: 'Timers',
};
