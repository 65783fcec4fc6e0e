import { describe, expect, it } from '@jest/globals';
import { forecast, type ForecastTrend } from '../../../analysis/trend/forecast.ts';
import { judgeSamples } from '../../../analysis/trend/trend.ts';
import { normal, seededRandom } from '../../support/sample.ts';

const GB = 2 ** 30;
const MB = 2 ** 20;
const hourMs = 3_600_000;
const growing: ForecastTrend = {
  motion: 'grows',
  slopePerHour: 200 * MB,
  ci95: [150 * MB, 250 * MB],
  from: 0,
  to: 2 * hourMs,
  last: 1000 * MB,
};

describe('when a level is reached', () => {
  it('is the distance over the slope, and the line turns about the middle of what was watched', () => {
    expect(forecast(growing, 2000 * MB)).toEqual({
      answer: 'reached',
      // 1,000 MB at 200 MB/h is 5 h; at 250 MB/h the line stands 50 MB higher now: 950 / 250; at 150: 1,050 / 150.
      earliest: 2 * hourMs + 3.8 * hourMs,
      median: 2 * hourMs + 5 * hourMs,
      latest: 2 * hourMs + 7 * hourMs,
    });
  });
  it('is earlier by the height of the teeth', () => {
    expect(forecast(growing, 2000 * MB, 200 * MB)).toMatchObject({ median: 6 * hourMs });
  });
  it('may be never where the slope could be zero', () => {
    expect(forecast({ ...growing, ci95: [-MB, 401 * MB] }, 2000 * MB)).toMatchObject({ answer: 'reached', latest: null });
  });
  it('has passed where it stands above', () => {
    expect(forecast(growing, 900 * MB)).toEqual({ answer: 'already' });
    expect(forecast({ ...growing, motion: 'flat' }, 900 * MB)).toEqual({ answer: 'already' });
  });
  it.each(['flat', 'sawtooth', 'plateau', 'falls'] as const)('is not told of what is %s: not reached', (motion) => {
    expect(forecast({ ...growing, motion }, 2000 * MB)).toEqual({ answer: 'not reached' });
  });
  it('is not known where it is too early, or nothing is known of the slope', () => {
    expect(forecast({ ...growing, motion: 'too-early' }, 900 * MB)).toEqual({ answer: 'not known' });
    expect(forecast({ ...growing, slopePerHour: null }, 2 * GB)).toEqual({ answer: 'not known' });
    expect(forecast(growing, Number.NaN)).toEqual({ answer: 'not known' });
  });
  it('is never where it lies years ahead', () => {
    expect(forecast({ ...growing, slopePerHour: 1, ci95: [0.5, 2] }, 2000 * MB)).toEqual({ answer: 'not reached' });
  });

  it('lies within the interval in nine of ten made-up leaks, hours after the watch has ended', () => {
    const random = seededRandom(77);
    const within = Array.from({ length: 100 }, () => {
      const [rate, base, hours] = [60 + 200 * random(), 300 + 300 * random(), 1 + 2 * random()];
      let drift = 0;
      const samples = Array.from({ length: Math.round(hours * 240) }, (_, i) => {
        drift = 0.8 * drift + 0.6 * normal(random) * 6;
        return { at: i * 15_000, value: (base + (rate * i) / 240 + drift) * MB };
      });
      const answer = judgeSamples(samples, { minimumMs: hourMs / 2, oneLife: true, least: MB });
      const { motion, from, to, last, slope } = answer;
      const level = (base + rate * hours * 4) * MB;
      const told = forecast({ motion, from, to, last, slopePerHour: slope?.perHour ?? null, ci95: slope?.ci95 ?? null }, level);
      return told.answer === 'reached' && told.earliest <= hours * 4 * hourMs && (told.latest ?? Infinity) >= hours * 4 * hourMs;
    });
    expect(within.filter(Boolean).length).toBeGreaterThanOrEqual(90);
  });

  it.each([
    ['a day’s cycle', (h: number) => 60 * (1 - Math.cos((2 * Math.PI * (h - 6)) / 24))],
    ['a batch each night', (h: number) => (h % 24 >= 2 && h % 24 < 4 ? 200 : 0)],
  ])('lies within the interval where %s is there before the line is', (_, work) => {
    const random = seededRandom(78);
    const within = Array.from({ length: 40 }, () => {
      const [base, rate] = [400 + 300 * random(), 3 + 4 * random()];
      const curve = (h: number): number => base + rate * h + work(h);
      const samples = Array.from({ length: 48 * 12 }, (_each, i) => ({
        at: i * 300_000,
        value: (curve(i / 12) + 3 * normal(random)) * MB,
      }));
      const { motion, from, to, last, slope, swing } = judgeSamples(samples, { minimumMs: hourMs / 2, oneLife: true, least: MB });
      const level = curve(48) + 40 * rate;
      let reached = 48;
      while (curve(reached) < level) reached += 0.05;
      const trend = { motion, from, to, last, slopePerHour: slope?.perHour ?? null, ci95: slope?.ci95 ?? null };
      const told = forecast(trend, level * MB, 0, swing);
      return told.answer === 'reached' && told.earliest <= reached * hourMs && (told.latest ?? Infinity) >= reached * hourMs;
    });
    expect(within.filter(Boolean).length).toBeGreaterThanOrEqual(36);
  });

  it('goes by the rate since the growth began, where that was in the middle of the watch', () => {
    const random = seededRandom(79);
    const told = Array.from({ length: 40 }, () => {
      const [base, rate, began] = [400 + 300 * random(), 8 + 8 * random(), 14 + 12 * random()];
      const samples = Array.from({ length: 48 * 12 }, (_each, i) => ({
        at: i * 300_000,
        value: (base + rate * Math.max(0, i / 12 - began) + 4 * normal(random)) * MB,
      }));
      const { motion, from, to, last, slope } = judgeSamples(samples, { minimumMs: hourMs / 2, oneLife: true, least: MB });
      const trend = { motion, from, to, last, slopePerHour: slope?.perHour ?? null, ci95: slope?.ci95 ?? null };
      const answer = forecast(trend, (base + rate * (96 - began)) * MB);
      return answer.answer === 'reached' ? { ...answer, latest: answer.latest ?? Infinity } : null;
    });
    const within = told.filter((each) => each !== null && each.earliest <= 96 * hourMs && each.latest >= 96 * hourMs);
    expect(within.length).toBeGreaterThanOrEqual(36);
    for (const each of told) expect(Math.abs((each?.median ?? 0) / hourMs - 96)).toBeLessThan(24);
  });
});
