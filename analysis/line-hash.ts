/** Hashes the rest of a line and finds its end in one pass, four bytes at a time. */

const everyLineFeed = 0x0a0a0a0a;
const ones = 0x01010101;
const highs = 0x80808080;

/** Not 0 where a byte of the word is zero; the lowest bit that is set belongs to the first (Hacker's Delight, 6-1). */
export const zeroBytesIn = (word: number): number => (word - ones) & ~word & highs;

export const mix = (hash: number, word: number): number => {
  const product = Math.imul(hash ^ word, 0x9e3779b1);
  return product ^ (product >>> 15);
};

/** What was found of a line; one of them serves for all lines. */
export interface LineHash {
  hash: number;
  /** The index of the line feed; -1 where the bytes end before it. */
  end: number;
}

/** Hashes the bytes from `from` to the next line feed. */
export function hashLine(view: DataView, from: number, limit: number, line: LineHash): void {
  let hash = 0;
  let at = from;
  for (; at + 4 <= limit; at += 4) {
    const word = view.getInt32(at, true);
    const feeds = zeroBytesIn(word ^ everyLineFeed);
    if (feeds !== 0) {
      const before = (31 - Math.clz32(feeds & -feeds)) >>> 3;
      line.hash = mix(hash, word & ((1 << (8 * before)) - 1));
      line.end = at + before;
      return;
    }
    hash = mix(hash, word);
  }
  line.end = -1;
}
