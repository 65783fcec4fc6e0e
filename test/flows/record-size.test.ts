import { describe, expect, it } from '@jest/globals';
import type { Reading } from '../../analysis/types.ts';
import { bytesOf, mostBytesOfAll, mostBytesOfOne, storedBytesOf } from '../../flows/record-size.ts';
import { counters, minute, opened, start, taken, unknownLife } from './support/a-case.ts';

const GB = 2 ** 30;

describe('a record stays small', () => {
  const names = (size: number, seed: string): Reading => ({
    kind: 'modules',
    life: unknownLife,
    takenAt: null,
    names: Array.from({ length: size }, (_, index) => `C:\\some\\long\\path\\${seed}\\module-${index}.dll`),
  });

  it('one output is cut to its share, and says so', () => {
    const { evidence } = taken(opened(), names(30_000, 'a')).investigation;
    expect(bytesOf(evidence)).toBeLessThanOrEqual(mostBytesOfOne + 10);
    expect(evidence[0]!.notes.join()).toContain('kept whole');
  });

  it('a long log is thinned, first and last sample kept', () => {
    const long = counters(
      { privateBytes: [GB, GB], virtualBytes: [2 * GB, 0], gcHeap: [GB, 0], handles: [500, 0], assemblies: [10, 0] },
      9000,
    );
    const { evidence } = taken(opened(), long).investigation;
    const [only] = evidence;
    if (only?.kind !== 'counters') throw new Error('no counters');
    expect(storedBytesOf([only])).toBeLessThanOrEqual(mostBytesOfOne);
    expect(only.series[0]!.samples.at(0)!.at).toBe(start);
    expect(only.series[0]!.samples.at(-1)!.at).toBe(start + 9000 * minute);
  });

  it('a full case refuses what does not fit, and loses nothing', () => {
    let record = opened();
    for (const seed of 'abcdefghijklmnopqrstuvwxyz') record = taken(record, names(30_000, seed)).investigation;
    expect(bytesOf(record.evidence)).toBeLessThanOrEqual(mostBytesOfAll + 1000);
    expect(bytesOf(record)).toBeLessThan(1_000_000);
    expect(record.unread.at(-1)?.problem).toContain('The case is full');
  });
});
