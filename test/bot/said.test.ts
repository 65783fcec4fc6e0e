import { describe, expect, it } from '@jest/globals';
import { meaningOf } from '../../bot/said.ts';

const by = { id: 'a', name: 'Robin' };
const at = '2026-01-15T12:00:00.000Z';

describe('typed words', () => {
  it('become the event that they mean', () => {
    expect(meaningOf({ word: 'go-on' }, by, at)).toEqual({ does: 'move', event: { type: 'goOnRequested', by, at } });
    expect(meaningOf({ word: 'skip', reason: '' }, by, at)).toMatchObject({ event: { type: 'skipped', reason: 'no reason was given' } });
    expect(meaningOf({ word: 'handover', to: 'Kim' }, by, at)).toMatchObject({ event: { type: 'handedOver', to: { name: 'Kim' } } });
  });

  it('ask back where something is missing', () => {
    expect(meaningOf({ word: 'handover', to: '' }, by, at).does).toBe('refuse');
    expect(meaningOf({ word: 'time', evidence: 'e1', at: 'yesterday' }, by, at).does).toBe('refuse');
  });
});
