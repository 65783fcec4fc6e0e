import { describe, expect, it } from '@jest/globals';
import { judgeSamples, type TrendQuestion } from '../../../analysis/trend/trend.ts';
import type { Sample } from '../../../analysis/types.ts';
import { healthyKinds, leakKinds, madeUpSeries, normal, seededRandom } from '../../support/sample.ts';

const MB = 1024 * 1024;
const minute = 60_000;
const usual: TrendQuestion = { minimumMs: 30 * minute, oneLife: true, least: MB };

function every(ms: number, count: number, value: (i: number) => number): Sample[] {
  return Array.from({ length: count }, (_, i) => ({ at: 1_700_000_000_000 + i * ms, value: value(i) }));
}

/** A small process that allocates a lump of `lump` bytes each `lump / rate` seconds, watched each second with late timers. */
function watched(seed: number, rate: number, lump: number, seconds: number): Sample[] {
  const random = seededRandom(seed);
  const phase = random();
  return Array.from({ length: seconds }, (_, i) => {
    const at = i + random() * 0.05;
    const allocated = Math.floor((at * rate) / lump + phase) * lump;
    return { at: 1_700_000_000_000 + Math.round(at * 1000), value: 12 * MB + allocated + Math.round(Math.abs(normal(random)) * 3) * 4096 };
  });
}

describe('the slope of a process that leaks at a known rate', () => {
  it.each([
    ['in small lumps for 30 s', 2 * MB, 256 * 1024, 30],
    ['in lumps of 1 MB for 20 s', 3 * MB, MB, 20],
    ['slowly, for a minute', 0.4 * MB, 512 * 1024, 60],
  ])('covers the rate in at least 18 of 20 runs, within 25 %%: %s', (_, rate, lump, seconds) => {
    const answers = Array.from({ length: 20 }, (_each, seed) =>
      judgeSamples(watched(seed + 1, rate, lump, seconds), { ...usual, minimumMs: 10_000 }),
    );
    expect(answers.map(({ motion }) => motion)).toEqual(Array(20).fill('grows'));
    const perHour = rate * 3600;
    const covered = answers.filter(({ slope }) => slope!.ci95[0] <= perHour && perHour <= slope!.ci95[1]);
    expect(covered.length).toBeGreaterThanOrEqual(18);
    for (const { slope } of answers) expect((slope!.ci95[1] - slope!.ci95[0]) / 2).toBeLessThanOrEqual(0.25 * perHour);
  });

  it('covers it in 95 of 100 made-up leaks of two days whose noise remembers', () => {
    const random = seededRandom(5);
    const covered = Array.from({ length: 100 }, () => {
      const rate = 5 + 30 * random();
      let drift = 0;
      const samples = every(5 * minute, 288, (i) => {
        drift = 0.8 * drift + 0.6 * normal(random) * 8;
        return (400 + (rate * i) / 12 + drift) * MB;
      });
      const { slope } = judgeSamples(samples, usual);
      return slope !== null && slope.ci95[0] <= rate * MB && rate * MB <= slope.ci95[1];
    });
    expect(covered.filter(Boolean).length).toBeGreaterThanOrEqual(93);
  });
});

describe('the kinds of series that fool a trend test', () => {
  it.each([11, 4711, 90210])('are told apart with precision ≥ 0.98 and F1 ≥ 0.95 on seeds from %i on', (from) => {
    const grows = (kind: (typeof leakKinds)[number] | (typeof healthyKinds)[number]) =>
      Array.from({ length: 6 }, (_, i) => judgeSamples(madeUpSeries(kind, from + 31 * i), { ...usual, oneLife: false })).filter(
        ({ motion }) => motion === 'grows',
      ).length;
    const found = leakKinds.reduce((sum, kind) => sum + grows(kind), 0);
    const wrong = healthyKinds.reduce((sum, kind) => sum + grows(kind), 0);
    const [precision, recall] = [found / (found + wrong), found / (6 * leakKinds.length)];
    expect(precision).toBeGreaterThanOrEqual(0.98);
    expect((2 * precision * recall) / (precision + recall)).toBeGreaterThanOrEqual(0.95);
  });
});

describe('what looks like growth', () => {
  it('is too early before the minimum, and says how much longer', () => {
    const answer = judgeSamples(
      every(15_000, 49, (i) => (100 + i) * MB),
      usual,
    );
    expect(answer.motion).toBe('too-early');
    expect(answer.needsMs).toBe(18 * minute);
  });

  it('is a saw-tooth when its floor is flat', () => {
    const answer = judgeSamples(
      every(1000, 60, (i) => (100 + (i % 9) * 12) * MB),
      { ...usual, minimumMs: 20_000 },
    );
    expect(answer.motion).toBe('sawtooth');
  });

  it('is growth when the floor of the saw-tooth rises', () => {
    const answer = judgeSamples(
      every(1000, 120, (i) => (100 + (i % 9) * 12 + i) * MB),
      { ...usual, minimumMs: 20_000 },
    );
    expect(answer.motion).toBe('grows');
    expect(answer.slope!.perHour / (3600 * MB)).toBeCloseTo(1, 1);
  });

  it('is a plateau when a cache has filled', () => {
    expect(
      judgeSamples(
        every(minute, 240, (i) => (200 + 300 * (1 - Math.exp(-i / 30))) * MB),
        usual,
      ).motion,
    ).not.toBe('grows');
    expect(
      judgeSamples(
        every(minute, 240, (i) => (200 + 300 * (1 - Math.exp(-i / 50))) * MB),
        usual,
      ).motion,
    ).toBe('plateau');
  });

  it('is one step and no growth', () => {
    expect(
      judgeSamples(
        every(minute, 120, (i) => (i < 60 ? 200 : 400) * MB),
        usual,
      ).motion,
    ).not.toBe('grows');
  });

  it('is the day’s work where the next day is the same', () => {
    const day = every(5 * minute, 600, (i) => (500 + 200 * Math.sin((i * 2 * Math.PI) / 288)) * MB);
    expect(judgeSamples(day, usual).motion).toBe('flat');
  });

  it('is not worth a word below 3 % of what there is', () => {
    expect(
      judgeSamples(
        every(minute, 60, (i) => (1000 + i * 0.2) * MB),
        usual,
      ).motion,
    ).toBe('flat');
  });
});

describe('restarts', () => {
  const recycled = every(minute, 300, (i) => (200 + (i % 100) * 4) * MB);
  it('split a series whose process is not known: each life leaks', () => {
    const answer = judgeSamples(recycled, { ...usual, oneLife: false });
    expect(answer).toMatchObject({ motion: 'grows', lives: 3 });
    expect(answer.slope!.perHour / MB).toBeCloseTo(240, -1);
  });
  it('do not happen within one known life: then it is a saw-tooth seen too seldom', () => {
    expect(judgeSamples(recycled, usual).motion).not.toBe('grows');
  });
});

describe('hostile and odd samples', () => {
  it.each([
    ['none', []],
    ['one', every(1000, 1, () => 5)],
    ['all at one time', every(0, 50, (i) => i)],
    ['not numbers', every(minute, 60, () => Number.NaN)],
    ['constant zero', every(minute, 60, () => 0)],
  ])('are answered, never thrown at: %s', (_, samples) => {
    expect(['too-early', 'flat']).toContain(judgeSamples(samples, usual).motion);
  });
  it('may arrive in any order', () => {
    const samples = madeUpSeries('leak', 3, { hours: 4, everyMs: minute });
    expect(judgeSamples([...samples].reverse(), usual)).toEqual(judgeSamples(samples, usual));
  });
});
