/** Outputs without a pid, while a log watched one process after another: whose they are is told by their time. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import { livesByTime } from '../../analysis/life-by-time.ts';
import type { Evidence } from '../../analysis/types.ts';
import { lifeOf, MB, minute, noon } from '../support/evidence.ts';
import { counters, flat, heap, types } from '../support/made-evidence.ts';

const hour = 60 * minute;
const still = { privateBytes: flat(600 * MB), gcHeap: flat(150 * MB), handles: flat(900) };
const first = counters('first', still, lifeOf(4312, { startedAt: null }), 480);
const second = counters('second', still, lifeOf(5120, { startedAt: null }), 480, noon + 8.2 * hour);
const statistic = (id: string, lines: number, hours: number): Evidence => ({
  ...heap(id, types(['Shop.OrderLine', lines, lines * 32], ['System.String', 60_000, 5 * MB]), noon + hours * hour),
  parser: 'dumpheap-stat',
  timeFrom: 'content',
});
const pidOf = (evidence: readonly Evidence[], id: string): number | null => evidence.find((each) => each.id === id)?.life.pid ?? null;

describe('a heap statistic that tells its time and no pid', () => {
  it('is of the process that a log watched then', () => {
    const told = livesByTime([first, second, statistic('a', 12_000, 2), statistic('b', 2_412_000, 11)]);
    expect([pidOf(told, 'a'), pidOf(told, 'b')]).toEqual([4312, 5120]);
  });

  it('is compared with none of the next life, and that is said', () => {
    const { verdict, findings } = judge([first, second, statistic('a', 12_000, 2), statistic('b', 2_412_000, 11)], defaultScope);
    expect(findings.some(({ rule }) => rule === 'heap-growth')).toBe(false);
    expect(findings.find(({ rule }) => rule === 'two-lives')?.says).toContain('w3wp (pid 4312) and w3wp (pid 5120)');
    expect(verdict.class).not.toBe('managed');
  });

  it('is compared with one of the same life', () => {
    const { findings } = judge([first, second, statistic('a', 12_000, 9), statistic('b', 2_412_000, 12)], defaultScope);
    expect(findings.some(({ rule }) => rule === 'heap-growth')).toBe(true);
  });

  it.each([
    ['between the two', statistic('a', 12_000, 8.1)],
    ['after both', statistic('a', 12_000, 20)],
    ['at a time that only its file name tells', { ...statistic('a', 12_000, 2), timeFrom: 'fileName' as const }],
  ])('stays open where it was taken %s', (_, open) => {
    expect(pidOf(livesByTime([first, second, open]), 'a')).toBeNull();
  });

  it('stays open where two processes were watched at once', () => {
    const beside = counters('beside', still, lifeOf(77, { startedAt: null }), 480);
    expect(pidOf(livesByTime([first, beside, statistic('a', 12_000, 2)]), 'a')).toBeNull();
  });
});
