/** What the evidence means for the path: which steps have what they need. Pure; order never matters. */
import type { Evidence, Judgement } from '../analysis/types.ts';
import type { CollectingStep, Facts, Investigation } from './types.ts';
import { collectingSteps } from './types.ts';
import { after, areApart, areTwoLives } from './evidence-time.ts';
import { countedEvidence } from './foreign.ts';

/** A class that stands so firmly needs no further counters (nine in ten such verdicts are right, SPEC.md §3). */
const decisive = 0.9;
/** A watch ends a sample before its time. */
const almost = 0.95;
/** Source that names the cause does the work of a stack, when the cause is at least likely. */
const likely = 0.6;

type OfKind<K extends Evidence['kind']> = Extract<Evidence, { kind: K }>;

function ofKind<K extends Evidence['kind']>(evidence: readonly Evidence[], kind: K): readonly OfKind<K>[] {
  return evidence.filter((each): each is OfKind<K> => each.kind === kind);
}

function isUndecided(judgement: Judgement): boolean {
  return judgement.verdict.class === 'not-enough-data';
}

/** The growth is attributed over several reports: what comes before that on the path has nothing to add. */
function isAttributed(judgement: Judgement): boolean {
  const { attribution, verdict } = judgement;
  return (
    attribution !== null &&
    attribution.evidence.length >= 2 &&
    attribution.totalGrowth > 0 &&
    !isUndecided(judgement) &&
    verdict.confidence >= decisive
  );
}

function countersAreEnough(judgement: Judgement, minimumMs: number): boolean {
  const judged = judgement.trends.some((trend) => trend.motion !== 'too-early' && trend.to - trend.from >= minimumMs * almost);
  return judged || isAttributed(judgement);
}

/** Two of the same life whose order is known and that are far enough apart. */
export function hasPair(evidence: readonly Evidence[], apartMs: number): boolean {
  return evidence.some((a, index) => evidence.slice(index + 1).some((b) => !areTwoLives(a.life, b.life) && areApart(a, b, apartMs)));
}

export function trackedReports(evidence: readonly Evidence[]): number {
  const reports = ofKind(evidence, 'leakReport').filter((each) => each.report.modules.length > 0);
  return new Set(reports.map((each) => `${each.report.trackingMs ?? ''} ${each.report.outstandingBytes ?? ''} ${each.report.dump ?? ''}`))
    .size;
}

/** Complete dumps; the same file told twice is one. */
export function dumpsSeen(evidence: readonly Evidence[]): number {
  const logs = ofKind(evidence, 'dumpLog');
  const complete = logs.flatMap((log) =>
    log.dumps.filter((dump) => dump.state === 'complete').map((dump, index) => dump.path ?? `${log.id} ${index}`),
  );
  return new Set(complete).size;
}

function stackIsKnown(judgement: Judgement, evidence: readonly Evidence[]): boolean {
  const { verdict } = judgement;
  if (verdict.ownFrame !== null) return true;
  if (verdict.class === 'virtual') return verdict.component !== null;
  const cause = verdict.causes[0];
  return cause !== undefined && cause.confidence >= likely && ofKind(evidence, 'source').some((each) => each.patterns.length > 0);
}

/** What the one dump is taken for has been read: what waits for its finalizer, or what the heap holds. */
export function isDumpRead(evidence: readonly Evidence[]): boolean {
  return evidence.some((each) => each.kind === 'finalizerQueue' || each.kind === 'heapStatistic');
}

/** Which code generates the assemblies stands in what was deployed, not in the dump; a cause without its line helps nobody at once. */
function isSourceWanted({ evidence, judgement, investigation }: Grounds): boolean {
  const { class: leakClass, ownFrame } = judgement.verdict;
  const planned = investigation.plan.steps.find((each) => each.step === 'plainDump');
  if (leakClass !== 'loader-heap' || planned?.collectors.includes('source') !== true) return false;
  return ownFrame === null && !evidence.some((each) => each.kind === 'source');
}

interface Grounds {
  readonly evidence: readonly Evidence[];
  readonly judgement: Judgement;
  readonly investigation: Investigation;
}

const needs: Readonly<Record<CollectingStep, (grounds: Grounds) => boolean>> = {
  // Whoever reads something of the process has got past asking whether it can be reached.
  preflight: ({ evidence }) => evidence.length > 0,
  counters: ({ judgement, investigation }) => countersAreEnough(judgement, investigation.settings.minimumCountersMs),
  addressSpace: ({ evidence }) => evidence.some((each) => each.kind === 'addressSpace' || each.kind === 'nativeHeaps'),
  assemblies: ({ evidence }) => evidence.some((each) => each.kind === 'assemblies'),
  managedHeap: ({ evidence, investigation }) =>
    ofKind(evidence, 'gcRoots').length > 0 || hasPair(ofKind(evidence, 'heapStatistic'), apartOf(investigation, 'managedHeap')),
  handleTypes: ({ evidence, judgement, investigation }) =>
    hasPair(ofKind(evidence, 'handles'), apartOf(investigation, 'handleTypes')) || isAttributed(judgement),
  plainDump: (grounds) => isDumpRead(grounds.evidence) && !isSourceWanted(grounds),
  leakTracking: ({ evidence, investigation }) => {
    const { dumpsWanted } = investigation.snapshot.facts;
    return dumpsSinceTracking(investigation) >= dumpsWanted || trackedReports(evidence) >= dumpsWanted;
  },
  leakReports: ({ evidence, investigation }) => {
    const logs = ofKind(evidence, 'allocations');
    return trackedReports(evidence) >= investigation.snapshot.facts.dumpsWanted || logs.some((each) => each.diff) || logs.length >= 2;
  },
  callStacks: ({ judgement }) => judgement.verdict.ownFrame !== null || judgement.stack?.ownFrame != null,
};

function apartOf(investigation: Investigation, step: CollectingStep): number {
  return investigation.plan.steps.find((each) => each.step === step)?.need.apartMs ?? 0;
}

/** Dumps count for leak tracking only from the moment it began. */
function dumpsSinceTracking(investigation: Investigation): number {
  const { trackedFrom } = investigation.snapshot.facts;
  return trackedFrom === null ? 0 : Math.max(0, dumpsSeen(countedEvidence(investigation)) - trackedFrom);
}

/** After a relapse only what was collected after the fix counts; null: everything counts. Epoch ms. */
export function countsSince(investigation: Investigation): number | null {
  const { fix, snapshot } = investigation;
  return fix !== null && snapshot.facts.fixAnnouncedAt === null ? Date.parse(fix.at) : null;
}

/** The facts that the evidence decides, for the statechart's guards. */
export function factsOf(investigation: Investigation): Partial<Facts> {
  const { judgement, plan } = investigation;
  const ruledOut = plan.steps.filter((each) => each.ruledOut !== null).map((each) => each.step);
  const dumpsWanted = plan.thresholds.length;
  if (judgement === null) return { ruledOut, dumpsWanted };
  const counted = countedEvidence(investigation);
  const evidence = after(counted, countsSince(investigation));
  const grounds = { evidence, judgement, investigation };
  return {
    met: collectingSteps.filter((step) => needs[step](grounds)),
    ruledOut,
    dumpsWanted,
    leakClass: judgement.verdict.class,
    stackKnown: stackIsKnown(judgement, evidence),
    handlesGrow: judgement.trends.some((trend) => trend.counter === 'handles' && trend.motion === 'grows'),
    dumpsSeen: dumpsSeen(counted),
    dumps: dumpsSinceTracking(investigation),
  };
}
