/** A GC heap that moves up and down by as much as the memory has grown: pages of it that are touched for the first time look like growth. */
import type { CaseFile } from '../case-file.ts';
import type { NamedTrend } from '../counter-trends.ts';
import { isLinux } from '../platform-of.ts';
import { bytesText } from '../wording.ts';

/**
 * What memory in use (RssAnon, a working set) has grown by, where the GC heap swings as far: null where it does not. Committed
 * memory, which Windows calls private bytes, does not grow when the GC touches what it has committed before.
 */
function swing(file: CaseFile, memory: NamedTrend | null): { readonly grown: number; readonly swings: number } | null {
  const gc = file.trend('gcHeap');
  if (memory?.motion !== 'grows' || gc === null || gc.motion === 'grows') return null;
  if (memory.counter !== 'workingSet' && !isLinux(file)) return null;
  const values = gc.taken.map(({ value }) => value);
  const [grown, swings] = [memory.last - memory.first, Math.max(...values) - Math.min(...values)];
  return grown > 0 && swings >= grown ? { grown, swings } : null;
}

export function gcMaySwingAsFar(file: CaseFile, memory: NamedTrend | null): boolean {
  return swing(file, memory) !== null;
}

/** Why the GC heap, which is flat by its floor, is not ruled out; empty where it is. */
export function swingText(file: CaseFile, memory: NamedTrend | null): readonly string[] {
  const found = swing(file, memory);
  return found === null
    ? []
    : [
        `The growth so far (${bytesText(found.grown)}) is no more than the .NET heap moves up and down (${bytesText(found.swings)}), so it may be the .NET heap: several times as long tells.`,
      ];
}
