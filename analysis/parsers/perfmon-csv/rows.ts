/**
 * The bytes of one row → where its wanted cells start. Nearly all of a wide log is passed over, so
 * separators are counted four bytes at a time; whatever is not as Windows writes it goes to the
 * quote-aware path of the caller. (300 MB of 3,000 columns: the floor is reading the file.)
 */

const everyByte = 0x01010101;
const lowBits = 0x7f7f7f7f;

/** 0x80 in each byte of a word that equals the separator; exact, no carry from byte to byte. */
function matches(word: number, pattern: number): number {
  const x = word ^ pattern;
  return ~(((x & lowBits) + lowBits) | x | lowBits);
}

/** A chunk whose words can be looked at: its view must start on a multiple of four. */
export interface Chunk {
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
}

export function chunkOf(bytes: Uint8Array): Chunk {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
  return { bytes: aligned, words: new Int32Array(aligned.buffer, aligned.byteOffset, aligned.length >> 2) };
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
  let target = wanted[0] ?? -1;
  if (target === 0) {
    starts[next++] = start;
    target = wanted[next] ?? -1;
  }
  let at = start;
  while (at < end) {
    if ((at & 3) === 0 && at + 4 <= end) {
      const found = matches(words[at >> 2] ?? 0, pattern);
      if (found === 0) {
        at += 4;
        continue;
      }
      const count = Math.imul((found >>> 7) & everyByte, everyByte) >>> 24;
      if (target === -1 || column + count < target) {
        column += count;
        at += 4;
        continue;
      }
    }
    if (bytes[at] === separator) {
      column++;
      if (column === target) {
        starts[next++] = at + 1;
        target = wanted[next] ?? -1;
      }
    }
    at++;
  }
  return column;
}

const quote = 0x22;
const blank = 0x20;
const point = 0x2e;
const zero = 0x30;

/** What a cell could not be: the caller takes the slow path. NaN says "blank", which is not zero. */
export const notPlain = Number.POSITIVE_INFINITY;

/** The number in the quoted cell at `at`: digits with at most one point. NaN for a blank one, `notPlain` for any other. */
export function plainNumber(bytes: Uint8Array, at: number, end: number): number {
  if (bytes[at] !== quote) return notPlain;
  let value = 0;
  let scale = 0;
  let digits = 0;
  for (let index = at + 1; index < end; index++) {
    const byte = bytes[index] ?? 0;
    const digit = byte - zero;
    if (digit >= 0 && digit <= 9) {
      value = value * 10 + digit;
      digits++;
      if (scale > 0) scale *= 10;
    } else if (byte === point && scale === 0) scale = 1;
    else if (byte === blank && digits === 0) continue;
    else if (byte === quote) return digits === 0 ? Number.NaN : digits > 17 ? notPlain : value / Math.max(1, scale);
    else return notPlain;
  }
  return notPlain;
}
