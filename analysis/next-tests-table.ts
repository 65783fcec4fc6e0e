/**
 * What can be collected next: what each outcome says for which class, how often it names who it is, and what it costs.
 * The shares are estimates by hand, from how the cases and the two incidents went; they decide an order, never a verdict.
 */
import type { Found } from './causes/types.ts';
import { inOrder } from './order-of-evidence.ts';
import { isLinux } from './platform-of.ts';
import type { ReadingKind } from './types.ts';
import type { JudgedClass } from './weigh-classes.ts';

/** Of a hundred leaks of a class, in how many this happens, 0–1. A class that is not named: `rarely`. */
export type Shares = Readonly<Partial<Record<JudgedClass, number>>>;

/** What a test does to production: each minute of it counts that many times. What runs by itself leaves the person free. */
const disturbance = { byItself: 0.5, none: 1, readsDump: 1.5, pauses: 2, restarts: 3 } as const;

export interface Test {
  readonly collector: string;
  /** What it shows; the sentence for the person. */
  readonly shows: string;
  /** What would refute a class that leads; the end of “If …”. */
  readonly refutes: Readonly<Partial<Record<JudgedClass, string>>>;
  /** Until the answer is there, of person and machine together. */
  readonly minutes: number;
  readonly disturbs: keyof typeof disturbance;
  /** Telling outcomes that exclude each other; what is left over is "nothing of that". */
  readonly outcomes: readonly Shares[];
  /** How often it names the component, the function or the cause. */
  readonly names: Shares;
  /** Whether it makes sense now: the evidence has no answer yet, and there is something to ask. */
  readonly isOpen: (found: Found) => boolean;
}

/** A turn in the channel: until the person has read, decided and come back. */
const turnMinutes = 10;
export function costOf({ minutes, disturbs }: Test): number {
  return turnMinutes + minutes * disturbance[disturbs];
}

type Ask = Test['isOpen'];
const lacks =
  (kind: ReadingKind, atLeast = 1): Ask =>
  ({ file }) =>
    file.of(kind).length < atLeast;
const watched =
  (...counters: readonly string[]): Ask =>
  ({ file }) =>
    file.trends.some(({ counter, motion }) => counters.includes(counter) && motion !== 'too-early');
/** A process without a CLR has no assemblies, no GC heap and no finalizer queue. */
export const hasClr: Ask = ({ file }) => file.life.runtime !== 'native';

/** Two summaries within a minute, or at unknown times, show nothing of growth. */
const apartMs = 60_000;
function apart(times: readonly (number | null)[]): boolean {
  const known = times.filter((each) => each !== null);
  return known.length >= 2 && Math.max(...known) - Math.min(...known) >= apartMs;
}

/** Watched for long enough, and no more of them. */
const threadsStand: Ask = ({ file }) => file.trends.some(({ counter, motion }) => counter === 'threads' && motion === 'flat');

const says = ({ findings }: Found, rule: string): boolean => findings.some((each) => each.rule === rule);

const memory = ['privateBytes', 'workingSet'] as const;

export const tests: readonly Test[] = [
  {
    collector: 'counters',
    shows: 'Private bytes, the .NET heap, handles and assemblies together decide what kind of leak it is, and whether it is one.',
    refutes: { 'no-leak': 'memory grows on beyond the warm-up', managed: 'the .NET heap is flat', native: 'the .NET heap grows as much' },
    minutes: 30,
    disturbs: 'byItself',
    outcomes: [{ virtual: 0.6 }, { native: 0.8 }, { 'loader-heap': 0.8 }, { managed: 0.85 }, { handle: 0.8 }, { 'no-leak': 0.8 }],
    names: {},
    isOpen: (found) => !watched(...memory)(found),
  },
  {
    collector: 'counters',
    shows: '# Bytes in all Heaps (.NET CLR Memory) says whether what grows is the .NET heap; the counter costs nothing.',
    refutes: { native: 'the .NET heap grows as much', managed: 'the .NET heap stays flat' },
    minutes: 30,
    disturbs: 'byItself',
    outcomes: [{ managed: 0.95 }],
    names: {},
    isOpen: (found) => hasClr(found) && watched(...memory)(found) && !watched('gcHeap', 'gcCommitted')(found),
  },
  {
    collector: 'counters',
    shows: 'Loaded assemblies that rise with memory would make it a loader-heap leak; the counter costs nothing.',
    refutes: {
      'loader-heap': 'they stay flat',
      native: 'they rise',
      handle: 'they rise with the handles',
    },
    minutes: 30,
    disturbs: 'byItself',
    outcomes: [{ 'loader-heap': 0.95 }],
    names: { 'loader-heap': 0.1 },
    isOpen: (found) => hasClr(found) && !watched('assemblies', 'loaderHeap')(found),
  },
  {
    collector: 'handle-summary',
    shows: 'Handles by type say within seconds whether this is a handle leak.',
    refutes: { handle: 'the counts are those of any such process' },
    minutes: 1,
    disturbs: 'none',
    outcomes: [{ handle: 0.8, 'loader-heap': 0.4 }],
    names: { handle: 0.4 },
    isOpen: (found) =>
      lacks('handles')(found) && !watched('handles')(found) && !found.findings.some(({ rule }) => rule === 'reported-handles'),
  },
  {
    collector: 'handle-summary',
    shows: 'A second handle summary some minutes (or some hundred requests) after the first shows which type grows.',
    refutes: { handle: 'no type grows while the work goes on' },
    minutes: 10,
    disturbs: 'none',
    outcomes: [{ handle: 0.95, 'loader-heap': 0.5, virtual: 0.2 }],
    names: { handle: 0.5 },
    isOpen: ({ file, findings }) =>
      (file.of('handles').length > 0 || file.trend('handles')?.motion === 'grows') &&
      !findings.some(({ rule }) => rule === 'handle-growth') &&
      !apart(file.of('handles').map(({ takenAt }) => takenAt)),
  },
  {
    collector: 'heap-statistic',
    shows: 'Two heap statistics some minutes apart show which types grow.',
    refutes: { managed: 'the types stay level while memory grows' },
    minutes: 20,
    disturbs: 'readsDump',
    outcomes: [{ managed: 0.9, 'loader-heap': 0.25 }],
    names: { managed: 0.6, 'loader-heap': 0.3, handle: 0.1 },
    isOpen: (found) => hasClr(found) && inOrder(found.file.of('heapStatistic')).ordered.length < 2,
  },
  {
    collector: 'heap-statistic',
    shows: '!gcroot -all on one object of the type that stands out shows who holds it.',
    refutes: { managed: 'no root holds it (garbage that was not collected yet)' },
    minutes: 10,
    disturbs: 'readsDump',
    outcomes: [{ managed: 0.6 }],
    names: { managed: 0.7, 'loader-heap': 0.3 },
    // Where no type grows none stands out.
    isOpen: (found) =>
      hasClr(found) && found.file.of('heapStatistic').length > 0 && lacks('gcRoots')(found) && !says(found, 'heap-does-not-grow'),
  },
  {
    collector: 'finalizer-queue',
    shows: 'Objects that wait for the finalizer hold handles and native memory: the queue names their types.',
    refutes: {},
    minutes: 10,
    disturbs: 'readsDump',
    outcomes: [{ handle: 0.4, 'loader-heap': 0.3, native: 0.15, managed: 0.1 }],
    names: { handle: 0.25, 'loader-heap': 0.25, native: 0.1, managed: 0.05 },
    // Blocks of a native heap that is named wait for no finalizer.
    isOpen: (found) => hasClr(found) && lacks('finalizerQueue')(found) && !says(found, 'native-heap-growth'),
  },
  {
    collector: 'assembly-list',
    shows: 'The names of the loaded assemblies say who generates them.',
    refutes: { 'loader-heap': 'no name repeats' },
    minutes: 10,
    disturbs: 'readsDump',
    outcomes: [{ 'loader-heap': 0.9 }],
    names: { 'loader-heap': 0.9 },
    isOpen: (found) => hasClr(found) && lacks('assemblies')(found),
  },
  {
    collector: 'address-space',
    shows: 'The use of the address space says what is reserved, and whether there is room.',
    refutes: { virtual: 'little is reserved beyond what is committed', native: 'the native heaps take a small part' },
    minutes: 10,
    disturbs: 'readsDump',
    outcomes: [{ virtual: 0.7 }, { native: 0.35 }, { 'no-leak': 0.2 }],
    names: { virtual: 0.3 },
    isOpen: lacks('addressSpace'),
  },
  {
    collector: 'leak-tracking',
    shows: 'LeakTrack records who allocates what is not freed; three dumps at rising sizes show who grows.',
    refutes: { native: 'the outstanding allocations stay level' },
    minutes: 120,
    disturbs: 'restarts',
    outcomes: [{ native: 0.9 }],
    names: { native: 0.9, handle: 0.5, virtual: 0.3 },
    // LeakTrack is a DLL of Windows.
    isOpen: (found) => lacks('leakReport', 2)(found) && !isLinux(found.file),
  },
  {
    collector: 'allocation-trace',
    shows: 'memleak-bpfcc -p PID 60 as root (or bpftrace, or a start under heaptrack) shows by call stack who does not free.',
    refutes: { native: 'the outstanding allocations stay level' },
    minutes: 20,
    disturbs: 'none',
    outcomes: [{ native: 0.9 }],
    names: { native: 0.85, virtual: 0.2 },
    isOpen: (found) => lacks('allocations')(found) && isLinux(found.file),
  },
  {
    collector: 'leak-report',
    shows: 'A second and third report of later dumps show who grows; one shows only who holds most.',
    refutes: { native: 'the later reports show the same size' },
    minutes: 10,
    disturbs: 'readsDump',
    outcomes: [{ native: 0.9 }],
    names: { native: 0.6 },
    isOpen: ({ file }) => file.of('leakReport').length > 0 && file.of('leakReport').length < 3,
  },
  {
    collector: 'call-stacks',
    shows: 'The call stacks of the dump tie what leaks to the own code that calls it.',
    refutes: { virtual: 'there are as few threads as in any such process' },
    minutes: 10,
    disturbs: 'readsDump',
    outcomes: [{ virtual: 0.7 }],
    // What runs at one moment is seldom what allocated: the stacks tell most where threads themselves are the leak.
    names: { virtual: 0.7, native: 0.2, handle: 0.1 },
    isOpen: (found) => lacks('stacks')(found) && lacks('allocations')(found) && !threadsStand(found),
  },
  {
    collector: 'source',
    shows: 'The code that was deployed before it began often shows the pattern at once: paste the changed files or the diff.',
    refutes: {},
    minutes: 20,
    disturbs: 'none',
    outcomes: [],
    names: { 'loader-heap': 0.5, handle: 0.35, managed: 0.3, native: 0.3, virtual: 0.2 },
    isOpen: lacks('source'),
  },
];
