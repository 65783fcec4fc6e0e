import { describe, expect, it } from '@jest/globals';
import { leakClasses } from '../../analysis/types.ts';
import { advance, offer, stepOf, wanted } from '../../flows/index.ts';
import { collectingSteps } from '../../flows/types.ts';
import type { FlowEvent, Investigation } from '../../flows/types.ts';
import { at, opened, person, replayed, windows } from './support/a-case.ts';

describe('a seeded random walk of 2,000 events', () => {
  /** mulberry32: small, seeded, good enough to shuffle. */
  function chance(seed: number) {
    let state = seed;
    return () => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    };
  }
  const collectors = ['preflight', 'counters', 'handle-summary', 'process-dump', 'leak-tracking', 'leak-report', 'call-stacks', 'nothing'];

  function anEvent(record: Investigation, next: () => number): FlowEvent {
    const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
    const effectId = pick([record.pending[0]?.id ?? 'none', record.pending.at(-1)?.id ?? 'none', 'unknown']);
    const some: readonly FlowEvent[] = [
      { type: 'targetsFound', effectId, candidates: [], by: null, at },
      { type: 'targetsFound', effectId, candidates: [{ pid: 1, name: 'a', startedAt: null, detail: '' }], by: null, at },
      { type: 'targetChosen', target: pick([windows, replayed]), by: person, at },
      {
        type: 'evidenceRead',
        effectId,
        facts: { leakClass: pick(leakClasses), met: collectingSteps.filter(() => next() < 0.3) },
        by: null,
        at,
      },
      { type: 'evidenceRead', effectId: null, facts: { fixHolds: pick(['yes', 'no', null]), privateBytes: next() * 4e9 }, by: null, at },
      { type: 'collectRequested', collector: pick(collectors), by: person, at },
      { type: 'byHandChosen', collector: pick(collectors), by: person, at },
      { type: 'goOnRequested', by: person, at },
      { type: 'skipped', reason: 'r', by: person, at },
      { type: 'wentBack', by: person, at },
      { type: 'redone', by: person, at },
      { type: 'pausedCase', by: person, at },
      { type: 'resumedCase', by: person, at },
      { type: 'noted', text: 'n', by: person, at },
      { type: 'lifeChanged', pid: Math.floor(next() * 5), startedAt: null, by: null, at },
      { type: 'watchLost', detail: 'lost', by: null, at },
      { type: 'timeCame', due: pick(['recheck-1h', 'recheck-24h', 'second-handle-summary', 'odd']), by: null, at },
      { type: 'thresholdsSet', bytes: pick([[1e9], [2e9, 1e9], [], [1e9, 2e9, 3e9]]), by: person, at },
      { type: 'fixAnnounced', what: 'w', by: person, at },
      { type: 'reportRequested', by: person, at },
      { type: 'ticketFiled', effectId, ticket: { system: 's', id: 'i', where: 'w' }, by: null, at },
      { type: 'effectFailed', effectId, problem: 'It failed.', by: null, at },
      { type: 'posted', effectId, by: null, at },
      { type: 'closedCase', by: person, at },
    ];
    return pick(some);
  }

  /** What must hold after every event; the names of what does not. */
  function breaches(before: Investigation, record: Investigation, wasMoved: boolean): readonly string[] {
    const { step, phase } = offer(record);
    const rules: Readonly<Record<string, boolean>> = {
      'a refused event changes nothing': wasMoved || JSON.stringify(record) === JSON.stringify(before),
      'the token rises by one at most': record.token === before.token || record.token === before.token + 1,
      'answers are bounded': record.answered.length <= 20,
      'the timeline is bounded': record.timeline.length <= 300,
      'effects are counted up': record.effectsAsked >= before.effectsAsked,
      'who collects waits for something': phase !== 'collecting' || record.pending.length > 0,
      'only a watching step has a watch': phase === 'watching' || wanted(record).watches.length === 0,
      'the offer is of the step': step === stepOf(record),
      'nothing cancels by itself': step !== 'cancelled',
    };
    return Object.entries(rules).flatMap(([rule, holds]) => (holds ? [] : [rule]));
  }

  it.each([
    [1, 2000],
    [2, 500],
    [4, 500],
  ])('never throws and keeps what must always hold (seed %i, %i events)', (seed, events) => {
    const next = chance(seed);
    let record = opened(seed % 2 === 0 ? replayed : null);
    const ids = new Set<string>();
    const broken: string[] = [];
    for (let count = 0; count < events; count += 1) {
      const event = anEvent(record, next);
      const before = record;
      const answer = advance(before, event);
      // Every tenth time through the store: nothing may live in the record that is not plain JSON.
      record = count % 10 === 0 ? (JSON.parse(JSON.stringify(answer.investigation)) as Investigation) : answer.investigation;
      broken.push(...breaches(before, record, answer.moved).map((rule) => `${count} ${event.type}: ${rule}`));
      for (const effect of record.pending.filter((each) => !before.pending.some((old) => old.id === each.id))) {
        if (ids.has(effect.id)) broken.push(`${effect.id} was used twice`);
        ids.add(effect.id);
      }
    }
    expect(broken).toEqual([]);
    expect(JSON.stringify(record).length).toBeLessThan(300_000);
  });
});
