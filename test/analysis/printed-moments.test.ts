import { describe, expect, it } from '@jest/globals';
import { momentOn } from '../../analysis/printed-moments.ts';

const shown = (line: string): string | null => {
  const moment = momentOn(line);
  if (moment === null) return null;
  return moment.dated ? new Date(moment.at).toISOString() : `+${moment.at / 1000} s`;
};

describe('a time on a line of its own', () => {
  it.each([
    ['2026-03-02T09:00:15Z', '2026-03-02T09:00:15.000Z'],
    ['2026-03-02 09:00:15', '2026-03-02T09:00:15.000Z'],
    ['2026-03-02 09:00', '2026-03-02T09:00:00.000Z'],
    ['2026/03/02 09:00:15 UTC', '2026-03-02T09:00:15.000Z'],
    ['2026-03-02 10:00:15.123456789 +0100', '2026-03-02T09:00:15.123Z'],
    ['Mon Mar  2 09:00:15 UTC 2026', '2026-03-02T09:00:15.000Z'],
    ['Mon Mar  2 12:30:00 AM UTC 2026', '2026-03-02T00:30:00.000Z'],
    ['Mon 02 Mar 2026 09:00:15 PM CET', '2026-03-02T20:00:15.000Z'],
    ['=== Mo 2. Mär 10:00:15 CET 2026 ===', '2026-03-02T09:00:15.000Z'],
    ['mar. 3 mars 2026 10:00:15 CET', '2026-03-03T09:00:15.000Z'],
    ['Пн 02 мар 2026 12:00:15 MSK', '2026-03-02T09:00:15.000Z'],
    ['Date: Mon Mar  2 09:00:15 UTC 2026', '2026-03-02T09:00:15.000Z'],
    ['--- sample 12 at 2026-03-02 09:00:15 ---', '2026-03-02T09:00:15.000Z'],
    ['1772442015', '2026-03-02T09:00:15.000Z'],
  ])('%s is read', (line, expected) => {
    expect(shown(line)).toBe(expected);
  });

  it('without a day is a time of day: the first line of top and of uptime', () => {
    expect(shown('top - 09:00:15 up 12 days,  1:02,  2 users,  load average: 0,31, 0,20, 0,11')).toBe('+32415 s');
    expect(shown(' 09:00:15 up 12 days')).toBe('+32415 s');
    expect(shown('[09:00:15]')).toBe('+32415 s');
  });

  it.each([
    'Threads:\t12',
    'VmRSS:\t 12345 kB',
    '12345',
    '12',
    '',
    'On 2026-03-02 we deployed',
    'Mar  2 09:00:15 web01 kernel: out of memory',
    '25:61:00',
    '2026-13-02 09:00:15',
    '03/02/2026 09:00:15',
  ])('"%s" is none', (line) => {
    expect(momentOn(line)).toBeNull();
  });
});
