import { describe, expect, it } from '@jest/globals';
import type { Evidence } from '../../analysis/types.ts';
import { verdictText } from '../../cards/verdict-text.ts';
import { noon } from '../support/evidence.ts';
import { judged, said } from '../support/judged.ts';
import { report } from '../support/made-evidence.ts';

const hour = 3_600_000;
/** A report whose dump was taken at an hour of the day, and how long the tracker had run then. */
const at = (clock: number, tracked: number, gigabytes: number): Evidence => ({
  ...report(`d${clock}`, tracked, gigabytes, 'GdiPlus'),
  takenAt: noon + clock * hour,
});

describe('a tracking that began anew between leak reports', () => {
  const anew = judged([at(1, 2, 1.5), at(2, 1 / 3, 0.3), at(3, 4 / 3, 0.8)]);

  it('is told, with the report that is not compared', () => {
    expect(said(anew, 'tracking-began-anew')?.says).toBe(
      'The tracking began anew between these reports: the report at 2:00:00 (1.80 GB) is of another run of the tracker and not compared with the other 2.',
    );
    expect(said(anew, 'tracking-began-anew')?.evidence).toEqual(['d1', 'd2', 'd3']);
    expect(anew.attribution?.labels).toEqual(['0:20:00', '1:20:00']);
    expect(verdictText(anew)).toContain('Not in it: the report at 2:00, of another run of the tracker.');
  });

  it('is not told where there was one run', () => {
    const one = judged([at(1, 1, 0.5), at(2, 2, 1), at(3, 3, 1.5)]);
    expect(said(one, 'tracking-began-anew')).toBeUndefined();
    expect(one.attribution).not.toHaveProperty('apart');
    expect(verdictText(one)).not.toContain('Not in it');
  });

  it('leaves one report of each run, whose order is known', () => {
    const two = judged([at(1, 2, 1.5), at(2, 1 / 3, 0.3)]);
    expect(said(two, 'order-unknown')).toBeUndefined();
    expect(said(two, 'tracking-began-anew')?.says).toContain('not compared with the other one');
  });

  it('counts the reports that it leaves out', () => {
    const five = judged([at(1, 1, 0.5), at(2, 2, 1), at(3, 0.5, 0.3), at(4, 1.5, 0.8), at(5, 2.5, 1.3)]);
    expect(verdictText(five)).toContain('Not in it: 2 reports at 1:00 and 2:00, of another run of the tracker.');
    expect(said(five, 'tracking-began-anew')?.measured).toEqual({ left: 2, compared: 3 });
  });
});

describe('leak reports between which nothing grows', () => {
  it('ask for no second reading of their kind', () => {
    const level = judged([at(1, 1, 1.5), at(2, 2, 1.5), at(3, 3, 1.5)]);
    expect(verdictText(level)).toMatch(/outstanding\s+allocations do not grow over 3 reports/);
    expect(verdictText(level)).not.toContain('second reading');
  });
});
