/** A second example of causes, as a tool prints it. */
import {
  AS,
  GC,
  HC,
  M,
  PB,
  TC,
  VB,
  counters,
  csharp,
  dotnetStack,
  fdPair,
  fds,
  flat,
  gcdumpOf,
  grow,
  memleak,
  native,
  only,
  pair,
  usualHandles,
} from '../../../support/short-outputs.ts';
import type { OutputExamples } from '../../../support/short-outputs.ts';

export const outputsOfHandles: OutputExamples = {
  'http-client-per-call': {
    shows: gcdumpOf(
      ['System.Net.Http.HttpClient', 4000, M],
      ['System.Net.Http.SocketsHttpHandler', 4000, M],
      ['System.Net.Http.HttpConnectionPool', 4000, M],
    ),
    looksLike: gcdumpOf(['System.Net.Http.HttpClient', 9, 900], ['System.Net.Http.HttpConnectionPool', 20, 9000]),
  },
  'mappings-not-unmapped': {
    shows: [
      counters('v.csv', {
        [PB]: flat(400 * M),
        [VB]: grow(5000 * M, 20 * M),
        [GC]: flat(90 * M),
        [HC]: flat(900),
        [AS]: flat(120),
        [TC]: flat(60),
      }),
    ],
    looksLike: [counters('v.csv', { [PB]: flat(400 * M), [VB]: flat(5000 * M), [GC]: flat(90 * M), [HC]: flat(900), [TC]: flat(60) })],
  },
  'native-heap-one-size': {
    shows: [
      native,
      [
        'hs.txt',
        `0:000> !heap -stat -h 0000020a8a1b0000\n heap @ 0000020a8a1b0000\ngroup-by: TOTSIZE max-display: 20\n    size     #blocks     total     ( %) (percent of total busy bytes)\n    4010 1d4c0 - 7587be00  (91.20)\n    100 900 - 90000  (0.40)\n    28 800 - 14000  (0.10)\n`,
      ],
    ],
    looksLike: [
      [
        'hs.txt',
        `0:000> !heap -stat -h 0000020a8a1b0000\n heap @ 0000020a8a1b0000\ngroup-by: TOTSIZE max-display: 20\n    size     #blocks     total     ( %) (percent of total busy bytes)\n    4010 8 - 20080  (11.20)\n    100 90 - 9000  (5.40)\n    28 80 - c80  (2.10)\n`,
      ],
    ],
  },
  'pipes-not-closed': {
    shows: fdPair('pipe:[#]'),
    looksLike: only(
      fds([
        ['pipe:[#]', 12],
        ['/dev/null', 3],
        ['socket:[#]', 40],
      ]),
    ),
  },
  'registry-keys-not-closed': {
    shows: [
      ...pair(usualHandles, { ...usualHandles, Key: 9000 }),
      csharp('RegistryKey key = Registry.LocalMachine.OpenSubKey(path); Log(key.GetValue("a"));'),
    ],
    looksLike: pair(usualHandles, { ...usualHandles, Key: 210 }),
  },
  'sections-not-closed': {
    shows: pair(usualHandles, { ...usualHandles, Section: 6000 }),
    looksLike: pair(usualHandles, { ...usualHandles, Section: 44 }),
  },
  'sockets-not-closed': {
    shows: fdPair('socket:[#]'),
    looksLike: only(
      fds([
        ['socket:[#]', 40],
        ['/dev/null', 3],
        ['/app/shop.dll', 40],
      ]),
    ),
  },
  'thread-handles-not-closed': {
    shows: pair(usualHandles, { ...usualHandles, Thread: 6000 }),
    looksLike: pair(usualHandles, { ...usualHandles, Thread: 64 }),
  },
  'thread-pile-up': {
    shows: only(
      dotnetStack(
        900,
        'System.Private.CoreLib.il!System.Threading.ManualResetEventSlim.Wait(int32,value class System.Threading.CancellationToken)',
        'System.Private.CoreLib.il!System.Threading.Tasks.Task.SpinThenBlockingWait(int32,value class System.Threading.CancellationToken)',
        'System.Private.CoreLib.il!System.Threading.Tasks.Task.InternalWaitCore(int32,value class System.Threading.CancellationToken)',
        'Shop!Shop.Prices.Get(class System.String)',
      ),
    ),
    looksLike: only(
      dotnetStack(
        30,
        'System.Private.CoreLib.il!System.Threading.PortableThreadPool+WorkerThread.WorkerThreadStart()',
        'System.Private.CoreLib.il!System.Threading.Thread.StartCallback()',
      ),
    ),
  },
  'tokens-not-closed': {
    shows: [...pair(usualHandles, { ...usualHandles, Token: 6000 })],
    looksLike: pair(usualHandles, { ...usualHandles, Token: 22 }),
  },
  'event-source-per-call': {
    shows: gcdumpOf(
      ['System.Diagnostics.Tracing.EventSource+EventMetadata[]', 4000, M],
      ['System.Diagnostics.Tracing.EventSource+OverideEventProvider', 8000, M],
      ['System.Diagnostics.Tracing.EventProvider', 4000, M],
    ),
    looksLike: gcdumpOf(
      ['System.Diagnostics.Tracing.EventSource+EventMetadata[]', 40, M],
      ['System.Diagnostics.Tracing.EventProvider', 20, 9000],
    ),
  },
  'openssl-objects-not-freed': {
    shows: only(
      memleak(
        90_000_000,
        90_000,
        'CRYPTO_malloc+0x6b [libcrypto.so.3]',
        'CRYPTO_zalloc+0x11 [libcrypto.so.3]',
        'SSL_CTX_new_ex+0x5c [libssl.so.3]',
        'CryptoNative_SslCtxCreate+0x15 [libSystem.Security.Cryptography.Native.OpenSsl.so]',
      ),
    ),
    looksLike: only(memleak(90_000_000, 90_000, 'malloc+0x6b [libc.so.6]', 'parse_xml+0x5c [libshop.so]')),
  },
  'unmanaged-memory-not-freed': {
    shows: [native, csharp('IntPtr p = Marshal.AllocHGlobal(4096); Native.Fill(p, 4096);')],
    looksLike: [native, csharp('IntPtr p = Marshal.AllocHGlobal(4096); try { Native.Fill(p, 4096); } finally { Marshal.FreeHGlobal(p); }')],
  },
};
