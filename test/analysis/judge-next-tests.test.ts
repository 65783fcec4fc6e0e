/** The next best test: what tells most for its minutes and its impact, with what would refute the leader. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { defaultScope, judge } from '../../analysis/index.ts';
import type { Evidence } from '../../analysis/types.ts';
import { evidenceOf, lifeOf, MB, noon } from '../support/evidence.ts';
import {
  assemblies,
  chain,
  grown,
  leakyHeap,
  leakyLoader,
  leakyNative,
  list,
  minute,
  queue,
  source,
  space,
  stacks,
} from '../support/made-clues.ts';
import { counters, flat, handles, heap, report, rising, types } from '../support/made-evidence.ts';

const stackOf = (name: string | null) => ({
  frames: [{ module: 'libshop.so', function: name, offset: 64, printed: name ?? '[unknown] [libshop.so]' }],
});
const nextOf = (...evidence: readonly Evidence[]) => judge(evidence, defaultScope).verdict.next;
const collectors = (...evidence: readonly Evidence[]) => nextOf(...evidence).map(({ collector }) => collector);

describe('what to collect next', () => {
  it('of nothing are the counters, which decide the class and run by themselves', () => {
    expect(collectors()[0]).toBe('counters');
  });
  it('of a GC heap that grows is what grows on it, and then who holds it', () => {
    expect(collectors(leakyHeap)[0]).toBe('heap-statistic');
    const [first] = nextOf(leakyHeap, list(['Shop.Order', 900_000, 90 * MB]));
    expect(first).toMatchObject({ collector: 'heap-statistic' });
    const two = [
      heap('a', types(['Shop.Order', 900, 90_000]), noon),
      heap('b', types(['Shop.Order', 900_000, 90 * MB]), noon + 20 * minute),
    ];
    expect(nextOf(leakyHeap, ...two)[0]?.why).toContain('!gcroot');
  });
  it('of assemblies that rise are their names', () => {
    expect(collectors(leakyLoader)[0]).toBe('assembly-list');
    expect(collectors(leakyLoader, assemblies('Microsoft.GeneratedCode'))).not.toContain('assembly-list');
  });
  it('of a level of handles is a second summary, and says what would refute the leader', () => {
    const asked = nextOf(handles('h', { Event: 30_000, Key: 300 })).find(({ collector }) => collector === 'handle-summary');
    expect(asked?.why).toContain('A second handle summary');
    expect(asked?.why).toContain('If no type grows while the work goes on, it is not a leak of handles.');
  });
  it('of native growth tracks who allocates, once what is cheap has been answered', () => {
    const cheap = [leakyNative, handles('h', { Event: 90 }), stacks(3, 'ntdll!NtWait'), source('none'), queue(0), space(300 * MB, 0)];
    expect(collectors(...cheap)[0]).toBe('leak-tracking');
    expect(collectors(...cheap, report('r', 1, 1, 'webio'))[0]).toBe('leak-report');
  });
  it('of a process without a CLR is never about one', () => {
    const native = counters('c', { privateBytes: rising(400 * MB, 4 * MB), handles: flat(90) }, lifeOf(7, { runtime: 'native' }));
    const managed = ['heap-statistic', 'finalizer-queue', 'assembly-list'];
    expect(collectors(native).filter((each) => managed.includes(each))).toEqual([]);
  });
  it('of native growth always names LeakTrack on Windows, whatever it costs', () => {
    expect(collectors(leakyNative)).toContain('leak-tracking');
  });
  it('of a native heap that grows is what is in it, in the dump that is there, and no finalizer queue', () => {
    const listing = (id: string, committed: number, at: number): Evidence =>
      evidenceOf(id, { kind: 'nativeHeaps', takenAt: at, heaps: [{ heap: '0000012a40000', committed, reserved: 900 * MB }] });
    const [first, ...more] = nextOf(leakyNative, listing('a', 200 * MB, noon), listing('b', 600 * MB, noon + 60 * minute));
    expect(first).toMatchObject({ collector: 'allocation-trace', why: expect.stringContaining('!heap -stat -h HEAP') });
    expect(more.map(({ collector }) => collector)).not.toContain('finalizer-queue');
  });
  it('of health is never who leaks, and on Linux never LeakTrack', () => {
    const life = lifeOf(7, { runtime: 'native' });
    const healthy = counters('c', { privateBytes: flat(400 * MB), handles: flat(90) }, life);
    expect(judge([healthy], defaultScope).verdict.class).toBe('no-leak');
    expect(collectors(healthy).filter((each) => ['leak-tracking', 'leak-report', 'call-stacks', 'source'].includes(each))).toEqual([]);
    const leaking = counters('d', { privateBytes: rising(400 * MB, 4 * MB), handles: flat(90) }, life);
    const descriptors = handles('h', { socket: 40, 'anon_inode:[eventpoll]': 2 });
    expect(collectors(leaking, descriptors, stacks(3, 'libc!poll'), source('none'), space(300 * MB, 0))).not.toContain('leak-tracking');
    const { verdict } = judge([leaking], defaultScope);
    expect([verdict.class, verdict.refutedBy]).toEqual(['native', expect.stringContaining('private bytes level off')]);
    expect(JSON.stringify(verdict.hypotheses[0])).not.toMatch(/GC|assembl|NET/);
  });
  it('of native growth on Linux is a trace of the allocations, and with symbols where its frames have no names', () => {
    const leaking = counters('d', { privateBytes: rising(400 * MB, 4 * MB), handles: flat(90) }, lifeOf(7, { runtime: 'native' }));
    const known = [leaking, handles('h', { socket: 40, 'anon_inode:[eventpoll]': 2 }), source('none'), space(300 * MB, 0)];
    expect(collectors(...known)[0]).toBe('allocation-trace');
    const trace = (name: string | null) =>
      evidenceOf('t', {
        kind: 'allocations',
        diff: false,
        entries: [{ bytes: 90 * MB, allocations: 9000, trace: null, stack: { ...stackOf(name), threads: [], count: 1 } }],
      });
    expect(collectors(...known, trace('parse_xml'))).not.toContain('allocation-trace');
    expect(nextOf(...known, trace(null)).find(({ collector }) => collector === 'allocation-trace')?.why).toContain('debug symbols');
  });
  it('of objects that wait for the finalizer is its stack', () => {
    const asked = nextOf(queue(64_000, ['Shop.Image', 64_000, 3 * MB])).find(({ collector }) => collector === 'call-stacks');
    expect(asked?.why).toContain('The stack of the finalizer thread');
  });
  it('of reserved memory is never the stacks of threads whose number stands', () => {
    const moves = { privateBytes: flat(400 * MB), virtualBytes: rising(4000 * MB, 20 * MB), gcHeap: flat(90 * MB), handles: flat(90) };
    expect(collectors(counters('v', { ...moves, threads: flat(40) }))).not.toContain('call-stacks');
    expect(collectors(counters('v', moves))).toContain('call-stacks');
  });
  it('of health is what would show growth after all', () => {
    const healthy = evidenceOf('s', { kind: 'gcHeap', bytes: 73 * MB, committed: 10_000 * MB, free: null, loh: null });
    const [first] = nextOf(healthy);
    expect(first?.collector).toBe('counters');
    expect(first?.why).toContain('If memory grows on beyond the warm-up, something leaks after all.');
  });
});

const some: readonly Evidence[] = [
  leakyHeap,
  list(['Shop.Order', 900_000, 90 * MB]),
  chain('(pinned handle)', 'System.Object[]', 'Shop.Cache', 'System.Collections.Generic.List`1[[Shop.Order]]', 'Shop.Order'),
  queue(90_000, ['Shop.Native', 90_000, MB]),
  assemblies('Microsoft.GeneratedCode'),
  stacks(40, 'ntdll!NtWait', 'Shop!Shop.Go'),
  source('event-handler-kept'),
  report('r', 1, 1, 'webio'),
  ...grown('Event', 4000, 9000),
];
const mixes = fc.subarray([...some]);

describe('of any mix of evidence', () => {
  it('it is deterministic, at most three, each collector once and each with its reason', () => {
    fc.assert(
      fc.property(mixes, (mix) => {
        const next = nextOf(...mix);
        expect(nextOf(...[...mix].reverse())).toEqual(next);
        expect(next.length).toBeLessThanOrEqual(3);
        expect(new Set(next.map(({ collector }) => collector)).size).toBe(next.length);
        for (const { why } of next) expect(why.length).toBeGreaterThan(30);
      }),
      { numRuns: 60 },
    );
  });
  it('what has been answered is not asked again', () => {
    fc.assert(
      fc.property(mixes, (mix) => {
        const asked = new Set(collectors(...mix));
        const kinds = new Set(mix.map(({ kind }) => kind));
        if (kinds.has('stacks')) expect(asked).not.toContain('call-stacks');
        if (kinds.has('source')) expect(asked).not.toContain('source');
        if (kinds.has('assemblies')) expect(asked).not.toContain('assembly-list');
        if (kinds.has('finalizerQueue')) expect(asked).not.toContain('finalizer-queue');
      }),
      { numRuns: 60 },
    );
  });
});
