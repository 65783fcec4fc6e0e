import { describe, expect, it } from '@jest/globals';
import { caseCard, toEvent } from '../../cards/index.ts';
import type { FoundProcess } from '../../connectors/types.ts';
import { advance, offer, stepOf, wanted } from '../../flows/index.ts';
import type { Investigation } from '../../flows/types.ts';
import { at, moved, opened, person, start } from './support/a-case.ts';

const asked = { asked: { host: 'here', process: null, pid: 999_999 } };
const found = (investigation: Investigation, candidates: readonly FoundProcess[]): Investigation => {
  const { id } = investigation.pending.find((each) => each.type === 'findTarget')!;
  return moved(investigation, { type: 'targetsFound', effectId: id, candidates });
};
const shownCard = (investigation: Investigation): string => JSON.stringify(caseCard(investigation, start));
const init: FoundProcess = { pid: 1, name: 'init', startedAt: start, detail: '/sbin/init', unreadable: true };

describe('a process that nobody answers for', () => {
  const none = found(opened(null, asked), []);

  it('leaves no open case behind, and the card says it once and what to do', () => {
    expect(stepOf(none)).toBe('cancelled');
    const card = shownCard(none);
    expect(card.match(/No process with pid 999999 runs on here\./g)).toHaveLength(1);
    expect(card).toContain('No such process');
    expect(card).toContain('Say “investigate” with another name');
    expect(card).not.toContain('"Cancel case"');
    expect(none.pending).toEqual([]);
  });

  it('is another thing than a case that somebody cancels while a process is chosen', () => {
    const two = ['a', 'b'].map((detail, index) => ({ pid: index + 10, name: 'shopd', startedAt: null, detail }));
    const cancelled = moved(found(opened(null, asked), two), { type: 'cancelledCase', reason: 'not today' });
    expect(shownCard(cancelled)).toContain('Cancelled: not today');
  });

  it('keeps the case where an output has been read already', () => {
    const before = opened(null, asked);
    const kept = { ...before, evidence: [{ id: 'e-1' }] } as unknown as Investigation;
    const { id } = kept.pending.find((each) => each.type === 'findTarget')!;
    const after = advance(kept, { type: 'targetsFound', effectId: id, candidates: [], by: null, at });
    expect(stepOf(after.investigation)).toBe('intake');
  });
});

describe('a process of another user', () => {
  it('is not "not found": a person runs the commands, and the card says why', () => {
    const record = found(opened(null, { asked: { host: 'here', process: null, pid: 1 } }), [init]);
    expect(record.target).toMatchObject({ pid: 1, process: 'init', connector: 'manual', platform: 'linux-native', unreadable: true });
    expect(stepOf(record)).toBe('preflight');
    expect(offer(record).how?.argv).toEqual(['cat', '/proc/1/status', '/proc/1/smaps_rollup']);
    const card = shownCard(record);
    expect(card).toContain('Process 1 may not be read by the user that Plumbline runs as: run the commands as its own user or as root');
    expect(card).not.toContain('"Check it"');
    expect(wanted(record).watches).toEqual([]);
  });

  it('is the same when it was chosen among several', () => {
    const several = found(opened(null, asked), [init, { ...init, pid: 2 }]);
    const press = { verb: 'chooseTarget', caseId: several.id, token: several.token, text: null, collector: null, incident: null } as const;
    const event = toEvent({ ...press, pid: 2, startedAt: start }, several, person, at);
    expect(event).toMatchObject({ type: 'targetChosen', target: { pid: 2, connector: 'manual', unreadable: true } });
  });
});
