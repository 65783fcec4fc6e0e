import { describe, expect, it } from '@jest/globals';
import { meaningOf } from '../../bot/said.ts';
import { readMoment } from '../../flows/moment.ts';

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

describe('a time that a person tells', () => {
  const now = Date.parse(at);
  it('is UTC unless it carries an offset', () => {
    expect(readMoment('2026-01-14 14:30', now)).toBe(Date.parse('2026-01-14T14:30:00Z'));
    expect(readMoment('2026-01-14T14:30:10+01:00', now)).toBe(Date.parse('2026-01-14T13:30:10Z'));
    expect(readMoment('9:05 +0200', now)).toBe(Date.parse('2026-01-15T07:05:00Z'));
  });

  it('without a date is the last such time before now', () => {
    expect(readMoment('11:00', now)).toBe(Date.parse('2026-01-15T11:00:00Z'));
    expect(readMoment('13:00', now)).toBe(Date.parse('2026-01-14T13:00:00Z'));
  });

  it('may be said on the channel’s own clock', () => {
    expect(readMoment('12:30', now, 60)).toBe(Date.parse('2026-01-15T11:30:00Z'));
    expect(readMoment('2026-01-15 00:30', now, 120)).toBe(Date.parse('2026-01-14T22:30:00Z'));
    expect(readMoment('11:30 UTC', now, 60)).toBe(Date.parse('2026-01-15T11:30:00Z'));
    expect(readMoment('00:10', Date.parse('2026-01-15T23:30:00Z'), 60)).toBe(Date.parse('2026-01-15T23:10:00Z'));
  });

  it('is nothing where it is none', () => {
    for (const text of ['', 'soon', '2026-13-01 10:00', '25:00', '10:99', '1'.repeat(20_000)]) expect(readMoment(text, now)).toBeNull();
  });
});
