/** Lists of all mappings, apart in time: what grew, and whether it is the .NET heap. */
import { mappedGrowth, type MappedGrowth } from '../mapped-growth.ts';
import type { LeakClass } from '../types.ts';
import { bytesText, shareText } from '../wording.ts';
import { finding, type Question } from './types.ts';

/** Of two lists alone: half as much again and 100 MB are more than a heap that breathes or a program that starts. */
const wellGrown = 1.5;
const wellGrownBytes = 100 * 1024 * 1024;
/** From three quarters on the GC's range explains the growth, below a quarter it does not. */
const explains = 0.75;
const doesNot = 0.25;

function classOf({ gcShare }: MappedGrowth): LeakClass | null {
  if (gcShare === null || gcShare <= doesNot) return 'native';
  return gcShare >= explains ? 'managed' : null;
}

function where({ first, last, gcShare }: MappedGrowth): string {
  if (gcShare === null) return 'The process runs no .NET, so that is native memory.';
  const part = bytesText((last - first) * gcShare);
  if (gcShare >= explains) return `${part} of it (${shareText(gcShare)}) lie in the range of the .NET heap.`;
  return gcShare <= doesNot
    ? `Only ${part} of it lie in the range of the .NET heap: the rest is native memory.`
    : `${part} of it (${shareText(gcShare)}) lie in the range of the .NET heap, the rest beside it.`;
}

export const mappingGrowth: Question = {
  id: 'mapping-growth',
  ask: ({ file }) => {
    const grown = mappedGrowth(file);
    if (grown === null) return [];
    const { first, last, readings, steady } = grown;
    const motion = file.trend('privateBytes')?.motion ?? 'too-early';
    const much = last >= wellGrown * first && last - first >= wellGrownBytes;
    // Counters that stand still are a closer look than two lists, of which the first may be of the start.
    const points = motion === 'grows' || (motion === 'too-early' && (steady || much)) ? classOf(grown) : null;
    return [
      finding({
        rule: 'mapping-growth',
        says: `Private memory went from ${bytesText(first)} to ${bytesText(last)} between ${readings.length === 2 ? 'two lists' : `the first and the last of ${readings.length} lists`} of the mappings. ${where(grown)}`,
        points,
        strength: motion === 'grows' || (steady && much) ? 'strong' : 'weak',
        evidence: readings.map(({ id }) => id),
        measured: { first, last, ...(grown.gcShare === null ? {} : { gcShare: grown.gcShare }) },
      }),
    ];
  },
};
