/** Looks at the address space, apart in time: committed private memory that grows, and how far it is known whose it is. */
import { gcGrowthBeside, type PrivateGrowth, privateGrowth } from '../private-memory.ts';
import type { LeakClass } from '../types.ts';
import { bytesText, durationText, seriesText, shareText } from '../wording.ts';
import { heapUnseen, noHeap, placedByGcHeap } from './placed-by-gc-heap.ts';
import { type Exhibits, finding, type Question } from './types.ts';

/** From here on the native heaps, or the stacks, are what grew. */
const explains = 0.75;
/** Of two looks alone: half as much again and 100 MB are more than a program that starts or works (as mapping-growth). */
const wellGrown = 1.5;
const wellGrownBytes = 100 * 1024 * 1024;

interface Placed {
  readonly points: LeakClass | null;
  readonly sure: boolean;
  readonly where: string;
}

function placeOf(grown: PrivateGrowth, { file, differences }: Exhibits): Placed {
  const { growth, heapShare, stackShare } = grown;
  if (stackShare >= 0.5) return { points: null, sure: false, where: 'Most of it are thread stacks.' };
  if (heapShare >= explains) return { points: 'native', sure: true, where: `${shareText(heapShare)} of it are native heaps.` };
  if (!grown.committed)
    return { points: null, sure: false, where: 'Whether it is memory or only address space that is reserved is not told.' };
  if (file.life.runtime === 'native') return { points: 'native', sure: true, where: noHeap };
  const gc = gcGrowthBeside(file, differences, grown);
  if (gc === null) return { points: 'native', sure: false, where: heapUnseen };
  const { place, where } = placedByGcHeap(gc, growth);
  // What the GC heap explains is said by what looked into it.
  return place === 'beside it' ? { points: 'native', sure: true, where } : { points: null, sure: false, where };
}

function saysOf({ readings, growth, first, last, steady, committed }: PrivateGrowth, where: string): string {
  const [from, to] = [readings[0]?.takenAt ?? null, readings.at(-1)?.takenAt ?? null];
  const span = from === null || to === null || to <= from ? '' : ` in ${durationText(to - from)}`;
  const what = committed ? 'Committed private memory' : 'Private memory';
  return `${what} grows by ${bytesText(growth)}${span}${steady ? ', higher each time' : ''}: what the process uses for itself goes ${seriesText([first, last], bytesText)}. ${where}`;
}

export const privateMemoryGrowth: Question = {
  id: 'private-memory-growth',
  ask: (exhibits) => {
    const { file } = exhibits;
    const grown = privateGrowth(file);
    if (grown === null) return [];
    const { readings, first, growth, steady, committed } = grown;
    const { points, sure, where } = placeOf(grown, exhibits);
    const motion = file.trend('privateBytes')?.motion ?? 'too-early';
    const much = growth >= Math.max(wellGrownBytes, (wellGrown - 1) * first);
    // Counters that stand still are a closer look than two summaries, of which the first may be of the start.
    const contradicted = motion !== 'too-early' && motion !== 'grows';
    const [from, to] = [readings[0]?.takenAt ?? null, readings.at(-1)?.takenAt ?? null];
    return [
      finding({
        rule: 'private-memory-growth',
        says: saysOf(grown, where),
        points: contradicted ? null : points,
        strength: sure && committed && (steady || much) ? 'strong' : 'weak',
        evidence: readings.map(({ id }) => id),
        measured: { first, growth, ...(from === null || to === null ? {} : { ms: to - from }) },
      }),
    ];
  },
};
