/** Each known cause leads on its own positive example against all others, and is not first on what merely looks like it. */
import { describe, expect, it } from '@jest/globals';
import { knownCauses } from '../../../analysis/causes/index.ts';
import type { Evidence } from '../../../analysis/types.ts';
import { evidenceOf, MB, noon } from '../../support/evidence.ts';
import {
  minute,
  list,
  assemblies,
  queue,
  stacks,
  grown,
  level,
  source,
  space,
  gcHeap,
  leakyHeap,
  leakyNative,
  leakyLoader,
  chain,
} from '../../support/made-clues.ts';
import { counters, flat, handles, report, verdictOf } from '../../support/made-evidence.ts';

/** Cause → what shows it, and what looks like it and is not. */
const matrix: Readonly<Record<string, { readonly shows: readonly Evidence[]; readonly looksLike: readonly Evidence[] }>> = {
  'address-space-roomy': { shows: [space(20 * MB, 1990 * MB)], looksLike: [space(1500 * MB, 300 * MB)] },
  'assembly-load-per-call': {
    shows: [leakyLoader, source('assembly-load-per-call')],
    looksLike: [leakyLoader, assemblies('Microsoft.GeneratedCode')],
  },
  'cache-warm-up': {
    shows: [counters('c', { privateBytes: (m) => (400 + 200 * (1 - Math.exp(-m / 15))) * MB, handles: flat(900) }, undefined, 150)],
    looksLike: [leakyHeap],
  },
  'cancellation-token-source-not-disposed': {
    shows: [list(['System.Threading.CancellationTokenSource+Linked1CancellationTokenSource', 30_000, 2 * MB])],
    looksLike: [list(['System.Threading.CancellationTokenSource', 900, 60_000])],
  },
  'castle-proxy-generator': { shows: [assemblies('DynamicProxyGenAssembly2')], looksLike: [assemblies('Microsoft.GeneratedCode')] },
  'collectible-context-not-unloaded': {
    shows: [chain('(strong handle)', 'Plugin.Job', 'System.Reflection.LoaderAllocator')],
    looksLike: [chain('(strong handle)', 'Plugin.Job', 'Plugin.State')],
  },
  'di-container-per-job': {
    shows: [list(['StructureMap.Container', 305_849, 11 * MB])],
    looksLike: [list(['StructureMap.Container', 1, 80])],
  },
  'disposable-not-disposed': {
    shows: [...grown('IoCompletion', 900, 4000), source('disposable-not-disposed')],
    looksLike: [source('event-handler-kept')],
  },
  'event-handler-kept': {
    shows: [
      list(['App.OrderView', 60_000, 6 * MB]),
      chain('(pinned handle)', 'System.Object[]', 'App.Feed', 'System.EventHandler', 'App.OrderView'),
    ],
    looksLike: [chain('(pinned handle)', 'System.Object[]', 'App.Cache', 'System.Collections.Generic.List`1[[App.Order]]', 'App.Order')],
  },
  'event-handles-not-closed': { shows: grown('Mutant', 4000, 9000), looksLike: [leakyLoader, assemblies('Microsoft.GeneratedCode')] },
  'expression-compile': {
    shows: [list(['System.Reflection.Emit.DynamicMethod', 80_000, 9 * MB], ['System.Reflection.Emit.DynamicResolver', 80_000, 9 * MB])],
    looksLike: [
      list(
        ['System.Reflection.Emit.DynamicMethod', 54_000, 7 * MB],
        ['System.Text.RegularExpressions.CompiledRegexRunnerFactory', 18_000, MB],
      ),
    ],
  },
  'file-handles-not-closed': { shows: grown('File', 4000, 9000), looksLike: level('File') },
  'file-system-watcher-not-disposed': {
    shows: [list(['System.IO.FileSystemWatcher', 20_000, 2 * MB])],
    looksLike: [list(['System.IO.FileSystemWatcher', 3, 300])],
  },
  'finalizer-backlog': {
    shows: [queue(90_000, ['App.Native', 90_000, 3 * MB])],
    looksLike: [evidenceOf('queue', { kind: 'finalizerQueue', ready: 0, finalizable: 40_000, types: [] })],
  },
  'gc-fragmentation': {
    shows: [list(['Free', 9000, 800 * MB], ['System.Byte[]', 4000, 200 * MB])],
    looksLike: [list(['Free', 9000, 3 * MB], ['System.Byte[]', 4000, 200 * MB])],
  },
  'gdi-plus-in-service': {
    shows: [report('r1', 1, 1, 'GdiPlus'), report('r2', 2, 2, 'GdiPlus')],
    looksLike: [report('r1', 1, 1, 'webio'), report('r2', 2, 2, 'webio')],
  },
  'glibc-arenas': {
    shows: [leakyNative, stacks(12, 'libc.so.6!arena_get2', 'libc.so.6!new_heap', 'app!main')],
    looksLike: [stacks(12, 'libc.so.6!poll', 'app!main')],
  },
  'http-client-per-call': {
    shows: [list(['System.Net.Http.HttpClient', 9000, MB])],
    looksLike: [list(['System.Net.Http.HttpClient', 12, 900])],
  },
  'http-response-not-disposed': {
    shows: [list(['System.Net.Http.HttpResponseMessage', 40_000, 3 * MB])],
    looksLike: [list(['System.Net.Http.HttpResponseMessage', 40, 3000])],
  },
  'json-options-per-call': {
    shows: [list(['System.Text.Json.JsonSerializerOptions', 8000, 2 * MB])],
    looksLike: [list(['System.Text.Json.JsonSerializerOptions', 3, 600])],
  },
  'large-reservation': {
    shows: [evidenceOf('s', { kind: 'snapshot', values: { virtualBytes: 260_000 * MB, workingSet: 90 * MB } })],
    looksLike: [evidenceOf('s', { kind: 'snapshot', values: { virtualBytes: 5000 * MB, workingSet: 2900 * MB } })],
  },
  'memory-cache-per-call': {
    shows: [list(['System.Runtime.Caching.MemoryCache', 166_523, 13 * MB])],
    looksLike: [list(['System.Runtime.Caching.MemoryCache', 1, 80], ['System.Runtime.Caching.MemoryCacheEntry', 900_000, 90 * MB])],
  },
  'native-heap-one-size': {
    shows: [
      evidenceOf('b', { kind: 'heapBlocks', heap: '0', sizes: [{ size: 0x28, blocks: 900_000, bytes: 36 * MB, percent: 80 }] }),
      leakyNative,
    ],
    looksLike: [evidenceOf('b', { kind: 'heapBlocks', heap: '0', sizes: [{ size: 0x28, blocks: 900, bytes: 36_000, percent: 4 }] })],
  },
  'pipes-not-closed': { shows: grown('pipe', 900, 4000), looksLike: level('pipe') },
  'producer-without-back-pressure': {
    shows: [
      leakyHeap,
      list(['System.Collections.Concurrent.ConcurrentQueueSegment`1[[App.Frame]]', 60_000, 9 * MB]),
      chain('Thread 12', 'App.Sender', 'System.Collections.Concurrent.ConcurrentQueue`1[[App.Frame]]', 'App.Frame'),
    ],
    looksLike: [leakyHeap],
  },
  'reflection-emit': {
    shows: [list(['System.Reflection.Emit.RuntimeTypeBuilder', 90_000, 11 * MB])],
    looksLike: [list(['System.Reflection.Emit.DynamicMethod', 80_000, 9 * MB])],
  },
  'regex-per-call': {
    shows: [
      list(
        ['System.Text.RegularExpressions.Regex', 18_000, 2 * MB],
        ['System.Text.RegularExpressions.CompiledRegexRunnerFactory', 18_000, MB],
        ['System.Reflection.Emit.DynamicMethod', 54_000, 7 * MB],
      ),
    ],
    looksLike: [list(['System.Text.RegularExpressions.Regex', 60, 9000])],
  },
  'registry-keys-not-closed': { shows: grown('Key', 4000, 9000), looksLike: level('Key') },
  'sections-not-closed': { shows: grown('Section', 4000, 9000), looksLike: level('Section') },
  'server-gc-keeps-memory': { shows: [gcHeap(73 * MB, 10_000 * MB)], looksLike: [gcHeap(9000 * MB, 10_000 * MB)] },
  'sockets-not-closed': { shows: grown('socket', 900, 4000), looksLike: level('socket') },
  'static-collection': {
    shows: [
      chain('(pinned handle)', 'System.Object[]', 'App.Cache', 'System.Collections.Generic.Dictionary`2[[App.Order]]', 'App.Order'),
      list(['App.Order', 900_000, 90 * MB]),
    ],
    looksLike: [chain('(pinned handle)', 'System.Object[]', 'App.Feed', 'System.EventHandler', 'App.OrderView')],
  },
  'thread-handles-not-closed': { shows: grown('Thread', 4000, 9000), looksLike: level('Thread') },
  'thread-pile-up': {
    shows: [stacks(7000, 'ntdll!ZwWaitForMultipleObjects', 'clr!AwareLock::Contention', 'App!App.Hub.Send()')],
    looksLike: [stacks(60, 'ntdll!NtWaitForMultipleObjects', 'clr!ThreadpoolMgr::WorkerThreadStart')],
  },
  'timer-not-disposed': {
    shows: [list(['System.Threading.TimerQueueTimer', 60_000, 6 * MB])],
    looksLike: [list(['System.Threading.TimerQueueTimer', 90, 9000])],
  },
  'tokens-not-closed': { shows: grown('Token', 900, 4000), looksLike: level('Token') },
  'wcf-channel-not-closed': {
    shows: [list(['System.ServiceModel.Channels.ServiceChannel', 14_000, 3 * MB])],
    looksLike: [list(['System.ServiceModel.Channels.ServiceChannel', 30, 6000])],
  },
  'xml-serializer-constructors': {
    shows: [
      assemblies('Unknown Module', 2600),
      handles('h1', { Event: 11_751, Semaphore: 11_400, Key: 300 }, { at: noon }),
      handles('h2', { Event: 14_440, Semaphore: 14_029, Key: 300 }, { at: noon + 10 * minute }),
      queue(8600, ['System.Threading.ReaderWriterLock', 8600, MB]),
    ],
    looksLike: [
      assemblies('DynamicProxyGenAssembly2', 2600),
      handles('h1', { Event: 11_751, Semaphore: 11_400, Key: 300 }, { at: noon }),
      queue(8600, ['System.Threading.ReaderWriterLock', 8600, MB]),
    ],
  },
  'xslt-scripts': {
    shows: [list(['System.Xml.Xsl.XslCompiledTransform', 4000, MB])],
    looksLike: [list(['System.Xml.Xsl.XslCompiledTransform', 2, 300])],
  },
  'app-domain-not-unloaded': {
    shows: [list(['System.AppDomain', 3903, MB], ['System.Runtime.Remoting.ServerIdentity', 84_000, 12 * MB])],
    looksLike: [list(['System.AppDomain', 3, 600])],
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
  'event-source-per-call': { shows: grown('EtwRegistration', 4000, 9000), looksLike: level('EtwRegistration') },
  'openssl-objects-not-freed': {
    shows: [leakyNative, stacks(1, 'libc.so.6!malloc', 'libcrypto.so.3!CRYPTO_malloc', 'libssl.so.3!SSL_CTX_new', 'app!Connect')],
    looksLike: [leakyNative, stacks(1, 'libc.so.6!malloc', 'app!Connect')],
  },
  'requests-kept': {
    shows: [list(['Microsoft.Owin.Host.SystemWeb.OwinCallContext', 120_276, 17 * MB])],
    looksLike: [list(['Microsoft.Owin.Host.SystemWeb.OwinCallContext', 300, 40_000])],
  },
  'unmanaged-memory-not-freed': {
    shows: [
      leakyNative,
      stacks(1, 'KERNELBASE!LocalAlloc', 'mscorlib_ni!System.Runtime.InteropServices.Marshal.StringToHGlobalUni', 'App!App.Port.Send'),
    ],
    looksLike: [leakyNative, stacks(1, 'KERNELBASE!LocalAlloc', 'vendor!Send')],
  },
};

describe('the matrix of known causes', () => {
  it('has a row for each', () => {
    expect(Object.keys(matrix).sort()).toEqual(knownCauses.map(({ id }) => id).sort());
  });

  it.each(Object.entries(matrix))('%s leads on its own example, and not on what looks like it', (id, { shows, looksLike }) => {
    expect(verdictOf(...shows).causes[0]?.id).toBe(id);
    expect(verdictOf(...looksLike).causes[0]?.id).not.toBe(id);
  });
});
