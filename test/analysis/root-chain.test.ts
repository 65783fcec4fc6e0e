import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import { holderOf, isHeldByCalls } from '../../analysis/root-chain.ts';
import { readingsOf, readText } from '../support/check-parser.ts';
import { chain } from '../support/made-clues.ts';
import { verdictOf } from '../support/made-evidence.ts';

const statics = 'System.Object[]';
const held = (root: string, ...types: readonly string[]) => holderOf({ root, types });

describe('who holds the end of a chain', () => {
  it.each([
    ['System.Collections.Generic.List`1[[Shop.Order, Shop]]'],
    ['System.Collections.Generic.List<Shop.Order>'],
    ['System.Collections.Concurrent.ConcurrentDictionary<System.String, Shop.Order>'],
    ['System.Collections.Generic.Dictionary<System.String, Shop.Order>+Entry[]'],
  ])('is the collection %s in the form of either debugger', (type) => {
    expect(held('(pinned handle)', statics, 'Shop.Book', type, 'Shop.Order')).toEqual({ how: 'static collection', owner: 'Shop.Book' });
  });
  it('is one whose type arguments somebody left out', () => {
    expect(held('(pinned handle)', statics, 'Shop.Book', 'System.Collections.Generic.List', 'Shop.Order').owner).toBe('Shop.Book');
  });
  it('is no collection that only stands in the type arguments', () => {
    expect(held('(strong handle)', 'Shop.Slot<System.Collections.Generic.List<Shop.Order>>', 'Shop.Order').how).toBe('handle');
  });
  it('is a static one by a strong handle to the table of statics too', () => {
    expect(held('(strong handle)', statics, 'System.Collections.Generic.List<Shop.Order>', 'Shop.Order').how).toBe('static collection');
    expect(held('Thread 1f0c', 'System.Collections.Generic.List<Shop.Order>', 'Shop.Order').how).toBe('collection');
  });
  it('is the class of the static variable where no other stands before the collection', () => {
    const list = 'System.Collections.Generic.List<Shop.Order>';
    const found = readingsOf(
      readText(
        `> gcroot 7ec9c41b1d30\nHandleTable:\n    00007f0a974113e8 (strong handle)\n          -> 7ec9a8001028     System.Object[]\n          -> 7ec9b0010a58     ${list} (static variable: Shop.Book.s_recent)\n          -> 7ec9b0010aa0     Shop.Order[]\n          -> 7ec9c41b1d30     Shop.Order\n\nFound 1 unique roots.\n`,
      ),
    )[0];
    const chains = found?.kind === 'gcRoots' ? found.chains : [];
    expect(chains).toMatchObject([{ variable: 'Shop.Book.s_recent', types: [statics, list, 'Shop.Order[]', 'Shop.Order'] }]);
    expect(chains.map(holderOf)).toEqual([{ how: 'static collection', owner: 'Shop.Book' }]);
    const framework = { root: '(strong handle)', types: [statics, list, 'Shop.Order'], variable: 'System.Net.Cache.s_all' };
    expect(holderOf(framework).owner).toBeNull();
  });
  it('is the member of a collection to whose event it subscribes', () => {
    const feeds = 'System.Collections.Generic.List<Shop.Feed>';
    expect(held('(pinned handle)', statics, feeds, 'Shop.Feed', 'System.EventHandler', 'Shop.Row')).toEqual({
      how: 'event handler',
      owner: 'Shop.Feed',
    });
    expect(held('(pinned handle)', statics, feeds, 'Shop.Feed', 'Shop.Row').how).toBe('static collection');
  });
});

describe('a strong handle', () => {
  const call = 'System.Net.Mail.SendState';
  it('on an object is a handle that somebody allocated; on what a runtime keeps it is none', () => {
    expect(held('(strong handle)', call, 'System.Threading.Tasks.Task', 'System.Byte[]')).toEqual({ how: 'handle', owner: call });
    expect(held('(strong handle)', 'System.Threading.Thread', 'Shop.Work').how).toBe('other');
    expect(held('(strong handle)', 'System.Collections.Hashtable', 'Shop.Work').how).toBe('collection');
  });
  it('leaves the headers of one request to the request, and the rows of a class to its collection', () => {
    const headers = 'System.Collections.Generic.Dictionary`2[[System.String, mscorlib],[System.String, mscorlib]]';
    expect(held('(strong handle)', call, headers, 'System.String').how).toBe('handle');
    expect(held('(strong handle)', 'Shop.Feed', headers, 'System.String')).toEqual({ how: 'collection', owner: 'Shop.Feed' });
  });
  it('is the likeliest cause then, and no collection that nobody trims', () => {
    const { causes, component } = verdictOf(chain('(strong handle)', call, 'System.Threading.Tasks.Task', 'System.Byte[]'));
    expect(component).toBe(call);
    expect(causes[0]?.id).toBe('gc-handle-not-freed');
    expect(causes.map(({ id }) => id)).not.toContain('static-collection');
  });
});

describe('a list of active timers', () => {
  const timer = 'System.Threading.TimerQueueTimer';
  const cache = ['System.Web.Caching.CacheCommon', 'System.Threading.Timer', 'System.Threading.TimerHolder', timer, timer];
  it('has nothing to do with what leads to its first one', () => {
    expect(held('Thread 1f0c', ...cache, 'System.Threading.TimerCallback', 'Shop.Poll').how).toBe('timer');
    expect(verdictOf(chain('Thread 1f0c', ...cache, 'System.Threading.TimerCallback', 'Shop.Poll')).causes[0]?.id).toBe(
      'timer-not-disposed',
    );
  });
  it('in which a chain ends was looked at for the sake of the timer', () => {
    expect(held('Thread 1f0c', ...cache)).toEqual({ how: 'timer', owner: timer });
    const { causes, component } = verdictOf(chain('Thread 1f0c', ...cache));
    expect(component).toBe(timer);
    expect(causes[0]?.id).toBe('timer-not-disposed');
  });
  it('is none where one timer leads to one object', () => {
    expect(held('Thread 1f0c', timer, 'Shop.Poll').how).toBe('timer');
    expect(held('Thread 1f0c', timer, 'System.Web.Caching.CacheCommon', 'Shop.Page').how).toBe('cache');
  });
});

describe('a library between the local of a call and a collection', () => {
  const topics = 'System.Collections.Concurrent.ConcurrentDictionary`2[[System.String, mscorlib],[Acme.Topic, Acme]]';
  it('owns the collection', () => {
    expect(held('Thread 24ac', 'Shop.ChatHub', 'Microsoft.Acme.Bus', topics, 'Acme.Topic').owner).toBe('Microsoft.Acme.Bus');
    expect(held('(pinned handle)', statics, 'Shop.Bus', 'Microsoft.Acme.Bus', topics, 'Acme.Topic').owner).toBe('Shop.Bus');
  });
});

describe('a container of services', () => {
  const singletons =
    'System.Collections.Generic.Dictionary<Microsoft.Extensions.DependencyInjection.ServiceLookup.ServiceCacheKey, System.Object>';
  const scope = 'Microsoft.Extensions.DependencyInjection.ServiceLookup.ServiceProviderEngineScope';
  it('holds each singleton once, and that it does is no leak', () => {
    const { findings, verdict } = judge([chain('(strong handle)', statics, scope, singletons, 'Shop.Prices')], defaultScope);
    expect(verdict.class).toBe('not-enough-data');
    expect(findings.find(({ rule }) => rule === 'gc-root')).toMatchObject({ points: null });
  });
  it('is not what keeps the rows that a singleton collects, nor the objects that wait to be disposed with it', () => {
    const rows = 'System.Collections.Generic.List<Shop.Row>';
    expect(verdictOf(chain('(strong handle)', statics, scope, singletons, 'Shop.Prices', rows, 'Shop.Row')).component).toBe('Shop.Prices');
    const disposables = 'System.Collections.Generic.List<System.Object>';
    expect(verdictOf(chain('(strong handle)', statics, scope, disposables, 'Shop.Row')).class).toBe('managed');
  });
});

describe('an active timer', () => {
  const timers = 'System.Collections.Generic.List<System.Windows.Threading.DispatcherTimer>';
  const clock = [
    'System.Windows.Threading.Dispatcher',
    timers,
    'System.Windows.Threading.DispatcherTimer',
    'System.EventHandler',
    'Shop.ClockPage',
  ];
  it('of a dispatcher holds what it calls, and no call that still runs does', () => {
    const { findings, verdict } = judge([chain('Thread 5d2c', ...clock)], defaultScope);
    expect(verdict).toMatchObject({ class: 'managed', component: 'Shop.ClockPage' });
    expect(verdict.causes[0]?.id).toBe('timer-not-disposed');
    expect(verdict.causes.map(({ id }) => id)).not.toContain('held-by-running-call');
    expect(findings.find(({ rule }) => rule === 'gc-root')?.says).toContain('held by an active timer');
  });
  it('is not to blame for a collection of the application behind it', () => {
    const rows = 'System.Collections.Generic.List<Shop.Row>';
    const kept = chain(
      '(strong handle)',
      'System.Threading.TimerQueueTimer',
      'System.Threading.TimerCallback',
      'Shop.Poller',
      rows,
      'Shop.Row',
    );
    expect(verdictOf(kept)).toMatchObject({ component: 'Shop.Poller' });
    expect(held('(strong handle)', 'System.Threading.TimerQueueTimer', 'Shop.Poller', rows, 'Shop.Row').how).toBe('collection');
  });
});

describe('locals of a call', () => {
  it('are held by collections and iterators alone; a port that a thread serves keeps its queue', () => {
    const queue = 'System.Collections.Concurrent.ConcurrentQueue<Shop.Frame>';
    expect(isHeldByCalls([{ root: 'Thread 75d4', types: [queue, 'Shop.Frame'] }])).toBe(true);
    expect(isHeldByCalls([{ root: 'Thread 75d4', types: ['System.IO.Ports.SerialPort', queue, 'Shop.Frame'] }])).toBe(false);
    expect(isHeldByCalls([{ root: '(strong handle)', types: [queue, 'Shop.Frame'] }])).toBe(false);
  });
});
