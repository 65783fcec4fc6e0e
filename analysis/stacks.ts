/** Call stacks: when two are the same, and what is kept of them. */
import { isOwnFrame, moduleKey } from './frame-roles.ts';
import type { CallStack, StackFrame } from './types.ts';
import { createNumberSequences, grown } from './number-sequences.ts';
import { splitFrame } from './split-frame.ts';

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
export { splitFrame };

/** Threads that are named for one stack; `count` stays whole. */
const maxThreads = 32;

/** `MyDrawing!MyDrawing.GdiPlusCanvas.BitmapToMonochrome`: no arguments, no offset. */
export function frameName(frame: StackFrame): string {
  if (frame.function === null) return frame.module ?? frame.printed;
  return frame.module === null ? frame.function : `${frame.module}!${frame.function}`;
}

/** The same for one place in the code whatever its address, its offset, the case of its module and its native image. */
export function frameSignature(frame: StackFrame): string {
  return signatureIn(new Map(), frame);
}

/** The same; the keys of modules are kept in `keys`: a log has thousands of frames and some dozen modules. */
function signatureIn(keys: Map<string, string>, { module, function: name }: StackFrame): string {
  let key = module === null ? '' : keys.get(module);
  if (key === undefined) {
    key = moduleKey(module ?? '');
    keys.set(module ?? '', key);
  }
  return name === null ? key || '?' : `${key}!${name}`;
}

/** Two stacks with the same signature are the same stack. */
export function stackSignature(frames: readonly StackFrame[]): string {
  return frames.map(frameSignature).join('\n');
}

interface Group {
  readonly threads: string[];
  count: number;
  readonly frames: readonly StackFrame[];
}

export interface StackGrouper {
  /**
   * Adds one frame as printed, from the top of the stack downwards; `symbol` where the tool writes it in another form.
   * Returns its number, with which it can be added `again`.
   */
  readonly frame: (printed: string, symbol?: string) => number;
  /** Adds the frames whose numbers are `numbers[from, to)`. */
  readonly again: (numbers: Int32Array, from: number, to: number) => void;
  /** The number of the frame that was added last to this stack; -1 where it has none. */
  readonly last: () => number;
  /** A frame as printed, by its number. */
  readonly printed: (number: number) => string;
  /** Takes back the frame that was added last to this stack, as it was printed; null where the stack has none. */
  readonly takeBack: () => string | null;
  /** Ends the stack; one without frames is not counted. A thread's name that takes some making is made where it is kept. */
  readonly end: (thread: string | null | (() => string | null)) => void;
  readonly grouped: () => readonly CallStack[];
  /** The modules of the stacks that were grouped, as printed: of equal stacks those of the first. */
  readonly modules: () => ReadonlySet<string>;
}

/** Each different frame as printed is taken apart once. */
interface KnownFrame {
  readonly printed: string;
  readonly frame: StackFrame;
  /** Frames of one signature are one place in the code. */
  readonly signature: number;
  /** It stands in a stack that was grouped, and was not only taken back. */
  isGrouped: boolean;
}

function knownFrame(printed: string, symbol: string, signatures: Map<string, number>, modules: Map<string, string>): KnownFrame {
  const frame = symbol === printed ? splitFrame(printed) : { ...splitFrame(symbol), printed: splitFrame(printed).printed };
  const text = signatureIn(modules, frame);
  let signature = signatures.get(text);
  if (signature === undefined) {
    signature = signatures.size;
    signatures.set(text, signature);
  }
  return { printed, frame, signature, isGrouped: false };
}

function framesOf(known: readonly KnownFrame[], numbers: Int32Array, depth: number): readonly StackFrame[] {
  const frames: StackFrame[] = [];
  for (let i = 0; i < depth; i++) {
    const each = known[numbers[i] ?? 0];
    if (each !== undefined) frames.push(each.frame);
    if (each !== undefined) each.isGrouped = true;
  }
  return frames;
}

function nameThread({ threads }: Group, thread: string | null): void {
  if (thread !== null) threads.push(thread);
}

/**
 * Groups equal stacks while they are read. A stack is the numbers of its frames: one that was seen before, frame by frame
 * as printed, costs one look-up (10,000 threads of a dump are mostly the same hundred stacks), any other one more.
 */
export function createStackGrouper(): StackGrouper {
  const numbers = new Map<string, number>();
  const known: KnownFrame[] = [];
  const [signatures, keys] = [new Map<string, number>(), new Map<string, string>()];
  const [asPrinted, bySignature] = [createNumberSequences(), createNumberSequences()];
  const groups: Group[] = [];
  const groupOf: Group[] = [];
  let [current, places, depth] = [new Int32Array(256), new Int32Array(256), 0];
  const again = (added: Int32Array, from: number, to: number): void => {
    while (depth + to - from > current.length) current = grown(current);
    for (let i = from; i < to; i++) current[depth + i - from] = added[i] ?? 0;
    depth += to - from;
  };
  const newGroup = (index: number): Group => {
    if (places.length < depth) places = new Int32Array(current.length);
    for (let i = 0; i < depth; i++) places[i] = known[current[i] ?? 0]?.signature ?? 0;
    const place = bySignature.indexOf(places, depth);
    const group = groups[place] ?? { threads: [], count: 0, frames: framesOf(known, current, depth) };
    groups[place] = group;
    groupOf[index] = group;
    return group;
  };
  return {
    frame(printed, symbol = printed) {
      let number = numbers.get(printed);
      if (number === undefined) {
        number = known.push(knownFrame(printed, symbol, signatures, keys)) - 1;
        numbers.set(printed, number);
      }
      if (depth === current.length) current = grown(current);
      current[depth++] = number;
      return number;
    },
    again,
    last: () => (depth === 0 ? -1 : (current[depth - 1] ?? -1)),
    printed: (number) => known[number]?.printed ?? '',
    takeBack: () => (depth === 0 ? null : (known[current[--depth] ?? 0]?.printed ?? null)),
    end(thread) {
      if (depth === 0) return;
      const index = asPrinted.indexOf(current, depth);
      const group = groupOf[index] ?? newGroup(index);
      group.count += 1;
      if (group.threads.length < maxThreads) nameThread(group, typeof thread === 'function' ? thread() : thread);
      depth = 0;
    },
    grouped: () => groups.map(({ threads, count, frames }) => ({ threads, count, frames })).sort((a, b) => b.count - a.count),
    modules: () => new Set(known.flatMap(({ frame, isGrouped }) => (isGrouped && frame.module !== null ? [frame.module] : []))),
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

/** A reading is bounded (about 1 MB as JSON): frames of one stack, and frames of all stacks together. */
export const maxFramesPerStack = 128;
export const maxFrames = 4000;
/** Of a stack that is too deep (a recursion) both ends are kept: the top leaks, the bottom is the entry. */
const keptAtBottom = 28;

function shortened(stack: CallStack): CallStack {
  if (stack.frames.length <= maxFramesPerStack) return stack;
  const top = stack.frames.slice(0, maxFramesPerStack - keptAtBottom);
  return { ...stack, frames: [...top, ...stack.frames.slice(-keptAtBottom)] };
}

/** Keeps what a record can hold: stacks with own code first, then by their count; says what was left out. */
export function boundStacks(stacks: readonly CallStack[]): { readonly stacks: readonly CallStack[]; readonly notes: readonly string[] } {
  const short = stacks.map(shortened);
  const deep = stacks.filter(({ frames }) => frames.length > maxFramesPerStack).length;
  // The stacks of a process share their frames.
  const isOwn = new Map<StackFrame, boolean>();
  const isOwnOnce = (frame: StackFrame): boolean => isOwn.get(frame) ?? isOwn.set(frame, isOwnFrame(frame)).get(frame) === true;
  const own = new Set(short.filter(({ frames }) => frames.some(isOwnOnce)));
  let budget = maxFrames;
  const kept = new Set(
    [...short.filter((each) => own.has(each)), ...short.filter((each) => !own.has(each))].filter(
      ({ frames }) => (budget -= frames.length) >= 0,
    ),
  );
  const left = short.filter((each) => !kept.has(each));
  const threads = left.reduce((sum, { count }) => sum + count, 0);
  return {
    stacks: short.filter((each) => kept.has(each)),
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

/** Frames of one stack that are kept: deeper ones are a recursion. */
const mostFrames = 100;

/** One stack by itself, from the top: each frame as printed, and the symbol that it is read as. Null where it has none. */
export function stackOf(frames: readonly { readonly printed: string; readonly symbol: string }[]): CallStack | null {
  const grouper = createStackGrouper();
  for (const { printed, symbol } of frames.slice(0, mostFrames)) grouper.frame(printed, symbol);
  grouper.end(null);
  return grouper.grouped()[0] ?? null;
}
