import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import type { Evidence } from '../../analysis/types.ts';
import { evidenceInText, evidenceOf, lifeOf, MB, minute, noon } from '../support/evidence.ts';
import { differenceOf as of, judged, said } from '../support/judged.ts';
import { heap, stack, types } from '../support/made-evidence.ts';

describe('heap statistics', () => {
  const at = (i: number) => noon + i * 10 * minute;

  it('are compared by bytes and leave free space out', () => {
    const judgement = judged([
      heap('a', types(['App.Order', 1000, 8 * MB], ['Free', 40, 300 * MB], ['System.String', 9000, 4 * MB]), at(0)),
      heap(
        'b',
        types(['App.Order', 9000, 72 * MB], ['Free', 40, 10 * MB], ['System.String', 20_000, 10 * MB], ['System.Byte[]', 90, 2 * MB]),
        at(1),
      ),
    ]);
    expect(of(judgement, 'heapStatistic')).toMatchObject({ totals: [12 * MB, 84 * MB], growth: 72 * MB, unexplained: 0 });
    expect(said(judgement, 'difference:heapStatistic')!.says).toBe(
      'Over 2 heap statistics (10 min) objects on the .NET heap grow 12.0 MB → 84.0 MB (+72.0 MB): App.Order +64.0 MB (89 %) and System.String +6.00 MB (8 %); 2.00 MB (3 %) is not explained by these.',
    );
    expect(judgement.verdict.component).toBe('App.Order');
  });

  it('of three see what rises each time by less than two would need', () => {
    const three = [100_000, 112_000, 124_000].map((count, i) =>
      heap(`s${i}`, types(['App.Order', count, count * 80], ['System.String', 50_000, 6 * MB]), at(i)),
    );
    expect(said(judged(three), 'heap-growth:App.Order')).toMatchObject({ strength: 'strong', points: 'managed' });
    expect(said(judged(three), 'heap-growth:App.Order')!.says).toContain('100,000 → 112,000 → 124,000 objects');
    expect(said(judged(three.filter((_, i) => i !== 1)), 'heap-growth:App.Order')).toBeUndefined();
  });

  it('of which the middle one is the highest show work of a moment', () => {
    const three = [1000, 90_000, 4000].map((count, i) => heap(`s${i}`, types(['App.Order', count, count * 800]), at(i)));
    expect(said(judged(three), 'heap-growth:App.Order')).toBeUndefined();
    expect(said(judged(three), 'difference:heapStatistic')).toBeUndefined();
  });

  it('of two pids are refused', () => {
    const one = (id: string, pid: number, count: number, i: number): Evidence => ({
      ...heap(id, types(['App.A', count, count * 100]), at(i)),
      life: lifeOf(pid),
    });
    const judgement = judged([one('a', 1, 100, 0), one('b', 2, 900_000, 1)]);
    expect(said(judgement, 'two-lives:heapStatistic')!.says).toContain('heap statistics, 10 min apart, are of different process lives');
    expect(judgement.findings.filter(({ rule }) => rule === 'heap-growth')).toEqual([]);
  });
});

describe('other kinds', () => {
  const assemblies = (id: string, total: number, repeats: number, at: number | null): Evidence =>
    evidenceOf(id, {
      kind: 'assemblies',
      total,
      dynamic: repeats,
      repeated: [{ type: 'Microsoft.GeneratedCode', count: repeats, bytes: null }],
      loaderHeapBytes: null,
      takenAt: at,
    });
  it('lists of assemblies name the one that repeats', () => {
    const judgement = judged([assemblies('a', 300, 120, noon), assemblies('b', 900, 700, noon + 30 * minute)]);
    expect(said(judgement, 'difference:assemblies')!.says).toBe(
      'Over 2 lists of assemblies (30 min) loaded assemblies grow 300 → 900 (+600): Microsoft.GeneratedCode +580 (97 %); 20 (3 %) is not explained by these.',
    );
    expect(said(judged([assemblies('a', 300, 120, null), assemblies('b', 900, 700, null)]), 'order-unknown:assemblies')).toBeDefined();
  });

  it('listings of the native heaps name the heap', () => {
    const heaps = (id: string, sizes: readonly number[], at: number): Evidence =>
      evidenceOf(id, {
        kind: 'nativeHeaps',
        heaps: sizes.map((size, i) => ({ heap: `0${i}50000`, committed: size * MB, reserved: size * MB })),
        takenAt: at,
      });
    const judgement = judged([heaps('a', [20, 30], noon), heaps('b', [21, 200, 9], noon + 60 * minute)]);
    expect(of(judgement, 'nativeHeaps')).toMatchObject({ growth: 180 * MB, unexplained: 0 });
    expect(said(judgement, 'difference:nativeHeaps')!.says).toContain('0150000 +170 MB (94 %) and 0250000 +9.00 MB (5 %)');
  });

  it('block listings are compared within one heap only, by size', () => {
    const blocks = (id: string, heapName: string, bytes: number, at: number): Evidence =>
      evidenceOf(id, {
        kind: 'heapBlocks',
        heap: heapName,
        sizes: [{ size: 0x24, blocks: bytes / 0x24, bytes, percent: null }],
        takenAt: at,
      });
    const judgement = judged([
      blocks('a', '1', 10 * MB, noon),
      blocks('b', '1', 60 * MB, noon + minute),
      blocks('c', '2', 900 * MB, noon + 2 * minute),
    ]);
    expect(of(judgement, 'heapBlocks')).toMatchObject({ evidence: ['a', 'b'], growth: null, rows: [{ name: '0x24', growth: 50 * MB }] });
  });

  it('listings of the threads say where the more of them stand', () => {
    const listing = (id: string, waiting: number, at: number | null): Evidence =>
      evidenceOf(id, {
        kind: 'stacks',
        threads: 20 + waiting,
        stacks: [
          { ...stack('ntdll!ZwWaitForSingleObject', 'Shop!Shop.Cache.Load()+1c'), count: waiting },
          { ...stack('ntdll!ZwRemoveIoCompletion'), count: 20 },
        ],
        takenAt: at,
      });
    const judgement = judged([listing('a', 30, noon), listing('b', 400, noon + 30 * minute)]);
    expect(said(judgement, 'thread-pile-up:growth')).toMatchObject({ points: 'virtual', strength: 'strong' });
    expect(said(judgement, 'thread-pile-up:growth')!.says).toBe(
      'Threads grow 50 → 420: all 370 more stand at Shop!Shop.Cache.Load. Each reserves a stack (1 MB as a rule).',
    );
    expect(said(judged([listing('a', 30, null), listing('b', 400, null)]), 'thread-pile-up:growth')).toBeUndefined();
    expect(said(judged([listing('a', 30, noon), listing('b', 40, noon + 30 * minute)]), 'thread-pile-up:growth')).toBeUndefined();
  });

  it('a transcript in which the same command stands twice is in order', () => {
    const statistic = (count: number, bytes: number): string =>
      `0:000> !dumpheap -stat\nStatistics:\n              MT    Count    TotalSize Class Name\n00007ffa12345678 ${count} ${bytes} App.Order\n00007ffa12345680 20000 640000 System.String\nTotal ${count + 20_000} objects\n`;
    const judgement = judge(
      evidenceInText('log.txt', new TextEncoder().encode(`${statistic(5000, 400_000)}\n${statistic(400_000, 32_000_000)}`)),
      defaultScope,
    );
    expect(of(judgement, 'heapStatistic').takenAt).toEqual([null, null]);
    expect(said(judgement, 'heap-growth:App.Order')).toMatchObject({ measured: { first: 5000, last: 400_000 } });
  });
});

describe('allocations', () => {
  const entry = (bytes: number, frame: string | null, trace: string) => ({
    bytes,
    allocations: 10,
    stack: frame === null ? null : stack('ntdll!RtlAllocateHeap+1', frame),
    trace,
  });
  const log = (id: string, entries: readonly ReturnType<typeof entry>[], more: { at?: number; diff?: boolean } = {}): Evidence =>
    evidenceOf(id, { kind: 'allocations', diff: more.diff ?? false, entries, takenAt: more.at ?? null });

  it('of three logs name what rises each time, and what has no name is not explained', () => {
    const sizes = [1, 30, 60].map((size, i) =>
      log(
        `l${i}`,
        [
          entry(size * MB, 'shop!Cache::Add+2f', 'A'),
          entry([1, 90, 40][i]! * MB, 'img!Decode+1', 'B'),
          entry((5 + 10 * i) * MB, null, 'C'),
        ],
        {
          at: noon + i * 30 * minute,
        },
      ),
    );
    const { attribution, findings } = judged(sizes);
    expect(attribution!.rows.filter(({ level }) => level === 'module').map(({ name }) => name)).toEqual(['shop', 'img']);
    expect(attribution!.rows.at(-1)).toMatchObject({ level: 'remainder', bytes: [5 * MB, 15 * MB, 25 * MB], growth: 20 * MB });
    expect(findings.find(({ rule }) => rule === 'allocation-growth')!.says).toContain('20.0 MB (17 %) is not explained by named modules.');
  });

  it('of several differences go by the one that shows most, and count in how many the function grows', () => {
    const differences = [
      log('d1', [entry(4 * MB, 'shop!Cache::Add+2f', 'A'), entry(6 * MB, 'img!Decode+1', 'B')], { diff: true }),
      log('d2', [entry(9 * MB, 'shop!Cache::Add+2f', 'A'), entry(-6 * MB, 'img!Decode+1', 'B'), entry(8 * MB, 'db!Open+2', 'C')], {
        diff: true,
      }),
    ];
    const judgement = judged(differences);
    expect(judgement.attribution!.evidence).toEqual(['d2']);
    expect(said(judgement, 'allocation-growth:shop!Cache::Add')!.says).toContain('It grows in each of the 2 differences.');
  });

  it('of two logs without times or names in order ask for the order', () => {
    const two = [log('a', [entry(MB, 'shop!Add', 'A')]), log('b', [entry(90 * MB, 'shop!Add', 'A')])];
    expect(judged(two).attribution).toBeNull();
    expect(said(judged(two), 'order-unknown:allocations')).toBeDefined();
  });
});
