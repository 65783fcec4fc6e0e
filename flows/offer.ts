/** What is offered now: the collector, how it is run, and what would follow a skip. */
import type { Evidence } from '../analysis/types.ts';
import type { Collector, Investigation, Offer, PlannedStep, StepId } from './types.ts';
import { collectorById } from './collectors/index.ts';
import { after, isOfThisLife } from './evidence-time.ts';
import { countedEvidence } from './foreign.ts';
import { howOf } from './known-of-case.ts';
import { placeOf } from './memory-leak/place.ts';
import { ownerOf } from './translate.ts';
import { countsSince, dumpsSeen, isDumpRead, trackedReports } from './met.ts';

export function stepOf(investigation: Investigation): StepId {
  return placeOf(investigation.snapshot.state).step;
}

function plannedOf(investigation: Investigation): PlannedStep | null {
  return investigation.plan.steps.find((each) => each.step === stepOf(investigation)) ?? null;
}

/** How many of what the step needs are there. */
function have(investigation: Investigation, planned: PlannedStep): number {
  const evidence = after(countedEvidence(investigation), countsSince(investigation));
  if (planned.step === 'leakTracking') return investigation.snapshot.facts.dumps;
  if (planned.step === 'leakReports') return trackedReports(evidence);
  const counts = (each: Evidence): boolean => !planned.need.sameLife || isOfThisLife(each, investigation.target);
  return evidence.filter((each) => planned.need.kinds.includes(each.kind) && counts(each)).length;
}

/** At the verdict: the first test that it suggests, exists here and was not made yet. */
function suggested(investigation: Investigation): Collector | null {
  const { collected } = investigation.snapshot.facts;
  const next = investigation.judgement?.verdict.next ?? [];
  const open = next.find((each) => (collected[each.collector] ?? 0) === 0 && ownerOf(investigation, each.collector) !== null);
  return collectorById(open?.collector ?? '');
}

/** LeakTrack is attached: the bot did it, a list of modules shows it, or a dump has been written since. By hand it is only begun before that. */
function isTracked(investigation: Investigation): boolean {
  const { trackedFrom, trackedSince, dumps } = investigation.snapshot.facts;
  if (trackedFrom === null) return false;
  const isLoaded = countedEvidence(investigation).some(
    (each) => each.kind === 'modules' && isOfThisLife(each, investigation.target) && each.names.some((name) => /^leaktrack/i.test(name)),
  );
  return trackedSince !== null || dumps > 0 || isLoaded;
}

/** The collector that the step wants next: the first of the plan, except where the first has done its part. */
function nextCollector(investigation: Investigation): Collector | null {
  const planned = plannedOf(investigation);
  const { step, phase } = placeOf(investigation.snapshot.state);
  const running = investigation.pending.findLast((effect) => effect.type === 'collect');
  if (phase === 'collecting' && running !== undefined) return collectorById(running.collector);
  if (step === 'verifyingFix') {
    return collectorById(investigation.plan.verification?.handleType != null ? 'handle-summary' : 'counters');
  }
  if (step === 'concluded') return suggested(investigation);
  if (planned === null) return null;
  const [first, second, third] = planned.collectors;
  if (step === 'plainDump') {
    const again = investigation.snapshot.facts.revisiting === 'plainDump';
    const isRead = !again && isDumpRead(after(countedEvidence(investigation), countsSince(investigation)));
    const isWritten = dumpsSeen(countedEvidence(investigation)) > 0;
    return collectorById((isRead ? third : isWritten ? second : first) ?? '');
  }
  return collectorById((step === 'leakTracking' && isTracked(investigation) ? second : first) ?? '');
}

/** Changes when another click would be meant: buttons of an older card then do nothing. */
export function offerKey(investigation: Investigation): string {
  const { step, phase } = placeOf(investigation.snapshot.state);
  const planned = plannedOf(investigation);
  const count = planned === null || phase === 'watching' ? 0 : Math.min(have(investigation, planned), planned.need.atLeast);
  return `${step} ${phase} ${nextCollector(investigation)?.id ?? ''} ${count} ${investigation.target?.pid ?? ''}`;
}

/** Everything but the step after a skip, which only the statechart knows. */
export function offerWithoutNext(investigation: Investigation, occurrenceOf: (collector: string) => number): Omit<Offer, 'next'> {
  const { step, phase } = placeOf(investigation.snapshot.state);
  const planned = plannedOf(investigation);
  const collector = nextCollector(investigation);
  const how = collector === null ? null : howOf(investigation, collector.id, occurrenceOf(collector.id));
  const several = planned !== null && planned.need.atLeast > 1 ? planned : null;
  return {
    step,
    phase,
    planned,
    collector,
    how,
    nth: several === null ? null : Math.min(have(investigation, several) + 1, several.need.atLeast),
    of: several?.need.atLeast ?? null,
  };
}
