/** Nothing is claimed that the evidence does not show: less evidence never makes a verdict surer. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import { lifeOf, MB } from '../support/evidence.ts';
import { counters, flat, rising } from '../support/made-evidence.ts';

const judged = (...evidence: Parameters<typeof judge>[0]) => judge(evidence, defaultScope);
describe('a runtime that nobody saw', () => {
  const seen = { privateBytes: rising(650 * MB, 4 * MB), handles: flat(800) };

  it('is not “no CLR”: what grows may be the .NET heap, and the counter that tells is asked for', () => {
    const { verdict } = judged(counters('c', seen));
    expect(verdict.confidence).toBeLessThanOrEqual(0.6);
    expect(verdict.lead).toBe('Private bytes grow by 240 MB an hour; whether it is the .NET heap is not known.');
    expect(verdict.next[0]).toMatchObject({ collector: 'counters' });
    expect(verdict.next[0]?.why).toContain('# Bytes in all Heaps');
  });

  it('makes the verdict less sure than a GC heap that was seen to stay flat', () => {
    const blind = judged(counters('c', seen)).verdict;
    const flatHeap = judged(counters('c', { ...seen, gcHeap: flat(100 * MB) })).verdict;
    const whole = judged(counters('c', { ...seen, gcHeap: flat(100 * MB), assemblies: flat(210) })).verdict;
    expect(flatHeap.confidence).toBeGreaterThan(blind.confidence);
    expect(whole.confidence).toBeGreaterThan(flatHeap.confidence);
  });

  it('is decided where the runtime is known to be native', () => {
    const { verdict } = judged(counters('c', seen, lifeOf(77, { process: 'imgd', runtime: 'native' })));
    expect(verdict).toMatchObject({ class: 'native' });
    expect(verdict.confidence).toBeGreaterThan(0.85);
    expect(verdict.lead).toContain('Native memory grows by 240 MB an hour');
  });
});
