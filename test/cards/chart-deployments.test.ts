import { describe, expect, it } from '@jest/globals';
import { chartsOf } from '../../cards/index.ts';
import { standing } from '../support/investigations.ts';

describe('the curve of private bytes', () => {
  it('is marked where somebody said that something was deployed, and not outside of it', () => {
    const { investigation } = standing('leakTracking', 'watching');
    const samples = investigation.evidence.flatMap((each) =>
      each.kind === 'counters' ? each.series.flatMap((series) => series.samples) : [],
    );
    const times = samples.map(({ at }) => at);
    const middle = (Math.min(...times) + Math.max(...times)) / 2;
    const deployments = [
      { at: middle, what: 'v2.3' },
      { at: middle - 30 * 24 * 3_600_000, what: null },
    ];
    const marks = chartsOf({ ...investigation, deployments })[0]!.marks.filter(({ kind }) => kind === 'deploy');
    expect(marks).toMatchObject([{ at: middle, label: expect.stringMatching(/^deployed \d\d:\d\d/) }]);
    expect(chartsOf(investigation)[0]!.marks.filter(({ kind }) => kind === 'deploy')).toEqual([]);
  });
});
