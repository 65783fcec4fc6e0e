/** The frames of one text by numbers: each different one as printed is taken apart once. */
import { isOwnFrame, moduleKey } from './frame-roles.ts';
import { grown } from './number-sequences.ts';
import { splitFrame } from './split-frame.ts';
import type { StackFrame } from './types.ts';

export interface FrameNumbers {
  /** The number of a frame as printed; `symbol` is what it is read as. */
  numberOf(printed: string, symbol: string): number;
  /** A frame as printed, by its number. */
  printed(number: number): string;
  /** The places in the code of the first `length` of `numbers`: frames of one place have one number of it, whatever their offsets. */
  placesOf(numbers: Int32Array, length: number, places: Int32Array): void;
  /** The offset of a frame that differs from others of its function in nothing but this and its address; -1 for any other. */
  offsetOf(number: number): number;
  /** The frame at another offset; below 0: as it was printed. */
  frameAt(number: number, offset: number): StackFrame;
  isOwn(number: number): boolean;
  /** The first `length` of `numbers` stand in a stack that was grouped, and were not only taken back. */
  group(numbers: Int32Array, length: number): void;
  /** The modules of the frames that were grouped, as printed. */
  readonly modules: () => ReadonlySet<string>;
}

interface KnownFrame {
  readonly printed: string;
  readonly frame: StackFrame;
  isOwn: boolean | null;
}

const sign = '+0x';
/** As readHead (call-site-head.ts) takes an offset, and with what stands before it nothing is cut off. */
const longest = 280;

/** Where the digits of the frame's offset begin in what was printed; -1 where not every other offset would do as well. */
function digitsAt({ printed, frame }: KnownFrame): number {
  const at = printed.indexOf(sign) + sign.length;
  if (at < sign.length || frame.offset === null || printed.length >= longest || frame.printed !== printed) return -1;
  const digits = frame.offset.toString(16);
  const behind = printed.slice(at + digits.length, at + digits.length + 1);
  if (!printed.startsWith(digits, at) || /^[0-9a-f`]/i.test(behind)) return -1;
  return printed.includes(sign, at) || frame.function?.includes(sign) === true ? -1 : at;
}

function atOffset(known: KnownFrame, offset: number): StackFrame {
  const { printed, frame } = known;
  if (offset < 0 || offset === frame.offset) return frame;
  const at = digitsAt(known);
  if (at < 0) return frame;
  const behind = at + (frame.offset ?? 0).toString(16).length;
  return { ...frame, offset, printed: `${printed.slice(0, at)}${offset.toString(16)}${printed.slice(behind)}` };
}

/** Numbers for texts, as they come. */
function createNumbers(): (text: string) => number {
  const numbers = new Map<string, number>();
  return (text) => {
    let number = numbers.get(text);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(text, number);
    }
    return number;
  };
}

/** The number of a frame's place in the code: of its signature (stacks.ts), with the keys of modules kept, of which there are some dozen. */
function createPlaces(): (frame: StackFrame) => number {
  const keys = new Map<string, string>();
  const placeOf = createNumbers();
  return ({ module, function: name }) => {
    let key = module === null ? '' : keys.get(module);
    if (key === undefined) {
      key = moduleKey(module ?? '');
      keys.set(module ?? '', key);
    }
    return placeOf(name === null ? key || '?' : `${key}!${name}`);
  };
}

export function createFrameNumbers(): FrameNumbers {
  const numbers = new Map<string, number>();
  const known: KnownFrame[] = [];
  const placeOf = createPlaces();
  let places = new Int32Array(256);
  let isGrouped = new Int32Array(256);
  return {
    numberOf(printed, symbol) {
      const before = numbers.get(printed);
      if (before !== undefined) return before;
      const frame = symbol === printed ? splitFrame(printed) : { ...splitFrame(symbol), printed: splitFrame(printed).printed };
      const number = known.push({ printed, frame, isOwn: null }) - 1;
      numbers.set(printed, number);
      if (number === places.length) {
        places = grown(places);
        isGrouped = grown(isGrouped);
      }
      places[number] = placeOf(frame);
      return number;
    },
    printed: (number) => known[number]?.printed ?? '',
    placesOf(frames, length, found) {
      for (let i = 0; i < length; i++) found[i] = places[frames[i] ?? 0] ?? 0;
    },
    offsetOf(number) {
      const each = known[number];
      return each === undefined || digitsAt(each) < 0 ? -1 : (each.frame.offset ?? -1);
    },
    frameAt(number, offset) {
      const each = known[number];
      return each === undefined ? splitFrame('') : atOffset(each, offset);
    },
    isOwn(number) {
      const each = known[number];
      return each !== undefined && (each.isOwn ??= isOwnFrame(each.frame));
    },
    group(numbers, length) {
      for (let i = 0; i < length; i++) isGrouped[numbers[i] ?? 0] = 1;
    },
    modules: () => new Set(known.flatMap(({ frame }, number) => (isGrouped[number] === 1 && frame.module !== null ? [frame.module] : []))),
  };
}
