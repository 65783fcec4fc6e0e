/** Which stacks a record can hold: a reading is bounded, about 1 MB as JSON. */
import type { CallStack } from './types.ts';

/** Frames of one stack, and frames of all stacks together. */
export const maxFramesPerStack = 128;
export const maxFrames = 4000;
/** Of a stack that is too deep (a recursion) both ends are kept: the top leaks, the bottom is the entry. */
const keptAtBottom = 28;
const keptAtTop = maxFramesPerStack - keptAtBottom;

/** Where the frame at `at` of those that are kept stands in a stack of `depth` frames. */
export const placeInStack = (at: number, depth: number): number => (at < keptAtTop ? at : at + depth - keptDepth(depth));

/** How many frames are kept of a stack of `depth`. */
export const keptDepth = (depth: number): number => Math.min(depth, maxFramesPerStack);

export interface MeasuredStack {
  readonly depth: number;
  /** Threads that have it. */
  readonly count: number;
  /** Is own code among the frames that are kept? Asked until there is no more room. */
  readonly isOwn: () => boolean;
}

/** Stacks as a record can hold them. */
export interface BoundedStacks {
  readonly stacks: readonly CallStack[];
  readonly notes: readonly string[];
}

/** Which of the stacks are kept, those with own code first; says what was left out. */
export function whichStacks(stacks: readonly MeasuredStack[]): { readonly isKept: readonly boolean[]; readonly notes: readonly string[] } {
  let budget = maxFrames;
  const isKept = stacks.map(() => false);
  const others: number[] = [];
  const keep = (index: number): void => {
    isKept[index] = (budget -= keptDepth(stacks[index]?.depth ?? 0)) >= 0;
  };
  for (let index = 0; index < stacks.length && budget >= 0; index++) {
    if (stacks[index]?.isOwn() === true) keep(index);
    else others.push(index);
  }
  for (const index of others) if (budget >= 0) keep(index);
  const deep = stacks.filter(({ depth }) => depth > maxFramesPerStack).length;
  const left = stacks.filter((_, index) => isKept[index] !== true);
  const threads = left.reduce((sum, { count }) => sum + count, 0);
  return {
    isKept,
    notes: [
      ...(deep > 0 ? [`${deep} stacks are deeper than ${maxFramesPerStack} frames: their middle was left out.`] : []),
      ...(left.length > 0
        ? [
            `${left.length} different stacks of ${threads} threads were left out to keep the record small; those with own code were kept first.`,
          ]
        : []),
    ],
  };
}
