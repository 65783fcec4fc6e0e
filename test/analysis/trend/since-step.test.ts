/** A step, as a deployment makes one, and a leak that goes on after it. */
import { describe, expect, it } from '@jest/globals';
import { judgeSamples, type TrendQuestion } from '../../../analysis/trend/trend.ts';
import { normal, seededRandom } from '../../support/sample.ts';

const MB = 1024 * 1024;
const minute = 60_000;
const usual: TrendQuestion = { minimumMs: 30 * minute, oneLife: true, least: MB };

/** Level at 750 MB until hour `step`, then 180 MB higher and by `perHour` more each hour. */
function motionOf(seed: number, hours: number, step: number, perHour: number): string {
  const random = seededRandom(seed);
  const samples = Array.from({ length: hours * 6 }, (_, i) => {
    const h = i / 6;
    const value = 750 + (h < step ? 0 : 180 + perHour * (h - step)) + 4 * normal(random);
    return { at: 1_700_000_000_000 + i * 10 * minute, value: Math.round(value * MB) };
  });
  return judgeSamples(samples, usual).motion;
}
const motions = (hours: number, step: number, perHour: number): readonly string[] =>
  [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => motionOf(seed, hours, step, perHour));

describe('a step and what comes after it', () => {
  it('is a leak where the days after it rise in a line', () => {
    expect(motions(168, 50, 1.6).filter((motion) => motion === 'grows').length).toBeGreaterThanOrEqual(7);
    expect(motions(96, 30, 1.6).filter((motion) => motion === 'grows').length).toBeGreaterThanOrEqual(7);
    expect(motions(48, 15, 8).filter((motion) => motion === 'grows').length).toBeGreaterThanOrEqual(7);
  });

  it('is none where the level that it left stays', () => {
    for (const [hours, step] of [
      [168, 50],
      [96, 30],
      [48, 15],
    ] as const) {
      expect(motions(hours, step, 0)).not.toContain('grows');
    }
  });

  it('is not known where it was watched for less than a day since', () => {
    expect(motions(60, 50, 1.6)).not.toContain('grows');
  });
});
