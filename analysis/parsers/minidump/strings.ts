/**
 * Strings of a minidump (MINIDUMP_STRING: u32 length in bytes, then UTF-16LE), many at once: they lie
 * side by side, so they are read in windows, each byte once, and never more of them than a budget.
 */
import { viewOf } from '../../byte-view.ts';
import type { Reader } from './directory.ts';

const windowLength = 64 * 1024;
/** A path is rarely longer; of a longer string its start is kept. */
const maxBytes = 1024;
const utf16 = new TextDecoder('utf-16le');
const control = /[\u0000-\u001f\u007f]/g;

/** String by offset; offsets outside the file and those beyond the budget are left out. */
export function* readStrings(offsets: Iterable<number>, size: number, budget: number): Reader<ReadonlyMap<number, string>> {
  const wanted = [...new Set(offsets)].filter((offset) => offset > 0 && offset + 4 <= size).sort((a, b) => a - b);
  const strings = new Map<number, string>();
  const last = wanted.at(-1) ?? 0;
  let window: Uint8Array = new Uint8Array();
  let [start, spent] = [0, 0];
  for (const offset of wanted) {
    if (offset < start || offset + 4 + maxBytes > start + window.length) {
      const length = Math.min(windowLength, size - offset, last + 4 + maxBytes - offset);
      if (window.length === 0 || start + window.length < size || offset < start) {
        if (spent + length > budget) break;
        spent += length;
        window = yield { offset, length };
        start = offset;
      }
    }
    const text = stringAt(window, offset - start);
    if (text !== null) strings.set(offset, text);
  }
  return strings;
}

function stringAt(window: Uint8Array, at: number): string | null {
  if (at + 4 > window.length) return null;
  const claimed = viewOf(window).getUint32(at, true);
  const bytes = window.subarray(at + 4, at + 4 + (Math.min(claimed, maxBytes) & ~1));
  return utf16.decode(bytes).replace(control, '');
}
