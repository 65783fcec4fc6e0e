/** What a longer watch shows beside the growth: steps, the night's batch, the day's work, several days. */
import { describe, expect, it } from '@jest/globals';
import { judgeSamples, type TrendQuestion } from '../../../analysis/trend/trend.ts';
import { normal, seededRandom } from '../../support/sample.ts';
import type { Sample } from '../../../analysis/types.ts';

const MB = 1024 * 1024;
const minute = 60_000;
const usual: TrendQuestion = { minimumMs: 30 * minute, oneLife: false, least: MB };
const seeds = [1, 2, 3, 4, 5, 6, 7, 8];

/** MB over hours, with noise of `sigma` MB that remembers for some minutes. */
function watched(seed: number, hours: number, sigma: number, curve: (h: number) => number): Sample[] {
  const random = seededRandom(seed);
  let drift = 0;
  return Array.from({ length: hours * 12 }, (_, i) => {
    drift = 0.7 * drift + 0.71 * sigma * normal(random);
    return { at: 1_700_000_000_000 + i * 5 * minute, value: Math.round((curve(i / 12) + drift) * MB) };
  });
}

const motions = (hours: number, sigma: number, curve: (h: number) => number) =>
  seeds.map((seed) => judgeSamples(watched(seed, hours, sigma, curve), usual).motion);
const day = (h: number, high: number): number => (high * (1 - Math.cos((2 * Math.PI * (h - 4)) / 24))) / 2;
const batch = (h: number): number => (h % 24 >= 2 && h % 24 < 4 ? 300 : 0);

describe('a level that rises in steps', () => {
  it.each([
    ['two in two days', 48, 4, (h: number) => 400 + (h > 12 ? 80 : 0) + (h > 33 ? 90 : 0)],
    ['one on the second day, not far above the noise', 48, 7, (h: number) => 600 + (h > 34 ? 50 : 0)],
    ['two within a day', 24, 6, (h: number) => 400 + (h > 7 ? 60 : 0) + (h > 16 ? 60 : 0)],
  ])('is not called a growth that goes on: %s', (_, hours, sigma, curve) => {
    expect(motions(hours, sigma, curve)).not.toContain('grows');
  });

  it('is a growth where the steps do not end', () => {
    expect(motions(48, 4, (h) => 400 + 30 * Math.floor(h / 5))).toEqual(seeds.map(() => 'grows'));
  });
});

describe('a leak beside the work of the day', () => {
  it('is found under a cycle that is three times as high', () => {
    expect(motions(48, 5, (h) => 400 + 1.6 * h + day(h, 240)).filter((each) => each === 'grows').length).toBeGreaterThanOrEqual(7);
  });

  it('has the slope of the leak, for the cycle says nothing of it', () => {
    const slopes = seeds.map(
      (seed) =>
        judgeSamples(
          watched(seed, 48, 5, (h) => 400 + 4 * h + day(h, 200)),
          usual,
        ).slope,
    );
    const covered = slopes.filter((slope) => slope !== null && slope.ci95[0] <= 4 * MB && 4 * MB <= slope.ci95[1]);
    expect(covered.length).toBeGreaterThanOrEqual(7);
    for (const slope of slopes) expect((slope!.ci95[1] - slope!.ci95[0]) / 2).toBeLessThan(1.2 * MB);
  });

  it('is found under a batch that comes each night, which is no restart', () => {
    expect(motions(48, 4, (h) => 300 + 3 * h + batch(h))).toEqual(seeds.map(() => 'grows'));
    expect(motions(48, 4, (h) => 300 + batch(h))).not.toContain('grows');
  });
});

describe('a week', () => {
  it('shows a leak that adds one percent a day', () => {
    expect(motions(168, 6, (h) => 600 + (7 * h) / 24).filter((each) => each === 'grows').length).toBeGreaterThanOrEqual(7);
  });

  it.each([0, 1, 2, 3, 4, 5, 6])('with its days off is no leak, whichever day of it comes first: %i', (first) => {
    const work = (h: number): number => 500 + day(h, 200) * (Math.floor(h / 24 + first) % 7 >= 5 ? 0.2 : 1);
    expect(motions(168, 6, work)).not.toContain('grows');
  });
});
