/** Heap statistics of which the last ones show no more: what filled and stands, and what goes on. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import type { Judgement } from '../../analysis/types.ts';
import { evidenceOf, MB, noon } from '../support/evidence.ts';
import { minute } from '../support/made-clues.ts';
import { types } from '../support/made-evidence.ts';

/** Statistics some minutes apart; each says how many products and strings are there. */
const looks = (...each: readonly (readonly [minutes: number, products: number, strings: number])[]): Judgement =>
  judge(
    each.map(([at, products, strings], i) =>
      evidenceOf(`h${i}`, {
        kind: 'heapStatistic',
        takenAt: noon + at * minute,
        types: types(['System.String', strings, strings * 90], ['Shop.Product', products, products * 96]),
        totalObjects: products + strings,
        totalBytes: products * 96 + strings * 90 + 5 * MB,
        partial: false,
      }),
    ),
    defaultScope,
  );
const saying = ({ findings }: Judgement, rule: string) => findings.filter((each) => each.rule === rule).map(({ says }) => says);

describe('a type that crowds the heap', () => {
  it('is suspicious in one statistic, and not where the next has as many', () => {
    expect(looks([0, 160_200, 270_000]).verdict.class).toBe('managed');
    const stands = looks([0, 160_200, 270_000], [60, 160_900, 271_000]);
    expect(stands.verdict.class).toBe('not-enough-data');
    expect(saying(stands, 'heap-level')[0]).toContain('the last two statistics have as many of them');
  });
  it('is still suspicious where the two were taken one after the other', () => {
    expect(looks([0, 160_200, 270_000], [2, 160_900, 271_000]).verdict.class).toBe('managed');
  });
});

describe('growth between three statistics', () => {
  it('of which the second half is flat is what a cache that fills looks like', () => {
    const filled = looks([0, 1200, 40_000], [60, 160_200, 270_000], [120, 160_200, 271_000]);
    expect(filled.verdict.class).toBe('not-enough-data');
    expect(saying(filled, 'heap-growth').join(' ')).toContain('so does a cache that was filled');
  });
  it('is a leak where it goes on, if slower', () => {
    const { verdict } = looks([0, 1200, 40_000], [60, 160_200, 270_000], [120, 240_000, 350_000]);
    expect(verdict).toMatchObject({ class: 'managed', component: 'Shop.Product' });
  });
  it('is a leak where the last two are too near to each other to show rest', () => {
    expect(looks([0, 1200, 40_000], [60, 160_200, 270_000], [62, 160_400, 270_300]).verdict.class).toBe('managed');
  });
  it('is of the type that goes on, not of the one that filled', () => {
    const { verdict } = looks([0, 1200, 40_000], [60, 60_200, 400_000], [120, 60_200, 1_400_000]);
    expect(verdict).toMatchObject({ class: 'managed' });
  });
});
