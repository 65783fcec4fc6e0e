import { describe, expect, it } from '@jest/globals';
import { dumpThresholds, type ThresholdInput } from '../../flows/dump-thresholds.ts';
import { known, now } from '../support/threshold-input.ts';

const GB = 2 ** 30;
const MB = 2 ** 20;
const hour = 3_600_000;

describe('the forecast', () => {
  it('says when each threshold is reached, with its interval', () => {
    const { thresholds, proposed } = dumpThresholds(known);
    expect(proposed).toBeNull();
    expect(thresholds.map((each) => each.reachedAt?.at)).toEqual([now + hour, now + 1.4 * hour, now + 1.8 * hour]);
    // The line turns about the middle of the two hours watched: ± an hour of the slope's uncertainty, and that of the hour to come.
    expect(thresholds[0]?.reachedAt).toEqual({ at: now + hour, earliest: now + 0.6 * hour, latest: now + 1.5 * hour });
  });

  it('shows the arithmetic in sentences', () => {
    expect(dumpThresholds(known).arithmetic[0]).toBe(
      '2.20 GB: 1.00 GB more at 1.00 GB an hour, reached in 1 h, at about 13:00 UTC (12:36 UTC to 13:30 UTC).',
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

/** FACTS.md §12.1, rule by rule: the limit that binds, by its arithmetic. */
describe('the dump planner', () => {
  const says = (input: Partial<ThresholdInput>) => dumpThresholds({ ...known, ...input });
  const limit = (input: Partial<ThresholdInput>) => says(input).ceiling!;

  it('stops a 32-bit process at 2,500 MB on 64-bit Windows and at 700 MB on 32-bit Windows', () => {
    expect(limit({ bitness: 32 }).bytes).toBe(2500 * MB);
    expect(limit({ bitness: 32, osBitness: 32 })).toEqual({
      bytes: 700 * MB,
      says: 'A 32-bit process on 32-bit Windows ends near 800 MB of private bytes; the last dump should be taken below 700 MB.',
    });
    expect(says({ bitness: 64 }).ceiling).toBeNull();
  });

  it('stops a 32-bit process where its virtual bytes reach 3,200 MB, in private bytes', () => {
    // 800 MB more of virtual bytes at 1,600 MB an hour are half an hour, in which private bytes grow by 0.5 GB.
    const virtual = { bitness: 32, virtualBytes: 2400 * MB, virtualPerHour: 1600 * MB } as const;
    expect(limit(virtual).bytes).toBeCloseTo(1.7 * GB);
    expect(limit(virtual).says).toContain('at 2.34 GB now and 1.56 GB an hour they are there when private bytes are 1.70 GB');
    expect(limit({ ...virtual, virtualPerHour: null }).bytes).toBe(2500 * MB);
    expect(limit({ ...virtual, virtualBytes: 3300 * MB }).bytes).toBe(1.2 * GB);
    expect(says({ ...virtual, bitness: 64 }).ceiling).toBeNull();
  });

  it('stays at 90 % of what the pool, a container or a resource limit allows', () => {
    expect(limit({ poolLimitBytes: 2 * GB }).bytes).toBeCloseTo(1.8 * GB);
    expect(limit({ ceilingBytes: 4 * GB }).bytes).toBeCloseTo(3.6 * GB);
    expect(limit({ poolLimitBytes: 2 * GB, ceilingBytes: GB }).says).toContain('The process must end at 1.00 GB');
    expect(says({ poolLimitBytes: 0, ceilingBytes: 0 }).ceiling).toBeNull();
    // 90 % of 4 GB of virtual bytes are 3.6: 0.6 more at 1 an hour.
    expect(limit({ virtualLimitBytes: 4 * GB, virtualBytes: 3 * GB, virtualPerHour: GB }).bytes).toBeCloseTo(1.8 * GB);
  });

  it('uses 60 % of what the system can still commit, above the size now', () => {
    expect(limit({ commitFreeBytes: 2 * GB }).bytes).toBeCloseTo(2.4 * GB);
    expect(limit({ commitFreeBytes: 0 }).bytes).toBe(1.2 * GB);
    expect(says({ commitFreeBytes: 2 * GB, startBytes: null, at: null }).ceiling).toBeNull();
    expect(says({ commitFreeBytes: 0.2 * GB }).arithmetic.join(' ')).toContain('A clone (-r) needs about 461 MB of commit');
  });

  it('divides the free disk among the dumps, 1.2 times their size and 5 GB left over', () => {
    expect(limit({ freeDiskBytes: 5 * GB + 3 * 1.2 * 2 * GB }).bytes).toBeCloseTo(2 * GB);
    expect(limit({ freeDiskBytes: GB }).bytes).toBe(0);
    expect(limit({ freeDiskBytes: 8 * GB, wanted: [2 * GB] }).says).toContain('hold one dump of at most 2.50 GB (1.2 times');
  });

  it('ends where the pool restarts the process by itself', () => {
    const pool = { startedAt: now - 28 * hour, restartEveryMs: 29 * hour };
    expect(limit(pool)).toEqual({
      bytes: 2.2 * GB,
      says: 'The pool restarts the process 29 h after its start, at 13:00 UTC; until then private bytes reach 2.20 GB.',
    });
    expect(says({ ...pool, restartEveryMs: 27 * hour }).ceiling).toBeNull();
    expect(says({ ...pool, slopePerHour: null }).ceiling).toBeNull();
  });

  it('takes the lowest of all, and says of each threshold above it that it cannot be reached', () => {
    const { ceiling, arithmetic } = says({ bitness: 32, poolLimitBytes: 2.5 * GB, freeDiskBytes: 100 * GB });
    expect(ceiling!.bytes).toBeCloseTo(2.25 * GB);
    expect(arithmetic.filter((each) => each.includes('cannot be reached'))).toEqual([
      '2.60 GB is above 2.25 GB, the lowest of these limits: it cannot be reached.',
      '3.00 GB is above 2.25 GB, the lowest of these limits: it cannot be reached.',
    ]);
  });

  it('takes the first dump above the size now by 200 MB, a quarter and 20 min of growth, whichever is most', () => {
    const first = (input: Partial<ThresholdInput>) => says({ wanted: [0.1 * GB, 0.2 * GB, 0.3 * GB], ...input }).proposed![0]! / GB;
    // 600, 2,500 and 1,400 MB, rounded up to what is typed: never below the rule.
    expect(first({ startBytes: 400 * MB, slopePerHour: 60 * MB })).toBeCloseTo(0.59, 6);
    expect(first({ startBytes: 2000 * MB, slopePerHour: 60 * MB })).toBeCloseTo(2.45, 6);
    expect(first({ startBytes: 400 * MB, slopePerHour: 3000 * MB })).toBeCloseTo(1.37, 6);
  });

  it('never before LeakTrack has been attached for 20 min', () => {
    const soon = { startBytes: 1.9 * GB, trackedSince: now, slopePerHour: 6 * GB, ci95: null };
    const { arithmetic, proposed } = says(soon);
    expect(arithmetic[0]).toContain('that is too soon');
    expect(proposed![0]).toBeGreaterThanOrEqual(3.89 * GB);
    // The samples are older than the injection: the growth until then comes on top.
    expect(says({ ...soon, trackedSince: now + 30 * 60_000 }).proposed![0]).toBeGreaterThanOrEqual(6.89 * GB);
    expect(says({ ...soon, slopePerHour: 0.3 * GB }).proposed).toBeNull();
  });

  it('makes the steps equal up to the limit, and takes fewer dumps where three do not fit', () => {
    const inGB = (input: Partial<ThresholdInput>) => says(input).proposed!.map((each) => Number((each / GB).toFixed(6)));
    // 90 % of 2.4 GB are 2.16: the limit itself is typed.
    expect(inGB({ poolLimitBytes: 2.4 * GB, startBytes: GB })).toEqual([1.34, 1.75, 2.16]);
    expect(says({ poolLimitBytes: 1.7 * GB, startBytes: GB }).proposed).toHaveLength(2);
    expect(says({ poolLimitBytes: 1.2 * GB, startBytes: GB }).arithmetic.at(-1)).toContain('take two dumps by time');
    expect(inGB({ startBytes: 10 * GB })).toEqual([12.5, 13.5, 14.5]);
  });

  it('says what the dumps write, and for how long each stops the process', () => {
    expect(says({}).arithmetic.at(-1)).toBe(
      '3 dumps write about 8.28 GB in all (private bytes and the images). A clone (-r) stops the process for about 2 s; without it each stops it for up to 31 s.',
    );
    expect(says({ wanted: [20 * GB] }).arithmetic.join(' ')).toContain('IIS ends a worker that answers no ping for 90 s');
  });

  it('says whose slope it is where the life is too young to have its own', () => {
    expect(says({ borrowed: true }).arithmetic[0]).toContain('1.00 GB an hour (the slope of the life before)');
    expect(says({ unsure: true }).arithmetic[0]).toContain('1.00 GB an hour (if it goes on, which is not sure yet)');
  });
});
