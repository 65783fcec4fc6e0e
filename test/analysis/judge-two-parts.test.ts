/** Growth on the GC heap and beside it at once: by bytes, the larger part gives the class and both are named. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import type { Judgement } from '../../analysis/types.ts';
import { lifeOf, MB } from '../support/evidence.ts';
import { counters, flat, rising } from '../support/made-evidence.ts';

const perHour = (megabytes: number): number => (megabytes * MB) / 60;
/** Private bytes grow by 110 MB an hour, of which the GC heap has this much. */
const judged = (onGcHeap: number, more: Parameters<typeof counters>[1] = {}): Judgement =>
  judge(
    [
      counters(
        'log',
        {
          privateBytes: rising(600 * MB, perHour(110)),
          gcHeap: rising(150 * MB, perHour(onGcHeap)),
          assemblies: flat(143),
          handles: flat(900),
          ...more,
        },
        lifeOf(4312, { runtime: 'netfx' }),
        720,
      ),
    ],
    defaultScope,
  );
const likelihood = ({ verdict }: Judgement, id: string): number => verdict.hypotheses.find((each) => each.id === id)?.confidence ?? 0;

describe('memory that grows on the GC heap and beside it', () => {
  it('is native where the larger part is beside it, and the smaller one stands beside the verdict', () => {
    const found = judged(50);
    expect(found.verdict.class).toBe('native');
    expect(found.verdict.lead).toBe(
      '55 % of the 110 MB an hour (60.0 MB) is outside the .NET heap; the other 50.0 MB is on it. These may be two leaks.',
    );
    expect(found.findings.find(({ rule }) => rule === 'counter-part')?.says).toContain('50.0 MB an hour, is objects on the .NET heap');
    expect(likelihood(found, 'managed')).toBeGreaterThan(0.15);
  });
  it('is managed where the GC heap has the larger part, and native stands beside it', () => {
    const found = judged(70);
    expect(found.verdict.class).toBe('managed');
    expect(found.verdict.lead).toContain('64 % of the 110 MB an hour (70.0 MB) is on the .NET heap; the other 40.0 MB is outside it');
    expect(likelihood(found, 'native')).toBeGreaterThan(0.15);
  });
  it('is the loader heap beside it where assemblies grow, by its own part', () => {
    const found = judged(45, { assemblies: rising(143, 2) });
    expect(found.verdict.class).toBe('loader-heap');
    expect(found.verdict.lead).toContain('Memory outside the .NET heap grows by 65.0 MB an hour');
  });
  it('is surer the smaller the other part is, and has one part below a quarter', () => {
    const [even, third, tenth] = [judged(50), judged(33), judged(11)];
    expect(third.verdict.confidence).toBeGreaterThan(even.verdict.confidence);
    expect(third.verdict.lead).toContain('70 % of the 110 MB an hour (77.0 MB) is outside the .NET heap');
    expect(tenth.findings.some(({ rule }) => rule === 'counter-part')).toBe(false);
    expect(tenth.verdict.lead).toContain('Memory outside the .NET heap grows by 110 MB an hour');
  });
  it('is on the GC heap as far as that has committed it', () => {
    const found = judged(50, { gcCommitted: rising(200 * MB, perHour(108)) });
    expect(found.verdict.class).toBe('managed');
    expect(found.findings.some(({ rule }) => rule === 'counter-part')).toBe(false);
  });
  it('asks next for what tells of each part', () => {
    const next = judged(50).verdict.next.map(({ collector }) => collector);
    expect(next).toContain('heap-statistic');
  });
});
