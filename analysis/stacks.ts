/** Call stacks: when two are the same, and what is kept of them. */
import { isOwnFrame, moduleKey } from './frame-roles.ts';
import { splitFrame } from './split-frame.ts';
import { keptDepth, placeInStack, whichStacks } from './stack-bounds.ts';
import type { BoundedStacks } from './stack-bounds.ts';
import { createStackGrouper } from './stack-grouper.ts';
import type { CallStack, StackFrame } from './types.ts';

export {
  blamedFrame,
  entryFrame,
  finalizerFrame,
  firstOwnFrame,
  frameRole,
  isJoinedWithNext,
  isOwnFrame,
  moduleKey,
} from './frame-roles.ts';
export { maxFrames, maxFramesPerStack } from './stack-bounds.ts';
export type { BoundedStacks } from './stack-bounds.ts';
export { createStackGrouper } from './stack-grouper.ts';
export type { StackGrouper } from './stack-grouper.ts';
export { splitFrame };

/** `MyDrawing!MyDrawing.GdiPlusCanvas.BitmapToMonochrome`: no arguments, no offset. */
export function frameName(frame: StackFrame): string {
  if (frame.function === null) return frame.module ?? frame.printed;
  return frame.module === null ? frame.function : `${frame.module}!${frame.function}`;
}

/** The same for one place in the code whatever its address, its offset, the case of its module and its native image. */
export function frameSignature({ module, function: name }: StackFrame): string {
  const key = module === null ? '' : moduleKey(module);
  return name === null ? key || '?' : `${key}!${name}`;
}

/** Two stacks with the same signature are the same stack. */
export function stackSignature(frames: readonly StackFrame[]): string {
  return frames.map(frameSignature).join('\n');
}

/** Equal stacks become one, the most frequent first. */
export function groupStacks(
  stacks: readonly { readonly thread: string | null; readonly frames: readonly string[] }[],
): readonly CallStack[] {
  const grouper = createStackGrouper();
  for (const { thread, frames } of stacks) {
    for (const each of frames) grouper.frame(each);
    grouper.end(thread);
  }
  return grouper.grouped();
}

/** Keeps what a record can hold: stacks with own code first, then by their count; says what was left out. */
export function boundStacks(stacks: readonly CallStack[]): BoundedStacks {
  const shortened = (frames: readonly StackFrame[]): readonly StackFrame[] =>
    Array.from({ length: keptDepth(frames.length) }, (_, at) => frames[placeInStack(at, frames.length)]).filter(
      (each) => each !== undefined,
    );
  const short = stacks.map((stack) =>
    keptDepth(stack.frames.length) === stack.frames.length ? stack : { ...stack, frames: shortened(stack.frames) },
  );
  // The stacks of a process share their frames.
  const isOwn = new Map<StackFrame, boolean>();
  const isOwnOnce = (frame: StackFrame): boolean => isOwn.get(frame) ?? isOwn.set(frame, isOwnFrame(frame)).get(frame) === true;
  const { isKept, notes } = whichStacks(
    stacks.map(({ frames, count }, index) => ({ depth: frames.length, count, isOwn: () => short[index]?.frames.some(isOwnOnce) ?? false })),
  );
  return { stacks: short.filter((_, index) => isKept[index] === true), notes };
}

/** Frames of one stack that are kept: deeper ones are a recursion. */
const mostFrames = 100;

/** One stack by itself, from the top: each frame as printed, and the symbol that it is read as. Null where it has none. */
export function stackOf(frames: readonly { readonly printed: string; readonly symbol: string }[]): CallStack | null {
  const grouper = createStackGrouper();
  for (const { printed, symbol } of frames.slice(0, mostFrames)) grouper.frame(printed, symbol);
  grouper.end(null);
  return grouper.grouped()[0] ?? null;
}
