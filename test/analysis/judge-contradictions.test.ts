/** What the verdict itself names as its refuter is read, or readings grow where the counter of the same process does not. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import type { Evidence, Judgement } from '../../analysis/types.ts';
import { evidenceOf, lifeOf, MB, minute, noon } from '../support/evidence.ts';
import { counters, flat, handles, heap, report, rising, types } from '../support/made-evidence.ts';

const life = lifeOf(4312, { runtime: 'netfx' });
const still = { privateBytes: flat(500 * MB), gcHeap: flat(120 * MB), assemblies: flat(143), handles: flat(900), threads: flat(45) };
const tenHours = 600;
const log = (changed: Parameters<typeof counters>[1], minutes = tenHours): Evidence =>
  counters('log', { ...still, ...changed }, life, minutes);
const judged = (...evidence: readonly Evidence[]): Judgement => judge(evidence, defaultScope);
const said = ({ findings }: Judgement, rule: string) => findings.find((each) => each.rule === rule)?.says;
const summary = (id: string, events: number, minutes: number, pid = 4312): Evidence =>
  handles(id, { Event: events, File: 211, Key: 90 }, { pid, at: noon + minutes * minute });
const statistic = (id: string, lines: number, minutes: number): Evidence =>
  heap(id, types(['System.String', 2 * lines, 160 * lines], ['Shop.OrderLine', lines, 32 * lines]), noon + minutes * minute);

describe('a counter of handles that grows', () => {
  const growing = log({ privateBytes: rising(500 * MB, 0.05 * MB), handles: rising(1200, 10) });
  const alone = judged(growing).verdict;
  const standing = judged(growing, summary('a', 903, 200), summary('b', 907, 230), summary('c', 899, 260));

  it('beside summaries of the same hours that stand still is less sure, and the lead says what to check', () => {
    expect([alone.class, alone.confidence > 0.9]).toEqual(['handle', true]);
    expect([standing.verdict.class, standing.verdict.confidence <= 0.65]).toEqual(['handle', true]);
    expect(standing.verdict.lead).toContain('Handles grow by 600 an hour. But 3 handle summaries over 1 h show no growth');
    expect(standing.verdict.lead).toContain('went from 3,200 to 3,800 by the counter: the two contradict each other');
    expect(standing.verdict.lead).toContain('Check that both are of this process (pid and start)');
    expect(standing.verdict.refutedBy).not.toContain('two handle summaries');
  });
  it('and stands at many times what they count is of another process', () => {
    expect(standing.verdict.lead).toContain('At the first of them the counter stood at 3,200');
    const near = judged(growing, summary('a', 2900, 200), summary('b', 2904, 260)).verdict.lead;
    expect(near).toContain('contradict each other');
    expect(near).not.toContain('stood at');
  });
  it('and summaries long after it that stand still: it may have stopped', () => {
    const after = judged(growing, summary('a', 903, 700), summary('b', 907, 760));
    expect(after.verdict.confidence).toBeLessThan(alone.confidence);
    expect(after.verdict.lead).toContain('it has stopped, there was no work between them, or the two contradict each other');
  });
  it('is as sure as before where the summaries grow with it, lie before it, or are a minute apart', () => {
    const others = [
      [summary('a', 2900, 200), summary('b', 3500, 260)],
      [summary('a', 903, -120), summary('b', 907, -60)],
      [summary('a', 903, 200), summary('b', 903, 201)],
    ];
    for (const pair of others) expect(said(judged(growing, ...pair), 'handle-contradicted')).toBeUndefined();
  });
  it('is not contradicted by summaries of another process', () => {
    expect(said(judged(growing, summary('a', 903, 200, 77), summary('b', 907, 260, 77)), 'handle-contradicted')).toBeUndefined();
  });
});

describe('a GC heap that grows by its counter', () => {
  const growing = log({ privateBytes: rising(500 * MB, MB), gcHeap: rising(120 * MB, MB) }, 900);

  it('beside heap statistics of the same hours that stand still is less sure, and what is left is named', () => {
    const { verdict } = judged(growing, statistic('a', 40_000, 100), statistic('b', 40_050, 340));
    expect(verdict.class).toBe('managed');
    expect(verdict.confidence).toBeLessThan(judged(growing).verdict.confidence - 0.2);
    expect(verdict.lead).toMatch(/2 heap statistics over 4 h show no growth .* contradict each other/);
    expect(verdict.lead).toContain('garbage that was not collected yet, free room between the objects (fragmentation)');
  });
  it('is not contradicted between two teeth, where it stands still in many an hour', () => {
    const teeth = (m: number): number => 120 * MB + m * 0.2 * MB + ((m % 100) / 100) * 300 * MB;
    const swinging = log({ privateBytes: rising(500 * MB, 0.2 * MB), gcHeap: teeth });
    expect(said(judged(swinging, statistic('a', 40_000, 100), statistic('b', 40_050, 190)), 'managed-contradicted')).toBeUndefined();
  });
});

describe('counters that do not grow', () => {
  const level = log({});

  it('beside heap statistics of the same hours that do say no class, and that the two contradict each other', () => {
    const { verdict } = judged(level, statistic('a', 12_000, 100), statistic('b', 1_400_000, 340));
    expect(verdict.class).toBe('not-enough-data');
    expect(verdict.lead).toMatch(/^2 heap statistics over 4 h show growth .* the .NET heap moves by no more than .* contradict each other/);
  });
  it('before heap statistics that do: it has begun since', () => {
    const { verdict } = judged(level, statistic('a', 12_000, 700), statistic('b', 1_400_000, 940));
    expect(verdict.class).toBe('managed');
    expect(verdict.lead).toContain('it has begun since, or the two are not of one process');
  });
  it('beside handle summaries that grow are said in the lead', () => {
    const { verdict } = judged(level, summary('a', 600, 100), summary('b', 1400, 160), summary('c', 2200, 220));
    expect(verdict.lead).toContain('the two contradict each other');
    expect(verdict.confidence).toBeLessThan(0.65);
  });
});

describe('native memory that grows by the counters', () => {
  it('beside leak reports of the same tracking that stand still is less sure', () => {
    const growing = log({ privateBytes: rising(500 * MB, 2 * MB), virtualBytes: rising(900 * MB, 2 * MB) });
    const level = (id: string, hours: number): Evidence => ({ ...report(id, hours, 0.02, 'webio'), life });
    const { verdict } = judged(growing, level('r1', 1), level('r2', 2), level('r3', 3));
    expect(verdict.confidence).toBeLessThan(judged(growing).verdict.confidence - 0.15);
    expect(verdict.lead).toContain('3 leak reports over 2 h show no growth');
  });
});

describe('a list of assemblies that stands still', () => {
  it('makes a loader heap less sure whose counter grows', () => {
    const growing = log({ privateBytes: rising(500 * MB, 0.3 * MB), assemblies: rising(143, 2) });
    const list = (id: string, minutes: number): Evidence =>
      evidenceOf(id, {
        kind: 'assemblies',
        total: 150,
        dynamic: 2,
        repeated: [],
        loaderHeapBytes: null,
        life,
        takenAt: noon + minutes * minute,
      });
    const { verdict } = judged(growing, list('a', 100), list('b', 220));
    expect(verdict.class).toBe('loader-heap');
    expect(verdict.confidence).toBeLessThan(judged(growing).verdict.confidence - 0.2);
    expect(verdict.lead).toContain('2 lists of assemblies over 2 h show no growth (150 → 150)');
  });
});
