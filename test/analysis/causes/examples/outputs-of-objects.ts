/** A second example of causes, as a tool prints it. */
import { M, finalizerQueue, gcdumpOf, managed, only, root, stat, statistic, usual } from '../../../support/short-outputs.ts';
import type { OutputExamples } from '../../../support/short-outputs.ts';

export const outputsOfObjects: OutputExamples = {
  'cancellation-token-source-not-disposed': {
    shows: [
      ...gcdumpOf(
        ['System.Threading.CancellationTokenSource', 90_000, 9 * M],
        ['System.Threading.CancellationTokenSource+CallbackNode', 90_000, 7 * M],
      ),
    ],
    looksLike: gcdumpOf(['System.Threading.CancellationTokenSource', 1200, 90_000]),
  },
  'di-container-per-job': {
    shows: statistic(
      ['Microsoft.Extensions.DependencyInjection.ServiceProvider', 4200, M],
      ['Microsoft.Extensions.DependencyInjection.ServiceLookup.CallSiteFactory', 4200, M],
    ),
    looksLike: statistic(
      ['Microsoft.Extensions.DependencyInjection.ServiceProvider', 2, 200],
      ['Microsoft.Extensions.DependencyInjection.ServiceLookup.ServiceProviderEngineScope', 60, 6000],
    ),
  },
  'event-handler-kept': {
    shows: [
      [
        'stat.txt',
        stat(['Shop.Views.OrderRow', 40_000, 9 * M], ['System.ComponentModel.PropertyChangedEventHandler', 40_010, 3 * M], ...usual),
      ],
      [
        'root.txt',
        root(
          'strong handle',
          'System.Object[]',
          'Shop.Settings',
          'System.ComponentModel.PropertyChangedEventHandler',
          'System.Object[]',
          'System.ComponentModel.PropertyChangedEventHandler',
          'Shop.Views.OrderRow',
        ),
      ],
    ],
    looksLike: [
      [
        'root.txt',
        root(
          'strong handle',
          'System.Object[]',
          'Shop.Registry',
          'System.Collections.Generic.List<Shop.Views.OrderRow>',
          'Shop.Views.OrderRow[]',
          'Shop.Views.OrderRow',
        ),
      ],
    ],
  },
  'finalizer-backlog': {
    shows: only(finalizerQueue(64_000, ['Shop.NativeImage', 64_000, 3 * M], ['System.Threading.Thread', 30, 3000])),
    looksLike: only(finalizerQueue(0, ['Shop.NativeImage', 900, 30_000], ['System.Threading.Thread', 30, 3000])),
  },
  'gc-fragmentation': {
    shows: only(stat(['Free', 120_000, 1900 * M], ['System.Byte[]', 9000, 300 * M], ['System.String', 90_000, 9 * M])),
    looksLike: only(stat(['Free', 900, 2 * M], ['System.Byte[]', 9000, 300 * M])),
  },
  'gc-handle-not-freed': {
    shows: [
      ['stat.txt', stat(['Shop.Frame', 9000, 9 * M], ...usual)],
      ['root.txt', root('pinned handle', 'Shop.Frame')],
      [
        'h.txt',
        `0:000> !gchandles -stat\nStatistics:\n              MT    Count    TotalSize Class Name\n00007ff9a1c17c80     9000      9437184 Shop.Frame\n00007ff9a1c17c88       40       90000 System.Object[]\nTotal 9040 objects\n\nHandles:\n    Strong Handles:       40\n    Pinned Handles:       9000\n    Weak Short Handles:   120\n`,
      ],
    ],
    looksLike: only(
      `0:000> !gchandles -stat\nStatistics:\n              MT    Count    TotalSize Class Name\n00007ff9a1c17c88       40       90000 System.Object[]\nTotal 40 objects\n\nHandles:\n    Strong Handles:       40\n    Pinned Handles:       12\n    Weak Short Handles:   120\n`,
    ),
  },
  'held-by-running-call': {
    shows: [
      [
        'root.txt',
        root('Thread 1b84', 'Shop.Import', 'System.Collections.Generic.List<Shop.Row>', 'Shop.Row[]', 'Shop.Row').replace(
          'Shop.Import\n',
          'System.Linq.Enumerable+SelectListIterator<Shop.Row,Shop.Line>\n',
        ),
      ],
      ['stat.txt', stat(['Shop.Row', 900_000, 90 * M], ...usual)],
    ],
    looksLike: [
      [
        'root.txt',
        root('strong handle', 'System.Object[]', 'Shop.Import', 'System.Collections.Generic.List<Shop.Row>', 'Shop.Row[]', 'Shop.Row'),
      ],
      ['stat.txt', stat(['Shop.Row', 900_000, 90 * M], ...usual)],
    ],
  },
  'http-response-not-disposed': {
    shows: gcdumpOf(
      ['System.Net.Http.HttpResponseMessage', 9000, M],
      ['System.Net.Http.HttpConnectionResponseContent', 9000, M],
      ['System.Net.Http.HttpConnection', 9000, 9 * M],
    ),
    looksLike: gcdumpOf(['System.Net.Http.HttpResponseMessage', 90, 9000], ['System.Net.Http.HttpConnection', 90, 90_000]),
  },
  'json-options-per-call': {
    shows: gcdumpOf(
      ['System.Text.Json.JsonSerializerOptions', 1200, M],
      ['System.Text.Json.JsonSerializerOptions+CachingContext', 1200, M],
      ['System.Text.Json.Serialization.Metadata.JsonPropertyInfo<System.String>', 60_000, 30 * M],
    ),
    looksLike: gcdumpOf(
      ['System.Text.Json.JsonSerializerOptions', 9, 4000],
      ['System.Text.Json.Serialization.Metadata.JsonPropertyInfo<System.String>', 600, 300_000],
    ),
  },
  'memory-cache-per-call': {
    shows: gcdumpOf(
      ['Microsoft.Extensions.Caching.Memory.MemoryCache', 3200, M],
      ['Microsoft.Extensions.Caching.Memory.MemoryCacheOptions', 3200, M],
    ),
    looksLike: gcdumpOf(
      ['Microsoft.Extensions.Caching.Memory.MemoryCache', 2, 300],
      ['Microsoft.Extensions.Caching.Memory.CacheEntry', 5000, M],
    ),
  },
  'producer-without-back-pressure': {
    shows: [
      managed,
      [
        'stat.txt',
        stat(
          ['Shop.Event', 900_000, 90 * M],
          ['System.Collections.Concurrent.ConcurrentQueueSegment<Shop.Event>+Slot[]', 60, 15 * M],
          ...usual,
        ),
      ],
      [
        'root.txt',
        root(
          'strong handle',
          'System.Object[]',
          'Shop.Outbox',
          'System.Threading.Channels.UnboundedChannel<Shop.Event>',
          'System.Collections.Concurrent.ConcurrentQueue<Shop.Event>',
          'System.Collections.Concurrent.ConcurrentQueueSegment<Shop.Event>',
          'Shop.Event',
        ),
      ],
    ],
    looksLike: [
      managed,
      ['stat.txt', stat(['Shop.Event', 900_000, 90 * M], ...usual)],
      ['root.txt', root('strong handle', 'System.Object[]', 'System.Collections.Generic.List<Shop.Event>', 'Shop.Event[]', 'Shop.Event')],
    ],
  },
  'static-collection': {
    shows: [
      managed,
      [
        'root.txt',
        root(
          'pinned handle',
          'System.Object[]',
          'System.Collections.Concurrent.ConcurrentDictionary<System.String, Shop.Session>',
          'System.Collections.Concurrent.ConcurrentDictionary<System.String, Shop.Session>+Tables',
          'System.Collections.Concurrent.ConcurrentDictionary<System.String, Shop.Session>+Node[]',
          'Shop.Session',
        ),
      ],
      ['stat.txt', stat(['Shop.Session', 900_000, 90 * M], ...usual)],
    ],
    looksLike: [['root.txt', root('pinned handle', 'System.Object[]', 'Shop.Bus', 'System.Action<Shop.Session>', 'Shop.Session')]],
  },
  'timer-not-disposed': {
    shows: gcdumpOf(['System.Timers.Timer', 12_000, M], ['System.Threading.TimerQueueTimer', 12_000, M], ['Shop.Poller', 12_000, M]),
    looksLike: gcdumpOf(['System.Timers.Timer', 12, 900], ['System.Threading.TimerQueueTimer', 300, 30_000]),
  },
};
