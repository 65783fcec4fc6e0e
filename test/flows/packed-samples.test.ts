/** Curves are stored in their greatest common units, and come back to the last digit. */
import { describe, expect, it } from '@jest/globals';
import type { Sample } from '../../analysis/types.ts';
import { packedEvidence, packedSamples, unpackedEvidence, unpackedSamples } from '../../flows/packed-samples.ts';
import { seededRandom } from '../support/sample.ts';
import { counters, evidenceOf, handles, start } from './support/a-case.ts';

const back = (samples: readonly Sample[]): readonly Sample[] => {
  const packed = packedSamples(samples);
  return packed === null ? samples : unpackedSamples(packed);
};

describe('samples as they are stored', () => {
  it('are steps in units of their own', () => {
    const samples = [0, 60_000, 180_000, 195_000].map((ms, i) => ({ at: start + ms, value: 4096 * (1000 + i * i) }));
    expect(packedSamples(samples)).toEqual({ from: start, tick: 15_000, times: [4, 8, 1], unit: 4096, values: [4_096_000, 1, 3, 5] });
    expect(back(samples)).toEqual(samples);
  });

  it.each([
    ['one', [{ at: start, value: 7 }]],
    ['a level', [0, 1, 2].map((i) => ({ at: start + i, value: 5 }))],
    ['of one time', [0, 1].map((i) => ({ at: start, value: i }))],
    ['no whole numbers', [0, 1, 2].map((i) => ({ at: start + i, value: i / 3 }))],
    ['very large ones', [0, 1].map((i) => ({ at: start + i, value: Number.MAX_SAFE_INTEGER - i }))],
    ['beyond all numbers', [0, 1].map((i) => ({ at: start + i, value: 1e300 * i }))],
    ['below zero', [3, -5, 2].map((value, i) => ({ at: start + i, value }))],
    ['none', []],
  ])('come back as they were: %s', (_, samples) => {
    expect(back(samples)).toEqual(samples);
    expect(JSON.parse(JSON.stringify(back(samples)))).toEqual(samples);
  });

  it('come back as they were whatever they are', () => {
    const random = seededRandom(5);
    for (let round = 0; round < 200; round++) {
      const unit = 2 ** Math.floor(random() * 20);
      const scale = random() < 0.2 ? 0.25 : 1;
      const samples = Array.from({ length: 1 + Math.floor(random() * 40) }, (_, i) => ({
        at: start + i * 1000 + Math.floor(random() * 900),
        value: Math.round(random() * 1e6) * unit * scale,
      }));
      expect(unpackedSamples(JSON.parse(JSON.stringify(packedSamples(samples))))).toEqual(samples);
    }
  });

  it('leave a piece of evidence otherwise as it is, and what was stored before they were packed is read', () => {
    const log = evidenceOf(counters({ privateBytes: [2 ** 30, 0], handles: [500, 10] }, 90));
    expect(unpackedEvidence(JSON.parse(JSON.stringify(packedEvidence(log))))).toEqual(log);
    expect(unpackedEvidence(log)).toEqual(log);
    const list = evidenceOf(handles(start, { Event: 5 }));
    expect(packedEvidence(list)).toBe(list);
    expect(unpackedEvidence(list)).toBe(list);
  });

  it('take a third of the room that they had', () => {
    const samples = Array.from({ length: 1000 }, (_, i) => ({ at: start + i * 15_000, value: 4096 * (250_000 + ((i * 7919) % 3000)) }));
    expect(JSON.stringify(packedSamples(samples)).length).toBeLessThan(JSON.stringify(samples).length / 3);
  });
});
