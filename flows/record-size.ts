/** Keeps a record small: it is written whole at each save, and must stay under 1 MB (HOUSE.md §4). The raw output is kept beside it, whole. */
import type { Evidence } from '../analysis/types.ts';
import { packedEvidence } from './packed-samples.ts';

/** One output may take this much of the record, all evidence together that much; the rest is for verdict and timeline. UTF-8 bytes. */
export const mostBytesOfOne = 160_000;
export const mostBytesOfAll = 720_000;
const leastSamples = 60;
const caps = [2000, 800, 400, 200, 100, 60, 40, 20, 10, 5] as const;

const encoder = new TextEncoder();

export function bytesOf(value: unknown): number {
  return encoder.encode(JSON.stringify(value)).length;
}

/** What evidence weighs in a stored record, UTF-8 bytes. */
export function storedBytesOf(evidence: readonly Evidence[]): number {
  return bytesOf(evidence.map(packedEvidence));
}

/** Every n-th sample with the first and the last. */
function thinned<T>(samples: readonly T[], most: number): readonly T[] {
  if (samples.length <= most) return samples;
  const step = (samples.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, index) => samples[Math.round(index * step)]).filter((each) => each !== undefined);
}

type Counters = Extract<Evidence, { kind: 'counters' }>;

function smallerSeries(evidence: Counters, most: number): Counters {
  const samples = Math.max(leastSamples, Math.floor(most));
  return { ...evidence, series: evidence.series.map((each) => ({ ...each, samples: thinned(each.samples, samples) })) };
}

/** What matters most comes first before a list is cut: the larger, the more frequent, the longer stack (waiting threads have short ones). */
function weight(item: unknown): number {
  if (typeof item !== 'object' || item === null) return 0;
  if ('bytes' in item && typeof item.bytes === 'number') return Math.abs(item.bytes);
  if ('frames' in item && Array.isArray(item.frames)) return item.frames.length;
  if ('count' in item && typeof item.count === 'number') return item.count;
  return 0;
}

function isStack(list: readonly unknown[]): boolean {
  return list.length > 0 && list.every((each) => typeof each === 'object' && each !== null && 'printed' in each);
}

/** Lists and maps cut to `most`; the frames of a stack stay whole up to 100 because their order is their meaning. */
function cut(value: unknown, most: number): unknown {
  if (Array.isArray(value)) {
    if (isStack(value)) return value.slice(0, Math.max(100, most));
    const kept = value.length <= most ? value : value.toSorted((a, b) => weight(b) - weight(a)).slice(0, most);
    return kept.map((each) => cut(each, most));
  }
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value);
  const isMap = fields.length > most && fields.every(([, field]) => typeof field === 'number');
  const kept = isMap ? fields.toSorted((a, b) => Number(b[1]) - Number(a[1])).slice(0, most) : fields;
  return Object.fromEntries(kept.map(([name, field]) => [name, cut(field, most)]));
}

const thinnedNote = 'Every series was thinned to fit into the case, because a case stays small; the output itself is kept whole.';
const cutNote = 'Only the largest part is kept in the case, because a case stays small; the output itself is kept whole.';

/** The evidence, cut to its share of the record; says so in its notes when it was. */
export function bounded(evidence: Evidence, most: number = mostBytesOfOne): Evidence {
  const size = storedBytesOf([evidence]);
  if (size <= most) return evidence;
  if (evidence.kind === 'counters') return thinnedTo(evidence, most);
  return cutTo({ ...evidence, notes: [...evidence.notes, cutNote] }, most);
}

/** Parts of the way down, because samples differ in their number of digits. */
const shares = [0.95, 0.85, 0.7, 0.5, 0.25, 0.1] as const;

function thinnedTo(evidence: Counters, most: number): Evidence {
  const noted = { ...evidence, notes: [...evidence.notes, thinnedNote] };
  const samples = Math.max(1, ...evidence.series.map((each) => each.samples.length));
  const size = storedBytesOf([noted]);
  for (const share of shares) {
    const smaller = smallerSeries(noted, ((samples * most) / size) * share);
    if (storedBytesOf([smaller]) <= most) return smaller;
  }
  // So many series that even their ends are too much: those of the most common counters stay.
  const fewest = smallerSeries(noted, leastSamples);
  return { ...fewest, series: fewest.series.slice(0, Math.floor((fewest.series.length * most) / storedBytesOf([fewest]) / 2)) };
}

function cutTo(evidence: Evidence, most: number): Evidence {
  for (const cap of caps) {
    const smaller = cut(evidence, cap) as Evidence;
    if (bytesOf(smaller) <= most) return smaller;
  }
  return cut(evidence, 1) as Evidence;
}
