/** What each counter is called where it stands alone, and whether its values are bytes. */
import { counterWords as wordsInSentences } from '../analysis/counter-trends.ts';
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
  poolThreads: 'Threads of the pool',
};

export function isOfBytes(counter: CounterId): boolean {
  return wordsInSentences[counter].isBytes;
}
