/** What one look into a .NET process tells, and what it leaves open. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import type { Evidence, ProcessLife } from '../../analysis/types.ts';
import { evidenceOf, lifeOf, MB, noon } from '../support/evidence.ts';
import { chain, list, minute, queue, stacks } from '../support/made-clues.ts';
import { counters, flat, heap, types, verdictOf } from '../support/made-evidence.ts';

describe('a finalizer of the application that was seen at work', () => {
  const waiting = queue(4269, ['Shop.Watcher', 4272, 100_000]);
  it('is what keeps the objects behind it on the heap', () => {
    const verdict = verdictOf(waiting, stacks(1, 'Shop.Watcher.Finalize', '[DebuggerU2MCatchHandlerFrame]'));
    expect(verdict).toMatchObject({ class: 'managed', component: 'Shop.Watcher' });
    expect(verdict.causes[0]?.id).toBe('finalizer-backlog');
  });
  it('is a guess where more objects of one own type wait than are in use and no thread was listed', () => {
    const verdict = verdictOf(waiting);
    expect(verdict).toMatchObject({ class: 'managed', component: 'Shop.Watcher' });
    expect(verdict.confidence).toBeLessThanOrEqual(0.6);
    expect(verdict.lead).toContain('4,269 objects, most of them Shop.Watcher, wait for the finalizer thread, more than are in use');
  });
  it('is not told from a short queue alone, nor from one that is little of what is in use, nor where the framework’s handles wait', () => {
    expect(verdictOf(queue(900, ['Shop.Watcher', 940, 30_000])).class).toBe('not-enough-data');
    expect(verdictOf(queue(4269, ['Shop.Watcher', 21_000, 500_000])).class).toBe('not-enough-data');
    expect(verdictOf(queue(4269, ['Microsoft.Win32.SafeHandles.SafeWaitHandle', 4272, 100_000])).class).toBe('not-enough-data');
    const handles = queue(4269, ['Microsoft.Win32.SafeHandles.SafeWaitHandle', 4272, 100_000]);
    expect(verdictOf(handles, stacks(1, 'Shop.Watcher.Finalize')).class).toBe('not-enough-data');
  });
  it('is not seen where the finalizer thread waits for work', () => {
    const idle = stacks(1, 'ntdll!NtWaitForMultipleObjects', 'coreclr!FinalizerThread::WaitForFinalizerEvent');
    expect(verdictOf(waiting, idle).class).toBe('not-enough-data');
  });
});

describe('a chain that ends at the finalizer queue', () => {
  const chained = (type: string) => chain('finalizer queue', type);
  const watchers = (count: number) => list(['Shop.Watcher', count, count * 120]);
  const caught = stacks(1, 'Shop.Watcher.Finalize', '[DebuggerU2MCatchHandlerFrame]');
  it('says what keeps the objects where the finalizer thread was caught in one of them', () => {
    const { verdict, findings } = judge([chained('Shop.Watcher'), watchers(4300), caught], defaultScope);
    expect(verdict).toMatchObject({ class: 'managed', component: 'Shop.Watcher' });
    expect(verdict.causes[0]?.id).toBe('finalizer-backlog');
    expect(findings.find(({ rule }) => rule === 'finalizer-stuck')?.says).toContain('and 4,300 of them are on the heap');
  });
  it('is a guess where thousands of them are there and no thread was seen', () => {
    const { verdict, findings } = judge([chained('Shop.Watcher'), watchers(200_000)], defaultScope);
    expect(findings.find(({ rule }) => rule === 'finalizer-stuck')?.strength).toBe('weak');
    expect(verdict.confidence).toBeLessThan(0.8);
  });
  it('is none where they are few, of the framework, or held by something else as well', () => {
    const rules = (...evidence: readonly Evidence[]) => judge(evidence, defaultScope).findings.map(({ rule }) => rule);
    expect(rules(chained('Shop.Watcher'), watchers(300))).not.toContain('finalizer-stuck');
    expect(rules(chained('System.Threading.Timer'), list(['System.Threading.Timer', 200_000, 9_000_000]))).not.toContain('finalizer-stuck');
    const both = evidenceOf('root', {
      kind: 'gcRoots',
      object: null,
      chains: [
        { root: 'finalizer queue', types: ['Shop.Watcher'] },
        { root: '(strong handle)', types: ['Shop.Cache', 'Shop.Watcher'] },
      ],
    });
    expect(rules(both, watchers(200_000))).not.toContain('finalizer-stuck');
  });
});

describe('the number of loaded assemblies', () => {
  const dotnet: ProcessLife = { ...lifeOf(77), runtime: 'dotnet' };
  const screen = (count: number, life = dotnet) =>
    evidenceOf('screen', { kind: 'snapshot', life, values: { assemblies: count, gcHeap: 37 * MB } });
  it('in the thousands on one screen is a level of the loader heap', () => {
    const { verdict, findings } = judge([screen(18_570)], defaultScope);
    expect(verdict).toMatchObject({ class: 'loader-heap', component: 'loaded assemblies' });
    expect(verdict.confidence).toBeLessThan(0.8);
    expect(findings.find(({ rule }) => rule === 'assembly-level')?.says).toContain('That is a level');
  });
  it('is none where it is a large application’s', () => {
    expect(verdictOf(screen(1400)).class).toBe('not-enough-data');
    expect(verdictOf(screen(3200)).class).toBe('not-enough-data');
  });
  it('is none below .NET 5, where each site of a pool loads its own', () => {
    expect(verdictOf(screen(6000, { ...lifeOf(77), runtime: 'netfx' })).class).toBe('not-enough-data');
  });
  it('is none where it was watched and stands still', () => {
    const watched = counters(
      'c',
      { privateBytes: flat(900 * MB), gcHeap: flat(300 * MB), assemblies: flat(6000), handles: flat(900) },
      dotnet,
    );
    expect(verdictOf(watched).class).toBe('no-leak');
  });
});

describe('methods without an assembly', () => {
  it('are of Expression.Compile, whatever helpers each brings along', () => {
    const verdict = verdictOf(
      list(
        ['System.Reflection.Emit.DynamicMethod', 207_010, 23 * MB],
        ['System.Reflection.Emit.DynamicMethod+RTDynamicMethod', 207_010, 9 * MB],
        ['System.Reflection.Emit.SignatureHelper', 208_325, 9 * MB],
        ['System.Reflection.Emit.ScopeTree', 207_010, 9 * MB],
      ),
    );
    expect(verdict.component).toBe('System.Reflection.Emit.DynamicMethod');
    expect(verdict.causes.map(({ id }) => id)).toEqual(['expression-compile']);
  });
  it('are of generated types where builders of types stand beside them', () => {
    const verdict = verdictOf(
      list(
        ['System.Reflection.Emit.DynamicMethod', 400, 40_000],
        ['System.Reflection.Emit.RuntimeTypeBuilder', 9000, 2 * MB],
        ['System.Reflection.Emit.SignatureHelper', 90_000, 4 * MB],
      ),
    );
    expect(verdict.causes[0]?.id).toBe('reflection-emit');
  });
});

describe('two reports of dotnet-gcdump', () => {
  const report = (id: string, at: number, rows: ReturnType<typeof types>, capped = false) => ({
    ...heap(id, rows, at),
    parser: 'gcdump-report',
    ...(capped ? { capped: true as const } : {}),
  });
  const pair = (first: number, size: number, last: number, larger: number, capped = false) => [
    report('a', noon, types(['Shop.Node[]', first, first * size], ['System.String', 9000, 400_000]), capped),
    report('b', noon + 10 * minute, types(['Shop.Node[]', last, last * larger], ['System.String', 9000, 400_000]), capped),
  ];
  it('show no growth where only the array differs whose size stands for all', () => {
    expect(verdictOf(...pair(2237, 11_288, 2258, 15_656)).class).toBe('not-enough-data');
  });
  it('show growth where the arrays themselves multiply', () => {
    expect(verdictOf(...pair(2237, 11_288, 5400, 11_288)).class).toBe('managed');
  });
  it('show nothing of growth where the tool stopped at its limit', () => {
    expect(verdictOf(...pair(2237, 11_288, 5400, 11_288, true)).class).toBe('not-enough-data');
  });
});

describe('a large range that a runtime reserves', () => {
  const look = (used: number) => evidenceOf('ps', { kind: 'snapshot', values: { virtualBytes: 260_000 * MB, workingSet: used * MB } });
  it('beside as little as a start takes is no leak', () => {
    expect(verdictOf(look(90)).class).toBe('no-leak');
  });
  it('is none where files are mapped into it: their pages are resident, or the address space shows them committed', () => {
    const values = { virtualBytes: 6500 * MB, privateBytes: 90 * MB };
    const space = evidenceOf('vmmap', {
      kind: 'addressSpace',
      usage: { 'Mapped File': 6000 * MB },
      privateBytes: 90 * MB,
      committed: 6300 * MB,
      reserved: 200 * MB,
      free: null,
      largestFree: null,
    });
    const rules = (...evidence: readonly Evidence[]) => judge(evidence, defaultScope).findings.map(({ rule }) => rule);
    const shown = evidenceOf('a', { kind: 'snapshot', values });
    expect(rules(shown)).toContain('large-reservation');
    expect(rules(shown, space)).not.toContain('large-reservation');
    const resident = evidenceOf('b', { kind: 'snapshot', values: { ...values, workingSet: 3300 * MB } });
    expect(rules(resident)).not.toContain('large-reservation');
  });
  it('clears nothing of memory that may have grown to where it is', () => {
    const { verdict, findings } = judge([look(390)], defaultScope);
    expect(verdict.class).toBe('not-enough-data');
    expect(findings.map(({ says }) => says).join(' ')).toContain('Whether what is used grows, one look does not tell.');
  });
});
