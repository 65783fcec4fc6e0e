/**
 * The bytes of one row → where its wanted cells start. Nearly all of a wide log is passed over, so
 * separators are counted sixty-four bytes at a time; whatever is not as Windows writes it goes to the
 * quote-aware path of the caller. (300 MB of 3,000 columns: the floor is reading the file.)
 */

const everyByte = 0x01010101;
const lowBits = 0x7f7f7f7f;

/** A chunk whose words can be looked at: its view must start on a multiple of four. */
export interface Chunk {
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
}

export function chunkOf(bytes: Uint8Array): Chunk {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
  return { bytes: aligned, words: new Int32Array(aligned.buffer, aligned.byteOffset, aligned.length >> 2) };
}

/** No column has this number: all wanted ones were found. */
const noColumn = 0x7fffffff;

/** Sixteen words are counted at once: their counts add up in four bytes of one word, and 64 fits into a byte. */
const blockWords = 16;
const blockBytes = 4 * blockWords;

/**
 * Separators in the 64 bytes from word `from` on. For a byte b of `x = word ^ pattern` the high bit
 * of `((b & 0x7f) + 0x7f) | b` says that b is not 0, without a carry into the next byte (Warren,
 * Hacker's Delight, 6-1), so what is summed up are the bytes that are *not* the separator.
 */
function separatorsInBlock(words: Int32Array, from: number, pattern: number): number {
  let others = 0;
  for (let at = from; at < from + blockWords; at += 4) {
    const a = (words[at] ?? 0) ^ pattern;
    const b = (words[at + 1] ?? 0) ^ pattern;
    const c = (words[at + 2] ?? 0) ^ pattern;
    const d = (words[at + 3] ?? 0) ^ pattern;
    others += (((((a & lowBits) + lowBits) | a) >>> 7) & everyByte) + (((((b & lowBits) + lowBits) | b) >>> 7) & everyByte);
    others += (((((c & lowBits) + lowBits) | c) >>> 7) & everyByte) + (((((d & lowBits) + lowBits) | d) >>> 7) & everyByte);
  }
  return blockBytes - (Math.imul(others, everyByte) >>> 24);
}

/**
 * Counts the separators in `bytes[start, end)` and puts into `starts` where each wanted column
 * begins; `wanted` holds column numbers in rising order. Returns the number of separators: the
 * caller trusts `starts` only where that is what the header has.
 */
export function locate(chunk: Chunk, start: number, end: number, separator: number, wanted: Int32Array, starts: Int32Array): number {
  const { bytes, words } = chunk;
  const pattern = Math.imul(separator, everyByte);
  let column = 0;
  let next = 0;
  if (wanted[0] === 0) starts[next++] = start;
  let target = wanted[next] ?? noColumn;
  let at = start;
  while (at < end) {
    let stop = Math.min(end, (at + 4) & ~3);
    if ((at & 3) === 0 && at + blockBytes <= end) {
      const count = separatorsInBlock(words, at >> 2, pattern);
      if (column + count < target) {
        column += count;
        at += blockBytes;
        continue;
      }
      stop = at + blockBytes;
    }
    for (; at < stop; at++) {
      if (bytes[at] !== separator) continue;
      column++;
      if (column !== target) continue;
      starts[next++] = at + 1;
      target = wanted[next] ?? noColumn;
    }
  }
  return column;
}

const quote = 0x22;
const blank = 0x20;
const zero = 0x30;

/** What a cell could not be: it is read as text. NaN says "blank", which is not zero. */
export const notPlain = Number.POSITIVE_INFINITY;

/** PDH prints 17 significant digits (%.17g); what has more was not written by it. */
const mostDigits = 17;

/** The text of the quoted cell at `at`, as far as the row goes. */
export function cellText(bytes: Uint8Array, at: number, end: number): string {
  const from = bytes[at] === quote ? at + 1 : at;
  const closing = bytes.subarray(from, end).indexOf(quote);
  return new TextDecoder().decode(bytes.subarray(from, closing === -1 ? end : from + closing));
}

/** The number in the quoted cell at `at`: digits with at most one `decimal`, a byte. NaN for a blank one, `notPlain` for any other. */
export function plainNumber(bytes: Uint8Array, at: number, end: number, decimal: number): number {
  if (bytes[at] !== quote) return notPlain;
  let value = 0;
  let scale = 0;
  let digits = 0;
  let isNumber = false;
  for (let index = at + 1; index < end; index++) {
    const byte = bytes[index] ?? 0;
    const digit = byte - zero;
    if (digit >= 0 && digit <= 9) {
      value = value * 10 + digit;
      isNumber = true;
      // Zeros in front are no digits of the number.
      if (value > 0) digits++;
      if (scale > 0) scale *= 10;
    } else if (byte === decimal && scale === 0) scale = 1;
    else if (byte === blank && !isNumber) continue;
    else if (byte !== quote) return notPlain;
    else if (isNumber) return digits > mostDigits ? notPlain : value / Math.max(1, scale);
    else return scale === 0 ? Number.NaN : notPlain;
  }
  return notPlain;
}
