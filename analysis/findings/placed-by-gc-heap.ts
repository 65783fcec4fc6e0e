/** Private memory that grew between single looks: how much of it the GC heap, told at both, explains. */
import { bytesText, shareText } from '../wording.ts';

/** From three quarters on a part explains the growth, below a quarter it does not. */
const explains = 0.75;
const doesNot = 0.25;

export interface PlacedGrowth {
  readonly place: 'on the .NET heap' | 'beside it' | 'both';
  /** Of the growth, 0 to 1. */
  readonly share: number;
  /** A whole sentence. */
  readonly where: string;
}

/** `gc` and `growth` in bytes, between the same two looks. */
export function placedByGcHeap(gc: number, growth: number): PlacedGrowth {
  const share = Math.min(1, Math.max(0, gc / growth));
  if (share >= explains)
    return { share, place: 'on the .NET heap', where: `The .NET heap grew by ${bytesText(gc)} meanwhile: that explains it.` };
  if (share <= doesNot) return { share, place: 'beside it', where: 'The .NET heap did not grow with it: it is native memory.' };
  return { share, place: 'both', where: `The .NET heap grew by ${bytesText(gc)} (${shareText(share)} of it), the rest is beside it.` };
}

/** Nothing was told of the GC heap, and the process may have one. */
export const heapUnseen = 'Whether it is the .NET heap or outside it is not known: the heap has to be seen too.';
export const noHeap = 'The process runs no .NET, so that is native memory.';
