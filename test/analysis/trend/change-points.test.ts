import { describe, expect, it } from '@jest/globals';
import { changePoints } from '../../../analysis/trend/change-points.ts';
import type { Sample } from '../../../analysis/types.ts';
import { madeUpSeries, normal, seededRandom } from '../../support/sample.ts';

const MB = 1024 * 1024;
const hourMs = 3_600_000;
const start = 1_700_000_000_000;

/** Private bytes of a process whose noise remembers from one sample to the next. */
function series(seed: number, hours: number, everyMs: number, curve: (h: number) => number, memory = 0.6): readonly Sample[] {
  const random = seededRandom(seed);
  let drift = 0;
  return Array.from({ length: Math.floor((hours * hourMs) / everyMs) }, (_, i) => {
    drift = memory * drift + Math.sqrt(1 - memory * memory) * 5 * normal(random);
    return { at: start + i * everyMs, value: (500 + curve((i * everyMs) / hourMs) + drift) * MB };
  });
}
const hoursOf = (at: number): number => (at - start) / hourMs;

describe('the time of a change', () => {
  it('is found where a counter began to grow, within its interval in nine of ten runs', () => {
    const runs = Array.from({ length: 30 }, (_, i) => {
      const began = 0.7 + 1.6 * seededRandom(31 * i + 5)();
      const found = changePoints(series(i + 1, 3, 15_000, (h) => Math.max(0, h - began) * 80));
      return { began, found };
    });
    const right = runs.filter(({ began, found: [first, ...more] }) => {
      if (first?.kind !== 'slope' || more.length > 0) return false;
      return hoursOf(first.earliest) <= began && began <= hoursOf(first.latest) && first.latest - first.earliest < hourMs / 2;
    });
    expect(right.length).toBeGreaterThanOrEqual(27);
    const [one] = runs[0]!.found;
    expect(one!.before / MB).toBeLessThan(20);
    expect(one!.after / MB).toBeGreaterThan(60);
  });

  it('is found where a level jumped, to within some samples, with the height of the jump', () => {
    for (let i = 0; i < 20; i += 1) {
      const at = 0.5 + 2 * seededRandom(17 * i + 3)();
      const found = changePoints(series(i + 100, 3, 15_000, (h) => (h >= at ? 80 : 0)));
      expect(found.map(({ kind }) => kind)).toEqual(['level']);
      expect(hoursOf(found[0]!.earliest)).toBeLessThanOrEqual(at);
      expect(hoursOf(found[0]!.latest)).toBeGreaterThanOrEqual(at);
      expect(found[0]!.latest - found[0]!.earliest).toBeLessThan(6 * 60_000);
      expect(Math.abs(found[0]!.jump / MB - 80)).toBeLessThan(12);
    }
  });

  it('is found twice where a leak came with one deployment and went with the next', () => {
    const found = changePoints(series(9, 12, 60_000, (h) => 40 * Math.min(Math.max(0, h - 3), 5)));
    expect(found.map(({ kind }) => kind)).toEqual(['slope', 'slope']);
    expect(found.map(({ at }) => Math.round(hoursOf(at)))).toEqual([3, 8]);
  });
});

describe('no change', () => {
  it('is made of noise that wanders, of a steady leak, or of the teeth of collections', () => {
    const found = Array.from({ length: 15 }, (_, i) => [
      changePoints(series(i + 1, 3, 15_000, () => 0, 0.9)),
      changePoints(series(i + 200, 3, 15_000, (h) => 60 * h, 0.9)),
      changePoints(madeUpSeries('gc', i + 1)),
      changePoints(madeUpSeries('leak+gc', i + 1)),
      changePoints(madeUpSeries('staircase', i + 1)),
    ]).flat();
    expect(found.filter((each) => each.length > 0).length).toBeLessThanOrEqual(2);
  });

  it.each([
    ['none', []],
    ['few', series(1, 0.01, 5000, () => 0)],
    ['all at one time', Array.from({ length: 50 }, (_, i) => ({ at: start, value: i }))],
    ['constant', series(1, 1, 60_000, () => 0).map(({ at }) => ({ at, value: 7 }))],
    ['not numbers', series(1, 1, 60_000, () => 0).map(({ at }) => ({ at, value: Number.NaN }))],
  ])('is seen in hostile and odd samples: %s', (_, samples) => {
    expect(changePoints(samples)).toEqual([]);
  });
});

describe('the answer', () => {
  it('does not depend on the order in which samples arrive', () => {
    const samples = series(4, 3, 15_000, (h) => (h >= 1 ? 90 : 0));
    expect(changePoints([...samples].reverse())).toEqual(changePoints(samples));
  });
});
