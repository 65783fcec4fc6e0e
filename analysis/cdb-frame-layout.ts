/**
 * What stands before the call site of a frame line, as a pattern: which bytes are the columns' own and where any hex
 * digit may stand. A line that fits the layout of another has its call site at the same place, by callSite()'s rules:
 *   00 00000054`b71ffb78 00007ffe`1ee672ae     ntdll!DbgBreakPoint
 *   hh hhhhhhhh`hhhhhhhh hhhhhhhh`hhhhhhhh     (h: a hex digit; the rest must be as it is)
 */
import { hexDigits, isHexDigit, tokenEnd, tokenStart } from './cdb-frame.ts';

export interface FrameLayout {
  /** Where the call site begins, in bytes from the line's start. */
  readonly site: number;
  /**
   * The pattern in words of four bytes, the first byte lowest, as a DataView reads them. Three numbers for each word: the
   * columns' own bytes, 0xff for each of them, and 0x80 for each byte that may be any hex digit. The call site's bytes are no part of it.
   */
  readonly words: Int32Array;
}

const wordLength = 4;
/** Numbers for a word, and which of them says what. */
const numbersOfWord = 3;
const [literals, isLiteral, isDigit] = [0, 1, 2];
/** kv of 64 bits prints seven addresses and two colons, 130 characters, before the call site. */
const maxSite = 256;

function put(words: Int32Array, at: number, says: number, byte: number): void {
  const number = Math.floor(at / wordLength) * numbersOfWord + says;
  words[number] = (words[number] ?? 0) | (byte << (8 * (at % wordLength)));
}

/** The layout of a plain frame line from the index of its call site; null where there is none, or an absurdly long one. */
export function layoutOf(line: string, site: number): FrameLayout | null {
  if (site < 0 || site > maxSite) return null;
  const words = new Int32Array(Math.ceil(site / wordLength) * numbersOfWord);
  let at = 0;
  while (at < site) {
    const token = tokenStart(line, at);
    const end = Math.min(tokenEnd(line, token), site);
    const isNumber = hexDigits(line, token, end) > 0;
    for (; at < end; at++) {
      const code = line.charCodeAt(at);
      if (isNumber && isHexDigit(code)) put(words, at, isDigit, 0x80);
      else {
        put(words, at, literals, code);
        put(words, at, isLiteral, 0xff);
      }
    }
  }
  return { site, words };
}

const highs = 0x80808080;

/**
 * Do the bytes from `at` on fit the layout up to the call site? Four at once, and without a branch, because every line of a
 * log comes here: adding 0x80 - c to a byte below 0x80 sets its high bit where it is c or more, without a carry into the
 * next byte (Warren, Hacker's Delight, chapter 6). Two such sums differ in the high bit where the byte lies between their
 * bounds: 0 to 9, and a to f or, with the bit of the small letters, A to F.
 */
export function fitsLayout({ words, site }: FrameLayout, view: DataView, at: number): boolean {
  if (at + site + wordLength > view.byteLength) return false;
  let [wrong, word] = [0, at];
  for (let index = 0; index < words.length; index += numbersOfWord) {
    const bytes = view.getInt32(word, true);
    const small = bytes | 0x20202020;
    const digits = (bytes + 0x50505050) ^ (bytes + 0x46464646) ^ (small + 0x1f1f1f1f) ^ (small + 0x19191919);
    // A byte of 0x80 or more would carry: no column has one.
    wrong |=
      ((bytes ^ (words[index] ?? 0)) & (words[index + isLiteral] ?? 0)) | (~digits & (words[index + isDigit] ?? 0)) | (bytes & highs);
    word += wordLength;
  }
  return wrong === 0;
}
