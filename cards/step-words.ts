/** What each step of the path is called, and why one takes it. A missing step does not compile. */
import type { CollectingStep, StepId } from '../flows/types.ts';

export interface StepWords {
  /** Title of the card. */
  readonly label: string;
  /** Name on the path: a word or two. */
  readonly onPath: string;
  /** What its progress counts: `dump 2 of 3`; empty for plain `2 of 3`. */
  readonly counts: string;
}

export const stepWords: Readonly<Record<StepId, StepWords>> = {
  intake: { label: 'Which process?', onPath: 'Process', counts: '' },
  preflight: { label: 'Before we start', onPath: 'Preflight', counts: '' },
  counters: { label: 'Counters', onPath: 'Counters', counts: '' },
  addressSpace: { label: 'Address space', onPath: 'Address space', counts: '' },
  assemblies: { label: 'Loaded assemblies', onPath: 'Assemblies', counts: '' },
  managedHeap: { label: '.NET heap', onPath: '.NET heap', counts: 'heap statistic' },
  handleTypes: { label: 'Handle types', onPath: 'Handle types', counts: '' },
  plainDump: { label: 'One dump', onPath: 'One dump', counts: '' },
  leakTracking: { label: 'Leak tracking', onPath: 'Leak tracking', counts: 'dump' },
  leakReports: { label: 'Leak reports', onPath: 'Leak reports', counts: 'report' },
  callStacks: { label: 'Call stacks', onPath: 'Call stacks', counts: '' },
  concluded: { label: 'Cause', onPath: 'Cause', counts: '' },
  verifyingFix: { label: 'Is it fixed?', onPath: 'Fix verified', counts: '' },
  reported: { label: 'Report attached', onPath: 'Reported', counts: '' },
  closed: { label: 'Closed', onPath: 'Closed', counts: '' },
  cancelled: { label: 'Cancelled', onPath: 'Cancelled', counts: '' },
  paused: { label: 'Paused', onPath: 'Paused', counts: '' },
};

export interface CollectingWords {
  /** What next and why: one sentence, on the card. */
  readonly why: string;
  /** Why this and not another: behind "Why?". */
  readonly whyNotAnother: string;
  /** What the answer would tell, either way. */
  readonly tells: string;
  /** What one sees when it is over, for the waiting. */
  readonly until: string;
}

export const collectingWords: Readonly<Record<CollectingStep, CollectingWords>> = {
  preflight: {
    why: 'Why: bitness, start time, limits, free disk and rights decide which of the later steps are possible at all.',
    whyNotAnother:
      'Any other step first could end in a dump that does not fit the disk, or in a process that is ended before enough has been seen.',
    tells: 'It tells how far the process can grow, what may be run here, and which steps this platform rules out.',
    until: 'the process and its host are known',
  },
  counters: {
    why: 'Why: which curves rise together (private bytes, .NET heap, handles, assemblies) says what kind of memory leaks, before anything touches the process.',
    whyNotAnother: 'A dump shows one moment. Only a series shows growth, and it costs the process nothing.',
    tells:
      'If private bytes rise and the .NET heap does not, it is native or loader heap; if both rise together, it is managed; if neither rises, nothing leaks.',
    until: 'the slope is certain enough',
  },
  addressSpace: {
    why: 'Why: virtual bytes rise and private bytes do not, so something reserves memory without using it; the map of the address space says who.',
    whyNotAnother: 'Heap and handle statistics only see used memory; reserved memory shows in the map of the address space alone.',
    tells: 'The usage that holds the reservation: thread stacks, heaps, mapped files or something unknown.',
    until: 'the map is read',
  },
  assemblies: {
    why: 'Why: assemblies that are loaded and never unloaded fill the loader heap; their names usually say which call builds them.',
    whyNotAnother: 'The .NET heap is flat, so a heap statistic would show nothing; a native tracker would only see the loader.',
    tells: 'Many assemblies with the same name point to code generated per call: serializers, proxies, scripts, regular expressions.',
    until: 'the list is read',
  },
  managedHeap: {
    why: 'Why: the .NET heap grows, so the types whose bytes grow between two heap statistics name what is kept.',
    whyNotAnother: 'Native tracking would only see the segments that the garbage collector asks for, never the objects in them.',
    tells: 'The type that grows, and then with its roots: who holds it.',
    until: 'two heap statistics can be compared',
  },
  handleTypes: {
    why: 'Why: which type of handle grows usually names the kind of object that is not released. A second summary shows growth instead of level.',
    whyNotAnother: 'It costs nothing and takes seconds; a dump would pause the process and not say which handles are new.',
    tells:
      'One growing type points to its object: Event and Semaphore to undisposed synchronisation, File to streams, Key to the registry. If none grows, handles are not the leak.',
    until: 'two summaries can be compared',
  },
  plainDump: {
    why: 'Why: one dump from a clone (-r) shows what waits for its finalizer and what is loaded, without stopping the site.',
    whyNotAnother: 'Leak tracking needs an injection and hours; what is piled up for finalizing shows in a single dump.',
    tells: 'The types in the finalizer queue: they own the handles or the memory that is not released.',
    until: 'the dump is analysed',
  },
  leakTracking: {
    why: 'Why: one dump shows a level, two could differ by chance, and a third shows that the same thing goes on growing.',
    whyNotAnother: 'Counters say that native memory grows, never who allocates it. Only a tracker records the allocating call stack.',
    tells: 'Module, function and call stack behind each outstanding allocation, by bytes.',
    until: 'the next threshold is reached',
  },
  leakReports: {
    why: 'Why: compared across the dumps, the reports say which module and which function the growth belongs to, by bytes and not by count.',
    whyNotAnother: 'The dumps themselves are too large to travel; their reports hold everything that is needed from them.',
    tells: 'How much of the growth one module explains, how much of it one function, and what remains.',
    until: 'all reports are compared',
  },
  callStacks: {
    why: 'Why: the stack that ends in the leaking function names the first frame of your own code on the way there.',
    whyNotAnother: 'The function that allocates is rarely the one at fault; the caller is, and only the stack shows it.',
    tells: 'The own method to look at, and the request or job it was called for.',
    until: 'a stack with your own code is found',
  },
};

/** What one collector of a step is called and asked for, where it is not what the step itself is about. */
export interface CollectorWords {
  readonly label: string;
  readonly why: string;
  /** What one button does: the bot reads it, or a person brings it. */
  readonly doIt: string;
  readonly byHand: string;
}

const ownWords: Readonly<Record<string, CollectorWords>> = {
  source: {
    label: 'What was deployed',
    why: 'Why: which code generates assemblies is in the code that was deployed, not in the dump.',
    doIt: 'Read it',
    byHand: "I'll paste it",
  },
  'finalizer-queue': {
    label: 'What waits for its finalizer',
    why: 'Why: objects that were never disposed wait here, and hold their handles and memory until then; the most frequent type names them.',
    doIt: 'Run it',
    byHand: "I'll run it",
  },
};

/** null: the words of the step. Leak tracking has its own words for each of its dumps. */
export function collectorWords(step: StepId, collector: string | null): CollectorWords | null {
  return step === 'plainDump' && collector !== null ? (ownWords[collector] ?? null) : null;
}
