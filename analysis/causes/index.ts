/** Every known cause. The file name is the id. */
import { addressSpaceRoomyCause } from './address-space-roomy.ts';
import { appDomainNotUnloaded } from './app-domain-not-unloaded.ts';
import { assemblyLoadPerCall } from './assembly-load-per-call.ts';
import { asyncWorkNeverEnds } from './async-work-never-ends.ts';
import { cacheWarmUp } from './cache-warm-up.ts';
import { cacheWithoutLimit } from './cache-without-limit.ts';
import { cancellationTokenSourceNotDisposed } from './cancellation-token-source-not-disposed.ts';
import { castleProxyGenerator } from './castle-proxy-generator.ts';
import { changeTrackerKept } from './change-tracker-kept.ts';
import { clientPerCall } from './client-per-call.ts';
import { collectibleContextNotUnloaded } from './collectible-context-not-unloaded.ts';
import { comApartmentBlocksFinalizer } from './com-apartment-blocks-finalizer.ts';
import { connectionPoolPerCall } from './connection-pool-per-call.ts';
import { diContainerPerJob } from './di-container-per-job.ts';
import { disposableNotDisposed } from './disposable-not-disposed.ts';
import { eventHandlerKept } from './event-handler-kept.ts';
import { eventHandlesNotClosed } from './event-handles-not-closed.ts';
import { eventLoopsNotClosed } from './event-loops-not-closed.ts';
import { eventSourcePerCall } from './event-source-per-call.ts';
import { expressionCompile } from './expression-compile.ts';
import { fileHandlesNotClosed } from './file-handles-not-closed.ts';
import { fileSystemWatcherNotDisposed } from './file-system-watcher-not-disposed.ts';
import { filledOutsideGcHeap } from './filled-outside-gc-heap.ts';
import { finalizerBacklogCause } from './finalizer-backlog.ts';
import { gcFragmentation } from './gc-fragmentation.ts';
import { gcHandleNotFreed } from './gc-handle-not-freed.ts';
import { gdiPlusInService } from './gdi-plus-in-service.ts';
import { glibcArenas } from './glibc-arenas.ts';
import { growthEnded } from './growth-ended.ts';
import { heldByRunningCall } from './held-by-running-call.ts';
import { httpClientPerCall } from './http-client-per-call.ts';
import { httpResponseNotDisposed } from './http-response-not-disposed.ts';
import { jsonOptionsPerCall } from './json-options-per-call.ts';
import { largeReservationCause } from './large-reservation.ts';
import { mappingsNotUnmapped } from './mappings-not-unmapped.ts';
import { memoryCachePerCall } from './memory-cache-per-call.ts';
import { nativeHeapOneSize } from './native-heap-one-size.ts';
import { opensslObjectsNotFreed } from './openssl-objects-not-freed.ts';
import { pipesNotClosed } from './pipes-not-closed.ts';
import { producerWithoutBackPressure } from './producer-without-back-pressure.ts';
import { reflectionEmit } from './reflection-emit.ts';
import { regexPerCall } from './regex-per-call.ts';
import { registryKeysNotClosed } from './registry-keys-not-closed.ts';
import { requestsKept } from './requests-kept.ts';
import { sectionsNotClosed } from './sections-not-closed.ts';
import { serverGcKeepsMemory } from './server-gc-keeps-memory.ts';
import { socketsNotClosed } from './sockets-not-closed.ts';
import { staticCollection } from './static-collection.ts';
import { threadHandlesNotClosed } from './thread-handles-not-closed.ts';
import { threadPileUpCause } from './thread-pile-up.ts';
import { timerNotDisposed } from './timer-not-disposed.ts';
import { tokensNotClosed } from './tokens-not-closed.ts';
import { unmanagedMemoryNotFreed } from './unmanaged-memory-not-freed.ts';
import { wcfChannelNotClosed } from './wcf-channel-not-closed.ts';
import { xmlSerializerConstructors } from './xml-serializer-constructors.ts';
import { xsltScripts } from './xslt-scripts.ts';
import type { KnownCause } from './types.ts';

export const knownCauses: readonly KnownCause[] = [
  addressSpaceRoomyCause,
  appDomainNotUnloaded,
  assemblyLoadPerCall,
  asyncWorkNeverEnds,
  cacheWarmUp,
  cacheWithoutLimit,
  cancellationTokenSourceNotDisposed,
  castleProxyGenerator,
  changeTrackerKept,
  clientPerCall,
  collectibleContextNotUnloaded,
  comApartmentBlocksFinalizer,
  connectionPoolPerCall,
  diContainerPerJob,
  disposableNotDisposed,
  eventHandlerKept,
  eventHandlesNotClosed,
  eventLoopsNotClosed,
  eventSourcePerCall,
  expressionCompile,
  fileHandlesNotClosed,
  fileSystemWatcherNotDisposed,
  filledOutsideGcHeap,
  finalizerBacklogCause,
  gcFragmentation,
  gcHandleNotFreed,
  gdiPlusInService,
  glibcArenas,
  growthEnded,
  heldByRunningCall,
  httpClientPerCall,
  httpResponseNotDisposed,
  jsonOptionsPerCall,
  largeReservationCause,
  mappingsNotUnmapped,
  memoryCachePerCall,
  nativeHeapOneSize,
  opensslObjectsNotFreed,
  pipesNotClosed,
  producerWithoutBackPressure,
  reflectionEmit,
  regexPerCall,
  registryKeysNotClosed,
  requestsKept,
  sectionsNotClosed,
  serverGcKeepsMemory,
  socketsNotClosed,
  staticCollection,
  threadHandlesNotClosed,
  threadPileUpCause,
  timerNotDisposed,
  tokensNotClosed,
  unmanagedMemoryNotFreed,
  wcfChannelNotClosed,
  xmlSerializerConstructors,
  xsltScripts,
];
