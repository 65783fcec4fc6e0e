import { describe, expect, it } from '@jest/globals';
import { mentionsOf, withoutMention } from '../../../bot/teams/mention.ts';
import { leastProcessorMs } from '../../support/processor-time.ts';

describe('the mention of the bot', () => {
  it('is taken off, wherever it stands', () => {
    expect(withoutMention('<at>Plumbline</at> status', ['<at>Plumbline</at>'])).toBe('status');
    expect(withoutMention('please <at>Plumbline</at>&nbsp;status', ['<at>Plumbline</at>'])).toBe('please  status');
    expect(withoutMention('<at>Plumb Line</at>\n status\n', [])).toBe('status');
  });

  it('is the bot’s own only: other people stay in the text by their names', () => {
    const entities = [
      { type: 'mention', mentioned: { id: '28:bot' }, text: '<at>Plumbline</at>' },
      { type: 'mention', mentioned: { id: '29:robin' }, text: '<at>Robin</at>' },
      { type: 'clientInfo' },
      null,
    ];
    expect(mentionsOf(entities, '28:bot')).toEqual(['<at>Plumbline</at>']);
    expect(withoutMention('<at>Plumbline</at> handover <at>Robin</at>', mentionsOf(entities, '28:bot'))).toBe('handover Robin');
  });

  it('costs linear time on hostile text', () => {
    expect(leastProcessorMs(() => withoutMention('<at>'.repeat(50_000), []), 100)).toBeLessThan(100);
    expect(leastProcessorMs(() => withoutMention(`<at>x${'<at>'.repeat(50_000)} `, ['<at>']), 100)).toBeLessThan(100);
  });
});
