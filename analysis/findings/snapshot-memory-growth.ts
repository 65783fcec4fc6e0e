/** A few single looks at a process's own memory, apart in time (/proc/PID/status, the counters of minidumps): too few for a trend, not for a difference. */
import { mappedGrowth } from '../mapped-growth.ts';
import { privateGrowth } from '../private-memory.ts';
import { riseOf } from '../rise.ts';
import { fewestSamples } from '../trend/trend.ts';
import { bytesText, durationText, seriesText } from '../wording.ts';
import { timeBetween } from '../order-of-evidence.ts';
import { type Look, looksAt } from './looks.ts';
import { heapUnseen, noHeap, placedByGcHeap, type PlacedGrowth } from './placed-by-gc-heap.ts';
import { type Exhibits, finding, type Question } from './types.ts';

/** Half as much again and 100 MB are more than a program at work (as private-memory-growth); what rises each time tells by less. */
const wellGrown = 0.5;
const steadyShare = 0.2;
const leastBytes = 100 * 1024 * 1024;
/** Looks nearer to each other may both be of the start; of looks that tell no time the first may be, and has to have doubled. */
const leastMs = 30 * 60_000;
const untimedShare = 1;
const untimedBytes = 500 * 1024 * 1024;

/** What is resident (ps, top) is private memory and files; where nothing tells the private part its growth is the next best. */
type Memory = 'privateBytes' | 'workingSet';

/** A trend, a list of mappings or of regions tells more, and has been asked. */
function isToldBetter({ file }: Exhibits, memory: Memory): boolean {
  const trend = file.trend(memory);
  const isLog = trend !== null && (trend.motion !== 'too-early' || trend.samples >= fewestSamples);
  return isLog || mappedGrowth(file) !== null || privateGrowth(file) !== null;
}

/** Assemblies that were loaded or generated meanwhile, in hundreds, live outside the GC heap as well. */
const manyAssemblies = 500;
function assembliesGrow(looks: readonly Look[]): boolean {
  const counts = looks.map(({ values }) => values.assemblies ?? null);
  const { growth, swings } = riseOf(counts);
  return growth !== null && !swings && growth >= Math.max(manyAssemblies, counts[0] ?? 0);
}

/** Whose it is: the GC heap was told beside it, or the process has none. */
function placeOf(looks: readonly Look[], growth: number, { file }: Exhibits): PlacedGrowth | null {
  if (file.life.runtime === 'native') return { share: 0, place: 'beside it', where: noHeap };
  const heaps = looks.map(({ values }) => values.gcHeap ?? values.gcCommitted ?? null);
  const gc = heaps.includes(null) ? null : riseOf(heaps).growth;
  return gc === null ? null : placedByGcHeap(gc, growth);
}

export const snapshotMemoryGrowth: Question = {
  id: 'snapshot-memory-growth',
  ask: (exhibits) => {
    const memory = looksAt(exhibits, 'privateBytes').length > 0 ? 'privateBytes' : 'workingSet';
    const looks = looksAt(exhibits, memory);
    const values = looks.map((look) => look.values[memory] ?? 0);
    const { growth, steady, swings } = riseOf(values);
    const [first = 0] = values;
    const ms = timeBetween(looks);
    if (growth === null || swings || (ms !== null && ms < leastMs) || isToldBetter(exhibits, memory)) return [];
    const share = ms === null ? untimedShare : steady ? steadyShare : wellGrown;
    if (growth < Math.max(ms === null ? untimedBytes : leastBytes, share * first)) return [];
    const place = placeOf(looks, growth, exhibits);
    const loaded = place?.place === 'beside it' && assembliesGrow(looks);
    const where = loaded ? 'The .NET heap did not grow with it, the loaded assemblies did.' : (place?.where ?? heapUnseen);
    return [
      finding({
        rule: 'private-memory-growth',
        about: 'looks',
        says: `${memory === 'privateBytes' ? 'Private memory' : 'Resident memory'} grows by ${bytesText(growth)}${ms === null ? '' : ` in ${durationText(ms)}`}, ${looks.length} looks: ${seriesText(values, bytesText)}${steady ? ', higher each time' : ''}. ${where}`,
        // Of growth in two places the larger part gives the class.
        points: loaded ? 'loader-heap' : (place?.share ?? 0) > 0.5 ? 'managed' : 'native',
        strength: place !== null && place.place !== 'both' && steady ? 'strong' : 'weak',
        evidence: looks.map(({ id }) => id),
        measured: { first, growth, ...(ms === null ? {} : { ms }) },
      }),
    ];
  },
};
