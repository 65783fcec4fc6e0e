/** Causes that keep handles, native memory and threads. */
import { evidenceOf, MB } from '../../../support/evidence.ts';
import { list, assemblies, stacks, grown, level, source, leakyNative, leakyLoader, mapped } from '../../../support/made-clues.ts';
import { report } from '../../../support/made-evidence.ts';
import type { Examples } from './example.ts';

export const handleAndNativeExamples: Examples = {
  'disposable-not-disposed': {
    shows: [...grown('IoCompletion', 900, 4000), source('disposable-not-disposed')],
    looksLike: [source('event-handler-kept')],
  },
  'event-handles-not-closed': { shows: grown('Mutant', 4000, 9000), looksLike: [leakyLoader, assemblies('Microsoft.GeneratedCode')] },
  'event-loops-not-closed': { shows: grown('anon_inode:[eventpoll]', 90, 900), looksLike: level('anon_inode:[eventpoll]') },
  'file-handles-not-closed': { shows: grown('File', 4000, 9000), looksLike: level('File') },
  'file-system-watcher-not-disposed': {
    shows: [list(['System.IO.FileSystemWatcher', 20_000, 2 * MB])],
    looksLike: [list(['System.IO.FileSystemWatcher', 3, 300])],
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
  'mappings-not-unmapped': { shows: mapped(4000), looksLike: mapped(0) },
  'native-heap-one-size': {
    shows: [
      evidenceOf('b', { kind: 'heapBlocks', heap: '0', sizes: [{ size: 0x28, blocks: 900_000, bytes: 36 * MB, percent: 80 }] }),
      leakyNative,
    ],
    looksLike: [evidenceOf('b', { kind: 'heapBlocks', heap: '0', sizes: [{ size: 0x28, blocks: 900, bytes: 36_000, percent: 4 }] })],
  },
  'pipes-not-closed': { shows: grown('pipe', 900, 4000), looksLike: level('pipe') },
  'registry-keys-not-closed': { shows: grown('Key', 4000, 9000), looksLike: level('Key') },
  'sections-not-closed': { shows: grown('Section', 4000, 9000), looksLike: level('Section') },
  'sockets-not-closed': { shows: grown('socket', 900, 4000), looksLike: level('socket') },
  'thread-handles-not-closed': { shows: grown('Thread', 4000, 9000), looksLike: level('Thread') },
  'thread-pile-up': {
    shows: [stacks(7000, 'ntdll!ZwWaitForMultipleObjects', 'clr!AwareLock::Contention', 'App!App.Hub.Send()')],
    looksLike: [stacks(60, 'ntdll!NtWaitForMultipleObjects', 'clr!ThreadpoolMgr::WorkerThreadStart')],
  },
  'tokens-not-closed': { shows: grown('Token', 900, 4000), looksLike: level('Token') },
  'event-source-per-call': { shows: grown('EtwRegistration', 4000, 9000), looksLike: level('EtwRegistration') },
  'openssl-objects-not-freed': {
    shows: [leakyNative, stacks(1, 'libc.so.6!malloc', 'libcrypto.so.3!CRYPTO_malloc', 'libssl.so.3!SSL_CTX_new', 'app!Connect')],
    looksLike: [leakyNative, stacks(1, 'libc.so.6!malloc', 'app!Connect')],
  },
  'unmanaged-memory-not-freed': {
    shows: [
      leakyNative,
      stacks(1, 'KERNELBASE!LocalAlloc', 'mscorlib_ni!System.Runtime.InteropServices.Marshal.StringToHGlobalUni', 'App!App.Port.Send'),
    ],
    looksLike: [leakyNative, stacks(1, 'KERNELBASE!LocalAlloc', 'vendor!Send')],
  },
};
