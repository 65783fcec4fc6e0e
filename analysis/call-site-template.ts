/**
 * What stands behind the head of a call site, as a pattern: bytes that are as they are, and places where an offset or the value
 * of a parameter stands, which differ from line to line. kP prints each parameter on a line of its own:
 *   01 000000d2`0d0ff2c8 00007ffe`1ee672ae     Shop!Order::Save(
 *   			int count = 0n5,
 *   			void * at = 0x000000d2`0d0ff3c8)+0x4e
 */
import { createSiteHead, hasOffset, hasValue, isWhole, readOffset } from './call-site-head.ts';
import type { SiteHead } from './call-site-head.ts';

/** Bytes of a pattern that no plain line has. */
export const [anyOffset, anyValue] = [1, 2];

const [space, equals, plus, colon] = [0x20, 0x3d, 0x2b, 0x3a];
const hexSign = 0x7830;
/** What a byte means within a value: nothing; its end; what it cannot go on with: other brackets, an entity, no plain character; a colon. */
const [goesOn, ends, breaks, mayBreak] = [0, 1, 2, 3];
const meanings = Uint8Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte);
  if (',)'.includes(character)) return ends;
  if (byte < space || byte > 0x7e || '([]&'.includes(character)) return breaks;
  return byte === colon ? mayBreak : goesOn;
});

/** The index of the comma or parenthesis that ends the value at `at`; -1 where it is not plain that one does. */
export function behindValue(view: DataView, at: number): number {
  const last = view.byteLength - 1;
  for (let index = at; index < last; index++) {
    const meaning = meanings[view.getUint8(index)] ?? breaks;
    if (meaning === goesOn) continue;
    if (meaning === ends) return index;
    // The words of symbol noise: `ERROR: `.
    if (meaning === breaks || view.getUint8(index + 1) === space) return -1;
  }
  return -1;
}

export interface Template {
  readonly bytes: readonly number[];
  /** The call site as it would be printed without values: what the pattern stands for. */
  readonly text: string;
}

const isOffset = (view: DataView, at: number): boolean => view.getUint8(at) === plus && view.getUint16(at + 1, true) === hexSign;
const isValue = (view: DataView, at: number): boolean =>
  view.getUint8(at) === space && view.getUint8(at + 1) === equals && view.getUint8(at + 2) === space;

interface Rest {
  readonly from: number;
  readonly end: number;
  readonly isValueFirst: boolean;
  readonly takesOffsets: boolean;
}

/** The pattern of what stands from `from` to the line feed at `end`: the value of a parameter first, or not; null where it has none. */
function ofValues(view: DataView, { from, end, isValueFirst, takesOffsets }: Rest): Template | null {
  const offset = createSiteHead();
  const bytes: number[] = isValueFirst ? [anyValue] : [];
  let text = '';
  let at = isValueFirst ? behindValue(view, from) : from;
  while (at >= 0 && at <= end) {
    if (takesOffsets && at + 3 <= end && isOffset(view, at) && readOffset(view, at + 3, offset)) {
      bytes.push(plus, hexSign & 0xff, hexSign >> 8, anyOffset);
      text += `+0x${offset.offset.toString(16)}`;
      at = offset.behindOffset;
    } else if (at + 3 <= end && isValue(view, at)) {
      bytes.push(space, equals, space, anyValue);
      at = behindValue(view, at + 3);
    } else {
      bytes.push(view.getUint8(at));
      text += String.fromCharCode(view.getUint8(at));
      at++;
    }
  }
  return at === end + 1 ? { bytes, text } : null;
}

const ascii = new TextDecoder();
const textOf = (view: DataView, from: number, to: number): string =>
  ascii.decode(new Uint8Array(view.buffer, view.byteOffset + from, Math.max(0, to - from)));

const bytesOf = (view: DataView, from: number, to: number): readonly number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, at) => view.getUint8(from + at));

/** Blanks are joined otherwise where a frame stands on several lines. */
const isSame = (one: string, other: string): boolean => one.replaceAll(/\s/g, '') === other.replaceAll(/\s/g, '');

/**
 * The pattern behind the head that was read of the call site at `site`, to the line feed at `end`. `frame` is what was read of
 * the whole: its text, and whether another offset would be another frame of the same function. Empty where no other line is the
 * same but for that; null where it is not remembered.
 */
export function templateOf(
  view: DataView,
  place: { readonly site: number; readonly end: number },
  head: SiteHead,
  frame: { readonly printed: string; readonly takesOffsets: boolean },
): readonly number[] | null {
  const { site, end } = place;
  const { kind, behind, behindOffset } = head;
  if (kind === isWhole && head.end === end) return [];
  if (kind === hasOffset) {
    if (head.end !== end) return null;
    return frame.takesOffsets ? [anyOffset, ...bytesOf(view, behindOffset, end + 1)] : [];
  }
  const template = ofValues(view, { from: behind, end, isValueFirst: kind === hasValue, takesOffsets: frame.takesOffsets });
  const isProved =
    template !== null && isSame(textOf(view, site, kind === hasValue ? behind - ' = '.length : behind) + template.text, frame.printed);
  return isProved ? template.bytes : null;
}
