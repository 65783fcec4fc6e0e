import { describe, expect, it } from '@jest/globals';
import { defaultThresholds, dumpThresholds, type ThresholdInput } from '../../flows/dump-thresholds.ts';

const GB = 2 ** 30;
const MB = 2 ** 20;
const hour = 3_600_000;
const now = Date.parse('2026-01-15T12:00:00.000Z');
const known: ThresholdInput = {
  wanted: defaultThresholds,
  bitness: 64,
  startBytes: 1.2 * GB,
  at: now,
  slopePerHour: 1 * GB,
  ci95: [0.8 * GB, 1.25 * GB],
  ceilingBytes: null,
  poolLimitBytes: null,
  freeDiskBytes: null,
};

describe('the forecast', () => {
  it('says when each threshold is reached, with its interval', () => {
    const { thresholds, proposed } = dumpThresholds(known);
    expect(proposed).toBeNull();
    expect(thresholds.map((each) => each.reachedAt?.at)).toEqual([now + hour, now + 1.4 * hour, now + 1.8 * hour]);
    expect(thresholds[0]?.reachedAt).toEqual({ at: now + hour, earliest: now + 0.8 * hour, latest: now + 1.25 * hour });
  });

  it('shows the arithmetic in sentences', () => {
    expect(dumpThresholds(known).arithmetic[0]).toBe(
      '2.20 GB: 1.00 GB more at 1.00 GB an hour, reached in 1 h, at about 13:00 UTC (12:48 UTC to 13:15 UTC).',
    );
  });

  it('does not promise a time while the slope might be nothing', () => {
    const { thresholds, arithmetic } = dumpThresholds({ ...known, ci95: [-0.1 * GB, 2 * GB] });
    expect(thresholds[0]!.reachedAt!.latest).toBeGreaterThan(now + 24 * hour);
    expect(arithmetic[0]).toContain('perhaps never');
  });

  it('knows nothing before there is a slope', () => {
    const { thresholds, proposed, arithmetic } = dumpThresholds({ ...known, startBytes: null, at: null, slopePerHour: null, ci95: null });
    expect(thresholds.every((each) => each.reachedAt === null)).toBe(true);
    expect(proposed).toBeNull();
    expect(arithmetic).toContain('2.20 GB: when it will be reached is not known yet.');
  });
});

describe('other thresholds are proposed', () => {
  it('for a 32-bit process, which ends near 2.8 GB', () => {
    const { proposed, arithmetic } = dumpThresholds({ ...known, bitness: 32 });
    expect(proposed).toHaveLength(3);
    expect(Math.max(...proposed!)).toBeLessThanOrEqual(2500 * MB);
    expect(Math.min(...proposed!)).toBeGreaterThan(1.2 * GB + 200 * MB);
    expect(arithmetic.join('\n')).toContain('A 32-bit process ends near 2.73 GB');
    expect(arithmetic.at(-1)).toMatch(/Type: thresholds \d/);
  });

  it('where the pool recycles itself before the third', () => {
    const { proposed, arithmetic } = dumpThresholds({ ...known, poolLimitBytes: 2.5 * GB });
    expect(Math.max(...proposed!)).toBeLessThanOrEqual(0.9 * 2.5 * GB);
    expect(arithmetic[0]).toContain('recycles itself at 2.50 GB');
  });

  it('where the process is above them already', () => {
    const { proposed, arithmetic } = dumpThresholds({ ...known, startBytes: 3.4 * GB });
    expect(Math.min(...proposed!)).toBeGreaterThan(3.4 * GB);
    expect(arithmetic[0]).toContain('private bytes are 3.40 GB already');
  });

  it('where they are more than a day away', () => {
    const { proposed } = dumpThresholds({ ...known, startBytes: 0.2 * GB, slopePerHour: 20 * MB, ci95: [15 * MB, 25 * MB] });
    expect(proposed![0]).toBeLessThan(GB);
  });

  it('rising, in equal steps between 150 MB and 1 GB', () => {
    for (const startBytes of [0.3 * GB, GB, 3 * GB, 20 * GB]) {
      const { proposed } = dumpThresholds({ ...known, startBytes, slopePerHour: 10 * MB, ci95: null });
      const steps = (proposed ?? []).slice(1).map((each, index) => each - proposed![index]!);
      for (const step of steps) {
        expect(step).toBeGreaterThanOrEqual(149 * MB);
        expect(step).toBeLessThanOrEqual(1025 * MB);
      }
    }
  });

  it('but not where there is no room: then by time', () => {
    const { proposed, arithmetic } = dumpThresholds({ ...known, bitness: 32, startBytes: 2.45 * GB });
    expect(proposed).toBeNull();
    expect(arithmetic.at(-1)).toContain('two dumps by time');
  });

  it('nor for more disk than there is', () => {
    const { proposed, arithmetic } = dumpThresholds({ ...known, freeDiskBytes: 12 * GB });
    expect(arithmetic[0]).toContain('12.0 GB of free disk hold 3 dumps of at most 1.94 GB');
    expect(Math.max(...(proposed ?? [0]))).toBeLessThanOrEqual(1.95 * GB);
  });
});
