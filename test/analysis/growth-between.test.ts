/** How fast it grows, told by two readings and their times where nobody watched a counter. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import type { Evidence, Verdict } from '../../analysis/types.ts';
import { evidenceOf, MB, minute, noon } from '../support/evidence.ts';
import { counters, flat, handles, heap, rising, types } from '../support/made-evidence.ts';

const verdictOf = (...evidence: readonly Evidence[]): Verdict => judge(evidence, defaultScope).verdict;
const heaps = (id: string, at: number | null, committed: number): Evidence =>
  evidenceOf(id, { kind: 'nativeHeaps', takenAt: at, heaps: [{ heap: '00c40000', committed, reserved: committed }] });
const objects = (id: string, at: number | null, count: number): Evidence =>
  heap(id, types(['Shop.Basket', count, count * 400], ['System.String', 1000, MB]), at);

describe('the growth of two readings with their times', () => {
  it('is told in bytes an hour, with what was counted and no interval', () => {
    expect(verdictOf(heaps('a', noon, 40 * MB), heaps('b', noon + 180 * minute, 640 * MB))).toMatchObject({
      class: 'native',
      growth: { counter: 'native heaps', bytesPerHour: 200 * MB, ci95: null },
    });
    expect(verdictOf(objects('a', noon, 10_000), objects('b', noon + 30 * minute, 1_010_000))).toMatchObject({
      class: 'managed',
      growth: { counter: 'objects on the .NET heap', bytesPerHour: 800_000_000, ci95: null },
    });
  });

  it('is not told without the times, nor from readings that lie a minute apart', () => {
    const inOne = (each: Evidence, index: number): Evidence => ({ ...each, sequence: { group: 'log', index } });
    const untimed = verdictOf(...[heaps('a', null, 40 * MB), heaps('b', null, 640 * MB)].map(inOne));
    expect(untimed).toMatchObject({ class: 'native', growth: null });
    expect(verdictOf(heaps('a', noon, 40 * MB), heaps('b', noon + minute, 640 * MB))).toMatchObject({ class: 'native', growth: null });
  });

  it('is not told in bytes where handles are what grows, nor where nothing does', () => {
    const pair = [handles('a', { Event: 900 }, { at: noon }), handles('b', { Event: 9900 }, { at: noon + 60 * minute })];
    expect(verdictOf(...pair)).toMatchObject({ class: 'handle', growth: null });
    expect(verdictOf(heaps('a', noon, 640 * MB), heaps('b', noon + 60 * minute, 640 * MB)).growth).toBeNull();
  });

  it('leaves the word to counters that were watched', () => {
    const log = counters('log', { privateBytes: rising(500 * MB, MB), gcHeap: flat(80 * MB), assemblies: flat(140), handles: flat(900) });
    const { growth } = verdictOf(log, heaps('a', noon, 40 * MB), heaps('b', noon + 60 * minute, 640 * MB));
    expect(growth?.counter).toBe('private bytes');
    expect(growth?.ci95).not.toBeNull();
    const still = counters('log', { privateBytes: flat(500 * MB), handles: flat(900) });
    expect(verdictOf(still, heaps('a', noon, 40 * MB), heaps('b', noon + 60 * minute, 640 * MB)).growth).toBeNull();
  });
});
