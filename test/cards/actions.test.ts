import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buttonData, readButton, toEvent } from '../../cards/index.ts';
import { movingVerbs, showingVerbs, type ButtonPress } from '../../cards/types.ts';
import { robin, standing } from '../support/investigations.ts';

const { investigation } = standing('intake', 'choosing');
const about = { id: 'c-7f3a', token: 14 };
const at = '2016-06-19T14:12:00Z';
const press = (part: Partial<ButtonPress>): ButtonPress => ({
  verb: 'skip',
  caseId: 'c-7f3a',
  token: 14,
  collector: null,
  pid: null,
  startedAt: null,
  incident: null,
  text: null,
  ...part,
});

describe('what a button carries', () => {
  it.each([...movingVerbs, ...showingVerbs])('reads back: %s, from Action.Execute, from its invoke and from Action.Submit', (verb) => {
    const data = buttonData(verb, about, { collector: 'handle-summary' });
    const expected = press({ verb, collector: 'handle-summary' });
    expect(readButton(data)).toEqual(expected);
    expect(readButton({ verb, data })).toEqual(expected);
    expect(readButton({ action: { type: 'Action.Execute', id: '', verb, data }, trigger: 'manual' })).toEqual(expected);
    expect(readButton(JSON.parse(JSON.stringify(data)))).toEqual(expected);
  });

  it('takes what a person typed into the card, shortened', () => {
    const read = readButton({ verb: 'skip', data: { ...buttonData('skip', about), text: `  no rights ${'x'.repeat(900)}` } });
    expect(read?.text).toHaveLength(500);
    expect(read?.text?.startsWith('no rights')).toBe(true);
  });

  it.each([
    ['nothing', null],
    ['a text', 'skip'],
    ['an unknown verb', { verb: 'format', case: 'c-1', step: 1 }],
    ['a case that is no id', { verb: 'skip', case: '../../etc', step: 1 }],
    ['a step that is no number', { verb: 'skip', case: 'c-1', step: '1' }],
    ['a moving verb without a step', { verb: 'skip', case: 'c-1' }],
    ['a verb that differs from its data', { verb: 'cancel', data: { verb: 'why', case: 'c-1', step: 1 } }],
    ['a collector that is no id', { verb: 'collect', case: 'c-1', step: 1, collector: 'a b; rm -rf /' }],
    ['a pid out of range', { verb: 'chooseTarget', case: 'c-1', step: 1, pid: -1 }],
    ["a client's own refresh", { action: { verb: 'skip', data: { verb: 'skip', case: 'c-1', step: 1 } }, trigger: 'automatic' }],
    ['a text of a megabyte', { verb: 'skip', case: 'c-1', step: 1, text: 'x'.repeat(1_000_000) }],
    ['a showing verb without a case', { verb: 'why' }],
  ])('is refused when it is %s', (_, value) => {
    expect(readButton(value)).toBeNull();
  });

  it('never throws, whatever a client sends', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => void readButton(value)),
      { numRuns: 300, seed: 1 },
    );
    fc.assert(
      fc.property(
        fc.record({ verb: fc.constantFrom(...movingVerbs), case: fc.string(), step: fc.double(), pid: fc.double(), text: fc.string() }),
        (data) => {
          const read = readButton(data);
          expect(read === null || /^[A-Za-z0-9._-]{1,64}$/.test(read.caseId ?? '')).toBe(true);
        },
      ),
      { numRuns: 300, seed: 2 },
    );
  });
});

describe('what a press means', () => {
  it.each([
    [press({ verb: 'collect', collector: 'counters' }), { type: 'collectRequested', collector: 'counters' }],
    [press({ verb: 'byHand', collector: 'counters' }), { type: 'byHandChosen', collector: 'counters' }],
    [press({ verb: 'goOn' }), { type: 'goOnRequested' }],
    [press({ verb: 'skip', text: 'no rights' }), { type: 'skipped', reason: 'no rights' }],
    [press({ verb: 'skip' }), { type: 'skipped', reason: 'no reason was given' }],
    [press({ verb: 'back' }), { type: 'wentBack' }],
    [press({ verb: 'redo' }), { type: 'redone' }],
    [press({ verb: 'pause' }), { type: 'pausedCase' }],
    [press({ verb: 'resume' }), { type: 'resumedCase' }],
    [press({ verb: 'cancel' }), { type: 'cancelledCase', reason: 'no reason was given' }],
    [press({ verb: 'fixAnnounced', text: 'cached' }), { type: 'fixAnnounced', what: 'cached' }],
    [press({ verb: 'report' }), { type: 'reportRequested' }],
    [press({ verb: 'close' }), { type: 'closedCase' }],
  ])('%o', (pressed, event) => {
    expect(toEvent(pressed, investigation, robin, at)).toEqual({ ...event, by: robin, at });
  });

  it('chooses only a process that was found', () => {
    const startedAt = investigation.candidates[0]!.startedAt;
    const chosen = toEvent(press({ verb: 'chooseTarget', pid: 4312, startedAt }), investigation, robin, at);
    expect(chosen).toMatchObject({
      type: 'targetChosen',
      target: { pid: 4312, process: 'w3wp', host: 'WEB01', startedAt, connector: 'local' },
    });
    expect(toEvent(press({ verb: 'chooseTarget', pid: 1 }), investigation, robin, at)).toBeNull();
    expect(toEvent(press({ verb: 'chooseTarget', pid: 4312, startedAt: 1 }), investigation, robin, at)).toBeNull();
  });

  it('is nothing without the collector it is about, and nothing for verbs that show', () => {
    expect(toEvent(press({ verb: 'collect' }), investigation, robin, at)).toBeNull();
    for (const verb of showingVerbs) expect(toEvent(press({ verb }), investigation, robin, at)).toBeNull();
  });
});
