/** What a native heap holds, as far as `!heap -s` tells it. */
import type { NativeHeap } from './types.ts';

/** Blocks from this size on get an allocation of their own (`VirtualMemoryThreshold`: 0xFE00 units of 8 or 16 bytes). */
const leastLarge32 = 508 * 1024;
const leastLarge64 = 1016 * 1024;
/** The address of a heap in a 32-bit process has no more digits. */
const digits32 = 8;

/** Bytes that a heap takes at least: what its segments have committed, and its large blocks by the size that makes them large. */
export function heldByHeap({ heap, committed, largeBlocks = 0 }: NativeHeap): number {
  return committed + largeBlocks * (heap.length > digits32 ? leastLarge64 : leastLarge32);
}
