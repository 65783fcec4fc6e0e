/** What to collect next and why: what tells most for its minutes and its risk, by class. The dear ones come last. */
import type { Found } from './causes/types.ts';
import { inOrder } from './order-of-evidence.ts';
import type { LeakClass, NextTest, ReadingKind } from './types.ts';

interface Test extends NextTest {
  /** Whether the evidence has the answer already. */
  readonly has: (found: Found) => boolean;
}

function has(kind: ReadingKind, atLeast = 1): Test['has'] {
  return ({ file }) => file.of(kind).length >= atLeast;
}
const hasCounter =
  (counter: string): Test['has'] =>
  ({ file }) =>
    file.trends.some((trend) => trend.counter === counter && trend.motion !== 'too-early');
const hasTwo =
  (kind: ReadingKind): Test['has'] =>
  ({ file }) =>
    inOrder(file.of(kind)).ordered.length >= 2;

/** Two summaries within a minute, or at unknown times, show nothing of growth. */
const apartMs = 60_000;
function apart(times: readonly (number | null)[]): boolean {
  const known = times.filter((each) => each !== null);
  return known.length >= 2 && Math.max(...known) - Math.min(...known) >= apartMs;
}

/** A process without a CLR has no assemblies and no finalizer queue. */
const isNative: Test['has'] = ({ file }) => file.life.runtime === 'native';

function counters(why: string, counter = 'privateBytes'): Test {
  return { collector: 'counters', why, has: hasCounter(counter) };
}
const assembliesCounter: Test = {
  collector: 'counters',
  why: 'Loaded assemblies that rise with memory would make it a loader-heap leak; the counter costs nothing.',
  has: (found) => isNative(found) || hasCounter('assemblies')(found),
};
const heapCounter: Test = {
  collector: 'counters',
  why: '# Bytes in all Heaps (.NET CLR Memory) says whether what grows is the .NET heap; the counter costs nothing.',
  has: (found) => isNative(found) || hasCounter('gcHeap')(found) || hasCounter('gcCommitted')(found),
};
const secondSummary: Test = {
  collector: 'handle-summary',
  why: 'A second handle summary some minutes (or some hundred requests) after the first shows which type grows.',
  has: ({ file, findings }) =>
    findings.some(({ rule }) => rule === 'handle-growth') || apart(file.of('handles').map(({ takenAt }) => takenAt)),
};
const firstSummary: Test = {
  collector: 'handle-summary',
  why: 'Handles by type say within seconds whether this is a handle leak.',
  has: ({ file, findings }) =>
    file.of('handles').length > 0 || file.trend('handles') !== null || findings.some(({ rule }) => rule === 'reported-handles'),
};
const statistic: Test = {
  collector: 'heap-statistic',
  why: 'Two heap statistics some minutes apart show which types grow.',
  has: hasTwo('heapStatistic'),
};
const queue: Test = {
  collector: 'finalizer-queue',
  why: 'Objects that wait for the finalizer hold handles and native memory: the queue names their types.',
  has: (found) => isNative(found) || has('finalizerQueue')(found),
};
const tracking: Test = {
  collector: 'leak-tracking',
  why: 'LeakTrack records who allocates what is not freed; three dumps at rising sizes show who grows.',
  has: has('leakReport', 2),
};
const reports: Test = {
  collector: 'leak-report',
  why: 'A second and third report of later dumps show who grows; one shows only who holds most.',
  has: ({ file }) => file.of('leakReport').length === 0 || file.of('leakReport').length >= 3,
};
const stacks: Test = {
  collector: 'call-stacks',
  why: 'The call stacks of the dump tie what leaks to the own code that calls it.',
  has: has('stacks'),
};
const source: Test = {
  collector: 'source',
  why: 'The code that was deployed before it began often shows the pattern at once: paste the changed files or the diff.',
  has: has('source'),
};
const assemblyList: Test = {
  collector: 'assembly-list',
  why: 'The names of the loaded assemblies say who generates them.',
  has: has('assemblies'),
};
const space: Test = {
  collector: 'address-space',
  why: 'The use of the address space says what is reserved, and whether there is room.',
  has: has('addressSpace'),
};
const dump: Test = {
  collector: 'process-dump',
  why: 'A dump that does not stop the site answers what counters cannot: who holds what.',
  has: has('dumpLog'),
};
const all = counters('Private bytes, the GC heap, handles and assemblies together decide what kind of leak it is.');

const tests: Readonly<Record<LeakClass, readonly Test[]>> = {
  native: [all, heapCounter, assembliesCounter, firstSummary, tracking, reports, stacks, source],
  handle: [assembliesCounter, secondSummary, queue, stacks, source],
  'loader-heap': [assembliesCounter, assemblyList, queue, source],
  managed: [all, statistic, queue, source],
  virtual: [all, space, stacks],
  'no-leak': [all, firstSummary],
  'not-enough-data': [all, firstSummary, statistic, dump],
};

const mostTests = 3;

const decides: ReadonlySet<string> = new Set(['privateBytes', 'workingSet', 'gcHeap', 'handles']);

/** How much longer the counters must be watched, where that is what is missing. */
function longer({ file }: Found): NextTest | null {
  const early = file.trends.filter(({ counter, motion, needsMs }) => decides.has(counter) && motion === 'too-early' && (needsMs ?? 0) > 0);
  const main = early.find(({ counter }) => counter === 'privateBytes') ?? early[0];
  if (main === undefined) return null;
  return { collector: 'counters', why: main.says };
}

export function nextTests(found: Found, leakClass: LeakClass): readonly NextTest[] {
  const more = leakClass === 'not-enough-data' ? longer(found) : null;
  const asked = tests[leakClass].filter((test) => !test.has(found)).map(({ collector, why }) => ({ collector, why }));
  const once = [...(more === null ? [] : [more]), ...asked].filter(
    (each, i, list) => list.findIndex(({ collector }) => collector === each.collector) === i,
  );
  return once.slice(0, mostTests);
}
