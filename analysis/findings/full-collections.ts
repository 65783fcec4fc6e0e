/**
 * A GC heap that grows while hardly a full collection runs: what is dead in the oldest generation is collected by nothing else, so
 * that it grows proves little. SPEC §1 and FACTS §12.3: no verdict before two gen-2 collections.
 */
import type { CaseFile } from '../case-file.ts';
import type { NamedTrend } from '../counter-trends.ts';
import { bytesText, durationText } from '../wording.ts';
import { finding, type Question } from './types.ts';

const fewest = 2;
/** Two values of the counter are one look: a column that stands still has to be seen to. */
const leastSamples = 3;

/** Full collections from the first to the last sample of the stretch: of a running total its rise, of a count for each interval their sum. */
function collectionsIn({ taken }: NamedTrend, from: number, to: number): number | null {
  const values = taken.filter(({ at }) => at >= from && at <= to).map(({ value }) => value);
  if (values.length < leastSamples) return null;
  const isTotal = values.every((each, i) => each >= (values[i - 1] ?? each));
  return isTotal ? (values.at(-1) ?? 0) - (values[0] ?? 0) : values.reduce((sum, each) => sum + each, 0);
}

/** Somebody asked for what lives: gcdump collects first, `-live` counts only what is referenced. */
const sawWhatLives = (file: CaseFile): boolean =>
  file.of('heapStatistic').filter(({ parser, part }) => parser === 'gcdump-report' || part === '-live').length > 1;

export const fullCollections: Question = {
  id: 'full-collections',
  ask: ({ file }) => {
    const [heap, counted] = [file.trend('gcHeap'), file.trend('gen2Collections')];
    if (heap?.motion !== 'grows' || counted === null || sawWhatLives(file)) return [];
    const ran = collectionsIn(counted, heap.from, heap.to);
    if (ran === null || ran >= fewest) return [];
    const many = ran < 1 ? 'No full collection (gen 2) has' : 'Only one full collection (gen 2) has';
    return [
      finding({
        rule: 'no-full-collection',
        says: `${many} run in the ${durationText(heap.to - heap.from)} in which the .NET heap grew by ${bytesText(heap.last - heap.first)}: whether those objects are still referenced, or dead and not collected yet, is not known.`,
        strength: 'strong',
        evidence: [...heap.evidence, ...counted.evidence],
        measured: { collections: ran, ms: heap.to - heap.from },
      }),
    ];
  },
};
