/** What the statechart remembers, and the questions its guards ask. Pure. */
import type { LeakClass } from '../../analysis/types.ts';
import type { CollectingStep, Facts, StepId } from '../types.ts';
import { collectingSteps } from '../types.ts';

/** A person rarely goes back further; keeps the record small. */
const longestTrail = 50;
const dumpsOfTheDefaultPlan = 3;

export const firstFacts: Facts = {
  met: [],
  skipped: [],
  ruledOut: [],
  leakClass: null,
  goOn: false,
  stackKnown: false,
  handlesGrow: false,
  revisiting: null,
  trail: [],
  dumps: 0,
  dumpsWanted: dumpsOfTheDefaultPlan,
  privateBytes: null,
  nextThreshold: null,
  lastThreshold: null,
  fixAnnouncedAt: null,
  fixHolds: null,
  wentOn: [],
  dumpsSeen: 0,
  trackedFrom: null,
  trackedSince: null,
  collected: {},
  rechecked: [],
};

/**
 * The collecting steps of each class in order (SPEC.md §1). A class that is not known yet is walked
 * like `native`, the way that finds the most, when the person goes on all the same.
 */
export const ways: Readonly<Record<LeakClass, readonly CollectingStep[]>> = {
  native: ['handleTypes', 'leakTracking', 'leakReports', 'callStacks'],
  handle: ['handleTypes', 'plainDump', 'leakTracking', 'leakReports', 'callStacks'],
  'loader-heap': ['assemblies', 'plainDump'],
  managed: ['managedHeap'],
  virtual: ['addressSpace', 'leakTracking', 'leakReports', 'callStacks'],
  'no-leak': [],
  'not-enough-data': ['handleTypes', 'leakTracking', 'leakReports', 'callStacks'],
};

/** Steps of the classes for which tracking is only needed while the stack is unknown. */
const untilStackKnown: readonly CollectingStep[] = ['leakTracking', 'leakReports', 'callStacks'];

export function isCollectingStep(step: StepId): step is CollectingStep {
  return (collectingSteps as readonly StepId[]).includes(step);
}

/** No class can be told yet. */
export function isUndecided(facts: Facts): boolean {
  return facts.leakClass === null || facts.leakClass === 'not-enough-data';
}

/** The counters are left with what they tell: enough, skipped, or the person goes on. */
function hasLeftCounters(facts: Facts): boolean {
  if (facts.goOn || isPut(facts, 'counters')) return true;
  return facts.met.includes('counters') && !isUndecided(facts);
}

function isPut(facts: Facts, step: CollectingStep): boolean {
  return facts.skipped.includes(step) || facts.ruledOut.includes(step) || facts.wentOn.includes(step);
}

/** There is no such step on this platform, and the person did not come to it all the same. */
export function isRuledOut({ ruledOut, revisiting }: Facts, step: StepId): boolean {
  return revisiting !== step && isCollectingStep(step) && ruledOut.includes(step);
}

/** A step is passed over when its need is met, or it is skipped or ruled out, unless the person came back to it. */
export function isPassed(facts: Facts, step: CollectingStep): boolean {
  if (facts.revisiting === step) return false;
  if (step === 'counters') return hasLeftCounters(facts);
  if (facts.met.includes(step) || isPut(facts, step)) return true;
  // Without a dump to read there is no report to wait for.
  return step === 'leakReports' && isPut(facts, 'leakTracking') && facts.dumps === 0;
}

/** The steps that the class asks for now: tracking only while the stack is unknown, handle types where handles are a symptom. */
export function wayThrough(facts: Facts): readonly CollectingStep[] {
  const leakClass = facts.leakClass ?? 'not-enough-data';
  const way = ways[leakClass];
  if (leakClass === 'loader-heap') return facts.handlesGrow ? ['assemblies', 'handleTypes', 'plainDump'] : way;
  if (leakClass !== 'handle' && leakClass !== 'virtual') return way;
  return facts.stackKnown ? way.filter((step) => !untilStackKnown.includes(step)) : way;
}

/** The class that is known now does not lead through this step: it leads elsewhere. */
export function isOffTheWay(facts: Facts, step: CollectingStep): boolean {
  if (facts.revisiting === step || isUndecided(facts)) return false;
  return step !== 'preflight' && step !== 'counters' && !wayThrough(facts).includes(step);
}

/** Something is left to collect on the way of the class, or there is no class at all. */
export function hasOpenStep(facts: Facts): boolean {
  if (facts.revisiting === 'concluded') return false;
  if (!hasLeftCounters(facts)) return isUndecided(facts);
  return wayThrough(facts).some((step) => !isPassed(facts, step));
}

/** Walking on a step twice in a row is one step of the trail. */
export function walked(trail: readonly StepId[], step: StepId): readonly StepId[] {
  return trail.at(-1) === step ? trail : [...trail, step].slice(-longestTrail);
}

/** The step that `back` leads to; null: this is the first. */
export function stepBefore(trail: readonly StepId[]): StepId | null {
  return trail.at(-2) ?? null;
}

export function without<T>(list: readonly T[], item: T): readonly T[] {
  return list.filter((each) => each !== item);
}

export function including<T>(list: readonly T[], item: T): readonly T[] {
  return list.includes(item) ? list : [...list, item];
}
