import { describe, expect, it } from '@jest/globals';
import { placeOf, stretches, ticksOf } from '../../cards/chart-time.ts';

const hour = 3_600_000;
const day = 24 * hour;
const every = (from: number, to: number) => Array.from({ length: 61 }, (_, index) => from + ((to - from) * index) / 60);

describe('the time axis', () => {
  it('is drawn to scale where samples cover it', () => {
    const all = stretches(every(0, 2 * hour), 0, 2 * hour, 40, 640);
    expect(all).toHaveLength(1);
    expect(placeOf(all, hour)).toBeCloseTo(340);
  });

  it('keeps a short pause as it is: a restart of minutes is no fold', () => {
    const all = stretches([...every(0, hour), ...every(1.2 * hour, 2 * hour)], 0, 2 * hour, 40, 640);
    expect(all.some((each) => each.folded)).toBe(false);
  });

  it('folds the week between the leak and the proof of the fix, so that both can be read', () => {
    const end = 7 * day + 2 * hour;
    const all = stretches([...every(0, 2 * hour), ...every(7 * day, end)], 0, end, 40, 640);
    expect(all.map((each) => each.folded)).toEqual([false, true, false]);
    expect(placeOf(all, 2 * hour) - placeOf(all, 0)).toBeGreaterThan(250);
    expect(placeOf(all, end) - placeOf(all, 7 * day)).toBeGreaterThan(250);
    expect(placeOf(all, end)).toBeCloseTo(640);
  });

  it('never runs backwards, whatever the gaps', () => {
    const times = [
      ...every(0, hour),
      ...every(3 * day, 3 * day + hour),
      ...every(30 * day, 30 * day + hour),
      ...every(90 * day, 90 * day + hour),
    ];
    const end = times.at(-1) ?? 0;
    const all = stretches(times, 0, end, 40, 640);
    const places = times.map((at) => placeOf(all, at));
    expect(places.every((x, index) => index === 0 || x >= (places[index - 1] ?? 0))).toBe(true);
    expect(places.at(-1)).toBeCloseTo(640);
  });

  it('gives ticks to each side of a fold', () => {
    const end = 7 * day + 2 * hour;
    const all = stretches([...every(0, 2 * hour), ...every(7 * day, end)], 0, end, 40, 640);
    const ticks = ticksOf(all, { utcOffsetMinutes: 0 }, 7);
    expect(ticks.some((each) => each.at <= 2 * hour)).toBe(true);
    expect(ticks.some((each) => each.at >= 7 * day)).toBe(true);
  });

  it('draws two reports that are all there is', () => {
    const all = stretches([0, hour], 0, hour, 40, 640);
    expect(all).toHaveLength(1);
  });
});
