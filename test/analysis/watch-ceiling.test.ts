import { describe, expect, it } from '@jest/globals';
import { watchCeiling } from '../../analysis/watch-ceiling.ts';

const ofHours = (leakClass: 'native' | 'no-leak', ...hours: readonly number[]): readonly number[] =>
  hours.map((each) => Math.round(watchCeiling(leakClass, each * 3_600_000) * 100) / 100);

describe('how sure counters of memory alone can be', () => {
  it('rises with the hours that they were watched, and is free for a leak after half a day', () => {
    expect(ofHours('native', 0.5, 8, 10, 12, 48)).toEqual([0.75, 0.75, 0.84, 1, 1]);
  });

  it('takes a whole day and a part of the next to clear a process', () => {
    expect(ofHours('no-leak', 2, 12, 18, 23.9, 24, 48)).toEqual([0.75, 0.75, 0.81, 0.87, 1, 1]);
  });
});
