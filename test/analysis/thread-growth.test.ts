/** Threads of modern .NET: the pool counts its own, in three generations of names. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import type { Judgement } from '../../analysis/types.ts';
import { readingsOf, readText } from '../support/check-parser.ts';
import { evidenceInText, evidenceOf, lifeOf, MB, minute, noon } from '../support/evidence.ts';
import { counters, flat, rising } from '../support/made-evidence.ts';

const head = 'Timestamp,Provider,Counter Name,Counter Type,Mean/Increment';
const clock = (at: number): string =>
  `05/19/2026 ${String(8 + Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}:00`;

/** A log of five hours of a process in which nothing else grows than the threads of the pool, under the name that a release prints. */
function log(name: string, type: 'Metric' | 'Rate', valueAt: (at: number) => number): string {
  const rows = Array.from({ length: 300 }, (_, at) => [
    `${clock(at)},System.Runtime,Working Set (MB),Metric,${210 + (at % 5) + at / 12}`,
    `${clock(at)},System.Runtime,GC Heap Size (MB),Metric,${40 + (at % 7)}`,
    `${clock(at)},System.Runtime,Number of Assemblies Loaded,Metric,131`,
    `${clock(at)},System.Runtime,${name},${type},${valueAt(at)}`,
  ]);
  return [head, ...rows.flat(), ''].join('\n');
}

const judged = (text: string): Judgement => judge(evidenceInText('counters.csv', Buffer.from(text)), defaultScope);

describe('a pool of threads that piles up is seen in the counters of', () => {
  it.each([
    ['.NET Core 3', 'ThreadPool Threads Count', 'Metric'],
    ['.NET 5 to 8', 'ThreadPool Thread Count', 'Metric'],
    ['the event source', 'threadpool-thread-count', 'Metric'],
    ['.NET 9, as changes', 'dotnet.thread_pool.thread.count ({thread} / 60 sec)', 'Rate'],
  ] as const)('%s', (_release, name, type) => {
    const { verdict } = judged(log(name, type, (at) => (type === 'Rate' ? 1 : 20 + at)));
    expect(verdict).toMatchObject({ class: 'virtual', component: 'thread stacks' });
    expect(verdict.causes[0]?.id).toBe('thread-pile-up');
    expect(verdict.lead).toMatch(/^Threads pile up by (?:59|60|61) an hour/);
  });
});

describe('a pool of threads that does what pools do', () => {
  it('breathes with the load, and is no pile-up', () => {
    const { verdict } = judged(log('ThreadPool Thread Count', 'Metric', (at) => 18 + ((at * 7) % 11)));
    expect(verdict.component).toBeNull();
    expect(verdict.causes.map(({ id }) => id)).not.toContain('thread-pile-up');
  });
  it('may have no thread at all: it is no counter of another process', () => {
    const { findings } = judged(log('ThreadPool Thread Count', 'Metric', () => 0));
    expect(findings.map(({ rule }) => rule)).not.toContain('zero-counters');
  });
  it('says nothing where all threads of the process were counted and stay level', () => {
    const { verdict } = judge(
      [
        counters(
          'log',
          { privateBytes: flat(300 * MB), gcHeap: flat(80 * MB), handles: flat(900), threads: flat(140), poolThreads: rising(20, 1) },
          undefined,
          300,
        ),
      ],
      defaultScope,
    );
    expect(verdict.component).toBeNull();
  });
});

describe('threads of the pool are read', () => {
  it('from a screen that shows how many there are, and not from one that shows how many came', () => {
    const screen = (line: string) => `[System.Runtime]\n    Working Set (MB)                                 210\n    ${line}\n`;
    expect(readingsOf(readText(screen('ThreadPool Thread Count                           84')))[0]).toMatchObject({
      values: { poolThreads: 84 },
    });
    const came = readingsOf(readText(screen('dotnet.thread_pool.thread.count ({thread} / 1 sec)   2')))[0];
    expect(came?.kind === 'snapshot' ? came.values.poolThreads : null).toBeUndefined();
  });
  it('from the metrics of dotnet-monitor', () => {
    const text =
      '# TYPE systemruntime_working_set_bytes gauge\nsystemruntime_working_set_bytes 210000000\n# TYPE systemruntime_threadpool_thread_count gauge\nsystemruntime_threadpool_thread_count 84\n';
    expect(readingsOf(readText(text))[0]).toMatchObject({ values: { poolThreads: 84 } });
  });
});

describe('screens of dotnet-counters some time apart', () => {
  const screen = (threads: number, minutes: number) =>
    evidenceOf(`screen ${minutes}`, {
      kind: 'snapshot',
      values: { workingSet: 210 * MB, gcHeap: 40 * MB, assemblies: 131, poolThreads: threads },
      life: { ...lifeOf(4312), runtime: 'dotnet' },
      takenAt: noon + minutes * minute,
    });
  it('show a pool that piles up, and one that breathes as none', () => {
    const grown = judge([screen(22, 0), screen(640, 60)], defaultScope);
    expect(grown.verdict).toMatchObject({ class: 'virtual', component: 'thread stacks' });
    expect(grown.findings.find(({ rule }) => rule === 'thread-pile-up')?.says).toContain('Threads of the pool grow 22 → 640 in 1 h');
    expect(judge([screen(22, 0), screen(60, 60)], defaultScope).verdict.component).toBeNull();
  });
});
