/** What the loader of .NET keeps: who made the assemblies, and how much of them there is. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import type { Evidence } from '../../analysis/types.ts';
import { readText } from '../support/check-parser.ts';
import { evidenceOf, MB, minute, noon } from '../support/evidence.ts';
import { assemblies } from '../support/made-clues.ts';
import { counters, flat, heap, types, verdictOf } from '../support/made-evidence.ts';

const saysOf = (...evidence: readonly Evidence[]) =>
  judge(evidence, defaultScope).findings.find(({ rule }) => rule === 'dynamic-assemblies')?.says;

describe('assemblies that are marked as dynamic', () => {
  it('were emitted, and never loaded', () => {
    for (const name of ['Dynamic Module', '(Dynamic)']) {
      const verdict = verdictOf(assemblies(name, 4000));
      expect(verdict).toMatchObject({ class: 'loader-heap', component: 'dynamic assemblies' });
      expect(verdict.causes[0]?.id).toBe('reflection-emit');
      expect(verdict.causes.map(({ id }) => id)).not.toContain('assembly-load-per-call');
    }
  });
  it('are not told apart from loaded ones where the module has no name', () => {
    expect(verdictOf(assemblies('Unknown Module', 4000)).causes.map(({ id }) => id)).toContain('assembly-load-per-call');
  });
});

describe('one assembly many times', () => {
  const repeated = (dynamic: number) =>
    evidenceOf('asm', {
      kind: 'assemblies',
      total: 3010,
      dynamic,
      repeated: [{ type: 'Microsoft.GeneratedCode', count: 3000, bytes: null }],
      loaderHeapBytes: null,
    });
  it('that no debugger marks as generated is not counted as none', () => {
    expect(saysOf(repeated(0))).toBe(
      'Microsoft.GeneratedCode is 3,000 of the 3,010 loaded assemblies: the same was generated or loaded again and again.',
    );
    expect(saysOf(repeated(3000))).toBe(
      '3,000 of 3,010 loaded assemblies were generated at run time. Microsoft.GeneratedCode alone is there 3,000 times.',
    );
  });
  it('is named without its version and key', () => {
    const one = (n: number) =>
      `Assembly:           00000${n}d300000000 [Shop.Rules, Version=1.0.0.0, Culture=neutral, PublicKeyToken=null]\nClassLoader:        000001d400000000\n  Module Name\n00007ffd60000000            Shop.Rules\n\n`;
    const text = `0:000> !dumpdomain\nDomain 1:           000001d2f0a1b2c0\nStage:              OPEN\n${one(1)}${one(2)}`;
    expect(readText(text).blocks[0]?.readings).toMatchObject([{ repeated: [{ type: 'Shop.Rules', count: 2 }] }]);
  });
});

describe('the loader heap', () => {
  const heapOf = (bytes: number) => evidenceOf('loader', { kind: 'snapshot', values: { loaderHeap: bytes } });
  it('of many hundred MB is what types and methods left that were made again and again', () => {
    const verdict = verdictOf(heapOf(640 * MB));
    expect(verdict).toMatchObject({ class: 'loader-heap', component: 'loader heap' });
    expect(verdict.lead).toContain('640 MB');
    expect(verdict.confidence).toBeLessThanOrEqual(0.7);
  });
  it('of a large application says nothing, nor one that was seen to stand still', () => {
    expect(verdictOf(heapOf(120 * MB)).class).toBe('not-enough-data');
    const still = counters('c', { privateBytes: flat(1400 * MB), loaderHeap: flat(640 * MB) }, undefined, 600);
    expect(judge([heapOf(640 * MB), still], defaultScope).findings.map(({ rule }) => rule)).not.toContain('loader-heap-large');
  });
});

describe('objects that each stand for an assembly', () => {
  const statistic = (type: string, count: number, at: number): Evidence =>
    heap(`${type} ${at}`, types(['System.String', 90_000, 8 * MB], [type, count, count * 72]), noon + at * minute);
  const between = (type: string, first: number, last: number, apart = 90) =>
    verdictOf(statistic(type, first, 0), statistic(type, last, apart));
  it.each(['Mill.Rules.RuleLoadContext.PluginLoadContext', 'System.Reflection.LoaderAllocator', 'Castle.DynamicProxy.ModuleScope'])(
    '%s in growing number is the loader’s growth, however few bytes they take',
    (type) => {
      const verdict = between(type, 4, 1400);
      expect(verdict.class).toBe('loader-heap');
      expect(verdict.confidence).toBeGreaterThan(0.7);
      expect(verdict.component).toContain(type);
      expect(verdict.lead).toContain('4 → 1,400');
    },
  );
  it('are none where they are as many as before, some dozens more, or went again', () => {
    expect(between('Mill.PluginLoadContext', 1400, 1402).class).toBe('not-enough-data');
    expect(between('Mill.PluginLoadContext', 4, 60).class).toBe('not-enough-data');
    const back = verdictOf(...[4, 1400, 9].map((count, i) => statistic('Mill.PluginLoadContext', count, i * 60)));
    expect(back.class).toBe('not-enough-data');
  });
});
