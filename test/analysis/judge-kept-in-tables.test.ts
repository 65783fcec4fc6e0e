/** Who keeps objects: a cache of the framework, the table of a property, a queue, the list of a token; and which look tells the level. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import { lifeOf, MB, minute, noon } from '../support/evidence.ts';
import { judged, said } from '../support/judged.ts';
import { chain, list, type Row } from '../support/made-clues.ts';
import { handles, heap, types, verdictOf } from '../support/made-evidence.ts';

const statics = 'System.Object[]';

describe('a chain through a cache of the framework', () => {
  const pages: Row = ['Shop.OrderPage', 60_000, 40 * MB];
  const cached = chain(
    '(strong handle)',
    'System.Threading.TimerCallback',
    'System.Web.Caching.CacheSingle',
    'System.Web.Caching.CacheEntry',
    'Shop.OrderPage',
  );
  it('is a cache without a limit', () => {
    const { findings, verdict } = judge([list(pages), cached], defaultScope);
    expect(verdict).toMatchObject({ class: 'managed', component: 'Shop.OrderPage' });
    expect(verdict.causes[0]?.id).toBe('cache-without-limit');
    expect(findings.find(({ rule }) => rule === 'gc-root')?.says).toContain('held by an entry of a cache');
  });
  it('that ends in a collection of a class which is cached is that collection', () => {
    const within = chain(
      '(pinned handle)',
      statics,
      'Microsoft.Extensions.Caching.Memory.MemoryCache',
      'Shop.Session',
      'System.Collections.Generic.List`1[[Shop.OrderPage]]',
      'Shop.OrderPage',
    );
    expect(verdictOf(list(pages), within).component).toBe('Shop.Session');
  });
  it('is none where only a class of the application is called so', () => {
    const own = chain(
      '(pinned handle)',
      statics,
      'Shop.PageCache',
      'System.Collections.Generic.Dictionary`2[[System.String],[Shop.OrderPage]]',
      'Shop.OrderPage',
    );
    expect(verdictOf(list(pages), own).causes[0]?.id).toBe('static-collection');
  });
});

describe('a chain through the table of a property', () => {
  const table =
    'System.Collections.Generic.Dictionary`2[[System.Windows.DependencyObject],[MS.Internal.ComponentModel.PropertyChangeTracker]]';
  it('is a handler that was not taken off, and names who added it', () => {
    const added = chain(
      '(pinned handle)',
      statics,
      'MS.Internal.ComponentModel.DependencyObjectPropertyDescriptor',
      table,
      'Shop.OrderPopup',
      'System.Windows.Controls.Grid',
    );
    const { findings, verdict } = judge([added], defaultScope);
    expect(verdict).toMatchObject({ class: 'managed', component: 'Shop.OrderPopup' });
    expect(verdict.causes[0]?.id).toBe('event-handler-kept');
    expect(findings.find(({ rule }) => rule === 'gc-root')?.says).toContain('held by handlers of a property of Shop.OrderPopup');
  });
  it('of a binding to a property without notification is the same', () => {
    const bound = chain(
      '(pinned handle)',
      statics,
      'System.ComponentModel.ReflectPropertyDescriptor',
      'System.Collections.Hashtable',
      'System.Collections.Hashtable+bucket[]',
      'Shop.OrderModel',
    );
    expect(verdictOf(bound)).toMatchObject({ component: 'Shop.OrderModel', causes: [{ id: 'event-handler-kept' }] });
  });
  it('is not what holds descriptors themselves', () => {
    const cache = chain('(pinned handle)', statics, 'System.Collections.Hashtable', 'System.ComponentModel.ReflectPropertyDescriptor');
    expect(verdictOf(cache).causes.map(({ id }) => id)).not.toContain('event-handler-kept');
  });
});

describe('objects that wait in a queue', () => {
  const work: readonly Row[] = [
    ['Shop.Job', 40_000, 2 * MB],
    ['System.Collections.Concurrent.ConcurrentQueueSegment`1+Slot[[Shop.Job, Shop]][]', 20, 700_000],
    ['System.Threading.CancellationTokenSource', 40_010, 3 * MB],
  ];
  const queued = chain('Thread 4e20', 'Shop.Pump', 'System.Collections.Concurrent.ConcurrentQueue`1[[Shop.Job, Shop]]', 'Shop.Job');
  it('are named before the sources that each of them has', () => {
    const verdict = verdictOf(list(...work), queued);
    expect(verdict.causes[0]?.id).toBe('producer-without-back-pressure');
    expect(verdict.component).toBe('Shop.Job');
  });
});

describe('registrations of a token', () => {
  const nodes: Row = ['System.Threading.CancellationTokenSource+CallbackNode', 400_000, 30 * MB];
  it('in number are named themselves where there are few sources', () => {
    expect(verdictOf(list(nodes)).component).toBe('System.Threading.CancellationTokenSource+CallbackNode');
  });
  it('are parts of the sources where those are many too', () => {
    const sources: Row = ['System.Threading.CancellationTokenSource', 390_000, 30 * MB];
    expect(verdictOf(list(nodes, sources)).component).toBe('System.Threading.CancellationTokenSource');
  });
});

describe('of several looks at the heap', () => {
  const look = (at: number, rows: number) =>
    heap(
      `h${at}`,
      types(['Shop.Row', rows, rows * 40], ['System.EventHandler', rows * 2, rows * 128], ['System.String', 90_000, 8 * MB]),
      noon + at * 30 * minute,
    );
  const { findings } = judge([look(0, 60_000), look(1, 180_000)], defaultScope);
  it('the level is that of the last', () => {
    const levels = findings.filter(({ rule }) => rule === 'heap-level').map(({ says }) => says);
    expect(levels.join(' ')).toContain('180,000 objects of Shop.Row');
    expect(levels.join(' ')).not.toContain('60,000 objects of Shop.Row are');
  });
  it('the handlers are counted in the last, and against those that subscribe', () => {
    const says = findings.find(({ rule }) => rule === 'subscribers')?.says;
    expect(says).toContain('360,000 System.EventHandler are on the heap, about two for each of the Shop.Row (180,000)');
  });
});

describe('a total that the first reading does not tell', () => {
  it('is no total of the growth of its rows', () => {
    const series = [
      handles('h0', { Event: 300, File: 90 }, { at: noon, pid: 4312, partial: true }),
      handles('h1', { Event: 4000, File: 95 }, { at: noon + 30 * minute, pid: 4312, total: 4300 }),
      handles('h2', { Event: 9000, File: 93 }, { at: noon + 60 * minute, pid: 4312, total: 9300 }),
    ].map((each) => ({ ...each, life: lifeOf(4312) }));
    const says = said(judged(series), 'difference:handles')?.says ?? '';
    expect(says).toContain('Event +8,700 (higher each time)');
    expect(says).not.toMatch(/%|explain/);
  });
});

describe('two looks at a heap within the start of a process', () => {
  const look = (at: number, items: number, strings: number, apart: number | null = null) => ({
    ...heap(
      `s${at}`,
      types(['Shop.Item', items, items * 40], ['System.String', strings, strings * 80]),
      apart === null ? null : noon + at * apart,
    ),
    sequence: { group: 'transcript', index: at },
  });
  const sure = (...looks: readonly ReturnType<typeof look>[]) => judge(looks, defaultScope).verdict;
  it('between which a few megabytes were loaded are little more than a guess', () => {
    const verdict = sure(look(0, 2200, 21_000), look(1, 12_200, 91_000));
    expect(verdict.class).toBe('managed');
    expect(verdict.confidence).toBeLessThan(0.7);
    expect(sure(look(0, 2200, 21_000, minute), look(1, 12_200, 91_000, minute)).confidence).toBeLessThan(0.7);
  });
  it('tell more where they lie further apart, where much was added, or where a third goes on', () => {
    expect(sure(look(0, 2200, 21_000, 60 * minute), look(1, 12_200, 91_000, 60 * minute)).confidence).toBeGreaterThan(0.8);
    expect(sure(look(0, 2200, 21_000), look(1, 12_200, 691_000)).confidence).toBeGreaterThan(0.8);
    expect(sure(look(0, 2200, 21_000), look(1, 12_200, 91_000), look(2, 22_400, 160_000)).confidence).toBeGreaterThan(0.8);
  });
});
