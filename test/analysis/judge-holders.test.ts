import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import { evidenceOf, MB, minute, noon } from '../support/evidence.ts';
import { GB, report, types, heap, stack, roots, verdictOf } from '../support/made-evidence.ts';

describe('who holds the growth', () => {
  const reports = [report('a', 1, 1, 'webio'), report('b', 2, 2, 'webio'), report('c', 3, 3.1, 'webio')];
  it('is a cause of its own only for GDI+: another module leads to no GDI+ cause', () => {
    const verdict = verdictOf(...reports);
    expect(verdict).toMatchObject({ class: 'native', component: 'webio!Leak' });
    expect(verdict.causes.map(({ id }) => id)).not.toContain('gdi-plus-in-service');
  });
  it('is told by the reports that have sizes, where one was cut before a size: what is missing is not nothing', () => {
    const cut = report('c', 3, 3.1, 'webio', { modules: [{ module: 'webio', bytes: null, allocations: 100, functions: [] }] });
    const { verdict, attribution, findings } = judge([...reports.slice(0, 2), cut], defaultScope);
    expect(verdict).toMatchObject({ class: 'native', component: 'webio!Leak' });
    expect(attribution?.rows[0]).toMatchObject({ name: 'webio', bytes: [GB, 2 * GB], growth: GB });
    expect(findings.find(({ rule }) => rule === 'leak-report-growth')?.says).toContain('1.30 GB → 2.30 GB in 1 h');
  });
  it('does not grow where the tracker was started anew in between', () => {
    const restarted = [report('a', 5, 4, 'webio'), report('b', 0.5, 0.4, 'webio')].map((each, i) => ({
      ...each,
      takenAt: noon + i * 60 * minute,
    }));
    expect(judge(restarted, defaultScope).attribution).toBeNull();
  });
  it('is the CLR’s heap, not a native leak, where clr.dll holds it', () => {
    expect(verdictOf(...[1, 2, 3].map((n) => report(`r${n}`, n, n, 'clr'))).class).toBe('managed');
  });
  it('is said to be unknown without LeakTrack', () => {
    const judgement = judge(
      [report('a', 1, 1, 'x', { leakTrack: 'not-loaded', outstandingBytes: null, modules: [], trackingMs: null })],
      defaultScope,
    );
    expect(judgement.findings.find(({ rule }) => rule === 'leak-track-missing')!.says).toContain('LeakTrack was not in the process');
  });
  it('is found by the trace of a UMDH difference that has no stacks', () => {
    const entry = { bytes: 8 * MB, allocations: 4, trace: 'BackTrace1' };
    const log = evidenceOf('log', {
      kind: 'allocations',
      diff: false,
      entries: [{ ...entry, stack: stack('ntdll!RtlAllocateHeap+1', 'App!operator new+2', 'App!Paint+3') }],
    });
    const diff = evidenceOf('diff', { kind: 'allocations', diff: true, entries: [{ ...entry, stack: null }] });
    expect(verdictOf(diff, log)).toMatchObject({ class: 'native', component: 'App!Paint', ownFrame: 'App!Paint' });
  });
});

describe('types on the heap', () => {
  it('grow between two statistics: the own type is the component, not the strings it holds', () => {
    const before = heap('a', types(['App.Order', 1000, 50_000], ['System.String', 20_000, MB]), noon);
    const after = heap('b', types(['App.Order', 80_000, 4 * MB], ['System.String', 300_000, 40 * MB]), noon + 10 * minute);
    expect(verdictOf(before, after)).toMatchObject({ class: 'managed', component: 'App.Order' });
  });
  it('held by a static list name the class that owns the list', () => {
    const chain = {
      root: '(pinned handle)',
      types: [
        'System.Object[]',
        'Shop.Basket',
        'Shop.Baskets',
        'System.Collections.Generic.List`1[[Shop.Item, Shop]]',
        'Shop.Item[]',
        'Shop.Item',
      ],
    };
    const verdict = verdictOf(heap('d', types(['Shop.Item', 400_000, 20 * MB])), roots('g', chain));
    expect(verdict).toMatchObject({ class: 'managed', component: 'Shop.Baskets' });
    expect(verdict.causes[0]!.id).toBe('static-collection');
  });
  it('of half-dead buffers are fragmentation, not a cache', () => {
    const verdict = verdictOf(evidenceOf('h', { kind: 'gcHeap', bytes: 600 * MB, free: 420 * MB, committed: null, loh: null }));
    expect(verdict.causes[0]!.id).toBe('gc-fragmentation');
  });
  it('that are few beside much committed memory are the server GC’s habit', () => {
    const verdict = verdictOf(evidenceOf('h', { kind: 'gcHeap', bytes: 73 * MB, free: null, committed: 10 * GB, loh: null }));
    expect(verdict).toMatchObject({ class: 'no-leak' });
    expect(verdict.causes[0]!.id).toBe('server-gc-keeps-memory');
  });
});
