import { describe, expect, it } from '@jest/globals';
import { deploymentsIn } from '../../flows/deployments.ts';
import { toldMoment, toldTimes } from '../../flows/told-times.ts';
import { leastProcessorMs } from '../support/processor-time.ts';

/** A Thursday. */
const now = Date.parse('2026-01-15T16:00:00Z');
const times = (text: string, offsetMinutes = 0): readonly string[] =>
  toldTimes(text, { now, offsetMinutes }).map(({ at }) => new Date(at).toISOString().replace(/(?::00)?\.\d{3}Z$/, ''));
const told = (text: string): readonly (readonly [string, string | null])[] =>
  deploymentsIn(text, now, 0).map(({ at, what }) => [new Date(at).toISOString().slice(0, 16), what]);

describe('times in a sentence', () => {
  it.each([
    ['14:05 UTC yesterday', ['2026-01-14T14:05']],
    ['finished 3pm', ['2026-01-15T15:00']],
    ['at 2:15 p.m. EST', ['2026-01-14T19:15']],
    ['2024-05-03T12:00Z', ['2024-05-03T12:00']],
    ['2026-01-14 23:10:05+02:00', ['2026-01-14T21:10:05']],
    ['on January 14th, 2026 at 23:10 UTC', ['2026-01-14T23:10']],
    ['am 12.01.2026 um 22 Uhr', ['2026-01-12T22:00']],
    ['am 14.1. um 22.30 Uhr', ['2026-01-14T22:30']],
    ['gestern um 9:05 MEZ', ['2026-01-14T08:05']],
    ['вчера в 15:00', ['2026-01-14T15:00']],
    ['14 января в 10:30 МСК', ['2026-01-14T07:30']],
    ['Monday 08:00', ['2026-01-12T08:00']],
    ['at noon', ['2026-01-15T12:00']],
    ['2 hours ago', ['2026-01-15T14:00']],
    ['vor 30 Minuten', ['2026-01-15T15:30']],
    ['05/14/2025 12:00', ['2025-05-14T12:00']],
    ['13:00-14:00', ['2026-01-15T13:00']],
    ['9:30 and 10:15', ['2026-01-15T09:30', '2026-01-15T10:15']],
  ])('%s', (text, expected) => expect(times(text)).toEqual(expected));

  it('are on the teller’s clock where they name none', () => {
    expect(times('14:05', 60)).toEqual(['2026-01-15T13:05']);
    expect(times('14:05 UTC', 60)).toEqual(['2026-01-15T14:05']);
  });

  it.each(['version 2.4.1', 'build 1405', '25:00', '05/04/2024 12:00', '2026-02-30 10:00', 'yesterday', '10.0.0.5:8080', ''])(
    'are not in "%s"',
    (text) => expect(times(text)).toEqual([]),
  );

  it('take linear time on a hostile text', () => {
    for (const text of ['1:'.repeat(1000), 'yesterday '.repeat(200), '1 jan '.repeat(330), 'at on '.repeat(330), '12.'.repeat(660)])
      expect(leastProcessorMs(() => toldTimes(text, { now, offsetMinutes: 0 }), 100)).toBeLessThan(100);
  });
});

describe('the answer to when something was', () => {
  const noonThen = Date.parse('2026-01-15T12:00:00Z');
  const moment = (text: string, offsetMinutes = 0, at = noonThen): number | null => toldMoment(text, { now: at, offsetMinutes });

  it.each([
    ['2026-01-14 14:30', '2026-01-14T14:30:00Z'],
    ['2026-01-14T14:30:10+01:00', '2026-01-14T13:30:10Z'],
    ['9:05 +0200', '2026-01-15T07:05:00Z'],
    ['9:05-05:00', '2026-01-14T14:05:00Z'],
    ['3pm yesterday', '2026-01-14T15:00:00Z'],
    ['gestern um 9 Uhr MEZ', '2026-01-14T08:00:00Z'],
    ['2 hours ago', '2026-01-15T10:00:00Z'],
  ])('%s is UTC unless it carries a zone', (text, expected) => expect(moment(text)).toBe(Date.parse(expected)));

  it('is the last such time before now where it has no date', () => {
    expect(moment('11:00')).toBe(Date.parse('2026-01-15T11:00:00Z'));
    expect(moment('13:00')).toBe(Date.parse('2026-01-14T13:00:00Z'));
  });

  it('may be said on the channel’s own clock', () => {
    expect(moment('12:30', 60)).toBe(Date.parse('2026-01-15T11:30:00Z'));
    expect(moment('2026-01-15 00:30', 120)).toBe(Date.parse('2026-01-14T22:30:00Z'));
    expect(moment('11:30 UTC', 60)).toBe(Date.parse('2026-01-15T11:30:00Z'));
    expect(moment('00:10', 60, Date.parse('2026-01-15T23:30:00Z'))).toBe(Date.parse('2026-01-15T23:10:00Z'));
  });

  it.each(['', 'soon', 'yesterday', '2026-13-01 10:00', '25:00', '10:99', '9:30 and 10:15', 'about 14:30 or so', '1'.repeat(20_000)])(
    '%.40s is none',
    (text) => expect(moment(text)).toBeNull(),
  );
});

describe('deployments in people’s own words', () => {
  it.each([
    ['rollout finished 3pm', [['2026-01-15T15:00', null]]],
    ['Gestern um 14:05 haben wir 2.4.1 ausgerollt', [['2026-01-14T14:05', '2.4.1']]],
    ['вчера в 15:00 выкатили 2.4.1', [['2026-01-14T15:00', '2.4.1']]],
    ['deployed 2.4.1 at 14:05, no errors', [['2026-01-15T14:05', '2.4.1']]],
    ['deploy started 14:00, finished 14:20', [['2026-01-15T14:20', null]]],
    [
      'We deployed api 5.1 at 9:30 and billing 2.0 at 10:15.',
      [
        ['2026-01-15T09:30', 'api 5.1'],
        ['2026-01-15T10:15', 'billing 2.0'],
      ],
    ],
    [
      '10:00 deployed A; 12:00 deployed B; 15:30 restarted the pool',
      [
        ['2026-01-15T10:00', 'A'],
        ['2026-01-15T12:00', 'B'],
      ],
    ],
    ['Timeline:\n09:12 release 5.0 to prod\n11:40 first alert', [['2026-01-15T09:12', '5.0']]],
    ['Alert at 11:40. We deployed 5.0 at 09:12.', [['2026-01-15T09:12', '5.0']]],
    ['Memory has grown since the deployment of 5.0 at 14:05', [['2026-01-15T14:05', '5.0']]],
    ['after the deploy at 14:05 it was recycled at 15:00', [['2026-01-15T14:05', null]]],
    ['deployed 2.4.1 at 14:05, rolled back at 15:10', [['2026-01-15T14:05', '2.4.1']]],
  ])('%s', (text, expected) => expect(told(text)).toEqual(expected));

  it.each([
    'We will deploy 2.5 tomorrow at 10:00',
    'deployment planned for 2026-01-20 18:00',
    "we didn't deploy at 14:00",
    'nothing was deployed, restarted at 14:05',
    'Has anybody deployed at 14:00?',
    'deployed today at 17:30',
    'rolled back at 15:10',
    'updated the ticket at 14:05',
  ])('"%s" tells of none', (text) => expect(told(text)).toEqual([]));
});
