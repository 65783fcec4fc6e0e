/** Every known cause. The file name is the id. */
import { addressSpaceRoomyCause } from './address-space-roomy.ts';
import { assemblyLoadPerCall } from './assembly-load-per-call.ts';
import { cacheWarmUp } from './cache-warm-up.ts';
import { cancellationTokenSourceNotDisposed } from './cancellation-token-source-not-disposed.ts';
import { castleProxyGenerator } from './castle-proxy-generator.ts';
import { collectibleContextNotUnloaded } from './collectible-context-not-unloaded.ts';
import { diContainerPerJob } from './di-container-per-job.ts';
import { disposableNotDisposed } from './disposable-not-disposed.ts';
import { eventHandlerKept } from './event-handler-kept.ts';
import { eventHandlesNotClosed } from './event-handles-not-closed.ts';
import { expressionCompile } from './expression-compile.ts';
import { fileHandlesNotClosed } from './file-handles-not-closed.ts';
import { fileSystemWatcherNotDisposed } from './file-system-watcher-not-disposed.ts';
import { finalizerBacklogCause } from './finalizer-backlog.ts';
import { gcFragmentation } from './gc-fragmentation.ts';
import { gdiPlusInService } from './gdi-plus-in-service.ts';
import { glibcArenas } from './glibc-arenas.ts';
import { httpClientPerCall } from './http-client-per-call.ts';
import { httpResponseNotDisposed } from './http-response-not-disposed.ts';
import { jsonOptionsPerCall } from './json-options-per-call.ts';
import { largeReservationCause } from './large-reservation.ts';
import { memoryCachePerCall } from './memory-cache-per-call.ts';
import { nativeHeapOneSize } from './native-heap-one-size.ts';
import { pipesNotClosed } from './pipes-not-closed.ts';
import { producerWithoutBackPressure } from './producer-without-back-pressure.ts';
import { reflectionEmit } from './reflection-emit.ts';
import { regexPerCall } from './regex-per-call.ts';
import { registryKeysNotClosed } from './registry-keys-not-closed.ts';
import { sectionsNotClosed } from './sections-not-closed.ts';
import { serverGcKeepsMemory } from './server-gc-keeps-memory.ts';
import { socketsNotClosed } from './sockets-not-closed.ts';
import { staticCollection } from './static-collection.ts';
import { threadHandlesNotClosed } from './thread-handles-not-closed.ts';
import { threadPileUpCause } from './thread-pile-up.ts';
import { timerNotDisposed } from './timer-not-disposed.ts';
import { tokensNotClosed } from './tokens-not-closed.ts';
import { wcfChannelNotClosed } from './wcf-channel-not-closed.ts';
import { xmlSerializerConstructors } from './xml-serializer-constructors.ts';
import { xsltScripts } from './xslt-scripts.ts';
import type { KnownCause } from './types.ts';

export const knownCauses: readonly KnownCause[] = [
  addressSpaceRoomyCause,
  assemblyLoadPerCall,
  cacheWarmUp,
  cancellationTokenSourceNotDisposed,
  castleProxyGenerator,
  collectibleContextNotUnloaded,
  diContainerPerJob,
  disposableNotDisposed,
  eventHandlerKept,
  eventHandlesNotClosed,
  expressionCompile,
  fileHandlesNotClosed,
  fileSystemWatcherNotDisposed,
  finalizerBacklogCause,
  gcFragmentation,
  gdiPlusInService,
  glibcArenas,
  httpClientPerCall,
  httpResponseNotDisposed,
  jsonOptionsPerCall,
  largeReservationCause,
  memoryCachePerCall,
  nativeHeapOneSize,
  pipesNotClosed,
  producerWithoutBackPressure,
  reflectionEmit,
  regexPerCall,
  registryKeysNotClosed,
  sectionsNotClosed,
  serverGcKeepsMemory,
  socketsNotClosed,
  staticCollection,
  threadHandlesNotClosed,
  threadPileUpCause,
  timerNotDisposed,
  tokensNotClosed,
  wcfChannelNotClosed,
  xmlSerializerConstructors,
  xsltScripts,
];
