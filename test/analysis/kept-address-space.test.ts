import { describe, expect, it } from '@jest/globals';
import { keptAddressSpace } from '../../analysis/kept-address-space.ts';
import type { Sample } from '../../analysis/types.ts';

const MB = 1024 * 1024;
const hour = 3_600_000;
const every = (minutes: number, value: (h: number) => number): readonly Sample[] =>
  Array.from({ length: (48 * 60) / minutes }, (_, i) => ({ at: (i * minutes * hour) / 60, value: value((i * minutes) / 60) * MB }));

/** Memory that falls back to 400 MB every 12 hours. */
const memory = every(10, (h) => 400 + 40 * (h % 12));
const falls = [12, 24, 36].map((h) => h * hour);

describe('memory that falls back to where it began', () => {
  it('was collected where the address space stayed', () => {
    expect(
      keptAddressSpace(
        falls,
        memory,
        every(10, () => 2400),
      ),
    ).toBe(true);
  });

  it('was of a process that ended where the address space fell with it, though its samples are fewer', () => {
    expect(
      keptAddressSpace(
        falls,
        memory,
        every(30, (h) => 1200 + 40 * (h % 12)),
      ),
    ).toBe(false);
  });

  it('is told by nothing where the address space was not watched at the time', () => {
    expect(keptAddressSpace(falls, memory, [])).toBe(false);
    expect(keptAddressSpace([], memory, memory)).toBe(false);
  });
});
