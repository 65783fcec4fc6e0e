/** Groups equal stacks while they are read, frame by frame, as numbers. */
import { createFrameNumbers } from './frame-numbers.ts';
import type { FrameNumbers } from './frame-numbers.ts';
import { createNumberSequences, grown } from './number-sequences.ts';
import { keptDepth, placeInStack, whichStacks } from './stack-bounds.ts';
import type { BoundedStacks } from './stack-bounds.ts';
import type { CallStack, StackFrame } from './types.ts';

/** Threads that are named for one stack; `count` stays whole. */
const maxThreads = 32;

/** A thread's name that takes some making is made where it is kept. */
export type ThreadName = string | (() => string);

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
  /** Ends the stack; one without frames is not counted. */
  readonly end: (thread: ThreadName | null) => void;
  readonly grouped: () => readonly CallStack[];
  /** The same as `boundStacks` of them, but only what is kept is made into frames: of ten thousand stacks some hundred are. */
  readonly bounded: () => BoundedStacks;
  /** Threads whose stacks were grouped. */
  readonly count: () => number;
  /** The first frames of the stacks that were grouped, each once and wherever in its function it stands. */
  readonly tops: () => readonly StackFrame[];
  /** The modules of the stacks that were grouped, as printed: of equal stacks those of the first. */
  readonly modules: () => ReadonlySet<string>;
}

/** Frames one behind another: their numbers, and their offsets where they are not as printed. */
interface Frames {
  numbers: Int32Array;
  offsets: Int32Array;
  length: number;
}

const createFrames = (): Frames => ({ numbers: new Int32Array(256), offsets: new Int32Array(256), length: 0 });

/** Room for `more` frames. */
function makeRoom(frames: Frames, more: number): void {
  while (frames.length + more > frames.numbers.length) {
    frames.numbers = grown(frames.numbers);
    frames.offsets = grown(frames.offsets);
  }
}

function push(frames: Frames, number: number, offset: number): void {
  makeRoom(frames, 1);
  frames.numbers[frames.length] = number;
  frames.offsets[frames.length++] = offset;
}

/** Adds `numbers[from, to)` with their offsets. */
function append(frames: Frames, numbers: Int32Array, offsets: Int32Array, from: number, to: number): void {
  makeRoom(frames, to - from);
  const { numbers: known, offsets: at, length } = frames;
  for (let i = from; i < to; i++) {
    known[length + i - from] = numbers[i] ?? 0;
    at[length + i - from] = offsets[i] ?? -1;
  }
  frames.length = length + to - from;
}

interface Group {
  readonly threads: ThreadName[];
  count: number;
  /** Its frames are those of the first of these threads, and stand here among all that are kept. */
  readonly start: number;
  readonly depth: number;
}

interface Grouped {
  readonly groups: Group[];
  readonly frames: FrameNumbers;
  /** The frames of all groups, one group behind another. */
  readonly kept: Frames;
}

function newGroup({ groups, frames, kept }: Grouped, { numbers, offsets, length }: Frames): Group {
  const group = { threads: [], count: 0, start: kept.length, depth: length };
  append(kept, numbers, offsets, 0, length);
  frames.group(numbers, length);
  groups.push(group);
  return group;
}

/** The stack of a group with its first `depth` frames, or with those of both its ends. */
function stackOfGroup(
  { frames, kept }: Grouped,
  { start, threads, count }: Group,
  depth: number,
  placeOf: (at: number) => number,
): CallStack {
  const frameIn = (at: number): StackFrame => frames.frameAt(kept.numbers[start + at] ?? 0, kept.offsets[start + at] ?? -1);
  return {
    threads: threads.map((thread) => (typeof thread === 'string' ? thread : thread())),
    count,
    frames: Array.from({ length: depth }, (_, at) => frameIn(placeOf(at))),
  };
}

const byCount = (groups: readonly Group[]): readonly Group[] => [...groups].sort((a, b) => b.count - a.count);

function bounded(grouped: Grouped): BoundedStacks {
  const { frames, kept } = grouped;
  const groups = byCount(grouped.groups);
  const hasOwn = ({ start, depth }: Group): boolean => {
    for (let at = 0; at < keptDepth(depth); at++) if (frames.isOwn(kept.numbers[start + placeInStack(at, depth)] ?? 0)) return true;
    return false;
  };
  const { isKept, notes } = whichStacks(groups.map((group) => ({ depth: group.depth, count: group.count, isOwn: () => hasOwn(group) })));
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
  const grouped: Grouped = { groups: [], frames, kept: createFrames() };
  const { groups, kept } = grouped;
  const sequences = createNumberSequences();
  const current = createFrames();
  let places = new Int32Array(current.numbers.length);
  return {
    frame(printed, symbol = printed) {
      const number = frames.numberOf(printed, symbol);
      push(current, number, -1);
      return number;
    },
    again(numbers, offsets, from, to) {
      append(current, numbers, offsets, from, to);
    },
    last: () => (current.length === 0 ? -1 : (current.numbers[current.length - 1] ?? -1)),
    known: frames,
    takeBack: () => (current.length === 0 ? null : frames.printed(current.numbers[--current.length] ?? 0)),
    end(thread) {
      if (current.length === 0) return;
      if (places.length < current.length) places = new Int32Array(current.numbers.length);
      frames.placesOf(current.numbers, current.length, places);
      const group = groups[sequences.indexOf(places, current.length)] ?? newGroup(grouped, current);
      group.count += 1;
      if (thread !== null && group.threads.length < maxThreads) group.threads.push(thread);
      current.length = 0;
    },
    grouped: () => byCount(groups).map((group) => stackOfGroup(grouped, group, group.depth, (at) => at)),
    bounded: () => bounded(grouped),
    count: () => groups.reduce((sum, { count }) => sum + count, 0),
    tops: () => [...new Set(groups.map(({ start }) => kept.numbers[start] ?? 0))].map((number) => frames.frameAt(number, -1)),
    modules: frames.modules,
  };
}
