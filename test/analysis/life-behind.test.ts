/** A verdict names the process whose outputs it rests on, also where some of these name it by its image alone. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import type { Evidence } from '../../analysis/types.ts';
import { counter, evidenceOf, lifeOf, MB, noon } from '../support/evidence.ts';
import { heap, types } from '../support/made-evidence.ts';

const [first, second] = [lifeOf(4100), lifeOf(6300)];
/** Its name and its start, as a debugger tells them without `|`. */
const dump = { ...first, pid: null, startedAt: noon - 3_600_000 };
const look = (id: string, at: number, count: number): Evidence => ({
  ...heap(id, types(['Shop.Basket', count, count * 400]), at),
  life: dump,
});

describe('the process in the lead', () => {
  it('is the one whose counters are behind the class, not the first that a dump without a pid may be of', () => {
    const log = evidenceOf('log', {
      kind: 'counters',
      series: [
        counter('privateBytes', 300, (m) => (400 + (m % 3)) * MB, first),
        counter('gcHeap', 300, (m) => (80 + (m % 3)) * MB, first),
        counter('privateBytes', 300, (m) => (400 + m / 2) * MB, second),
        counter('gcHeap', 300, (m) => (80 + m / 2) * MB, second),
      ],
    });
    const evidence = [log, look('d1', noon, 40_000), look('d2', noon + 3_600_000, 140_000)];
    const { verdict } = judge(evidence, { ...defaultScope, pid: 6300 });
    expect(verdict.class).toBe('managed');
    expect(verdict.lead).toMatch(/^The \.NET heap grows/);
    expect(judge(evidence, defaultScope).verdict.lead).toMatch(/^w3wp \(pid 6300\): The \.NET heap grows/);
  });
});
