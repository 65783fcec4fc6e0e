/** A summary of handles that names no process, beside a table of several. */
import { describe, expect, it } from '@jest/globals';
import { withOwners } from '../../analysis/whose-handles.ts';
import type { Evidence } from '../../analysis/types.ts';
import { counter, evidenceOf, lifeOf, minute, noon } from '../support/evidence.ts';
import { handles } from '../support/made-evidence.ts';

const row = (pid: number, count: number, at: number | null = null): Evidence => ({
  ...evidenceOf(`row ${pid}`, { kind: 'snapshot', life: lifeOf(pid), takenAt: at, values: { handles: count } }),
  rawRef: 'paste',
});
const summary = (total: number, at: number | null = null, rawRef = 'paste'): Evidence => ({
  ...handles('h', { Event: total - 500, File: 500 }, at === null ? {} : { at }),
  rawRef,
});
const ownerOf = (...evidence: readonly Evidence[]): number | null =>
  withOwners(evidence).find(({ kind }) => kind === 'handles')?.life.pid ?? null;

describe('a summary of handles without a process', () => {
  it('is of the one that has as many, in the same paste or at the same time', () => {
    expect(ownerOf(summary(9770), row(4312, 9768), row(5120, 705))).toBe(4312);
    expect(ownerOf(row(5120, 705), row(4312, 9900), summary(9770))).toBe(4312);
    expect(ownerOf(summary(9770, noon, 'other'), row(4312, 9768, noon + minute), row(5120, 705, noon))).toBe(4312);
    const log = evidenceOf('log', {
      kind: 'counters',
      series: [counter('handles', 60, (m) => 500 + 100 * m, lifeOf(4312)), counter('handles', 60, () => 700, lifeOf(5120))],
    });
    expect(ownerOf(summary(3520, noon + 30 * minute, 'other'), log)).toBe(4312);
  });

  it.each([
    ['two have as many', [summary(9770), row(4312, 9768), row(5120, 9771)]],
    ['another is near it', [summary(9770), row(4312, 9768), row(5120, 8000)]],
    ['none has as many', [summary(9770), row(4312, 4000), row(5120, 705)]],
    ['only one was counted', [summary(9770), row(4312, 9768)]],
    [
      'they were counted an hour before',
      [summary(9770, noon, 'other'), row(4312, 9768, noon - 60 * minute), row(5120, 705, noon - 60 * minute)],
    ],
    ['it stands in another paste and nothing tells a time', [summary(9770, null, 'other'), row(4312, 9768), row(5120, 705)]],
  ])('is of none in particular where %s', (_, evidence) => {
    expect(ownerOf(...evidence)).toBeNull();
  });

  it('that names its process keeps it', () => {
    const own = { ...summary(9770), life: lifeOf(5120) };
    expect(ownerOf(own, row(4312, 9768), row(5120, 705))).toBe(5120);
  });
});
