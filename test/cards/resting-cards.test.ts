import { describe, expect, it } from '@jest/globals';
import { caseCard, whyCard } from '../../cards/index.ts';
import { advance } from '../../flows/index.ts';
import type { FlowEvent, Investigation } from '../../flows/types.ts';
import { at, opened, person } from '../flows/support/a-case.ts';
import { textOf } from '../system/support/local-client.ts';

type Doing = FlowEvent extends infer Each ? (Each extends FlowEvent ? Omit<Each, 'by' | 'at'> : never) : never;
function after(record: Investigation, ...events: readonly Doing[]): Investigation {
  return events.reduce((one, event) => advance(one, { ...event, by: person, at }).investigation, record);
}
const cancelled = after(opened(), { type: 'cancelledCase', reason: 'the node is replaced' }, { type: 'noted', text: 'seen later' });
const paused = after(opened(), { type: 'pausedCase' }, { type: 'noted', text: 'until Monday' });

describe('a case that is over or rests', () => {
  it('says why it was cancelled, whatever was noted since, on its card and when asked why', () => {
    for (const card of [caseCard(cancelled, Date.parse(at)), whyCard(cancelled)])
      expect(textOf(card.body)).toContain('Cancelled: the node is replaced (');
    expect(textOf(whyCard(cancelled).body)).toContain('Open a new case with “investigate”.');
    expect(textOf(whyCard(cancelled).body)).not.toContain('first the process has to be known');
  });

  it('says where it was paused, and how it goes on', () => {
    expect(textOf(caseCard(paused, Date.parse(at)).body)).toContain('Paused at ');
    expect(textOf(whyCard(paused).body)).toContain('Nothing is offered until somebody says “resume”.');
  });

  it('is handed to nobody once it is over', () => {
    const handed = advance(cancelled, { type: 'handedOver', to: { id: 'k', name: 'Kim' }, by: person, at });
    expect(handed).toMatchObject({ moved: false, why: expect.stringContaining('there is nothing to hand over') });
  });
});
