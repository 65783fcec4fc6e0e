/** What each class means in words, and what would show that it is another one. */
import type { LeakClass, ProcessLife } from './types.ts';

interface ClassWords {
  readonly title: string;
  readonly refutedBy: string;
}

const classWords: Readonly<Record<LeakClass, ClassWords>> = {
  native: {
    title: 'Native memory, outside the .NET heap',
    refutedBy: 'the .NET heap (committed) turns out to grow as fast as private bytes, or the loaded assemblies grow with them',
  },
  managed: {
    title: 'Objects on the .NET heap',
    refutedBy: 'the .NET heap falls back to where it was after a full collection, while private bytes stay',
  },
  'loader-heap': {
    title: 'Assemblies that are loaded again and again',
    refutedBy: 'the number of loaded assemblies stays flat while memory grows',
  },
  handle: {
    title: 'Handles that are not closed',
    refutedBy: 'two handle summaries of the same process, with work between them, show the same counts',
  },
  virtual: {
    title: 'Address space that is reserved and not used',
    refutedBy: 'private bytes grow as much as virtual bytes, or the reservation was made once at the start',
  },
  'no-leak': {
    title: 'Not a leak',
    refutedBy: 'the same counters grow over a watch twice as long, under the same load',
  },
  'not-enough-data': {
    title: 'Not enough is known yet',
    refutedBy: 'what was read already shows growth, or shows for long enough that there is none',
  },
};

/** A process without a CLR has no GC heap and no assemblies that could turn out to be what grows. */
const nativeWithoutClr: ClassWords = {
  title: 'Native memory',
  refutedBy: 'private bytes level off while the work goes on (a cache or a pool that fills), or fall back to where they began once it ends',
};

/** The words of a class that fit the process. */
export function wordsOf(leakClass: LeakClass, runtime: ProcessLife['runtime']): ClassWords {
  return leakClass === 'native' && runtime === 'native' ? nativeWithoutClr : classWords[leakClass];
}
