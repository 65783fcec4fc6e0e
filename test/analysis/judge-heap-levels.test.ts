/** One heap statistic: what stands out in it, and what any heap looks like. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import type { Evidence } from '../../analysis/types.ts';
import { evidenceOf, MB, minute, noon } from '../support/evidence.ts';
import type { Row } from '../support/made-clues.ts';
import { GB, heap, types, verdictOf } from '../support/made-evidence.ts';

const statistic = (totalObjects: number, ...rows: readonly Row[]) =>
  evidenceOf('h', { kind: 'heapStatistic', takenAt: null, types: types(...rows), totalObjects, totalBytes: null, partial: true });

describe('one own type among strings', () => {
  it('stands out by its share of what holds the strings', () => {
    const evidence = statistic(
      11_400_000,
      ['System.String', 5_800_000, 480 * MB],
      ['System.Object[]', 1_400_000, 60 * MB],
      ['Shop.Row', 1_200_000, 80 * MB],
    );
    const { verdict, findings } = judge([evidence], defaultScope);
    expect(verdict).toMatchObject({ class: 'managed', component: 'Shop.Row' });
    expect(verdict.confidence).toBeLessThan(0.7);
    expect(findings.find(({ rule }) => rule === 'heap-level')?.says).toContain('29 % of the objects that are no strings or arrays');
  });
  it('does not where it is one of many types of a large application', () => {
    const evidence = statistic(
      11_400_000,
      ['System.String', 3_800_000, 280 * MB],
      ['Shop.Row', 260_000, 18 * MB],
      ['Shop.Cell', 240_000, 12 * MB],
    );
    expect(verdictOf(evidence).class).toBe('not-enough-data');
  });
});

describe('a type that crowds a heap which gave back', () => {
  const look = (at: number, orders: number, strings: number) =>
    heap(`h${at}`, types(['Shop.Order', orders, orders * 48], ['System.String', strings, strings * 60]), noon + at * 30 * minute);
  it('is no sign of a leak, although there are more of it', () => {
    expect(verdictOf(look(0, 52_000, 910_000), look(1, 54_000, 310_000)).class).toBe('not-enough-data');
    expect(verdictOf(look(1, 154_000, 310_000)).class).toBe('managed');
  });
});

describe('arrays that fill the heap', () => {
  const buffers = (own: Row, ...rest: readonly Row[]) =>
    judge([statistic(40_000, ['System.Byte[]', 910, 460 * MB], own, ...rest, ['System.String', 30_000, 2 * MB])], defaultScope);
  it('are those of the own type of which there are as many, and most', () => {
    const { verdict, findings } = buffers(['Shop.Scan', 908, 40_000]);
    expect(verdict).toMatchObject({ class: 'managed', component: 'Shop.Scan' });
    expect(verdict.confidence).toBeLessThan(0.7);
    expect(findings.find(({ rule }) => rule === 'heap-level')?.says).toContain('one for each of the 908 Shop.Scan');
  });
  it('are nobody’s where no own type has their number, or one has it by chance among others', () => {
    expect(buffers(['Shop.Scan', 4100, 90_000]).verdict.class).toBe('not-enough-data');
    expect(buffers(['Shop.Scan', 908, 40_000], ['Shop.Row', 7000, 300_000]).verdict.class).toBe('not-enough-data');
  });
});

describe('types of which there are equally many', () => {
  const parts = (count: number) =>
    [
      ['System.Threading.Tasks.Task`1[[System.Int32]]', count + 700, 20 * MB],
      ['System.Net.WSABuffer[]', count - 1100, 19 * MB],
      ['System.EventHandler`1[[System.Net.Sockets.SocketAsyncEventArgs]]', count, 14 * MB],
      ['System.Net.SafeNativeOverlapped', count, 9 * MB],
      ['System.Threading.Overlapped', count + 2, 5 * MB],
    ] as const;
  it('are parts of one thing, of which so many are alive', () => {
    const { verdict, findings } = judge([statistic(3_000_000, ...parts(464_150))], defaultScope);
    expect(verdict).toMatchObject({ class: 'managed', component: 'System.EventHandler`1[[System.Net.Sockets.SocketAsyncEventArgs]]' });
    expect(verdict.confidence).toBeLessThan(0.65);
    expect(findings.find(({ rule }) => rule === 'heap-cohort')?.says).toContain('5 types have some 464,150 objects each, 77 % of all');
  });
  it('are a busy server where they are some ten thousands, or a small part of the heap', () => {
    expect(verdictOf(statistic(300_000, ...parts(41_150))).class).toBe('not-enough-data');
    expect(verdictOf(statistic(9_000_000, ...parts(464_150))).class).toBe('not-enough-data');
  });
  it('are a chance where they are two or three', () => {
    expect(verdictOf(statistic(1_500_000, ...parts(464_150).slice(1, 4))).class).toBe('not-enough-data');
  });
});

describe('the large object heap', () => {
  const gc = (bytes: number, loh: number, free: number | null = null) =>
    verdictOf(evidenceOf('gc', { kind: 'gcHeap', bytes, loh, free, committed: null }));
  it('that holds most of a heap of gigabytes is managed memory, and a level', () => {
    const verdict = gc(3.2 * GB, 2.9 * GB, 0.4 * GB);
    expect(verdict.class).toBe('managed');
    expect(verdict.confidence).toBeLessThan(0.6);
  });
  it('is no sign where the heap is small, or mostly of small objects', () => {
    expect(gc(0.5 * GB, 0.45 * GB).class).toBe('not-enough-data');
    expect(gc(2.4 * GB, 0.3 * GB).class).toBe('not-enough-data');
  });
  it('of holes is fragmentation, and what is free is held by nobody', () => {
    const { findings } = judge(
      [evidenceOf('gc', { kind: 'gcHeap', bytes: 3.6 * GB, loh: 3 * GB, free: 2.8 * GB, committed: null })],
      defaultScope,
    );
    expect(findings.map(({ rule }) => rule)).toEqual(['heap-fragmentation']);
  });
});

describe('a family of types', () => {
  it('is named by the type that stands in the statistic, not by the beginning of its name', () => {
    const verdict = verdictOf(
      heap('h', types(['Microsoft.EntityFrameworkCore.ChangeTracking.Internal.InternalEntityEntry', 376_000, 36 * MB])),
    );
    expect(verdict.component).toBe('Microsoft.EntityFrameworkCore.ChangeTracking.Internal.InternalEntityEntry');
  });
});

describe('what is said of a level', () => {
  const saying = (...evidence: readonly Evidence[]) =>
    judge(evidence, defaultScope).findings.find(({ rule }) => rule === 'heap-level')?.says ?? '';
  const crowd = (id: string, count: number, at: number | null) =>
    heap(id, types(['Shop.Basket', count, count * 400], ['System.String', 20_000, MB]), at);

  it('asks for a second statistic only where there is none to compare it with', () => {
    expect(saying(crowd('a', 700_000, noon))).toContain('a second statistic shows whether they grow');
    expect(saying(crowd('a', 700_000, null), crowd('b', 5000, null))).toContain('a second statistic shows whether they grow');
    expect(saying(crowd('a', 5000, noon), crowd('b', 700_000, noon + 180 * minute))).toContain('That is a level, reached by growing.');
    expect(saying(crowd('a', 900_000, noon), crowd('b', 700_000, noon + 180 * minute))).toContain(
      'between the statistics at hand they do not grow',
    );
  });
});

describe('objects of one library of the framework', () => {
  const bound = (times: number): readonly Row[] => [
    ['Microsoft.CSharp.RuntimeBinder.Semantics.LocalVariableSymbol', 800_000 * times, 70 * MB],
    ['Microsoft.CSharp.RuntimeBinder.Semantics.SYMTBL+Key', 810_000 * times, 25 * MB],
    ['Microsoft.CSharp.RuntimeBinder.Semantics.EXPRLIST', 620_000 * times, 23 * MB],
    ['System.String', 300_000, 30 * MB],
  ];
  it('are what crowds the heap where they are most of it, though no type of it is by itself', () => {
    const { verdict, findings } = judge([statistic(4_100_000, ...bound(1))], defaultScope);
    expect(verdict).toMatchObject({ class: 'managed', component: 'Microsoft.CSharp.RuntimeBinder.Semantics.LocalVariableSymbol' });
    expect(verdict.confidence).toBeLessThan(0.65);
    expect(findings.find(({ rule }) => rule === 'heap-family')?.says).toContain(
      '2,230,000 objects of Microsoft.CSharp.RuntimeBinder are 59 %',
    );
  });
  it('are a document or a model in use where they are some hundred thousands, or a part of the heap', () => {
    expect(verdictOf(statistic(4_100_000, ...bound(0.2))).class).toBe('not-enough-data');
    expect(verdictOf(statistic(9_900_000, ...bound(1))).class).toBe('not-enough-data');
  });
  it('say nothing where they are tasks, delegates and collections, of which any program is made', () => {
    const tasks: readonly Row[] = [
      ['System.Threading.Tasks.Task', 900_000, 60 * MB],
      ['System.Threading.ExecutionContext', 910_000, 60 * MB],
      ['System.Threading.Timer', 700_000, 20 * MB],
    ];
    expect(judge([statistic(2_600_000, ...tasks)], defaultScope).findings.map(({ rule }) => rule)).not.toContain('heap-family');
  });
});
