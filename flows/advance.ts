/**
 * (investigation, event) → investigation: the only caller of XState's transition(). Never throws for a
 * person's event that is not possible now: it answers why. Only { state, facts, historyValue } of the
 * statechart is stored.
 */
import type { SnapshotFrom, StateValue } from 'xstate';
import { transition } from 'xstate';
import type { FoundProcess } from '../connectors/types.ts';
import type { Advanced, Effect, EffectWork, FlowEvent, Investigation, Person, StepId } from './types.ts';
import { replanned } from './judging.ts';
import { memoryLeak } from './memory-leak/machine.ts';
import type { MachineEvent } from './memory-leak/machine.ts';
import { placeOf } from './memory-leak/place.ts';
import { offerKey } from './offer.ts';
import { prepare, targetFrom } from './prepare.ts';
import { redactText } from './redact.ts';
import { didOf, entry, nobodyFound, noted, saysOf } from './timeline.ts';
import { pendingEffect, translate } from './translate.ts';
import type { ReadMore } from './translate.ts';
import { whyNot } from './why-not.ts';

const mostAnswered = 20;
/** What changes the record but never the state. */
const writtenDownOnly: readonly FlowEvent['type'][] = ['noted', 'handedOver', 'timeTold', 'pidTold', 'posted'];
const answeringEffects: Readonly<Partial<Record<FlowEvent['type'], true>>> = {
  targetsFound: true,
  ticketFiled: true,
  effectFailed: true,
  posted: true,
};

type Chart = SnapshotFrom<typeof memoryLeak>;

// ---- the stored snapshot -------------------------------------------------------------------

/** History points at states by their id; a state that no longer exists throws: then store/upgrade.ts lacks a step. */
function restore(investigation: Investigation): Chart {
  const { state, facts, historyValue } = investigation.snapshot;
  const history = Object.entries((historyValue ?? {}) as Readonly<Record<string, readonly string[]>>);
  return memoryLeak.resolveState({
    value: state as StateValue,
    context: facts,
    historyValue: Object.fromEntries(history.map(([id, nodes]) => [id, nodes.map((node) => memoryLeak.getStateNodeById(node))])),
  });
}

function stored(chart: Chart): Investigation['snapshot'] {
  const history = Object.entries(chart.historyValue).map(([id, nodes]) => [id, nodes.map((node) => node.id)]);
  return {
    state: chart.value,
    facts: chart.context,
    historyValue: history.length === 0 ? null : Object.fromEntries(history),
  };
}

// ---- effects -------------------------------------------------------------------------------

/** An effect of the chart, with what the record knows; its id is the same for the same history. */
function effectOf(investigation: Investigation, action: { readonly type: string; readonly params?: unknown }): EffectWork | null {
  const params = (action.params ?? {}) as Readonly<Record<string, unknown>>;
  switch (action.type) {
    case 'findTarget': {
      const { process, pid } = investigation.asked;
      return { type: 'findTarget', process, pid };
    }
    case 'collect': {
      const collector = String(params['collector']);
      return { type: 'collect', collector, occurrence: occurrenceOf(investigation, collector) };
    }
    case 'fileTicket':
      return { type: 'fileTicket', final: params['final'] === true };
    case 'post':
      return params['text'] === '' ? null : { type: 'post', text: String(params['text']) };
    default:
      return null;
  }
}

/** 1 for the first run of a collector in this case; one that failed is tried again under its number. */
export function occurrenceOf(investigation: Investigation, collector: string): number {
  const running = investigation.pending.filter((each) => each.type === 'collect' && each.collector === collector);
  return (investigation.snapshot.facts.collected[collector] ?? 0) + running.length + 1;
}

function withEffects(investigation: Investigation, works: readonly EffectWork[], at: string, by: Person | null): Investigation {
  return works.reduce((record, work) => {
    const asked = record.effectsAsked + 1;
    const effect: Effect = { ...work, id: `${record.id}:${asked}`, status: 'queued', askedAt: at, askedBy: by };
    return { ...record, effectsAsked: asked, pending: [...record.pending, effect] };
  }, investigation);
}

// ---- one step of the chart -----------------------------------------------------------------

function moved(investigation: Investigation, event: MachineEvent, at: string, by: Person | null): Investigation | null {
  const before = restore(investigation);
  if (!before.can(event)) return null;
  const [next, actions] = transition(memoryLeak, before, event);
  const record = { ...investigation, snapshot: stored(next) };
  const works = actions.flatMap((action) => effectOf(record, action) ?? []);
  return withEffects(record, works, at, by);
}

/** While something is collected, something must be running that can answer. */
function settled(investigation: Investigation, at: string): Investigation {
  const { step, phase } = placeOf(investigation.snapshot.state);
  const awaited = step === 'intake' ? 'findTarget' : step === 'reported' ? 'fileTicket' : 'collect';
  if (phase !== 'collecting' || investigation.pending.some((effect) => effect.type === awaited)) return investigation;
  return moved(investigation, { type: 'nothingRuns' }, at, null) ?? investigation;
}

/** The step that an event would lead to; the record stays as it is. */
export function stepAfter(investigation: Investigation, event: MachineEvent): StepId | null {
  const next = moved(investigation, event, investigation.updatedAt, null);
  return next === null ? null : placeOf(next.snapshot.state).step;
}

// ---- around it -----------------------------------------------------------------------------

/** The effect that this event answers is done; a collection that answered has run once more. */
function withoutAnswered(investigation: Investigation, event: FlowEvent): Investigation {
  const effectId = 'effectId' in event ? event.effectId : null;
  const effect = pendingEffect(investigation, effectId);
  if (effect === null) return investigation;
  const pending = investigation.pending.filter((each) => each.id !== effect.id);
  if (effect.type !== 'collect' || event.type !== 'evidenceRead') return { ...investigation, pending };
  const { snapshot } = investigation;
  const { collected } = snapshot.facts;
  const facts = {
    ...snapshot.facts,
    collected: { ...collected, [effect.collector]: (collected[effect.collector] ?? 0) + 1 },
  };
  return { ...investigation, pending, snapshot: { ...snapshot, facts } };
}

/** Work that nobody waits for any more, and that has not begun, is not begun. */
function withoutUnwanted(investigation: Investigation, event: FlowEvent): Investigation {
  const left: readonly FlowEvent['type'][] = ['skipped', 'wentBack', 'redone', 'byHandChosen', 'cancelledCase'];
  if (!left.includes(event.type)) return investigation;
  const pending = investigation.pending.filter((each) => each.type !== 'collect' || each.status !== 'queued');
  return pending.length === investigation.pending.length ? investigation : { ...investigation, pending };
}

function withToken(before: Investigation, after: Investigation, event: FlowEvent): Investigation {
  if (offerKey(before) === offerKey(after)) return after;
  const answer = { token: before.token, by: event.by, at: event.at, did: didOf(event) };
  return { ...after, token: before.token + 1, answered: [...before.answered, answer].slice(-mostAnswered) };
}

function problemAfter(before: Investigation, after: Investigation, event: FlowEvent): string | null {
  if (event.type === 'effectFailed') return redactText(event.problem).text;
  if (event.type === 'watchLost') return redactText(event.detail).text;
  if (event.type === 'targetsFound' && event.candidates.length === 0) {
    return nobodyFound(before.asked);
  }
  return offerKey(before) === offerKey(after) ? after.problem : null;
}

/** A person's words go through the same redaction as outputs before they are kept. */
function redacted(event: FlowEvent): FlowEvent {
  const clean = (text: string) => redactText(text).text.slice(0, 2000);
  switch (event.type) {
    case 'noted':
      return { ...event, text: clean(event.text) };
    case 'skipped':
    case 'cancelledCase':
      return { ...event, reason: clean(event.reason) };
    case 'fixAnnounced':
      return { ...event, what: clean(event.what) };
    default:
      return event;
  }
}

/** The one process that was found, where there is nothing to choose, or the one whose pid a person named. */
function chosenBy(investigation: Investigation, event: FlowEvent): FoundProcess | undefined {
  if (event.type === 'targetsFound') return event.candidates.length === 1 ? event.candidates[0] : undefined;
  const isAsked = event.type === 'pidTold' && placeOf(investigation.snapshot.state).step === 'intake';
  return isAsked ? investigation.candidates.find(({ pid }) => pid === event.pid) : undefined;
}

function understood(investigation: Investigation, event: FlowEvent): FlowEvent {
  const chosen = chosenBy(investigation, event);
  if (chosen === undefined) return redacted(event);
  return { type: 'targetChosen', target: targetFrom(investigation, chosen), by: event.by, at: event.at };
}

export function advanceWith(investigation: Investigation, happened: FlowEvent, more?: ReadMore): Advanced {
  const refuse = (why: string): Advanced => ({ moved: false, investigation, why });
  const effectId = 'effectId' in happened ? happened.effectId : null;
  if (answeringEffects[happened.type] === true && pendingEffect(investigation, effectId) === null) {
    return refuse('That was answered before.');
  }
  const event = understood(investigation, happened);
  const prepared = prepare(investigation, event);
  if (!prepared.ok) return refuse(prepared.why);
  const translated = translate(prepared.investigation, event, more);
  // The chart is asked with the answered effect still there, and left with it gone.
  const record = withoutAnswered(withoutUnwanted(prepared.investigation, event), happened);
  const next = translated.ok ? moved(record, translated.event, event.at, event.by) : null;
  const isWritten = writtenDownOnly.includes(event.type) || record.pending.length < investigation.pending.length;
  if (next === null && !isWritten) return refuse(translated.ok ? whyNot(investigation, event) : translated.why);
  return { moved: true, investigation: finished(investigation, next ?? record, event) };
}

function finished(before: Investigation, next: Investigation, event: FlowEvent): Investigation {
  const after = settled(next, event.at);
  const says = saysOf(before, event);
  const timeline = says === null ? after.timeline : noted(after.timeline, entry(before, event.at, event.by, says));
  const record = { ...(event.type === 'lifeChanged' ? replanned(after) : after), timeline, updatedAt: event.at };
  return withToken(before, { ...record, problem: problemAfter(before, record, event) }, event);
}

/** Moves the record by one event, or says in one sentence why nothing moved. */
export function advance(investigation: Investigation, event: FlowEvent): Advanced {
  return advanceWith(investigation, event);
}
