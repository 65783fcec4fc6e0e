import { describe, expect, it } from '@jest/globals';
import { dumpThresholds, type ThresholdInput } from '../../flows/dump-thresholds.ts';
import { known, now } from '../support/threshold-input.ts';

const GB = 2 ** 30;
const MB = 2 ** 20;
const hour = 3_600_000;

describe('the dump planner at its ends', () => {
  const says = (input: Partial<ThresholdInput>) => dumpThresholds({ ...known, ...input });

  it('names the day of what is more than a day away, and does not promise a month', () => {
    const slow = (slopePerHour: number) => says({ slopePerHour, ci95: null }).arithmetic;
    expect(slow(20 * MB)[0]).toContain('reached in 2 days, at about 2026-01-17 15:12 UTC.');
    expect(slow(MB / 2)[0]).toContain('not reached within 30 days');
  });

  it('says that what stands is never reached', () => {
    expect(says({ slopePerHour: null, ci95: null, stands: true }).arithmetic[0]).toBe(
      '2.20 GB: private bytes do not grow; as they are now it is never reached.',
    );
  });

  it('offers no sizes that are days away: two dumps, a day apart or as far as the limit allows', () => {
    const slow = { slopePerHour: 10 * MB, ci95: null, startBytes: 380 * MB };
    expect(says(slow)).toMatchObject({ proposed: null });
    expect(says(slow).arithmetic.at(-1)).toContain('in 24 h by 240 MB. Take two dumps by time instead, the second 24 h after the first.');
    expect(says({ ...slow, ceilingBytes: 512 * MB }).arithmetic.at(-1)).toContain('when the limit is near');
  });

  it('sends the dumps elsewhere where the disk holds none', () => {
    const full = says({ freeDiskBytes: 4 * GB });
    expect(full.arithmetic[0]).toBe('4.00 GB of free disk hold no dump: 5 GB must be left over.');
    expect(full.arithmetic.join(' ')).toContain('there is no room for its dump');
    expect(full.arithmetic.at(-1)).toContain('Write them to another drive');
  });

  it('waits for the next life where this one is at its limit', () => {
    expect(says({ poolLimitBytes: GB }).arithmetic.at(-1)).toContain('The size now is at the limit or above it');
    const restarted = { startedAt: now - 5 * hour, restartEveryMs: 5.5 * hour, slopePerHour: 200 * MB, ci95: null };
    expect(says(restarted).arithmetic.at(-1)).toContain('The limit is reached in about 30 min');
  });

  it('a growth that outruns a tracker that is not attached yet is dumped later, and what is above a threshold writes what it has', () => {
    const fast = says({ slopePerHour: 20 * GB, ci95: null });
    expect(fast.arithmetic[0]).toContain('LeakTrack would record call stacks only 20 min after it is attached');
    expect(fast.proposed![0]! / GB).toBeGreaterThan(7);
    expect(says({ startBytes: 12 * GB }).arithmetic.join(' ')).toMatch(/3 dumps write about 3\d\.\d GB in all/);
    expect(says({ wanted: [2.2 * GB] }).arithmetic.at(-1)).toMatch(/^The dump writes about 2\.\d{2} GB \(private bytes/);
  });
});
