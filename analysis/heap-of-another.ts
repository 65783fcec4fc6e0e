/**
 * A GC heap that is larger than all private bytes: two processes' columns. Process and .NET CLR number their instances
 * independently, so `w3wp#1` of the one may be `w3wp` of the other.
 * https://learn.microsoft.com/windows/win32/perfctrs/handling-duplicate-instance-names
 */
import type { CaseFile } from './case-file.ts';
import { isLinux } from './platform-of.ts';
import type { Sample } from './types.ts';

/** The heap counter changes only at the end of a collection, so it may lag behind memory that was given back. */
const lags = 1.1;
/** So many moments at which both were read, and most of them, are no lag. */
const leastMoments = 3;
const most = 0.8;

export interface HeapOfAnother {
  /** The last moment at which both were read. */
  readonly heap: number;
  readonly privateBytes: number;
  readonly evidence: readonly string[];
}

/** Null: the heap fits into the private bytes, or the two were not read together. What was swapped out on Linux is not counted there. */
export function heapOfAnother(file: CaseFile): HeapOfAnother | null {
  const [heap, memory] = [file.trend('gcHeap'), file.trend('privateBytes')];
  if (heap === null || memory === null || isLinux(file)) return null;
  const own = new Map(memory.taken.map(({ at, value }) => [at, value] as const));
  const both = heap.taken.flatMap(({ at, value }: Sample) => {
    const privateBytes = own.get(at) ?? 0;
    return privateBytes > 0 && value > 0 ? [{ heap: value, privateBytes }] : [];
  });
  const last = both.at(-1);
  const larger = both.filter((each) => each.heap > lags * each.privateBytes).length;
  if (last === undefined || both.length < leastMoments || larger < most * both.length || last.heap <= lags * last.privateBytes) return null;
  return { ...last, evidence: [...new Set([...heap.evidence, ...memory.evidence])] };
}
