/** Watches of one to two weeks, and the parts of days that look like growth. */
import { describe, expect, it } from '@jest/globals';
import { thinned } from '../../../analysis/thin.ts';
import { judgeSamples, type TrendQuestion } from '../../../analysis/trend/trend.ts';
import { normal, seededRandom } from '../../support/sample.ts';
import type { Motion, Sample } from '../../../analysis/types.ts';

const MB = 1024 * 1024;
const minute = 60_000;
const usual: TrendQuestion = { minimumMs: 30 * minute, oneLife: false, least: MB };
const seeds = [1, 2, 3, 4, 5, 6, 7, 8];

/** MB over hours, one sample in so many minutes; 5 MB of noise, most of it kept from one sample to the next. */
function watched(seed: number, hours: number, every: number, curve: (h: number) => number, sigma = 4): Sample[] {
  const random = seededRandom(seed);
  let drift = 0;
  return Array.from({ length: (hours * 60) / every }, (_, i) => {
    drift = 0.7 * drift + 0.71 * sigma * normal(random);
    return { at: 1_700_000_000_000 + i * every * minute, value: Math.round((curve((i * every) / 60) + drift) * MB) };
  });
}

const motions = (hours: number, every: number, curve: (h: number) => number, sigma = 4) =>
  seeds.map((seed) => judgeSamples(watched(seed, hours, every, curve, sigma), usual).motion);
const grew = (all: readonly string[]): number => all.filter((each) => each === 'grows').length;

describe('a watch of one or two weeks', () => {
  it('shows a leak of 8 % in two weeks, for every day of it counts', () => {
    const all = motions(336, 40, (h) => 400 + 0.1 * h, 8);
    expect(grew(all)).toBeGreaterThanOrEqual(6);
    expect(all).not.toContain('flat');
  });

  it('shows a leak across more than eight recycles that are 29 hours apart', () => {
    expect(motions(336, 30, (h) => 250 + 10 * (h % 29))).toEqual(seeds.map(() => 'grows'));
  });

  it('shows a growth that became slower and goes on for days', () => {
    expect(motions(168, 5, (h) => 400 + 3 * Math.min(h, 70) + 1.2 * Math.max(0, h - 70))).toEqual(seeds.map(() => 'grows'));
  });

  it('shows no leak where a cache filled within the first days', () => {
    expect(motions(168, 5, (h) => 400 + 300 * (1 - Math.exp(-h / 24)))).not.toContain('grows');
  });

  it('shows no leak where the level only wanders from day to day', () => {
    const levels = [707, 720, 690, 655, 671, 700, 712];
    expect(motions(168, 10, (h) => levels[Math.floor(h / 24)]!)).not.toContain('grows');
  });
});

describe('less than two days', () => {
  it('show a leak that began in the middle of them and rises in a straight line for longer than a morning', () => {
    expect(motions(12, 5, (h) => 400 + 20 * Math.max(0, h - 4), 2)).toEqual(seeds.map(() => 'grows'));
  });

  it('are too early for the ramp of a Monday after a quiet Sunday', () => {
    expect(motions(24, 5, (h) => (h < 16 ? 400 : 400 + 60 / (1 + Math.exp(20.5 - h))), 2)).not.toContain('grows');
  });

  it('are too early for a fall that is on its way back', () => {
    expect(motions(24, 5, (h) => (h < 8 ? 500 - 9 * h : h < 14 ? 428 : 428 + 6 * (h - 14)), 2)).not.toContain('grows');
  });

  it('are not without a leak where a day that rose and gave back ends higher than it began', () => {
    const all = motions(24, 5, (h) => 400 + 4 * h + 60 * (1 - Math.cos((2 * Math.PI * h) / 24)), 2);
    expect(all).toEqual(seeds.map(() => 'too-early'));
  });

  it('show no leak where the second day stands as high at the same hours as the first', () => {
    expect(motions(40, 5, (h) => 400 + 75 * (1 - Math.cos((2 * Math.PI * (h - 4)) / 24)))).not.toContain('grows');
  });
});

describe('a leak with collections that follow each other faster than the samples that are kept', () => {
  /** Teeth of 600 MB, one in 12 minutes, on a floor that rises by 15 or 30 MB an hour; kept are 1,000 samples. */
  const toothed = (seed: number, perHour: number): readonly Sample[] => {
    const random = seededRandom(seed);
    let [last, next] = [-0.1, 0.1];
    const samples = Array.from({ length: 48 * 60 }, (_, i) => {
      while (i / 60 >= next) [last, next] = [next, next + 0.2 * (0.7 + 0.6 * random())];
      const tooth = (600 * (i / 60 - last)) / (next - last);
      return { at: 1_700_000_000_000 + i * minute, value: Math.round((1400 + (perHour * i) / 60 + tooth + 10 * normal(random)) * MB) };
    });
    return thinned(samples);
  };

  /** Four days, one sample a minute, teeth from six minutes to eight hours and from 100 to 500 MB on a floor that rises by `growth` MB. */
  const fourDays = (growth: number): readonly Motion[] => {
    const random = seededRandom(growth);
    const periods = [0.1, 0.5, 1, 1.5, 2.5, 3.66, 5, 8];
    return periods.flatMap((period) =>
      [100, 200, 500].map((height) => {
        const samples = Array.from({ length: 96 * 60 }, (_, i) => {
          const tooth = height * ((i / 60 / period) % 1);
          return { at: 1_700_000_000_000 + i * minute, value: Math.round((1030 + (growth * i) / 5760 + tooth + 12 * normal(random)) * MB) };
        });
        return judgeSamples(thinned(samples), { ...usual, oneLife: true }).motion;
      }),
    );
  };

  it('is told although most of the samples were left out, and none is told where the floor stands', () => {
    const [leaking, level] = [fourDays(300), fourDays(0)];
    expect(leaking.filter((motion) => motion === 'grows').length).toBeGreaterThanOrEqual(20);
    expect(leaking.filter((motion) => motion === 'flat').length).toBeLessThanOrEqual(3);
    expect(level).not.toContain('grows');
  });

  it('is no stairs', () => {
    const all = seeds.flatMap((seed) =>
      [15, 30].map((perHour) => judgeSamples(toothed(seed, perHour), { ...usual, oneLife: true }).motion),
    );
    expect(grew(all)).toBeGreaterThanOrEqual(15);
  });
});
