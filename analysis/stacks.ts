/** Call stacks: when two are the same, and what is kept of them. */
import { isOwnFrame, moduleKey } from './frame-roles.ts';
import type { CallStack, StackFrame } from './types.ts';
import { createFrameNumbers } from './frame-numbers.ts';
import type { FrameNumbers } from './frame-numbers.ts';
import { createNumberSequences, grown } from './number-sequences.ts';
import { splitFrame } from './split-frame.ts';
import { keptDepth, placeInStack, whichStacks } from './stack-bounds.ts';

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
export { splitFrame };

/** Threads that are named for one stack; `count` stays whole. */
const maxThreads = 32;

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

interface Group {
  readonly threads: string[];
  count: number;
  /** Its frames are those of the first of these threads, and stand here among all that are kept. */
  readonly start: number;
  readonly depth: number;
}

/** Stacks as a record can hold them. */
export interface BoundedStacks {
  readonly stacks: readonly CallStack[];
  readonly notes: readonly string[];
}

export interface StackGrouper {
  /**
   * Adds one frame as printed, from the top of the stack downwards; `symbol` where the tool writes it in another form.
   * Returns its number, with which it can be added `again`.
   */
  readonly frame: (printed: string, symbol?: string) => number;
  /** Adds the frames whose numbers are `numbers[from, to)`; at their offsets, or where these are below 0 as they were printed. */
  readonly again: (numbers: Int32Array, offsets: Int32Array, from: number, to: number) => void;
  /** The number of the frame that was added last to this stack; -1 where it has none. */
  readonly last: () => number;
  /** What is known of the frames by their numbers. */
  readonly known: Pick<FrameNumbers, 'printed' | 'offsetOf'>;
  /** Takes back the frame that was added last to this stack, as it was printed; null where the stack has none. */
  readonly takeBack: () => string | null;
  /** Ends the stack; one without frames is not counted. A thread's name that takes some making is made where it is kept. */
  readonly end: (thread: string | null | (() => string | null)) => void;
  readonly grouped: () => readonly CallStack[];
  /** The same as `boundStacks` of them, but only what is kept is made into frames: of ten thousand stacks some hundred are. */
  readonly bounded: () => BoundedStacks;
  /** Threads whose stacks were grouped. */
  readonly count: () => number;
  /** The first frames of the stacks that were grouped. */
  readonly tops: () => readonly StackFrame[];
  /** The modules of the stacks that were grouped, as printed: of equal stacks those of the first. */
  readonly modules: () => ReadonlySet<string>;
}

/** A stack, from its top: the numbers of its frames, their offsets where they are not as printed, and the places in the code. */
interface Current {
  numbers: Int32Array;
  offsets: Int32Array;
  places: Int32Array;
  depth: number;
}

function push(current: Current, number: number, offset: number, place: number): void {
  const { depth } = current;
  if (depth === current.numbers.length) {
    current.numbers = grown(current.numbers);
    current.offsets = grown(current.offsets);
    current.places = grown(current.places);
  }
  current.numbers[depth] = number;
  current.offsets[depth] = offset;
  current.places[depth] = place;
  current.depth = depth + 1;
}

const createCurrent = (): Current => ({
  numbers: new Int32Array(256),
  offsets: new Int32Array(256),
  places: new Int32Array(256),
  depth: 0,
});

interface Grouped {
  readonly groups: Group[];
  readonly frames: FrameNumbers;
  /** The frames of all groups, one group behind another. */
  readonly kept: Current;
}

function newGroup({ groups, frames, kept }: Grouped, { numbers, offsets, places, depth }: Current): Group {
  const group = { threads: [], count: 0, start: kept.depth, depth };
  for (let i = 0; i < depth; i++) {
    const number = numbers[i] ?? 0;
    frames.group(number);
    push(kept, number, offsets[i] ?? 0, places[i] ?? 0);
  }
  groups.push(group);
  return group;
}

function frameIn({ frames, kept }: Grouped, { start }: Group, at: number): StackFrame {
  return frames.frameAt(kept.numbers[start + at] ?? 0, kept.offsets[start + at] ?? -1);
}

/** The stack of a group with its first `depth` frames, or with those of both its ends. */
function stackOfGroup(grouped: Grouped, group: Group, depth: number, placeOf: (at: number) => number): CallStack {
  const frames = Array.from({ length: depth }, (_, at) => frameIn(grouped, group, placeOf(at)));
  return { threads: group.threads, count: group.count, frames };
}

const byCount = (groups: readonly Group[]): readonly Group[] => [...groups].sort((a, b) => b.count - a.count);

function bounded(grouped: Grouped): BoundedStacks {
  const { frames, kept } = grouped;
  const groups = byCount(grouped.groups);
  const hasOwn = ({ start, depth }: Group): boolean => {
    for (let at = 0; at < keptDepth(depth); at++) if (frames.isOwn(kept.numbers[start + placeInStack(at, depth)] ?? 0)) return true;
    return false;
  };
  const { isKept, notes } = whichStacks(groups.map((group) => ({ depth: group.depth, count: group.count, isOwn: hasOwn(group) })));
  const whole = groups.filter((_, index) => isKept[index] === true);
  return {
    stacks: whole.map((group) => stackOfGroup(grouped, group, keptDepth(group.depth), (at) => placeInStack(at, group.depth))),
    notes,
  };
}

/**
 * Groups equal stacks while they are read. A stack is the places of its frames in the code, as numbers: one that was seen
 * before costs one look-up (10,000 threads of a dump are mostly the same hundred stacks).
 */
export function createStackGrouper(): StackGrouper {
  const frames = createFrameNumbers();
  const grouped: Grouped = { groups: [], frames, kept: createCurrent() };
  const { groups } = grouped;
  const sequences = createNumberSequences();
  const current = createCurrent();
  return {
    frame(printed, symbol = printed) {
      const number = frames.numberOf(printed, symbol);
      push(current, number, -1, frames.placeOf(number));
      return number;
    },
    again(numbers, offsets, from, to) {
      for (let i = from; i < to; i++) push(current, numbers[i] ?? 0, offsets[i] ?? -1, frames.placeOf(numbers[i] ?? 0));
    },
    last: () => (current.depth === 0 ? -1 : (current.numbers[current.depth - 1] ?? -1)),
    known: frames,
    takeBack: () => (current.depth === 0 ? null : frames.printed(current.numbers[--current.depth] ?? 0)),
    end(thread) {
      if (current.depth === 0) return;
      const group = groups[sequences.indexOf(current.places, current.depth)] ?? newGroup(grouped, current);
      group.count += 1;
      if (group.threads.length < maxThreads) {
        const name = typeof thread === 'function' ? thread() : thread;
        if (name !== null) group.threads.push(name);
      }
      current.depth = 0;
    },
    grouped: () => byCount(groups).map((group) => stackOfGroup(grouped, group, group.depth, (at) => at)),
    bounded: () => bounded(grouped),
    count: () => groups.reduce((sum, { count }) => sum + count, 0),
    tops: () => groups.map((group) => frameIn(grouped, group, 0)),
    modules: frames.modules,
  };
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
    stacks.map(({ frames, count }, index) => ({ depth: frames.length, count, isOwn: short[index]?.frames.some(isOwnOnce) ?? false })),
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
