/** Two or more looks at the size of the GC heap (`!eeheap -gc`, gcinfo), apart in time: whether it grows. Which types: heap statistics. */
import { type EvidenceOf, inOrder, timeBetween } from '../order-of-evidence.ts';
import { riseOf } from '../rise.ts';
import { bytesText, durationText, seriesText } from '../wording.ts';
import { finding, type Question } from './types.ts';

/** Half as much again and 100 MB are more than a program at work (as private-memory-growth); what rises each time tells by less. */
const wellGrown = 0.5;
const steadyShare = 0.2;
const leastBytes = 100 * 1024 * 1024;
/** Looks nearer to each other stand between two collections. */
const leastMs = 10 * 60_000;
/** So little is the same heap after another collection. */
const stillShare = 0.1;

/** What lives, without the holes between. */
const liveOf = ({ bytes, free }: EvidenceOf<'gcHeap'>): number | null => (bytes === null ? null : bytes - (free ?? 0));

export const gcHeapGrowth: Question = {
  id: 'gc-heap-growth',
  ask: ({ file }) => {
    const { ordered } = inOrder(file.of('gcHeap').filter((each) => liveOf(each) !== null));
    const values = ordered.map((each) => liveOf(each) ?? 0);
    const { growth, steady, swings } = riseOf(values);
    const [first = 0] = values;
    const ms = timeBetween(ordered);
    // A curve of the heap says more than looks at it.
    if (growth === null || swings || (ms !== null && ms < leastMs) || (file.trend('gcHeap')?.motion ?? 'too-early') !== 'too-early')
      return [];
    const span = ms === null ? '' : ` in ${durationText(ms)}`;
    const evidence = ordered.map(({ id }) => id);
    const measured = { first, growth, ...(ms === null ? {} : { ms }) };
    if (growth >= Math.max(leastBytes, (steady ? steadyShare : wellGrown) * first)) {
      const says = `The .NET heap grows ${seriesText(values, bytesText)}${span}, ${values.length} looks${steady ? ', higher each time' : ''}: objects that are still referenced, or were not collected yet.`;
      return [finding({ rule: 'gc-heap-growth', says, points: 'managed', strength: steady ? 'strong' : 'weak', evidence, measured })];
    }
    if (growth > stillShare * first) return [];
    const says = `The .NET heap does not grow between these ${values.length} looks${span}: ${seriesText(values, bytesText)}.`;
    return [finding({ rule: 'heap-does-not-grow', about: 'looks', says, evidence, measured })];
  },
};
