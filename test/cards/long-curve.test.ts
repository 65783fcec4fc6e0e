import { describe, expect, it } from '@jest/globals';
import { chartSvg } from '../../cards/index.ts';
import type { ChartModel } from '../../cards/types.ts';

const model: ChartModel = {
  title: 'Private bytes',
  alt: 'Private bytes rise.',
  unit: 'GB',
  lines: [
    { label: 'Private bytes', points: Array.from({ length: 500 }, (_, index) => [index * 10_000, index * 1e6] as const), dashed: false },
  ],
  thresholds: [],
  marks: [],
  forecast: null,
  utcOffsetMinutes: 0,
};

describe('a curve of 500 samples', () => {
  it('is drawn to its last sample', () => {
    const paths = [...chartSvg(model, { width: 800, height: 260 }).matchAll(/ d="([^"]*)"/g)].map((match) => match[1] ?? '');
    expect(paths.every((d) => /^[MLHVZ0-9. -]*$/.test(d))).toBe(true);
    const points = paths.map((d) => [...d.matchAll(/[ML](\d+(?:\.\d+)?) /g)].map((match) => Number(match[1])));
    expect(Math.max(...points.flat())).toBeGreaterThan(500);
  });
});
