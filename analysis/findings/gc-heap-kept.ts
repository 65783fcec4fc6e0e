/** What a GC heap reached and kept, though nobody collected it: that it is level proves nothing. */
import { keptWithoutCollection } from '../kept-gc-heap.ts';
import { bytesText, durationText } from '../wording.ts';
import { finding, type Question } from './types.ts';

export const gcHeapKept: Question = {
  id: 'gc-heap-kept',
  ask: ({ file }) => {
    const kept = keptWithoutCollection(file);
    if (kept === null) return [];
    const { trend, start, top } = kept;
    return [
      finding({
        rule: 'gc-heap-kept',
        says: `The .NET heap went from ${bytesText(start.value)} to ${bytesText(top.value)} in ${durationText(top.at - start.at)} and has been kept since: no full collection looked at it, so that it is level now proves nothing.`,
        points: 'managed',
        strength: 'strong',
        evidence: trend.evidence,
        measured: { firstBytes: start.value, lastBytes: top.value, ms: top.at - start.at },
      }),
    ];
  },
};
