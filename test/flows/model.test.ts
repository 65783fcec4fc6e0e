import { describe, expect, it } from '@jest/globals';
import { getShortestPaths } from 'xstate/graph';
import { transition } from 'xstate';
import { leakClasses } from '../../analysis/types.ts';
import { advance, offer, openInvestigation, stepOf, wanted } from '../../flows/index.ts';
import { memoryLeak } from '../../flows/memory-leak/machine.ts';
import type { MachineEvent } from '../../flows/memory-leak/machine.ts';
import { placeOf } from '../../flows/memory-leak/place.ts';
import { collectingSteps, stepIds } from '../../flows/types.ts';
import type { Facts, FlowEvent, Investigation } from '../../flows/types.ts';
import { at, opened, person, replayed, settings } from './support/a-case.ts';

const read = (facts: Partial<Facts>, more: Partial<Extract<MachineEvent, { type: 'evidenceRead' }>> = {}): MachineEvent => ({
  type: 'evidenceRead',
  facts,
  answers: true,
  told: true,
  again: false,
  dumped: false,
  canSample: true,
  countAgain: false,
  collector: 'handle-summary',
  ...more,
});
const events: readonly MachineEvent[] = [
  ...[false, true].map((none) => ({ type: 'targetsFound', none }) as const),
  { type: 'targetChosen', facts: {} },
  ...leakClasses.map((leakClass) => read({ leakClass, met: ['preflight', 'counters'] })),
  read({ leakClass: 'handle', handlesGrow: true }),
  read({ privateBytes: 3e9, nextThreshold: 2e9 }),
  read({}, { canSample: false, dumped: true }),
  read({}, { dumped: true }),
  read({}, { again: true }),
  read({ fixHolds: 'yes' }, { answers: false }),
  read({ fixHolds: 'no' }, { answers: false }),
  { type: 'nothingRuns' },
  { type: 'effectFailed' },
  { type: 'collectRequested', step: 'leakTracking', collector: 'leak-tracking', runBy: 'track' },
  { type: 'collectRequested', step: 'leakTracking', collector: 'process-dump', runBy: 'dump' },
  { type: 'collectRequested', step: 'verifyingFix', collector: 'counters', runBy: 'watch' },
  ...collectingSteps.flatMap((step): readonly MachineEvent[] => [
    { type: 'collectRequested', step, collector: 'any', runBy: 'collect' },
    { type: 'collectRequested', step, collector: 'any', runBy: 'watch' },
    { type: 'byHandChosen', step },
  ]),
  { type: 'byHandChosen', step: 'verifyingFix' },
  { type: 'goOnRequested' },
  { type: 'skipped' },
  { type: 'wentBack' },
  { type: 'redone' },
  { type: 'pausedCase' },
  { type: 'resumedCase' },
  { type: 'watchLost' },
  { type: 'timeCame', due: 'recheck-1h', step: 'reported', collector: null, canSample: true, text: 'look again' },
  { type: 'fixAnnounced', at, collector: 'handle-summary', runBy: 'collect' },
  { type: 'fixAnnounced', at, collector: 'handle-summary', runBy: 'watch' },
  { type: 'fixAnnounced', at, collector: 'handle-summary', runBy: 'hand' },
  { type: 'reportRequested' },
  { type: 'ticketFiled' },
  { type: 'closedCase' },
  { type: 'cancelledCase' },
];

/** Paths to every resting place; two places that only differ in bookkeeping are one. */
const paths = getShortestPaths(memoryLeak, {
  events: [...events],
  serializeState: (state) => `${JSON.stringify(state.value)} ${state.context.leakClass ?? ''}`,
  limit: 200_000,
});
const values = new Map(paths.map((path) => [JSON.stringify(path.state.value), path]));

function leavesOf(node: typeof memoryLeak.root, prefix: readonly string[] = []): readonly string[] {
  const children = Object.entries(node.states).filter(([, child]) => child.type !== 'history');
  if (children.length === 0) return [prefix.join('.')];
  return children.flatMap(([name, child]) => leavesOf(child, [...prefix, name]));
}
function nameOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return Object.entries(value as Record<string, unknown>).map(([key, inner]) => `${key}.${nameOf(inner)}`)[0] ?? '';
}
/** Left in the moment they are entered. */
const transient = (leaf: string) => leaf.endsWith('.arriving') || leaf === 'active.classify';

/** The snapshot of a path by replaying its events: path.state.context is not the path's own. */
function replay(pathEvents: readonly MachineEvent[]) {
  return pathEvents.reduce(
    (snapshot, event) => transition(memoryLeak, snapshot, event)[0],
    memoryLeak.resolveState({ value: { active: { intake: 'choosing' } }, context: firstOf() }),
  );
}
function firstOf(): Facts {
  return openInvestigation({
    id: 'x',
    at,
    owner: person,
    conversation: null,
    asked: { host: 'h', process: null, pid: 1 },
    target: null,
    ticket: null,
    symptom: null,
    settings,
  }).snapshot.facts;
}
function eventsOf(path: (typeof paths)[number]): readonly MachineEvent[] {
  return path.steps.map((step) => step.event).filter((event) => !event.type.startsWith('xstate.'));
}
/** A record that stands where the path leads. */
function recordAt(path: (typeof paths)[number], target = replayed): Investigation {
  const snapshot = replay(eventsOf(path));
  const historyValue = Object.fromEntries(Object.entries(snapshot.historyValue).map(([id, nodes]) => [id, nodes.map((node) => node.id)]));
  const record = opened(target);
  return JSON.parse(
    JSON.stringify({ ...record, snapshot: { state: snapshot.value, facts: snapshot.context, historyValue } }),
  ) as Investigation;
}

describe('the statechart', () => {
  it('reaches every state', () => {
    const reached = new Set([...values.values()].map((path) => nameOf(path.state.value)));
    const missing = leavesOf(memoryLeak.root).filter((leaf) => !transient(leaf) && !reached.has(leaf));
    expect(missing).toEqual([]);
  });

  it('never rests where it should pass on', () => {
    expect([...values.values()].map((path) => nameOf(path.state.value)).filter(transient)).toEqual([]);
  });

  it('can end from every state, closed or cancelled', () => {
    for (const path of values.values()) {
      const here = replay(eventsOf(path));
      const ends = nameOf(here.value);
      if (ends === 'closed' || ends === 'cancelled') continue;
      expect(nameOf(transition(memoryLeak, here, { type: 'cancelledCase' })[0].value)).toBe('cancelled');
    }
  });

  it('has a step for every state, and the place of a stored value is the one of its meta', () => {
    for (const path of values.values()) {
      const metas = Object.values(path.state.getMeta()).filter((meta) => meta !== undefined);
      const place = placeOf(path.state.value);
      expect(stepIds).toContain(place.step);
      expect(metas.at(-1)?.step).toBe(place.step);
      expect(metas.findLast((meta) => meta.phase !== undefined)?.phase).toBe(place.phase);
    }
  });

  it('has no invoke and no delay anywhere: a restored case never runs anything again', () => {
    const all = [memoryLeak.root];
    const nodes = all.flatMap(function inside(node): readonly (typeof node)[] {
      return [node, ...Object.values(node.states).flatMap(inside)];
    });
    expect(nodes.filter((node) => node.invoke.length > 0 || node.after.length > 0).map((node) => node.id)).toEqual([]);
  });
});

describe('a stored case', () => {
  const everywhere: readonly FlowEvent[] = [
    { type: 'wentBack', by: person, at },
    { type: 'redone', by: person, at },
    { type: 'skipped', reason: 'no rights', by: person, at },
    { type: 'goOnRequested', by: person, at },
    { type: 'pausedCase', by: person, at },
    { type: 'resumedCase', by: person, at },
    { type: 'noted', text: 'a note', by: person, at },
    { type: 'handedOver', to: { id: 'o', name: 'Other' }, by: person, at },
    { type: 'lifeChanged', pid: 99, startedAt: 5, by: null, at },
    { type: 'thresholdsSet', bytes: [1e9, 2e9], by: person, at },
    { type: 'reportRequested', by: person, at },
    { type: 'fixAnnounced', what: 'mended', by: person, at },
    { type: 'collectRequested', collector: 'handle-summary', by: person, at },
    { type: 'byHandChosen', collector: 'call-stacks', by: person, at },
    { type: 'timeCame', due: 'recheck-1h', by: null, at },
    { type: 'watchLost', detail: 'gone', by: null, at },
    { type: 'closedCase', by: person, at },
    { type: 'cancelledCase', reason: 'enough', by: person, at },
  ];

  it('restores in every state and answers every event there: it moves, or says why not', () => {
    for (const path of values.values()) {
      const record = recordAt(path);
      for (const event of everywhere) {
        const answer = advance(record, event);
        if (answer.moved) expect(stepIds).toContain(stepOf(answer.investigation));
        else expect(answer.why).toMatch(/^[A-Z].{10,}[.!?"]$/s);
        expect(() => offer(answer.investigation)).not.toThrow();
        expect(() => wanted(answer.investigation)).not.toThrow();
      }
    }
  });

  it('comes back from a pause to exactly where it was', () => {
    for (const path of values.values()) {
      const record = recordAt(path);
      const { phase, step } = placeOf(record.snapshot.state);
      const paused = advance(record, { type: 'pausedCase', by: person, at });
      if (!paused.moved) continue;
      expect(stepOf(paused.investigation)).toBe('paused');
      const stored = JSON.parse(JSON.stringify(paused.investigation)) as Investigation;
      const back = advance(stored, { type: 'resumedCase', by: person, at });
      expect(back.moved).toBe(true);
      const place = placeOf(back.investigation.snapshot.state);
      expect(place.step).toBe(step);
      // What was being collected has no answer to come in this record: it is offered again.
      if (phase !== 'collecting') expect(back.investigation.snapshot.state).toEqual(record.snapshot.state);
    }
  });

  it('takes a note everywhere, even when it is over, and a new owner until then', () => {
    for (const path of values.values()) {
      const record = recordAt(path);
      expect(advance(record, { type: 'noted', text: 'seen', by: person, at }).moved).toBe(true);
      const over = path.state.value === 'closed' || path.state.value === 'cancelled';
      const handed = advance(record, { type: 'handedOver', to: { id: 'o', name: 'Other' }, by: person, at });
      expect(handed.investigation.owner.name).toBe(over ? person.name : 'Other');
      if (!handed.moved) expect(handed.why).toMatch(/there is nothing to hand over/);
    }
  });
});
