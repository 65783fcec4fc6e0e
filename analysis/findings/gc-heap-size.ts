/** The GC heap by itself: how large, how much of it is holes, how much is only kept. */
import { type EvidenceOf, inOrder, newest } from '../order-of-evidence.ts';
import type { Evidence, Finding } from '../types.ts';
import { bytesText, shareText } from '../wording.ts';
import { finding, type Question } from './types.ts';

const MB = 1024 * 1024;
/** Free space between objects: normal up to a fifth or so; above a half the heap is mostly holes. */
const holes = 0.5;
const someHoles = 0.3;
const worthAWord = 64 * MB;
const largeHeap = 1024 * MB;
/** Committed memory that is this many times what lives was kept by the GC for later. */
const keeps = 4;
const keepsAtLeast = 512 * MB;

/** The large object heap holds most of what lives, and it is large: what is held are arrays and long strings. */
const mostOfHeap = 0.6;
const largeObjects = 1024 * MB;
const veryLarge = 2048 * MB;

interface Measured {
  readonly id: string;
  readonly bytes: number | null;
  readonly free: number | null;
  readonly committed: number | null;
  readonly loh?: number | null;
}

function fromStatistic({ id, types, totalBytes }: EvidenceOf<'heapStatistic'>): Measured {
  const listed = types.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
  return { id, bytes: Math.max(totalBytes ?? 0, listed), free: types.find(({ type }) => type === 'Free')?.bytes ?? null, committed: null };
}

/** What the first look says of the holes of the last. */
function firstText({ bytes, free }: Measured): string {
  return ` At the first look ${bytesText(free ?? 0)} of ${bytesText(bytes ?? 0)} were.`;
}

function fragmented({ id, bytes, free }: Measured, before: Measured | null): ReturnType<Question['ask']> {
  if (bytes === null || free === null || free < worthAWord || free / bytes < someHoles) return [];
  const share = free / bytes;
  return [
    finding({
      rule: 'heap-fragmentation',
      says: `${bytesText(free)} of the ${bytesText(bytes)} .NET heap (${shareText(share)}) are holes between objects that cannot be moved or are not worth moving.${before === null ? '' : firstText(before)}`,
      points: 'managed',
      strength: share >= holes ? 'strong' : 'weak',
      evidence: before === null ? [id] : [before.id, id],
      measured: { free, bytes, share },
    }),
  ];
}

function size({ id, bytes, free, committed }: Measured): ReturnType<Question['ask']> {
  if (bytes === null) return [];
  if (committed !== null && committed >= keepsAtLeast && committed >= keeps * bytes) {
    return [
      finding({
        rule: 'gc-keeps-memory',
        says: `The GC has ${bytesText(committed)} committed for ${bytesText(bytes)} of live objects: it keeps memory for the next burst and gives it back under pressure.`,
        points: 'no-leak',
        strength: 'strong',
        evidence: [id],
        measured: { committed, bytes },
      }),
    ];
  }
  // Holes are held by nobody.
  const live = bytes - (free ?? 0);
  if (live < largeHeap) return [];
  return [
    finding({
      rule: 'gc-heap-large',
      says: `The .NET heap is ${bytesText(bytes)}${free === null ? '' : `, ${shareText(free / bytes)} of it free`}: whatever holds it is managed.`,
      points: 'managed',
      strength: live >= 3 * largeHeap ? 'strong' : 'weak',
      evidence: [id],
      measured: { bytes },
    }),
  ];
}

/** Large objects by themselves, where the heap is not mostly holes. */
function large({ id, bytes, free, loh }: Measured): ReturnType<Question['ask']> {
  if (bytes === null || loh == null || loh < largeObjects || loh / bytes < mostOfHeap || (free ?? 0) / bytes >= someHoles) return [];
  return [
    finding({
      rule: 'loh-large',
      says: `${bytesText(loh)} of the ${bytesText(bytes)} .NET heap (${shareText(loh / bytes)}) are large objects: arrays and strings of 85,000 bytes and more. !dumpheap -stat -min 85000 names their types.`,
      points: 'managed',
      strength: loh >= veryLarge ? 'strong' : 'weak',
      evidence: [id],
      measured: { loh, bytes },
    }),
  ];
}

/** A statistic that was cut short and lists no holes does not say that there are none. */
const tellsHoles = ({ types, partial }: EvidenceOf<'heapStatistic'>): boolean => !partial || types.some(({ type }) => type === 'Free');

/** The oldest look with which the newest can be compared. */
function holesBefore(looks: readonly Measured[], now: Measured): Measured | null {
  const first = looks.find(({ bytes, free }) => bytes !== null && free !== null) ?? null;
  return first === null || first.id === now.id || looks.at(-1)?.id !== now.id ? null : first;
}

/** Of looks of one kind the newest: how large it is, and how much of the newest that lists holes they are. */
function inLooks<E extends Evidence>(items: readonly E[], listing: readonly E[], measured: (item: E) => Measured): readonly Finding[] {
  const looks = inOrder(listing).ordered.map(measured);
  const holey = newest(listing)
    .map(measured)
    .flatMap((each) => fragmented(each, holesBefore(looks, each)));
  return [
    ...holey,
    ...newest(items)
      .map(measured)
      .flatMap((each) => [...size(each), ...large(each)]),
  ];
}

export const gcHeapSize: Question = {
  id: 'gc-heap-size',
  ask: ({ file }) => {
    const heaps = file.of('gcHeap');
    const statistics = file.of('heapStatistic').filter(({ part }) => part === undefined);
    return [...inLooks(heaps, heaps, (each) => each), ...inLooks(statistics, statistics.filter(tellsHoles), fromStatistic)];
  },
};
