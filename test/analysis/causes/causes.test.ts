import { describe, expect, it } from '@jest/globals';
import { knownCauses } from '../../../analysis/causes/index.ts';
import type { Evidence } from '../../../analysis/types.ts';
import { evidenceOf, MB } from '../../support/evidence.ts';
import { handles, report, types, heap, roots, verdictOf, stack } from '../../support/made-evidence.ts';

describe('known causes', () => {
  it('have all that a reader needs', () => {
    for (const cause of knownCauses) {
      for (const text of [cause.title, cause.fix, cause.refutedBy, cause.looksLike]) expect(text.length).toBeGreaterThan(15);
      expect(cause.clues.some(({ weight }) => weight >= 1)).toBe(true);
      expect(cause.link).toMatch(/^https:\/\//);
      // What is a mistake in code is mended in code: the advice shows some.
      if (!cause.explains.includes('no-leak') && !['native-heap-one-size', 'sockets-not-closed'].includes(cause.id))
        expect(cause.fix).toContain('`');
    }
    expect(new Set(knownCauses.map(({ id }) => id)).size).toBe(knownCauses.length);
    expect(knownCauses.length).toBeGreaterThanOrEqual(50);
  });

  const assemblies = (name: string): Evidence =>
    evidenceOf('asm', {
      kind: 'assemblies',
      total: 14_000,
      dynamic: 13_900,
      repeated: [{ type: name, count: 13_000, bytes: null }],
      loaderHeapBytes: null,
    });
  it.each([
    ['xml-serializer-constructors', assemblies('Microsoft.GeneratedCode')],
    ['castle-proxy-generator', assemblies('DynamicProxyGenAssembly2')],
    ['memory-cache-per-call', heap('d', types(['System.Runtime.Caching.MemoryCache', 166_523, 13 * MB]))],
    [
      'cancellation-token-source-not-disposed',
      heap('d', types(['System.Threading.CancellationTokenSource+Linked1CancellationTokenSource', 30_000, 2 * MB])),
    ],
    ['di-container-per-job', heap('d', types(['StructureMap.Container', 305_849, 11 * MB]))],
    ['reflection-emit', heap('d', types(['System.Reflection.Emit.RuntimeTypeBuilder', 90_000, 11 * MB]))],
    ['registry-keys-not-closed', handles('h', { Key: 60_000, Event: 300 })],
    ['tokens-not-closed', handles('h', { Token: 40_000, Event: 300 })],
    ['sockets-not-closed', handles('h', { socket: 40_000, pipe: 30 })],
    [
      'thread-pile-up',
      evidenceOf('t', {
        kind: 'stacks',
        threads: 7000,
        stacks: [{ ...stack('ntdll!ZwWaitForMultipleObjects', 'clr!AwareLock::Contention', 'App!App.Hub.Send()'), count: 6800 }],
      }),
    ],
    [
      'collectible-context-not-unloaded',
      roots('g', { root: '(strong handle)', types: ['Plugin.Job', 'System.Reflection.LoaderAllocator'] }),
    ],
  ])('%s leads on its own sign', (id, evidence) => {
    expect(verdictOf(evidence).causes[0]?.id).toBe(id);
  });

  it.each([
    ['xml-serializer-constructors', 'another generator’s assemblies', assemblies('DynamicProxyGenAssembly2')],
    ['xml-serializer-constructors', 'events and semaphores without any assembly', handles('h', { Event: 14_000, Semaphore: 14_000 })],
    [
      'memory-cache-per-call',
      'one cache with many entries',
      heap('d', types(['System.Runtime.Caching.MemoryCache', 1, 80], ['System.Runtime.Caching.MemoryCacheEntry', 900_000, 90 * MB])),
    ],
    [
      'http-response-not-disposed',
      'garbage that no collection has seen',
      evidenceOf('f', { kind: 'finalizerQueue', ready: null, finalizable: 169, types: [] }),
    ],
    [
      'finalizer-backlog',
      'finalizable objects that do not wait',
      evidenceOf('f', { kind: 'finalizerQueue', ready: 0, finalizable: 40_000, types: [] }),
    ],
    ['gdi-plus-in-service', 'a leak of another module', report('r', 2, 2, 'webio')],
  ])('%s is not named for %s', (id, _, evidence) => {
    expect(verdictOf(evidence).causes.map((cause) => cause.id)).not.toContain(id);
  });
});
