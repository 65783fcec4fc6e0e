import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dumpThresholds, type ThresholdInput } from '../../flows/dump-thresholds.ts';
import { readWords } from '../../flows/words.ts';
import { known, now } from '../support/threshold-input.ts';

const GB = 2 ** 30;
const MB = 2 ** 20;
const hour = 3_600_000;

describe('what the dump planner proposes', () => {
  const maybe = (...sizes: readonly number[]) => fc.constantFrom(null, ...sizes.map((each) => each * MB));
  const between = (least: number, most: number) => fc.double({ min: least * MB, max: most * MB, noNaN: true });
  const bits = fc.constantFrom<32 | 64 | null>(32, 64, null);
  const situations = fc.record({
    startBytes: fc.oneof(between(5, 20_000), fc.constantFrom(1.2 * GB, 2 * GB, 1787 * MB, 2700 * MB)),
    slopePerHour: fc.oneof(fc.constant(null), between(0.5, 8000), fc.constantFrom(60 * MB, GB)),
    bitness: bits,
    osBitness: bits,
    poolLimitBytes: fc.oneof(maybe(0, 2839, 4096), between(500, 9000)),
    ceilingBytes: maybe(2000, 8192),
    commitFreeBytes: maybe(100, 4000, 9001),
    freeDiskBytes: fc.oneof(fc.constant(null), between(1000, 90_000)),
    virtualBytes: maybe(2000, 3150),
    virtualPerHour: maybe(50, 900),
    virtualLimitBytes: maybe(0, 3333),
    trackedSince: fc.constantFrom(null, now - hour, now - 0.2 * hour, now + 0.1 * hour),
    startedAt: fc.constantFrom(null, now - 28 * hour, now - 2 * hour),
    restartEveryMs: fc.constantFrom(null, 29 * hour),
    wanted: fc.constantFrom(
      known.wanted,
      [GB],
      [GB, 1.2 * GB],
      [1, 2, 3, 4, 5].map((each) => each * GB),
    ),
  });
  const plan = (situation: Partial<ThresholdInput>) => {
    const { slopePerHour = known.slopePerHour } = situation;
    return dumpThresholds({ ...known, ...situation, ci95: slopePerHour === null ? null : [0.8 * slopePerHour, 1.25 * slopePerHour] });
  };

  it('is accepted when it is typed as it is printed', () => {
    let proposals = 0;
    fc.assert(
      fc.property(situations, (situation) => {
        const { proposed, arithmetic } = plan(situation);
        if (proposed === null) return;
        proposals += 1;
        const typed = readWords(/Type: (thresholds [\d. ]+)$/.exec(arithmetic.at(-1)!)![1]!);
        expect(typed).toEqual({ word: 'thresholds', bytes: proposed });
        const again = plan({ ...situation, wanted: proposed });
        expect(again.proposed).toBeNull();
        expect(again.arithmetic.join(' ')).not.toMatch(/cannot be reached|no room for its dump|too soon|private bytes are \S+ \S+ already/);
      }),
      { numRuns: 3000, seed: 8 },
    );
    expect(proposals).toBeGreaterThan(400);
  });

  it('ends at the limit as it was printed, which may also be typed', () => {
    const pool = { startBytes: 1787 * MB, slopePerHour: 60 * MB, poolLimitBytes: 2839 * MB };
    const { arithmetic } = plan({ ...pool, wanted: [2.3 * GB, 2.5 * GB] });
    expect(arithmetic[0]).toContain('90 % of that is 2.50 GB');
    expect(arithmetic.join(' ')).not.toContain('cannot be reached');
    expect(plan({ ...pool, wanted: [2.3 * GB, 2.51 * GB] }).arithmetic.join(' ')).toContain('2.51 GB is above 2.50 GB');
  });
});
