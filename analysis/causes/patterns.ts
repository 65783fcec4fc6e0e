/** Patterns that the C# reader finds → the cause that each speaks for, and the class it leans to. */
import type { LeakClass } from '../types.ts';

interface PatternOf {
  readonly cause: string;
  readonly points: LeakClass | null;
}

/** By the id that the reader gives a pattern. */
export const patternsOfCauses: Readonly<Record<string, PatternOf>> = {
  'xml-serializer-constructor': { cause: 'xml-serializer-constructors', points: 'loader-heap' },
  'system-drawing-used': { cause: 'gdi-plus-in-service', points: 'native' },
  'system-drawing-undisposed': { cause: 'gdi-plus-in-service', points: 'native' },
  'http-client-per-call': { cause: 'http-client-per-call', points: 'handle' },
  'http-response-not-disposed': { cause: 'http-response-not-disposed', points: 'handle' },
  'di-container-per-job': { cause: 'di-container-per-job', points: 'managed' },
  'disposable-not-disposed': { cause: 'disposable-not-disposed', points: null },
  'timer-not-disposed': { cause: 'timer-not-disposed', points: 'managed' },
  'file-system-watcher-not-disposed': { cause: 'file-system-watcher-not-disposed', points: 'native' },
  'cancellation-source-not-disposed': { cause: 'cancellation-token-source-not-disposed', points: 'managed' },
  'regex-per-call': { cause: 'regex-per-call', points: 'loader-heap' },
  'proxy-generator-per-call': { cause: 'castle-proxy-generator', points: 'loader-heap' },
  'xslt-script-per-call': { cause: 'xslt-scripts', points: 'loader-heap' },
  'assembly-load-per-call': { cause: 'assembly-load-per-call', points: 'loader-heap' },
  'memory-cache-per-call': { cause: 'memory-cache-per-call', points: 'managed' },
  'json-options-per-call': { cause: 'json-options-per-call', points: 'managed' },
  'event-handler-kept': { cause: 'event-handler-kept', points: 'managed' },
  'static-collection-grows': { cause: 'static-collection', points: 'managed' },
  'queue-only-filled': { cause: 'producer-without-back-pressure', points: 'managed' },
  'thread-per-call': { cause: 'thread-pile-up', points: 'virtual' },
  'expression-compile-per-call': { cause: 'expression-compile', points: 'loader-heap' },
  'emit-per-call': { cause: 'reflection-emit', points: 'loader-heap' },
  'app-domain-not-unloaded': { cause: 'app-domain-not-unloaded', points: 'loader-heap' },
  'collectible-context-not-unloaded': { cause: 'collectible-context-not-unloaded', points: 'loader-heap' },
  'unmanaged-memory-not-freed': { cause: 'unmanaged-memory-not-freed', points: 'native' },
  'gc-handle-not-freed': { cause: 'gc-handle-not-freed', points: 'managed' },
  'client-per-call': { cause: 'client-per-call', points: 'managed' },
  'change-tracker-kept': { cause: 'change-tracker-kept', points: 'managed' },
  'wcf-channel-not-closed': { cause: 'wcf-channel-not-closed', points: 'managed' },
  'event-source-per-call': { cause: 'event-source-per-call', points: 'handle' },
  'tokens-not-closed': { cause: 'tokens-not-closed', points: 'handle' },
  'registry-keys-not-closed': { cause: 'registry-keys-not-closed', points: 'handle' },
};

export function causeOfPattern(pattern: string): PatternOf | null {
  // A reader may tell kinds of one pattern apart by a suffix: `xml-serializer-constructor-root`.
  const known = Object.keys(patternsOfCauses).find((id) => pattern === id || pattern.startsWith(`${id}-`) || pattern.startsWith(`${id}:`));
  return known === undefined ? null : (patternsOfCauses[known] ?? null);
}
