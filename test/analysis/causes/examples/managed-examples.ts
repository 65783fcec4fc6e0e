/** Causes that keep objects on the .NET heap. */
import { evidenceOf, MB } from '../../../support/evidence.ts';
import { list, queue, stacks, leakyHeap, chain } from '../../../support/made-clues.ts';
import type { Examples } from './example.ts';

export const managedExamples: Examples = {
  'cancellation-token-source-not-disposed': {
    shows: [list(['System.Threading.CancellationTokenSource+Linked1CancellationTokenSource', 30_000, 2 * MB])],
    looksLike: [list(['System.Threading.CancellationTokenSource', 900, 60_000])],
  },
  'di-container-per-job': {
    shows: [list(['StructureMap.Container', 305_849, 11 * MB])],
    looksLike: [list(['StructureMap.Container', 1, 80])],
  },
  'event-handler-kept': {
    shows: [
      list(['App.OrderView', 60_000, 6 * MB]),
      chain('(pinned handle)', 'System.Object[]', 'App.Feed', 'System.EventHandler', 'App.OrderView'),
    ],
    looksLike: [chain('(pinned handle)', 'System.Object[]', 'App.Cache', 'System.Collections.Generic.List`1[[App.Order]]', 'App.Order')],
  },
  'finalizer-backlog': {
    shows: [queue(90_000, ['App.Native', 90_000, 3 * MB])],
    looksLike: [evidenceOf('queue', { kind: 'finalizerQueue', ready: 0, finalizable: 40_000, types: [] })],
  },
  'gc-fragmentation': {
    shows: [list(['Free', 9000, 800 * MB], ['System.Byte[]', 4000, 200 * MB])],
    looksLike: [list(['Free', 9000, 3 * MB], ['System.Byte[]', 4000, 200 * MB])],
  },
  'gc-handle-not-freed': {
    shows: [chain('(strong handle)', 'App.Buffer'), list(['App.Buffer', 640, 90_000])],
    // A static field is a handle as well, with an array of statics behind it; and one object has a handle in any program.
    looksLike: [chain('(strong handle)', 'System.Object[]', 'App.Buffer'), list(['App.Buffer', 640, 90_000])],
  },
  'held-by-running-call': {
    shows: [
      chain('Thread 1b84', 'System.Linq.Enumerable+<Select>d__5`1[[App.Row]]', 'App.Row[]', 'App.Row'),
      list(['App.Row', 90_000, 6 * MB]),
    ],
    looksLike: [
      chain('Thread 1b84', 'App.Worker', 'System.Collections.Generic.List`1[[App.Row]]', 'App.Row[]', 'App.Row'),
      list(['App.Row', 90_000, 6 * MB]),
    ],
  },
  'http-response-not-disposed': {
    shows: [list(['System.Net.Http.HttpResponseMessage', 40_000, 3 * MB])],
    looksLike: [list(['System.Net.Http.HttpResponseMessage', 40, 3000])],
  },
  'json-options-per-call': {
    shows: [list(['System.Text.Json.JsonSerializerOptions', 8000, 2 * MB])],
    looksLike: [list(['System.Text.Json.JsonSerializerOptions', 3, 600])],
  },
  'memory-cache-per-call': {
    shows: [list(['System.Runtime.Caching.MemoryCache', 166_523, 13 * MB])],
    looksLike: [list(['System.Runtime.Caching.MemoryCache', 1, 80], ['System.Runtime.Caching.MemoryCacheEntry', 900_000, 90 * MB])],
  },
  'producer-without-back-pressure': {
    shows: [
      leakyHeap,
      list(['System.Collections.Concurrent.ConcurrentQueueSegment`1[[App.Frame]]', 60_000, 9 * MB]),
      chain('Thread 12', 'App.Sender', 'System.Collections.Concurrent.ConcurrentQueue`1[[App.Frame]]', 'App.Frame'),
    ],
    looksLike: [leakyHeap],
  },
  'static-collection': {
    shows: [
      chain('(pinned handle)', 'System.Object[]', 'App.Cache', 'System.Collections.Generic.Dictionary`2[[App.Order]]', 'App.Order'),
      list(['App.Order', 900_000, 90 * MB]),
    ],
    looksLike: [chain('(pinned handle)', 'System.Object[]', 'App.Feed', 'System.EventHandler', 'App.OrderView')],
  },
  'timer-not-disposed': {
    shows: [list(['System.Threading.TimerQueueTimer', 60_000, 6 * MB])],
    looksLike: [list(['System.Threading.TimerQueueTimer', 90, 9000])],
  },
  'wcf-channel-not-closed': {
    shows: [list(['System.ServiceModel.Channels.ServiceChannel', 14_000, 3 * MB])],
    looksLike: [list(['System.ServiceModel.Channels.ServiceChannel', 30, 6000])],
  },
  'async-work-never-ends': {
    shows: [
      list(['System.Runtime.CompilerServices.AsyncTaskMethodBuilder`1+AsyncStateMachineBox`1[[App.Feed+<Wait>d__4]]', 400_000, 40 * MB]),
    ],
    looksLike: [
      list(['System.Runtime.CompilerServices.AsyncTaskMethodBuilder`1+AsyncStateMachineBox`1[[App.Feed+<Wait>d__4]]', 900, 90_000]),
    ],
  },
  'cache-without-limit': {
    shows: [list(['Microsoft.Extensions.Caching.Memory.CacheEntry', 900_000, 90 * MB])],
    looksLike: [
      list(['System.Runtime.Caching.MemoryCache', 166_523, 13 * MB], ['System.Runtime.Caching.MemoryCacheEntry', 170_000, 9 * MB]),
    ],
  },
  'change-tracker-kept': {
    shows: [list(['Microsoft.EntityFrameworkCore.ChangeTracking.Internal.InternalEntityEntry', 800_000, 90 * MB])],
    looksLike: [list(['Microsoft.EntityFrameworkCore.ChangeTracking.Internal.InternalEntityEntry', 900, 90_000])],
  },
  'client-per-call': {
    shows: [list(['Grpc.Net.Client.GrpcChannel', 4000, MB])],
    looksLike: [list(['Grpc.Net.Client.GrpcChannel', 2, 300])],
  },
  'com-apartment-blocks-finalizer': {
    shows: [
      stacks(
        40,
        'ole32!GetToSTA',
        'mscorwks!CtxEntry::EnterContextOle32BugAware',
        'mscorwks!RCWCleanupList::CleanupAllWrappers',
        'mscorwks!WKS::GCHeap::FinalizerThreadWorker',
      ),
      queue(90_000, ['System.__ComObject', 60_000, MB]),
    ],
    looksLike: [
      stacks(40, 'ntdll!NtWaitForSingleObject', 'clr!WKS::WaitForFinalizerEvent', 'clr!FinalizerThread::FinalizerThreadWorker'),
      queue(90_000, ['App.Native', 60_000, MB]),
    ],
  },
  'connection-pool-per-call': {
    shows: [
      list(['Microsoft.Data.SqlClient.SqlInternalConnectionTds', 2763, MB], ['Microsoft.Data.ProviderBase.DbConnectionPool', 2526, MB]),
    ],
    looksLike: [
      list(['Microsoft.Data.SqlClient.SqlInternalConnectionTds', 100, 9000], ['Microsoft.Data.ProviderBase.DbConnectionPool', 1, 90]),
    ],
  },
  'requests-kept': {
    shows: [list(['Microsoft.Owin.Host.SystemWeb.OwinCallContext', 120_276, 17 * MB])],
    looksLike: [list(['Microsoft.Owin.Host.SystemWeb.OwinCallContext', 300, 40_000])],
  },
};
