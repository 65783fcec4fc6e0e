/**
 * What to collect next: of all tests that are open, those with the most expected information for their minutes and their
 * impact. Information is counted in bits: how far the test is expected to settle which class it is (mutual information of
 * outcome and class), and how far it is expected to name who it is. Deterministic; "not a leak" is a class like any other.
 */
import type { Found } from './causes/types.ts';
import { classify, columns } from './classify.ts';
import { motionsOf } from './findings/counter-pattern.ts';
import { costOf, type Shares, type Test, tests } from './next-tests-table.ts';
import { testsOfDoubt } from './tests-of-doubt.ts';
import type { LeakClass, NextTest } from './types.ts';
import type { ClassLikelihood, ClassVerdict, JudgedClass } from './weigh-classes.ts';

/** How often an outcome shows up although the class is another one: noise, a coincidence, a misread output. */
const rarely = 0.04;
/** Who it is: one of some eight suspects in the class. */
const whoBits = 3;
/** Less than this is not worth anybody's turn. */
const leastBits = 0.03;
const mostTests = 3;

/** What is already known of who it is. */
export interface Known {
  readonly component: string | null;
  readonly ownFrame: string | null;
  /** Of the likeliest cause; 0 where none is named. */
  readonly causeConfidence: number;
}

const bits = (share: number): number => (share <= 0 ? 0 : -share * Math.log2(share));

/** Mutual information of outcome and class, in bits. */
function aboutClass(outcomes: readonly Shares[], classes: readonly ClassLikelihood[]): number {
  if (outcomes.length === 0) return 0;
  const rows = classes.map(({ leakClass, likelihood }) => {
    const told = outcomes.map((shares) => shares[leakClass] ?? rarely);
    const sum = told.reduce((all, each) => all + each, 0);
    // Shares that add up to more than one (many outcomes, each with its noise) are scaled down to it.
    const scaled = sum > 1 ? told.map((each) => each / sum) : told;
    return { likelihood, shares: [...scaled, Math.max(0, 1 - sum)] };
  });
  const marginal = (outcome: number): number => rows.reduce((all, { likelihood, shares }) => all + likelihood * (shares[outcome] ?? 0), 0);
  const before = Array.from({ length: outcomes.length + 1 }, (_, outcome) => bits(marginal(outcome))).reduce((all, each) => all + each, 0);
  const after = rows.reduce((all, { likelihood, shares }) => all + likelihood * shares.reduce((sum, each) => sum + bits(each), 0), 0);
  return Math.max(0, before - after);
}

/** Each thing that is known leaves less to name; even a cause that is sure is proven only where it was seen. */
const leftWhenKnown = 0.6;
const mostThatACauseTells = 0.7;
function openShare({ component, ownFrame, causeConfidence }: Known): number {
  const named = (component === null ? 1 : leftWhenKnown) * (ownFrame === null ? 1 : leftWhenKnown);
  return named * (1 - mostThatACauseTells * causeConfidence);
}

/** Who it is helps only as far as the class is settled: the right suspect of the wrong class helps nobody. */
function aboutWho(names: Shares, classes: readonly ClassLikelihood[], known: Known): number {
  const settled = Math.max(...classes.map(({ likelihood }) => likelihood));
  const named = classes.reduce((all, { leakClass, likelihood }) => all + likelihood * (names[leakClass] ?? 0), 0);
  return whoBits * settled * named * openShare(known);
}

/** How often each class is what it turns out to be, before anybody has looked: most of what is taken for a leak is the .NET heap, or none. */
const beforehand: Readonly<Record<JudgedClass, number>> = {
  managed: 0.35,
  'no-leak': 0.22,
  native: 0.2,
  handle: 0.1,
  'loader-heap': 0.08,
  virtual: 0.05,
};

/** Classes that a counter which nobody has seen could still make of it: what was seen speaks for them as much as for the leader. */
function stillPossible({ file }: Found): ReadonlySet<string> {
  const seen = motionsOf(file);
  if (classify(seen) === null) return new Set();
  const unseen = columns.filter((column) => seen[column] === 'unknown');
  return new Set(unseen.flatMap((column) => classify({ ...seen, [column]: 'grows' })?.leakClass ?? []));
}

/** What is believed now: what was found, and where little was found how such cases usually end. */
function believed(found: Found, { ranked }: ClassVerdict): readonly ClassLikelihood[] {
  const possible = stillPossible(found);
  const leader = ranked[0]?.likelihood ?? 0;
  const weighed = ranked.map((each) => ({
    ...each,
    likelihood: (possible.has(each.leakClass) ? leader : each.likelihood) * beforehand[each.leakClass],
  }));
  const sum = weighed.reduce((all, { likelihood }) => all + likelihood, 0);
  return weighed.map((each) => ({ ...each, likelihood: each.likelihood / sum }));
}

const decides: ReadonlySet<string> = new Set(['privateBytes', 'workingSet', 'gcHeap', 'handles']);

/** How much longer the counters must be watched, where that is what is missing. */
function longer({ file }: Found): NextTest | null {
  const early = file.trends.filter(({ counter, motion, needsMs }) => decides.has(counter) && motion === 'too-early' && (needsMs ?? 0) > 0);
  const main = early.find(({ counter }) => counter === 'privateBytes') ?? early[0];
  return main === undefined ? null : { collector: 'counters', why: main.says };
}

const refuted: Readonly<Record<JudgedClass, string>> = {
  virtual: 'it is more than address space',
  native: 'it is not native memory',
  'loader-heap': 'it is not the loader heap',
  managed: 'it is not objects that are kept on the .NET heap',
  handle: 'it is not a leak of handles',
  'no-leak': 'something leaks after all',
};

function whyOf({ shows, refutes }: Test, { leakClass, ranked }: ClassVerdict): string {
  const leader = leakClass === 'not-enough-data' ? null : (ranked[0]?.leakClass ?? null);
  const when = leader === null ? undefined : refutes[leader];
  return leader === null || when === undefined ? shows : `${shows} If ${when}, ${refuted[leader]}.`;
}

/** Who allocates and who calls it is asked of a leak; where none is seen there is nobody to name. */
const asksWhoLeaks: ReadonlySet<string> = new Set([
  ...['leak-tracking', 'leak-report', 'allocation-trace', 'call-stacks', 'source'],
  ...['finalizer-queue', 'assembly-list'],
]);

/** What says who allocates native memory takes hours, and nothing quicker does (SPEC §1, the path): it is named while it is open. */
const whoAllocates: ReadonlySet<string> = new Set(['leak-tracking', 'leak-report', 'allocation-trace']);

/** The best; of growth that can only be native the last of them gives way to who allocates, where that is not among them. */
function shortened(all: readonly NextTest[], found: Found, leakClass: LeakClass): readonly NextTest[] {
  const best = all.slice(0, mostTests);
  const isSettled = leakClass === 'native' && [...stillPossible(found)].every((each) => each === leakClass);
  const isWho = ({ collector }: NextTest): boolean => isSettled && whoAllocates.has(collector);
  const missing = best.some(isWho) ? undefined : all.find(isWho);
  return missing === undefined ? best : [...best.slice(0, mostTests - 1), missing];
}

export function nextTests(found: Found, judged: ClassVerdict, known: Known): readonly NextTest[] {
  const classes = believed(found, judged);
  const more = judged.leakClass === 'not-enough-data' ? longer(found) : null;
  const worth = [...tests, ...testsOfDoubt]
    .filter(({ isOpen, collector }) => isOpen(found) && (judged.leakClass !== 'no-leak' || !asksWhoLeaks.has(collector)))
    .map((test) => ({ test, told: aboutClass(test.outcomes, classes) + aboutWho(test.names, classes, known) }))
    .filter(({ told }) => told >= leastBits)
    .sort((a, b) => b.told / costOf(b.test) - a.told / costOf(a.test))
    .map(({ test }) => ({ collector: test.collector, why: whyOf(test, judged) }));
  const all = more === null ? worth : [more, ...worth];
  const once = all.filter((each, i) => all.findIndex(({ collector }) => collector === each.collector) === i);
  return shortened(once, found, judged.leakClass);
}
