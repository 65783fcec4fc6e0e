/** A GC heap that contradicts the memory of its process: larger than all of it, or growing while it falls. */
import { heapOfAnother } from '../heap-of-another.ts';
import { bytesText } from '../wording.ts';
import { finding, type Question } from './types.ts';

export const heapAgainstMemory: Question = {
  id: 'heap-against-memory',
  ask: ({ file }) => {
    const other = heapOfAnother(file);
    if (other !== null) {
      return [
        finding({
          rule: 'heap-of-another',
          says: `${bytesText(other.heap)} of .NET heap do not fit into ${bytesText(other.privateBytes)} of private bytes: the two columns are of two processes, for Process and .NET CLR number their instances independently. Collect \\Process(*)\\ID Process and \\.NET CLR Memory(*)\\Process ID in the same log.`,
          strength: 'strong',
          evidence: other.evidence,
          measured: { heap: other.heap, privateBytes: other.privateBytes },
        }),
      ];
    }
    const [heap, memory] = [file.trend('gcHeap'), file.trend('privateBytes')];
    if (heap?.motion !== 'grows' || memory?.motion !== 'falls' || heap.slopePerHour === null || memory.slopePerHour === null) return [];
    return [
      finding({
        rule: 'heap-within-memory',
        says: `Private bytes fall by ${bytesText(-memory.slopePerHour)} an hour while the .NET heap grows by ${bytesText(heap.slopePerHour)} an hour: it grows into memory that the process has already, so no limit comes nearer yet. Watch on until private bytes no longer fall.`,
        strength: 'strong',
        evidence: [...new Set([...memory.evidence, ...heap.evidence])],
        measured: { heap: heap.slopePerHour, memory: memory.slopePerHour },
      }),
    ];
  },
};
