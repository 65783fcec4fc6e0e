/** What the address space is used for, and whether there is room. */
import { type EvidenceOf, inOrder } from '../order-of-evidence.ts';
import { privateGrowth } from '../private-memory.ts';
import { bytesText, shareText } from '../wording.ts';
import { finding, type Question } from './types.ts';

const GB = 1024 ** 3;
const MB = 1024 * 1024;
/** A space of at most this size is a 32-bit process's (2, 3 or 4 GB). */
const small = 4.5 * GB;
const heapShare = 0.6;
const heapAtLeast = 200 * MB;
/** Room: nine tenths of a small space free, and in one piece. */
const roomyFree = 0.9;
const roomyPiece = 0.5;
/** Reserved four times what is committed, and a quarter of the space: nothing reserves so on purpose. */
const reservedTimes = 4;
const reservedOfTotal = 0.25;
/** The GC's smallest segment on 32 bits is 16 MB, a large one 64: below that the next segment fails. */
const tightPiece = 64 * MB;
const leastGrowth = 100 * MB;

type Space = EvidenceOf<'addressSpace'>;

function heapBytes({ usage }: Space): number {
  return Object.entries(usage).reduce((sum, [name, bytes]) => (/heap/i.test(name) && !/gc|pageheap/i.test(name) ? sum + bytes : sum), 0);
}

/** `RegionUsagePageHeap`: each block on pages of its own, behind it one that may not be touched. */
function pageHeapBytes({ usage }: Space): number {
  return Object.entries(usage).reduce((sum, [name, bytes]) => (/pageheap/i.test(name) ? sum + bytes : sum), 0);
}

function busyBytes({ usage, committed, reserved }: Space): number {
  const used = Object.entries(usage).reduce((sum, [name, bytes]) => (/free/i.test(name) ? sum : sum + bytes), 0);
  return Math.max(used, (committed ?? 0) + (reserved ?? 0));
}

interface Measured {
  readonly space: Space;
  readonly heap: number;
  readonly busy: number;
  readonly total: number;
  readonly free: number;
  /** A 32-bit process: on 64 bits the runtimes reserve hundreds of GB on purpose, and room never ends. */
  readonly is32: boolean;
}

function measure(space: Space): Measured {
  const [heap, busy, free] = [heapBytes(space), busyBytes(space), space.free ?? 0];
  return { space, heap, busy, free, total: busy + free, is32: space.free !== null && busy + free <= small };
}

type Answer = ReturnType<typeof finding> | null;

/** Where all that is committed is less than this share of the heaps, most of them is only reserved. */
const usedShare = 0.5;

function heapsDominate({ space, heap, busy }: Measured): Answer {
  if (heap < heapAtLeast || heap < heapShare * busy) return null;
  const isReserve = space.committed !== null && space.committed < usedShare * heap;
  const reserve = isReserve
    ? ` All that is committed is ${bytesText(space.committed)}: most of the heaps is reserved and not in use, as in a fragmented heap.`
    : '';
  return finding({
    rule: 'native-heap-dominates',
    says: `Native heaps take ${bytesText(heap)}, ${shareText(heap / busy)} of the address space in use.${reserve}`,
    points: 'native',
    strength: isReserve ? 'weak' : 'strong',
    evidence: [space.id],
    measured: { heap, busy },
  });
}

/** Full page heap left on takes two pages for each block: what the address space shows is the tool. */
function pageHeapOn({ space, busy }: Measured): Answer {
  const bytes = pageHeapBytes(space);
  if (bytes < heapAtLeast) return null;
  return finding({
    rule: 'page-heap-on',
    says: `Full page heap is on: its pages take ${bytesText(bytes)}, ${shareText(bytes / busy)} of the address space in use, two for each block whatever its size. Sizes tell nothing of a leak until it is off (gflags /p /disable IMAGE.exe, then restart the process).`,
    points: null,
    strength: 'strong',
    evidence: [space.id],
    measured: { bytes, busy },
  });
}

function reservedNotUsed({ space, is32, total }: Measured): Answer {
  const { committed, reserved } = space;
  if (!is32 || committed === null || reserved === null || reserved < reservedTimes * committed || reserved < reservedOfTotal * total)
    return null;
  return finding({
    rule: 'reserved-not-used',
    says: `${bytesText(reserved)} are reserved and only ${bytesText(committed)} committed: something takes address space without using it.`,
    points: 'virtual',
    strength: 'strong',
    evidence: [space.id],
    measured: { reserved, committed },
  });
}

function roomy({ space, is32, free, total, busy }: Measured): Answer {
  const piece = space.largestFree ?? 0;
  if (!is32 || free < roomyFree * total || piece < roomyPiece * total) return null;
  return finding({
    rule: 'address-space-roomy',
    says: `${shareText(free / total)} of the ${bytesText(total)} address space is free, ${bytesText(piece)} of it in one piece, and ${bytesText(busy)} are in use: nothing has piled up here.`,
    points: 'no-leak',
    strength: 'strong',
    evidence: [space.id],
    measured: { free, total, largestFree: piece },
  });
}

function tight({ space, is32 }: Measured): Answer {
  const { largestFree } = space;
  if (!is32 || largestFree === null || largestFree >= tightPiece) return null;
  return finding({
    rule: 'address-space-tight',
    says: `The largest free piece of the address space is ${bytesText(largestFree)}: the next large allocation may fail, whatever the total says.`,
    strength: 'strong',
    evidence: [space.id],
    measured: { largestFree },
  });
}

/** What a dump says of its process's memory, where nothing else says its size: a level. */
function told({ space, is32 }: Measured): Answer {
  const { privateBytes, committed, largestFree } = space;
  if (space.parser !== 'minidump' || privateBytes === null) return null;
  const all = committed === null ? '' : ` of ${bytesText(committed)} committed in all (files and images with it)`;
  const piece = is32 && largestFree !== null ? ` The largest free piece of its address space is ${bytesText(largestFree)}.` : '';
  return finding({
    rule: 'private-memory-level',
    says: `The process had ${bytesText(privateBytes)} of private memory${all} when the dump was taken.${piece} That is a level: a second dump of the same process shows whether it grows.`,
    strength: 'weak',
    evidence: [space.id],
    measured: { privateBytes, ...(committed === null ? {} : { committed }) },
  });
}

/** Reserving goes on while committing does not: two summaries of one life. */
function reservingGrows(first: Space, last: Space): Answer {
  if (first.committed === null || last.committed === null) return null;
  const [more, used] = [(last.reserved ?? 0) - (first.reserved ?? 0), last.committed - first.committed];
  if (first.reserved === null || last.reserved === null || more < leastGrowth || used > more / 4) return null;
  return finding({
    rule: 'reserved-grows',
    says: `Reserved address space grows from ${bytesText(first.reserved)} to ${bytesText(last.reserved)} while committed memory moves by ${bytesText(used)}: something reserves and does not use.`,
    points: 'virtual',
    strength: 'strong',
    evidence: [first.id, last.id],
    measured: { more, used },
  });
}

const mappedBytes = ({ usage }: Space): number =>
  Object.entries(usage).reduce((sum, [name, bytes]) => (/mapped/i.test(name) ? sum + bytes : sum), 0);
/** Of all that came into use so much is mapped views. */
const mappedShare = 0.5;

/** Views of files pile up. Where room never ends a cache of mapped files may take what it likes; on 32 bits it takes it from the rest. */
function mappedViewsGrow(first: Space, last: Space): Answer {
  const [before, after] = [mappedBytes(first), mappedBytes(last)];
  const [more, used] = [after - before, busyBytes(last) - busyBytes(first)];
  if (!measure(first).is32 || !measure(last).is32 || more < leastGrowth || more < before || more < mappedShare * used) return null;
  return finding({
    rule: 'reserved-grows',
    about: 'MappedFile',
    says: `Mapped views of files grow from ${bytesText(before)} to ${bytesText(after)} of a 32-bit address space: views are mapped and not unmapped, or a cache keeps them.`,
    points: 'virtual',
    strength: 'weak',
    evidence: [first.id, last.id],
    measured: { more, used },
  });
}

export const addressSpace: Question = {
  id: 'address-space',
  ask: ({ file }) => {
    const { ordered } = inOrder(file.of('addressSpace'));
    const [first, last] = [ordered[0], ordered.at(-1) ?? file.of('addressSpace').at(-1)];
    if (last === undefined) return [];
    const measured = measure(last);
    // Where it grows by much, room is no sign that nothing piles up.
    const looks =
      privateGrowth(file) === null
        ? [pageHeapOn, heapsDominate, reservedNotUsed, roomy, tight]
        : [pageHeapOn, heapsDominate, reservedNotUsed, tight];
    const level = looks.map((look) => look(measured)).find((answer) => answer !== null) ?? null;
    const growth = first === undefined || first === last ? null : (reservingGrows(first, last) ?? mappedViewsGrow(first, last));
    const size = privateGrowth(file) === null && ordered.length < 2 ? told(measured) : null;
    return [level, growth, size].filter((answer) => answer !== null);
  },
};
