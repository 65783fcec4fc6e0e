/** A flow event → the statechart's event, with what the plan and the connector say about it; or the sentence why not. */
import type { CollectingStep, Effect, FlowEvent, Investigation, StepId } from './types.ts';
import { collectorById } from './collectors/index.ts';
import { isRecorded } from './collectors/recorded.ts';
import { shortened } from './figures.ts';
import { wayThrough } from './memory-leak/facts.ts';
import type { MachineEvent, Owner, RunBy } from './memory-leak/machine.ts';
import { placeOf } from './memory-leak/place.ts';
import { factsOf, isDumpRead } from './met.ts';
import { textOfDue } from './wanted.ts';

/** What intake knows of an output beside its facts. */
export interface ReadMore {
  /** It told something that was not known before. */
  readonly added: boolean;
  readonly countAgain: boolean;
}
export type Translated = { readonly ok: true; readonly event: MachineEvent } | { readonly ok: false; readonly why: string };

const nothingMore: ReadMore = { added: false, countAgain: false };
const refuse = (why: string): Translated => ({ ok: false, why });
const accept = (event: MachineEvent): Translated => ({ ok: true, event });

/** The bot itself can run something there. */
export function canRun(investigation: Investigation): boolean {
  return investigation.target !== null && investigation.target.connector !== 'manual';
}

export function pendingEffect(investigation: Investigation, effectId: string | null): Effect | null {
  return investigation.pending.find((effect) => effect.id === effectId) ?? null;
}

/** The collection that the case is waiting for: the newest one. */
function isAwaited(investigation: Investigation, effectId: string | null): boolean {
  const collecting = investigation.pending.filter((effect) => effect.type === 'collect');
  return effectId !== null && collecting.at(-1)?.id === effectId;
}

const verifyingCollectors: readonly string[] = ['counters', 'handle-summary'];

/**
 * The step that a collector belongs to: the one the case is at, else the one it was at last, else one
 * that its class leads through. The source is asked for in several; nobody is sent to the assemblies for it.
 */
export function ownerOf(investigation: Investigation, collector: string): Owner | null {
  const { step } = placeOf(investigation.snapshot.state);
  if (step === 'verifyingFix' && verifyingCollectors.includes(collector)) return 'verifyingFix';
  const owners = investigation.plan.steps.filter((each) => each.ruledOut === null && each.collectors.includes(collector));
  const owner = (one: StepId) => owners.find((each) => each.step === one);
  const { facts } = investigation.snapshot;
  const walked = facts.trail.findLast((each) => owner(each) !== undefined) ?? wayThrough(facts).find((each) => owner(each) !== undefined);
  return (owner(step) ?? owner(walked ?? step) ?? owners[0])?.step ?? null;
}

function runByOf(investigation: Investigation, collector: string, owner: Owner): RunBy {
  if (collector === 'counters' && canRun(investigation)) return 'watch';
  if (owner !== 'leakTracking') return 'collect';
  return collector === 'leak-tracking' ? 'track' : 'dump';
}

function whyNotPlanned(investigation: Investigation, id: string): string {
  const collector = collectorById(id);
  if (collector === null) return `There is nothing called "${shortened(id, 60)}" to collect.`;
  const ruledOut = investigation.plan.steps.find((each) => each.ruledOut !== null && each.collectors.includes(id));
  return ruledOut?.ruledOut ?? `"${collector.title}" does not exist on this platform.`;
}

function collect(investigation: Investigation, collector: string): Translated {
  const { target } = investigation;
  if (target === null) return refuse('No process has been chosen yet.');
  const step = ownerOf(investigation, collector);
  if (step === null) return refuse(whyNotPlanned(investigation, collector));
  if (!canRun(investigation)) {
    return refuse(`This case has no connection to ${target.host}. Run the command yourself and paste its output here.`);
  }
  if (!isRecorded(target, collector)) {
    return refuse('Nobody collected that in this recording: go on without it, or paste such an output of your own.');
  }
  if (collectorById(collector)?.on(target, 1)?.argv == null) {
    return refuse('There is no command for this here: do it by hand, and paste or drop the output.');
  }
  return accept({ type: 'collectRequested', step, collector, runBy: runByOf(investigation, collector, step) });
}

function byHand(investigation: Investigation, collector: string): Translated {
  const step = ownerOf(investigation, collector);
  return step === null ? refuse(whyNotPlanned(investigation, collector)) : accept({ type: 'byHandChosen', step });
}

function needsMoreAtOnce(investigation: Investigation, met: readonly CollectingStep[]): boolean {
  const { step } = placeOf(investigation.snapshot.state);
  const planned = investigation.plan.steps.find((each) => each.step === step);
  return planned !== undefined && planned.need.atLeast > 1 && planned.need.apartMs === 0 && !met.includes(planned.step);
}

function evidenceRead(investigation: Investigation, event: Extract<FlowEvent, { type: 'evidenceRead' }>, more: ReadMore): MachineEvent {
  const { facts } = investigation.snapshot;
  const effect = pendingEffect(investigation, event.effectId);
  const answers = isAwaited(investigation, event.effectId);
  const collector = effect?.type === 'collect' ? effect.collector : null;
  const met = event.facts.met ?? facts.met;
  return {
    type: 'evidenceRead',
    facts: event.facts,
    answers,
    told: more.added,
    again: answers && more.added && needsMoreAtOnce(investigation, met),
    dumped: (event.facts.dumpsSeen ?? 0) > facts.dumpsSeen,
    canSample: canRun(investigation),
    countAgain: more.countAgain,
    collector: more.countAgain ? 'handle-summary' : collector,
  };
}

function fixAnnounced(investigation: Investigation, at: string): MachineEvent {
  const counted = investigation.plan.verification?.handleType != null;
  const runBy = !canRun(investigation) ? 'hand' : counted ? 'collect' : 'watch';
  return { type: 'fixAnnounced', at, collector: 'handle-summary', runBy };
}

function timeCame(investigation: Investigation, due: string): MachineEvent {
  const { step } = placeOf(investigation.snapshot.state);
  return {
    type: 'timeCame',
    due,
    step: due.startsWith('recheck') && step !== 'closed' ? 'reported' : step,
    collector: due === 'second-handle-summary' ? 'handle-summary' : null,
    canSample: canRun(investigation),
    text: textOfDue(investigation, due),
  };
}

/** Restarting comes before attaching: only a life that began after that ends the tracking. */
function hasEndedTracking(investigation: Investigation, startedAt: number | null): boolean {
  const { trackedSince, trackedFrom, dumps } = investigation.snapshot.facts;
  if (trackedFrom === null || placeOf(investigation.snapshot.state).step !== 'leakTracking') return false;
  return trackedSince !== null && startedAt !== null ? startedAt > trackedSince : dumps > 0;
}

function lifeChanged(investigation: Investigation, pid: number | null, startedAt: number | null): MachineEvent {
  const name = investigation.target?.process ?? 'The process';
  const trackingEnded = hasEndedTracking(investigation, startedAt);
  const now = pid === null ? '' : `: its pid is now ${pid}`;
  // Of a process that nobody here can look at, only the outputs are known: a namesake prints the same.
  const seen = canRun(investigation)
    ? `${name} was restarted${now}.`
    : `${name} was restarted${now}, unless that is another process of its name.`;
  const text = `${seen} Values of the two lives are not compared${trackingEnded ? '; LeakTrack has to be attached anew' : ''}.`;
  return { type: 'lifeChanged', facts: factsOf(investigation), text, trackingEnded };
}

/** Only what was deployed is left to ask for at the dump: without it the step is done, not skipped. */
function isDoneButForSource({ snapshot, evidence }: Investigation): boolean {
  return placeOf(snapshot.state).step === 'plainDump' && snapshot.facts.revisiting !== 'plainDump' && isDumpRead(evidence);
}

/** `investigation` is the record as it will be when the event happens (a new target, new thresholds are already in it). */
export function translate(investigation: Investigation, event: FlowEvent, more: ReadMore = nothingMore): Translated {
  switch (event.type) {
    case 'evidenceRead':
      return accept(evidenceRead(investigation, event, more));
    case 'collectRequested':
      return collect(investigation, event.collector);
    case 'byHandChosen':
      return byHand(investigation, event.collector);
    case 'targetsFound':
      return accept({ type: 'targetsFound', none: event.candidates.length === 0 && investigation.evidence.length === 0 });
    case 'targetChosen':
      return accept({ type: 'targetChosen', facts: factsOf(investigation) });
    case 'lifeChanged':
      return accept(lifeChanged(investigation, event.pid, event.startedAt));
    case 'timeCame':
      return accept(timeCame(investigation, event.due));
    case 'thresholdsSet':
      return accept({ type: 'thresholdsSet', facts: { ...factsOf(investigation), nextThreshold: null } });
    case 'fixAnnounced':
      return accept(fixAnnounced(investigation, event.at));
    case 'skipped':
      return accept({ type: isDoneButForSource(investigation) ? 'goOnRequested' : 'skipped' });
    case 'wentBack':
    case 'redone':
    case 'goOnRequested':
    case 'pausedCase':
    case 'resumedCase':
    case 'watchLost':
    case 'reportRequested':
    case 'ticketFiled':
    case 'effectFailed':
    case 'closedCase':
    case 'cancelledCase':
      return accept({ type: event.type });
    case 'timeTold':
    case 'pidTold':
      return accept(evidenceRead(investigation, { ...event, type: 'evidenceRead', effectId: null, facts: factsOf(investigation) }, more));
    case 'noted':
    case 'handedOver':
    case 'posted':
      return refuse('This is written down and moves nothing.');
  }
}
