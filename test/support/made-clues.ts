/** Evidence in the shapes that single causes are recognised by. */
import type { Evidence } from '../../analysis/types.ts';
import { evidenceOf, MB, noon } from './evidence.ts';
import { counters, flat, handles, heap, rising, roots, stack, types } from './made-evidence.ts';

export const minute = 60_000;
export type Row = readonly [string, number, number];
export const list = (...rows: readonly Row[]): Evidence => heap('heap', types(['System.String', 90_000, 8 * MB], ...rows));
export const assemblies = (name: string, count = 13_000): Evidence =>
  evidenceOf('asm', {
    kind: 'assemblies',
    total: count + 200,
    dynamic: count,
    repeated: [{ type: name, count, bytes: null }],
    loaderHeapBytes: null,
  });
export const queue = (ready: number, ...rows: readonly Row[]): Evidence =>
  evidenceOf('queue', { kind: 'finalizerQueue', ready, finalizable: ready + 100, types: types(...rows) });
export const stacks = (threads: number, ...frames: readonly string[]): Evidence =>
  evidenceOf('stacks', { kind: 'stacks', threads, stacks: [{ ...stack(...frames), count: threads }] });
export const grown = (type: string, from: number, to: number): readonly Evidence[] => [
  handles('h1', { [type]: from, Event: 400 }, { at: noon }),
  handles('h2', { [type]: to, Event: 405 }, { at: noon + 10 * minute }),
];
export const level = (type: string): readonly Evidence[] => grown(type, 40, 42);
export const source = (pattern: string): Evidence =>
  evidenceOf('code', { kind: 'source', language: 'csharp', lines: 40, patterns: [{ pattern, line: 12, text: 'x', file: 'A.cs' }] });
export const space = (heapBytes: number, free: number): Evidence =>
  evidenceOf('space', {
    kind: 'addressSpace',
    usage: { Heap: heapBytes, Image: 30 * MB },
    privateBytes: null,
    committed: heapBytes,
    reserved: 4 * MB,
    free,
    largestFree: free * 0.9,
  });
export const gcHeap = (bytes: number, committed: number): Evidence =>
  evidenceOf('gc', { kind: 'gcHeap', bytes, committed, free: null, loh: null });
export const leakyHeap = counters('c', {
  privateBytes: rising(400 * MB, 4 * MB),
  gcHeap: rising(100 * MB, 4 * MB),
  handles: flat(900),
  assemblies: flat(300),
});
export const leakyNative = counters('c', {
  privateBytes: rising(400 * MB, 4 * MB),
  gcHeap: flat(100 * MB),
  handles: flat(900),
  assemblies: flat(300),
});
export const leakyLoader = counters('c', {
  privateBytes: rising(400 * MB, 4 * MB),
  gcHeap: flat(100 * MB),
  handles: flat(900),
  assemblies: rising(300, 20),
});
export const chain = (root: string, ...through: readonly string[]): Evidence => roots('root', { root, types: through });
/** Reserved address space that grows by so many MB, with nothing committed behind it. */
export const mapped = (grownMb: number): readonly Evidence[] =>
  [0, grownMb].map((more, place) =>
    evidenceOf(`map-${place}`, {
      kind: 'addressSpace',
      takenAt: noon + place * 30 * minute,
      usage: { Image: 30 * MB, 'other anonymous memory': (200 + more) * MB },
      privateBytes: 40 * MB,
      committed: 40 * MB,
      reserved: (200 + more) * MB,
      free: null,
      largestFree: null,
    }),
  );
