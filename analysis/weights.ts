/**
 * The one table of weights: how many log-odds a finding adds to the class it points to. Findings of one topic say the same
 * thing in other words; only the heaviest of them counts. Six classes start even, so one finding of weight 1.6 makes its
 * class as likely as the other five together (ln 5). The figures were set by hand from how rarely each sign misleads, and
 * are checked by test/analysis/cases.test.ts and by the Brier score of the bench.
 */
import type { Finding, LeakClass } from './types.ts';

export interface Weight {
  readonly topic: string;
  readonly strong: number;
  readonly weak: number;
  /** What the finding speaks against, whatever it points to. */
  readonly against?: Readonly<Partial<Record<LeakClass, number>>>;
}

export const weights: Readonly<Record<string, Weight>> = {
  // Growth that was measured: the same thing more than once.
  'counter-pattern': { topic: 'counters', strong: 4.2, weak: 2.3 },
  // Growth in two places: the smaller part, beside a counter-pattern of the larger one.
  'counter-part': { topic: 'counters', strong: 1.2, weak: 1.2 },
  // The memory grows and nobody looked at the GC heap: little more than a guess at where.
  'memory-growth': { topic: 'counters', strong: 1.75, weak: 1.75 },
  'gc-heap-kept': { topic: 'counters', strong: 2.6, weak: 1.8 },
  'leak-report-growth': { topic: 'native growth', strong: 4.6, weak: 2.4, against: { 'no-leak': 2 } },
  'allocation-growth': { topic: 'native growth', strong: 3.8, weak: 1.8, against: { 'no-leak': 1 } },
  'native-heap-growth': { topic: 'native growth', strong: 2.8, weak: 1.8 },
  'native-heaps-grow': { topic: 'native growth', strong: 2.8, weak: 1.8 },
  'block-size-growth': { topic: 'native growth', strong: 2.8, weak: 1.8 },
  'handle-growth': { topic: 'handles', strong: 4, weak: 2.2, against: { 'no-leak': 1 } },
  'heap-growth': { topic: 'heap', strong: 4, weak: 2.2 },
  // What has a finalizer, garbage among it.
  'finalizable-growth': { topic: 'heap', strong: 2.9, weak: 1.9 },
  // Looks at the size alone: garbage counts, too.
  'gc-heap-growth': { topic: 'heap', strong: 2.9, weak: 1.9 },
  'reserved-grows': { topic: 'address space', strong: 3.4, weak: 1.8 },
  'mapping-growth': { topic: 'counters', strong: 2.9, weak: 1.9 },
  'slots-grow': { topic: 'handles', strong: 2, weak: 1.2 },
  // How many, seen a few times, and not of which type.
  'handle-count-growth': { topic: 'handles', strong: 3.4, weak: 2, against: { 'no-leak': 1 } },
  // Two looks at the address space: the same memory that the counters count, and rarely told whose.
  'private-memory-growth': { topic: 'counters', strong: 2.9, weak: 1.75 },
  'assembly-growth': { topic: 'assemblies', strong: 3.8, weak: 2.2 },
  'loader-heap-growth': { topic: 'assemblies', strong: 3.2, weak: 2 },
  // Levels: seen once. Suspicious, and no growth.
  'leak-report-level': { topic: 'native growth', strong: 2.2, weak: 1.7 },
  'handle-level': { topic: 'handles', strong: 2.3, weak: 1.7 },
  'handle-name': { topic: 'handles', strong: 3.2, weak: 2.2 },
  'handle-trace': { topic: 'handle trace', strong: 3.2, weak: 1.8 },
  'heap-level': { topic: 'heap', strong: 2.3, weak: 1.5 },
  'heap-cohort': { topic: 'heap', strong: 2.1, weak: 1.3 },
  'heap-family': { topic: 'heap', strong: 1.8, weak: 1.1 },
  'timers-grow': { topic: 'timers', strong: 2.4, weak: 1.7 },
  'known-types': { topic: 'heap', strong: 2.4, weak: 1.8 },
  'heap-fragmentation': { topic: 'heap', strong: 2.6, weak: 1.2 },
  'gc-heap-large': { topic: 'heap size', strong: 1.4, weak: 0.8 },
  'loh-large': { topic: 'large objects', strong: 0.9, weak: 0.4 },
  'gc-handles': { topic: 'roots', strong: 2.2, weak: 1.2 },
  'gc-root': { topic: 'roots', strong: 1.8, weak: 0.8 },
  // One look: objects that wait, and the finalizer that lets them.
  'finalizer-stuck': { topic: 'finalizer', strong: 2.3, weak: 0.5 },
  // More wait than are in use, and nobody saw the finalizer thread.
  'finalizer-queue': { topic: 'finalizer', strong: 1.75, weak: 1.75 },
  'pinned-by-io': { topic: 'pinned', strong: 1.8, weak: 1 },
  'emit-builders': { topic: 'emit', strong: 3, weak: 1.8 },
  'loader-objects-grow': { topic: 'loader', strong: 3.4, weak: 2.2 },
  'loader-allocator': { topic: 'loader', strong: 2.8, weak: 1.8 },
  // Each generated assembly brings its own handles: they are its symptom.
  'dynamic-assemblies': { topic: 'assemblies', strong: 3.2, weak: 2, against: { handle: 1.4 } },
  'loader-heap-large': { topic: 'assemblies', strong: 2.2, weak: 1.2 },
  // How many are loaded, and not which.
  'assembly-level': { topic: 'assemblies', strong: 2.6, weak: 1.4, against: { handle: 0.8 } },
  'allocations-outstanding': { topic: 'native growth', strong: 2.6, weak: 1.7 },
  'allocation-stack': { topic: 'allocation stack', strong: 1.8, weak: 1.2 },
  'one-block-size': { topic: 'blocks', strong: 2.2, weak: 1.2 },
  'native-heap-dominates': { topic: 'address space', strong: 2.8, weak: 1.4 },
  'native-heaps-many': { topic: 'address space', strong: 1.9, weak: 1.5 },
  'native-heap-large': { topic: 'address space', strong: 1.9, weak: 1.2 },
  'reserved-not-used': { topic: 'address space', strong: 2.4, weak: 1.2 },
  'thread-pile-up': { topic: 'threads', strong: 2.4, weak: 1.2 },
  // Signs of health.
  // A level, and much is outside the GC heap by design: libraries' caches, models, code.
  'beside-gc-heap': { topic: 'beside the heap', strong: 1.4, weak: 1 },
  'address-space-roomy': { topic: 'address space', strong: 2.4, weak: 1.2 },
  'gc-keeps-memory': { topic: 'gc keeps', strong: 2.4, weak: 1.2 },
  'large-reservation': { topic: 'address space', strong: 2.2, weak: 1.2 },
  // What only leans.
  'allocation-size': { topic: 'allocation size', strong: 0.6, weak: 0.3 },
  'other-life-grew': { topic: 'other life', strong: 0, weak: 0, against: { 'no-leak': 1.5 } },
  // Level because nothing that made it grow goes on: that is no health yet.
  'growth-stopped': { topic: 'growth stopped', strong: 0, weak: 0, against: { 'no-leak': 1.5 } },
  'work-ended': { topic: 'growth stopped', strong: 0, weak: 0, against: { 'no-leak': 3 } },
  // No full collection has looked at what grows: it may be garbage (SPEC §1: at least two of them).
  'no-full-collection': { topic: 'no full collection', strong: 0, weak: 0, against: { managed: 1.9 } },
  // What the verdict itself names as its refuter was read: the counter grows and the readings of it do not.
  'handle-contradicted': { topic: 'handle contradicted', strong: 0, weak: 0, against: { handle: 2.1 } },
  'managed-contradicted': { topic: 'managed contradicted', strong: 0, weak: 0, against: { managed: 2.1 } },
  'loader-heap-contradicted': { topic: 'loader heap contradicted', strong: 0, weak: 0, against: { 'loader-heap': 2.1 } },
  'native-contradicted': { topic: 'native contradicted', strong: 0, weak: 0, against: { native: 2.1 } },
  // Readings that grow by more than the counter ever moved: one of the two is of something else, and nobody knows which.
  'handle-unseen': { topic: 'handle unseen', strong: 0, weak: 0, against: { handle: 1.5, 'no-leak': 1.5 } },
  'managed-unseen': { topic: 'managed unseen', strong: 0, weak: 0, against: { managed: 1.5, 'no-leak': 1.5 } },
  'loader-heap-unseen': { topic: 'loader heap unseen', strong: 0, weak: 0, against: { 'loader-heap': 1.5, 'no-leak': 1.5 } },
  'native-unseen': { topic: 'native unseen', strong: 0, weak: 0, against: { native: 1.5, 'no-leak': 1.5 } },
  'grew-later': { topic: 'grew later', strong: 0, weak: 0, against: { 'no-leak': 1.5 } },
  'reported-handles': { topic: 'reported handles', strong: 0, weak: 0, against: { handle: 2 } },
  'leaking-stack': { topic: 'stack', strong: 0.6, weak: 0.3 },
  'source-pattern': { topic: 'source', strong: 0.6, weak: 0.3 },
};

/** Rules that measured growth, not a level. */
const growthRules = new Set([
  'counter-pattern',
  'memory-growth',
  'gc-heap-kept',
  'leak-report-growth',
  'allocation-growth',
  'native-heap-growth',
  'native-heaps-grow',
  'block-size-growth',
  'handle-growth',
  'handle-count-growth',
  'heap-growth',
  'gc-heap-growth',
  'assembly-growth',
  'loader-heap-growth',
  'loader-objects-grow',
  'reserved-grows',
  'mapping-growth',
  'private-memory-growth',
  'slots-grow',
  'timers-grow',
]);
export function isGrowth({ rule, points }: Finding): boolean {
  return points !== null && growthRules.has(rule);
}

/**
 * A level of handles is suspicious and no growth (SPEC §3: at most 0.7). An object that is opened 15 million times,
 * and handles traced from one mark to the next, are more than a level.
 */
export const levelOnlyCeiling = 0.7;
export const moreThanLevel: ReadonlySet<string> = new Set(['handle-name', 'handle-trace']);

/** Nothing is ever certain from outside the process. */
export const highestConfidence = 0.98;

/** Below this no class is named: two others together would be as likely. */
export const leastConfidence = 0.5;

/** `1 / (1 + e^-x)`. */
export function logistic(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}
