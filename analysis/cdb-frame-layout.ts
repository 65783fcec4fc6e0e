/**
 * What stands before the call site of a frame line, as a pattern: which bytes are the columns' own and where any hex
 * digit may stand. A line that fits the layout of another has its call site at the same place, by callSite()'s rules:
 *   00 00000054`b71ffb78 00007ffe`1ee672ae     ntdll!DbgBreakPoint
 *   hh hhhhhhhh`hhhhhhhh hhhhhhhh`hhhhhhhh     (h: a hex digit; the rest must be as it is)
 */
import { hexDigits, isHexDigit, tokenEnd, tokenStart } from './cdb-frame.ts';

/** The pattern in words of four bytes, the first byte lowest, as a DataView reads them. */
export interface FrameLayout {
  /** Where the call site begins, in bytes from the line's start. */
  readonly site: number;
  /** The columns' own bytes, and 0xff for each of them; the call site's bytes are no part of it. */
  readonly literals: Int32Array;
  readonly isLiteral: Int32Array;
  /** 0xff for each byte that may be any hex digit. */
  readonly isDigit: Int32Array;
}

const wordLength = 4;
/** kv of 64 bits prints seven addresses and two colons, 130 characters, before the call site. */
const maxSite = 256;

function put(words: Int32Array, at: number, byte: number): void {
  const word = Math.floor(at / wordLength);
  words[word] = (words[word] ?? 0) | (byte << (8 * (at % wordLength)));
}

/** The layout of a plain frame line from the index of its call site; null where there is none, or an absurdly long one. */
export function layoutOf(line: string, site: number): FrameLayout | null {
  if (site < 0 || site > maxSite) return null;
  const words = Math.ceil(site / wordLength);
  const layout = { site, literals: new Int32Array(words), isLiteral: new Int32Array(words), isDigit: new Int32Array(words) };
  let at = 0;
  while (at < site) {
    const token = tokenStart(line, at);
    const end = Math.min(tokenEnd(line, token), site);
    const isNumber = hexDigits(line, token, end) > 0;
    for (; at < end; at++) {
      const code = line.charCodeAt(at);
      if (isNumber && isHexDigit(code)) put(layout.isDigit, at, 0xff);
      else {
        put(layout.literals, at, code);
        put(layout.isLiteral, at, 0xff);
      }
    }
  }
  return layout;
}

const highs = 0x80808080;

/**
 * Do the bytes from `at` on fit the layout up to the call site? Four at once, and without a branch, because every line of a
 * log comes here: adding 0x80 - c to a byte below 0x80 sets its high bit where it is c or more, without a carry into the
 * next byte (Warren, Hacker's Delight, chapter 6). Two such sums differ in the high bit where the byte lies between their
 * bounds: 0 to 9, and a to f or, with the bit of the small letters, A to F.
 */
export function fitsLayout({ literals, isLiteral, isDigit }: FrameLayout, view: DataView, at: number): boolean {
  if (at + literals.length * wordLength > view.byteLength) return false;
  let [wrong, all] = [0, 0];
  for (let index = 0; index < literals.length; index++) {
    const word = view.getInt32(at + index * wordLength, true);
    const small = word | 0x20202020;
    const digits = (word + 0x50505050) ^ (word + 0x46464646) ^ (small + 0x1f1f1f1f) ^ (small + 0x19191919);
    wrong |= ((word ^ (literals[index] ?? 0)) & (isLiteral[index] ?? 0)) | (~digits & (isDigit[index] ?? 0) & highs);
    all |= word;
  }
  // A byte of 0x80 or more would carry: no column has one.
  return wrong === 0 && (all & highs) === 0;
}
