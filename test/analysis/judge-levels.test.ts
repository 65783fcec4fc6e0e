/** What one reading alone may say: a level that stands out, never a growth. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge, readBytes } from '../../analysis/index.ts';
import { evidenceOf, MB, noon } from '../support/evidence.ts';
import { chain, list, minute } from '../support/made-clues.ts';
import { heap, types, verdictOf } from '../support/made-evidence.ts';

const heaps = (id: string, committed: number, at: number | null = null) =>
  evidenceOf(id, {
    kind: 'nativeHeaps',
    takenAt: at,
    heaps: [
      { heap: '18223470000', committed, reserved: 2 * committed },
      { heap: '18221990000', committed: 36 * MB, reserved: 67 * MB },
    ],
  });

describe('one native heap that holds nearly all', () => {
  it('points to native memory with its address, and says that it is a level', () => {
    const { verdict, findings } = judge([heaps('h', 1973 * MB)], defaultScope);
    expect(verdict).toMatchObject({ class: 'native', component: 'native heap 18223470000' });
    expect(verdict.confidence).toBeLessThan(0.65);
    expect(findings.find(({ rule }) => rule === 'native-heap-large')?.says).toContain('That is a level');
  });
  it('is not enough where it is as large as any program’s', () => {
    expect(verdictOf(heaps('h', 600 * MB)).class).toBe('not-enough-data');
    expect(verdictOf(heaps('h', 90 * MB)).class).toBe('not-enough-data');
  });
  it('is surer once it was seen to grow', () => {
    const grown = verdictOf(heaps('a', 900 * MB, noon), heaps('b', 1973 * MB, noon + 60 * minute));
    expect(grown.confidence).toBeGreaterThan(verdictOf(heaps('b', 1973 * MB)).confidence);
  });
  it('is read from the table of segment heaps', () => {
    const text = `0:000> !heap -s

                                      Process    Total      Total
                              Global     Heap Reserved  Committed
    Heap Address  Signature    Flags     List    Bytes      Bytes
                                        Index      (K)        (K)

     18221990000   ddeeddee        0        1    67716      36452
     18223470000   ddeeddee     1000        3  2683012    2020796
`;
    const [block] = readBytes('heaps.txt', new TextEncoder().encode(text)).blocks;
    expect(block?.readings[0]).toMatchObject({
      kind: 'nativeHeaps',
      heaps: [
        { heap: '18221990000', committed: 36_452 * 1024, reserved: 67_716 * 1024 },
        { heap: '18223470000', committed: 2_020_796 * 1024, reserved: 2_683_012 * 1024 },
      ],
    });
  });
});

describe('a chain to a root', () => {
  it('names what holds the object where the chain has only framework types', () => {
    const { verdict } = judge(
      [
        chain(
          '(pinned handle)',
          'System.Object[]',
          'System.Threading.TimerQueue[]',
          'System.Threading.TimerQueue',
          'System.Threading.TimerQueueTimer',
          'System.Net.Http.HttpConnectionPoolManager',
          'System.Collections.Concurrent.ConcurrentDictionary`2[[System.Int32, mscorlib],[System.Net.Http.HttpConnectionPool, System.Net.Http]]',
          'System.Net.Http.HttpConnectionPool',
        ),
      ],
      defaultScope,
    );
    expect(verdict.component).toBe('System.Net.Http.HttpConnectionPoolManager');
    expect(verdict.causes.map(({ id }) => id)).toContain('timer-not-disposed');
  });
  it('through a delegate to an own object points to the event; from a thread’s stack it shows only use', () => {
    expect(verdictOf(chain('HANDLE(Pinned)', 'System.Object[]', 'System.EventHandler', 'ASP.default_aspx'))).toMatchObject({
      class: 'managed',
      component: 'ASP.default_aspx',
    });
    expect(verdictOf(chain('Thread 464c', 'App.RootNode', 'App.Node', 'App.Node')).class).toBe('not-enough-data');
  });
  it('to what a host makes once, held by its own handlers, is what every program has', () => {
    const kept = ['System.Threading.CancellationTokenSource', 'System.Action`1[[System.String, mscorlib]]'];
    const options = 'Microsoft.Extensions.Options.OptionsMonitor`1[[Microsoft.Extensions.Logging.LoggerFilterOptions, Logging]]';
    const logging = 'Microsoft.Extensions.Logging.EventSource.LoggingEventSource';
    expect(verdictOf(chain('(strong handle)', 'System.Object[]', logging, ...kept, options)).class).toBe('not-enough-data');
    expect(verdictOf(chain('(strong handle)', 'System.Object[]', 'Shop.Feed', ...kept, options)).class).toBe('managed');
  });
});

describe('a type of the framework that crowds the heap', () => {
  it('is named where there are millions that nobody makes by chance, and not where it is what heaps are made of', () => {
    const handles = heap('h', types(['System.Threading.WaitHandle', 2_431_972, 48 * MB], ['System.String', 410_088, 37 * MB]));
    expect(verdictOf(handles)).toMatchObject({ class: 'managed', component: 'System.Threading.WaitHandle' });
    const strings = heap('h', types(['System.String', 2_431_972, 48 * MB], ['System.Object[]', 10_088, 7 * MB]));
    expect(verdictOf(strings).class).toBe('not-enough-data');
  });
});

describe('types of which a program has few', () => {
  it('count as one cause each, and name the object', () => {
    const pools = verdictOf(list(['Npgsql.PostgresDatabaseInfo', 8822, 2 * MB], ['Npgsql.PostgresTypes.PostgresBaseType', 40_000, 9 * MB]));
    expect(pools).toMatchObject({ class: 'managed', component: 'Npgsql.PostgresDatabaseInfo' });
    expect(pools.causes[0]?.id).toBe('connection-pool-per-call');
    expect(verdictOf(list(['Npgsql.PostgresDatabaseInfo', 2, 600])).class).toBe('not-enough-data');
  });
});

describe('thousands of assemblies that reflection was asked for', () => {
  it('are loaded by someone; by whom they do not tell', () => {
    const verdict = verdictOf(list(['System.Reflection.RuntimeAssembly', 2297, 330_000]));
    expect(verdict).toMatchObject({ class: 'loader-heap', component: 'System.Reflection.RuntimeAssembly' });
    expect(verdict.causes.every(({ confidence }) => confidence < 0.5)).toBe(true);
    expect(verdictOf(list(['System.Reflection.RuntimeAssembly', 640, 92_000])).class).toBe('not-enough-data');
  });
});

describe('boxes of asynchronous methods', () => {
  it('name the method that waits, not the box', () => {
    const box = (method: string) =>
      `System.Runtime.CompilerServices.AsyncTaskMethodBuilder\`1+AsyncStateMachineBox\`1[[System.Int32, mscorlib],[${method}, Shop]]`;
    const { verdict } = judge(
      [list([box('Shop.Feed+<Wait>d__4'), 400_000, 40 * MB], [box('Shop.Feed+<Go>d__1'), 60_000, 6 * MB])],
      defaultScope,
    );
    expect(verdict.component).toBe('Shop.Feed+<Wait>d__4');
    expect(verdict.causes[0]?.id).toBe('async-work-never-ends');
  });
  it('are named by the box where nothing else stands in it', () => {
    const { verdict } = judge([list(['System.Runtime.CompilerServices.AsyncTaskMethodBuilder', 400_000, 40 * MB])], defaultScope);
    expect(verdict.component).toBe('System.Runtime.CompilerServices.AsyncTaskMethodBuilder');
  });
});

describe('the conclusion', () => {
  it('does not say a heap is allocated by itself, nor that an object is held by its own event', () => {
    expect(verdictOf(heaps('h', 1973 * MB)).lead).not.toContain('allocated by');
    const own = verdictOf(chain('HANDLE(Pinned)', 'System.Object[]', 'System.EventHandler', 'App.Page'));
    expect(own.lead).toContain('App.Page is held by an event handler, from');
  });
  it('opens with the finding that names what the verdict names', () => {
    const holes = list(['Free', 30_000, 400 * MB], ['Npgsql.PostgresDatabaseInfo', 8822, 2 * MB], ['System.Byte[]', 40_000, 500 * MB]);
    const { lead, component } = verdictOf(holes);
    expect(component).toBe('Npgsql.PostgresDatabaseInfo');
    expect(lead).toContain('PostgresDatabaseInfo');
  });
});
