/** Samples of one look count once, so that nothing is level for the seconds of the last one. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import { oneALook } from '../../analysis/one-look.ts';
import type { Sample } from '../../analysis/types.ts';
import { evidenceOf, lifeOf, MB, minute, noon } from '../support/evidence.ts';

/** `count` looks so many minutes apart, each of `each` samples that are `seconds` apart; each look 370 MB above the one before. */
const looks = (count: number, each: number, seconds: number, apart = 120): readonly Sample[] =>
  Array.from({ length: count * each }, (_, i) => ({
    at: noon + Math.floor(i / each) * apart * minute + (i % each) * seconds * 1000,
    value: (300 + 370 * Math.floor(i / each) + (i % each)) * MB,
  }));

describe('samples that were taken together', () => {
  it('are one look each, with the middle of their values', () => {
    expect(oneALook(looks(3, 3, 10))).toEqual(
      [301, 671, 1041].map((value, i) => ({ at: noon + i * 120 * minute + 10_000, value: value * MB })),
    );
  });

  it.each([
    ['of a log', Array.from({ length: 40 }, (_, i) => ({ at: noon + i * minute, value: i }))],
    ['one a quarter of an hour', Array.from({ length: 40 }, (_, i) => ({ at: noon + i * 15 * minute, value: i }))],
    ['of watches of many minutes', looks(3, 60, 15)],
    ['of watches that follow each other', looks(4, 10, 10, 11)],
    ['of one watch', looks(1, 9, 10)],
    ['none', []],
  ])('stay as they are: %s', (_, samples) => {
    expect(oneALook(samples)).toEqual(samples);
  });

  it('are no plateau, where each look stands higher than the one before', () => {
    const life = lifeOf(77, { process: 'api', runtime: 'dotnet' });
    const judgedAfter = (count: number) =>
      judge(
        [
          evidenceOf('log', {
            kind: 'counters',
            series: (['workingSet', 'gcHeap'] as const).map((counter) => ({
              life,
              counter,
              printed: counter,
              samples: looks(count, 3, 10),
            })),
          }),
        ],
        defaultScope,
      );
    for (const count of [2, 3, 4, 6]) expect(judgedAfter(count).verdict.class).not.toBe('no-leak');
    expect(judgedAfter(10).verdict.class).toBe('managed');
  });
});
