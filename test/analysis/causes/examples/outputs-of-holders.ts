/** A second example of causes, as a tool prints it. */
import {
  M,
  cdbStack,
  csharp,
  fdPair,
  fds,
  finalizerQueue,
  gcdumpOf,
  handled,
  managed,
  native,
  only,
  pair,
  statistic,
  usualHandles,
} from '../../../support/short-outputs.ts';
import type { OutputExamples } from '../../../support/short-outputs.ts';

export const outputsOfHolders: OutputExamples = {
  'wcf-channel-not-closed': {
    shows: statistic(
      ['System.ServiceModel.ChannelFactory`1+TypedServiceChannel[[Shop.IOrders, Shop]]', 5200, M],
      ['System.ServiceModel.Channels.ServiceChannel', 5200, M],
      ['System.ServiceModel.Channels.HttpChannelFactory`1', 5200, M],
    ),
    looksLike: statistic(
      ['System.ServiceModel.Channels.ServiceChannel', 12, 3000],
      ['System.ServiceModel.Channels.HttpChannelFactory`1', 2, 300],
    ),
  },
  'async-work-never-ends': {
    shows: only(
      `> dumpasync --stats\nMT               Count    Type\n00007f3c0b1d2f20 400,000  Shop.Feed+<WaitAsync>d__4\n00007f3c0b1d2f28 120      Shop.Api+<Get>d__1\n`,
    ),
    looksLike: only(
      `> dumpasync --stats\nMT               Count    Type\n00007f3c0b1d2f20 400      Shop.Feed+<WaitAsync>d__4\n00007f3c0b1d2f28 120      Shop.Api+<Get>d__1\n`,
    ),
  },
  'cache-without-limit': {
    shows: [
      managed,
      ...gcdumpOf(['System.Runtime.Caching.MemoryCacheEntry', 600_000, 80 * M], ['System.Runtime.Caching.MemoryCache', 1, 90]),
    ],
    looksLike: gcdumpOf(['System.Runtime.Caching.MemoryCacheEntry', 900, 80_000], ['System.Runtime.Caching.MemoryCache', 1, 90]),
  },
  'change-tracker-kept': {
    shows: statistic(
      ['System.Data.Entity.Core.Objects.EntityEntry', 300_000, 30 * M],
      ['System.Data.Entity.DynamicProxies.Order_8A1B', 300_000, 60 * M],
    ),
    looksLike: statistic(['System.Data.Entity.Core.Objects.EntityEntry', 300, 30_000]),
  },
  'client-per-call': {
    shows: gcdumpOf(['MongoDB.Driver.MongoClient', 900, M], ['MongoDB.Driver.Core.Clusters.SingleServerCluster', 900, M]),
    looksLike: gcdumpOf(['MongoDB.Driver.MongoClient', 2, 400], ['MongoDB.Driver.MongoCollectionImpl<Shop.Order>', 900, M]),
  },
  'com-apartment-blocks-finalizer': {
    shows: [
      [
        'k.txt',
        cdbStack(
          'win32u!NtUserMsgWaitForMultipleObjectsEx+0x14',
          'combase!CCliModalLoop::BlockFn+0x2a1',
          'combase!ModalLoop+0xa9',
          'combase!ClassicSTAThreadWaitForCall+0xb9',
          'combase!CRpcChannelBuffer::SwitchAptAndDispatchCall+0x191',
          'clr!CtxEntry::EnterContextOle32BugAware+0x4b',
          'clr!RCWCleanupList::CleanupAllWrappers+0x5a',
          'clr!FinalizerThread::FinalizerThreadWorker+0xba',
        ),
      ],
      ['fq.txt', finalizerQueue(30_000, ['System.__ComObject', 30_000, M])],
    ],
    looksLike: [
      [
        'k.txt',
        cdbStack(
          'ntdll!NtWaitForMultipleObjects+0x14',
          'KERNELBASE!WaitForMultipleObjectsEx+0xf0',
          'clr!FinalizerThread::WaitForFinalizerEvent+0xb6',
          'clr!FinalizerThread::FinalizerThreadWorker+0x54',
        ),
      ],
      ['fq.txt', finalizerQueue(0, ['System.__ComObject', 300, 9000])],
    ],
  },
  'connection-pool-per-call': {
    shows: gcdumpOf(['Npgsql.PoolingDataSource', 900, M], ['Npgsql.Internal.NpgsqlConnector', 900, M]),
    looksLike: gcdumpOf(['Npgsql.PoolingDataSource', 2, 900], ['Npgsql.Internal.NpgsqlConnector', 60, 60_000]),
  },
  'requests-kept': {
    shows: gcdumpOf(
      ['Microsoft.AspNetCore.Http.DefaultHttpContext', 60_000, 20 * M],
      ['Microsoft.AspNetCore.Server.Kestrel.Core.Internal.Http.Http1Connection<Shop.Context>', 60_000, 90 * M],
    ),
    looksLike: gcdumpOf(['Microsoft.AspNetCore.Http.DefaultHttpContext', 300, 100_000]),
  },
  'disposable-not-disposed': {
    shows: [
      ...pair({ ...usualHandles, IoCompletion: 40 }, { ...usualHandles, IoCompletion: 4000 }),
      csharp('var socket = new UdpClient(path, 53); socket.Send(data, 4);'),
    ],
    looksLike: [csharp('using var socket = new UdpClient(path, 53); socket.Send(data, 4);')],
  },
  'event-handles-not-closed': {
    shows: [handled, ...pair(usualHandles, { ...usualHandles, Event: 14_000 })],
    looksLike: pair(usualHandles, { ...usualHandles, Event: 960 }),
  },
  'event-loops-not-closed': {
    shows: fdPair('anon_inode:[eventpoll]'),
    looksLike: only(
      fds([
        ['anon_inode:[eventpoll]', 8],
        ['/dev/null', 3],
        ['socket:[#]', 40],
      ]),
    ),
  },
  'file-system-watcher-not-disposed': {
    shows: fdPair('anon_inode:inotify'),
    looksLike: only(
      fds([
        ['anon_inode:inotify', 3],
        ['/dev/null', 3],
        ['/app/shop.dll', 40],
      ]),
    ),
  },
  'gdi-plus-in-service': {
    shows: [native, ...gcdumpOf(['System.Drawing.Bitmap', 30_000, M], ['System.Drawing.Graphics', 30_000, M])],
    looksLike: gcdumpOf(
      ['System.Drawing.Bitmap', 30, 900],
      ['SixLabors.ImageSharp.Image<SixLabors.ImageSharp.PixelFormats.Rgba32>', 3000, M],
    ),
  },
};
