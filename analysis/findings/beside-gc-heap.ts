/** One look: most of a large process lies outside its GC heap. Or within what the GC keeps for later. */
import type { CaseFile } from '../case-file.ts';
import { bytesText } from '../wording.ts';
import { finding, type Question } from './types.ts';

const GB = 1024 ** 3;
/** A runtime with its code and a few libraries needs some hundred MB beside its heap. */
const largeProcess = GB;
/** Of it, what the GC has at most. */
const littleOfIt = 0.25;
/** What is committed is this many times what lives: kept by the GC for the next burst (as gc-heap-size). */
const keeps = 4;
const keepsAtLeast = GB / 2;

interface Heap {
  readonly ids: readonly string[];
  readonly bytes: number;
  /** null: not told; then what the GC keeps for later may be the rest. */
  readonly committed: number | null;
}

function heapOf(file: CaseFile): Heap | null {
  const told = [
    ...file.of('gcHeap').map(({ id, bytes, committed }) => ({ ids: [id], bytes, committed })),
    ...file.of('snapshot').map(({ id, values }) => ({ ids: [id], bytes: values.gcHeap ?? null, committed: values.gcCommitted ?? null })),
  ].flatMap(({ ids, bytes, committed }) => (bytes === null ? [] : [{ ids, bytes, committed }]));
  return told.reduce<Heap | null>((most, each) => (most === null || each.bytes > most.bytes ? each : most), null);
}

function usedBy(file: CaseFile): { readonly id: string; readonly bytes: number } | null {
  const told = file.of('snapshot').map(({ id, values }) => ({ id, bytes: values.privateBytes ?? values.workingSet ?? 0 }));
  return told.reduce<{ readonly id: string; readonly bytes: number } | null>(
    (most, each) => (each.bytes > (most?.bytes ?? 0) ? each : most),
    null,
  );
}

/** Curves of the memory say more than one look. */
const isWatched = (file: CaseFile): boolean =>
  (['privateBytes', 'workingSet', 'gcHeap'] as const).some((counter) => (file.trend(counter)?.motion ?? 'too-early') !== 'too-early');

export const besideGcHeap: Question = {
  id: 'beside-gc-heap',
  ask: ({ file }) => {
    const [heap, used] = [heapOf(file), usedBy(file)];
    if (heap === null || used === null || used.bytes < largeProcess || isWatched(file)) return [];
    const { committed, bytes } = heap;
    const evidence = [...new Set([used.id, ...heap.ids])];
    if (committed !== null && committed >= keepsAtLeast && committed >= keeps * bytes && committed >= used.bytes / 2) {
      return [
        finding({
          rule: 'gc-keeps-memory',
          about: 'looks',
          says: `The GC has ${bytesText(committed)} committed for ${bytesText(bytes)} of objects: most of the ${bytesText(used.bytes)} that the process uses is kept by it for the next burst.`,
          points: 'no-leak',
          strength: 'strong',
          evidence,
          measured: { committed, bytes },
        }),
      ];
    }
    if ((committed ?? bytes) > littleOfIt * used.bytes) return [];
    const kept = committed === null ? '' : ` (${bytesText(committed)} committed)`;
    return [
      finding({
        rule: 'beside-gc-heap',
        says: `The process uses ${bytesText(used.bytes)}, and its .NET heap is ${bytesText(bytes)}${kept}: the rest lies outside it. That is a level; a second look shows whether it grows.`,
        points: 'native',
        strength: committed === null ? 'weak' : 'strong',
        evidence,
        measured: { used: used.bytes, bytes },
      }),
    ];
  },
};
