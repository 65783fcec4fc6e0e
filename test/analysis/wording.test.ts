import { describe, expect, it } from '@jest/globals';
import { bytesText, countText, durationText, listText, shareText } from '../../analysis/wording.ts';

describe('numbers in sentences', () => {
  it('have three significant digits and a unit; GB is 2^30', () => {
    expect([0, 312, 1023, 1.3 * 2 ** 30, 964 * 2 ** 20, 7.66 * 2 ** 20, 99.97 * 2 ** 20, 2 ** 40].map(bytesText)).toEqual([
      ...['0 B', '312 B', '1.00 KB', '1.30 GB', '964 MB', '7.66 MB', '100 MB', '1.00 TB'],
    ]);
  });
  it('keep their sign and their groups', () => {
    expect(bytesText(-1.5 * 2 ** 20)).toBe('-1.50 MB');
    expect([13_155, 15_120_685, 7, 0.5].map(countText)).toEqual(['13,155', '15,120,685', '7', '0.50']);
    expect(shareText(0.985)).toBe('99 %');
  });
  it('say a time as a person would', () => {
    expect([48_000, 12 * 60_000, 146 * 60_000, 2 * 3_600_000, 72 * 3_600_000].map(durationText)).toEqual([
      '48 s',
      '12 min',
      '2 h 26 min',
      '2 h',
      '3.0 days',
    ]);
    expect(listText(['a', 'b', 'c'])).toBe('a, b and c');
  });
});
