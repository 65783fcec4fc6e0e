/** What the address space is used for, and whether there is room. */
import type { EvidenceOf } from '../order-of-evidence.ts';
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
const reservedTimes = 4;

type Space = EvidenceOf<'addressSpace'>;

function heapBytes({ usage }: Space): number {
  return Object.entries(usage).reduce((sum, [name, bytes]) => (/heap/i.test(name) ? sum + bytes : sum), 0);
}

function busyBytes({ usage, committed, reserved }: Space): number {
  const used = Object.entries(usage).reduce((sum, [name, bytes]) => (/free/i.test(name) ? sum : sum + bytes), 0);
  return Math.max(used, (committed ?? 0) + (reserved ?? 0));
}

function ask(space: Space): ReturnType<Question['ask']> {
  const { id, free, largestFree, committed, reserved } = space;
  const [heap, busy] = [heapBytes(space), busyBytes(space)];
  const total = busy + (free ?? 0);
  const is32 = free !== null && total <= small;
  if (heap >= heapAtLeast && heap >= heapShare * busy) {
    return [
      finding({
        rule: 'native-heap-dominates',
        says: `Native heaps take ${bytesText(heap)}, ${shareText(heap / busy)} of the address space in use.`,
        points: 'native',
        strength: 'strong',
        evidence: [id],
        measured: { heap, busy },
      }),
    ];
  }
  // On 64 bits the runtimes reserve hundreds of GB on purpose; only a small space runs out by reserving.
  if (is32 && committed !== null && reserved !== null && reserved >= reservedTimes * committed && reserved >= 0.25 * total) {
    return [
      finding({
        rule: 'reserved-not-used',
        says: `${bytesText(reserved)} are reserved and only ${bytesText(committed)} committed: something takes address space without using it.`,
        points: 'virtual',
        strength: 'strong',
        evidence: [id],
        measured: { reserved, committed },
      }),
    ];
  }
  if (is32 && free >= roomyFree * total && (largestFree ?? 0) >= roomyPiece * total) {
    return [
      finding({
        rule: 'address-space-roomy',
        says: `${shareText(free / total)} of the ${bytesText(total)} address space is free, ${bytesText(largestFree ?? 0)} of it in one piece, and ${bytesText(busy)} are in use: nothing has piled up here.`,
        points: 'no-leak',
        strength: 'strong',
        evidence: [id],
        measured: { free, total, largestFree: largestFree ?? 0 },
      }),
    ];
  }
  if (is32 && largestFree !== null && largestFree < 64 * MB) {
    return [
      finding({
        rule: 'address-space-tight',
        says: `The largest free piece of the address space is ${bytesText(largestFree)}: the next large allocation may fail, whatever the total says.`,
        strength: 'strong',
        evidence: [id],
        measured: { largestFree },
      }),
    ];
  }
  return [];
}

export const addressSpace: Question = {
  id: 'address-space',
  ask: ({ file }) => {
    const spaces = file.of('addressSpace');
    const newest = spaces.at(-1);
    return newest === undefined ? [] : ask(newest);
  },
};
