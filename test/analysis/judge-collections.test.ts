/** A GC heap that grows while hardly a full collection runs, and statistics between which nothing grows. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import type { Evidence, Judgement } from '../../analysis/types.ts';
import { evidenceOf, lifeOf, MB, minute, noon } from '../support/evidence.ts';
import { counters, flat, heap, rising, types } from '../support/made-evidence.ts';

const life = lifeOf(4312, { runtime: 'netfx' });
const growing = { privateBytes: rising(600 * MB, MB), gcHeap: rising(150 * MB, MB), assemblies: flat(143), handles: flat(900) };
const log = (gen2Collections: (minute: number) => number, gcHeap = growing.gcHeap): Evidence =>
  counters('log', { ...growing, gcHeap, gen2Collections }, life, 720);
const judged = (...evidence: readonly Evidence[]): Judgement => judge(evidence, defaultScope);
const has = ({ findings }: Judgement, rule: string): boolean => findings.some((each) => each.rule === rule);
const statistic = (id: string, lines: number, minutes: number, more: Partial<Evidence> = {}): Evidence =>
  ({
    ...heap(id, types(['System.String', 2 * lines, 160 * lines], ['Shop.OrderLine', lines, 32 * lines]), noon + minutes * minute),
    ...more,
  }) as Evidence;

describe('a GC heap that grows', () => {
  const often = judged(log((m) => 3 + Math.floor(m / 60)));
  const never = judged(log(flat(3)));

  it('while no full collection runs is less surely kept, and that is said', () => {
    expect([often.verdict.class, often.verdict.confidence > 0.85, has(often, 'no-full-collection')]).toEqual(['managed', true, false]);
    expect([never.verdict.class, never.verdict.confidence <= 0.7]).toEqual(['managed', true]);
    expect(never.verdict.lead).toContain('hardly a full collection has looked at it');
    expect(never.findings.find(({ rule }) => rule === 'no-full-collection')?.says).toMatch(/^No full collection \(gen 2\) has run in the/);
  });
  it('while one full collection runs is, too: it takes two', () => {
    const one = judged(log((m) => (m < 400 ? 3 : 4)));
    expect(one.verdict.confidence).toBeLessThanOrEqual(0.7);
    expect(one.findings.find(({ rule }) => rule === 'no-full-collection')?.says).toContain('Only one full collection');
  });
  it('without one is looked at next after a full collection', () => {
    expect(never.verdict.next[0]).toMatchObject({ collector: 'heap-statistic' });
    expect(never.verdict.next[0]?.why).toContain('dotnet-gcdump forces a full collection first');
    expect(often.verdict.next[0]?.why).not.toContain('full collection');
  });
  it('without one is as sure as ever where statistics of what lives grow', () => {
    const live = (id: string, lines: number, minutes: number): Evidence => statistic(id, lines, minutes, { parser: 'gcdump-report' });
    const seen = judged(log(flat(3)), live('a', 40_000, 60), live('b', 1_400_000, 300));
    expect([has(seen, 'no-full-collection'), seen.verdict.confidence > 0.9]).toEqual([false, true]);
  });
  it('nobody counted the collections of is as before', () => {
    expect(has(judged(counters('log', growing, life, 720)), 'no-full-collection')).toBe(false);
  });
});

describe('two heap statistics between which nothing grows', () => {
  const pair = [statistic('a', 40_000, 60), statistic('b', 40_010, 300)];

  it('say so, and neither a second reading nor a root is asked for', () => {
    const { verdict, findings } = judged(...pair);
    expect(verdict.class).toBe('not-enough-data');
    expect(verdict.lead).toContain('between these 2 heap statistics (4 h) no type grows: System.String 80,000 → 80,020');
    expect(verdict.lead).toMatch(/for at least 30 min\.$/);
    expect(findings.find(({ rule }) => rule === 'heap-does-not-grow')?.says).toContain('is not objects that are kept on the .NET heap');
    expect(JSON.stringify(verdict.next)).not.toContain('gcroot');
  });
  it('a minute apart, or of one type alone, say nothing', () => {
    expect(has(judged(statistic('a', 40_000, 0), statistic('b', 40_010, 1)), 'heap-does-not-grow')).toBe(false);
    const part = { part: '-type Shop' } as Partial<Evidence>;
    expect(has(judged(statistic('a', 40_000, 0, part), statistic('b', 40_010, 60, part)), 'heap-does-not-grow')).toBe(false);
  });
  it('show that memory which grows meanwhile is not the GC heap, which nobody watched', () => {
    const memory = counters('log', { privateBytes: rising(600 * MB, 2 * MB), assemblies: flat(143), handles: flat(900) }, life, 720);
    expect(judged(memory).verdict.lead).toContain('whether it is the .NET heap is not known');
    const { verdict } = judged(memory, ...pair);
    expect([verdict.class, verdict.confidence > 0.85]).toEqual(['native', true]);
    expect(verdict.lead).toContain('Memory outside the .NET heap grows');
  });
  it('of another process say nothing of it', () => {
    const memory = counters('log', { privateBytes: rising(600 * MB, 2 * MB), assemblies: flat(143), handles: flat(900) }, life, 720);
    const others = pair.map((each) => evidenceOf(each.id, { ...each, life: lifeOf(77) }));
    expect(judged(memory, ...others).verdict.lead).toContain('whether it is the .NET heap is not known');
  });
});

describe('a type that crowds the heap beside the counter of the heap', () => {
  const crowd = { ...statistic('a', 900_000, 60), life } as Evidence;
  const native = { privateBytes: rising(600 * MB, 2 * MB), handles: flat(900) };

  it('is a level that does not pile up where the heap does not grow', () => {
    const seen = judged(counters('log', { ...native, gcHeap: flat(260 * MB) }, life, 720), crowd);
    expect(seen.verdict.class).toBe('native');
    const level = seen.findings.find(({ rule }) => rule === 'heap-level');
    expect([level?.points, level?.says.includes('by its counter the .NET heap does not grow')]).toEqual([null, true]);
  });
  it('is suspicious where nobody watched the heap, or it grows', () => {
    expect(judged(crowd).findings.find(({ rule }) => rule === 'heap-level')?.points).toBe('managed');
    const growing = judged(counters('log', { ...native, gcHeap: rising(260 * MB, 2 * MB) }, life, 720), crowd);
    expect(growing.findings.find(({ rule }) => rule === 'heap-level')?.points).toBe('managed');
  });
  it('is no level where a second statistic shows that it grows', () => {
    const both = [crowd, { ...statistic('b', 2_900_000, 300), life } as Evidence];
    const seen = judged(counters('log', { ...native, gcHeap: flat(260 * MB) }, life, 720), ...both);
    expect(seen.findings.filter(({ rule, points }) => rule === 'heap-level' && points === 'managed')).not.toEqual([]);
  });
});

describe('looks at the size of the GC heap alone', () => {
  const look = (id: string, megabytes: number, minutes: number): Evidence =>
    evidenceOf(id, { kind: 'gcHeap', bytes: megabytes * MB, committed: null, free: null, loh: null, takenAt: noon + minutes * minute });
  const memory = counters('log', { privateBytes: rising(600 * MB, 2 * MB), assemblies: flat(143), handles: flat(900) }, life, 720);

  it('that grow each time are managed growth', () => {
    const { verdict, findings } = judged(look('a', 200, 0), look('b', 420, 60), look('c', 640, 120));
    expect(verdict.class).toBe('managed');
    expect(findings.find(({ rule }) => rule === 'gc-heap-growth')?.says).toContain(
      '200 MB → 420 MB → 640 MB in 2 h, 3 looks, higher each time',
    );
  });
  it('say whether memory that grows meanwhile is the GC heap', () => {
    expect(judged(memory, look('a', 200, 0), look('b', 440, 120)).verdict.class).toBe('managed');
    const beside = judged(memory, look('a', 200, 0), look('b', 204, 120));
    expect(beside.verdict).toMatchObject({ class: 'native', lead: expect.stringContaining('Memory outside the .NET heap grows') });
    expect(has(beside, 'heap-does-not-grow')).toBe(true);
  });
  it('minutes apart, or up and down, say nothing', () => {
    expect(has(judged(look('a', 200, 0), look('b', 900, 5)), 'gc-heap-growth')).toBe(false);
    expect(has(judged(look('a', 200, 0), look('b', 900, 60), look('c', 330, 120)), 'gc-heap-growth')).toBe(false);
  });
});
