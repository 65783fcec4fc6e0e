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
const lows = 0x7f7f7f7f;

/**
 * Are the bytes of `word` that `isDigit` marks hex digits? Four at once: adding 0x80 - c to a byte below 0x80 sets its
 * high bit where it is c or more, without a carry into the next byte (Warren, Hacker's Delight, chapter 6).
 */
function areDigits(word: number, isDigit: number): boolean {
  const asked = isDigit & highs;
  const x = word & lows;
  const lower = x | 0x20202020;
  const numbers = (x + 0x50505050) & ~(x + 0x46464646);
  const letters = (lower + 0x1f1f1f1f) & ~(lower + 0x19191919);
  return ((numbers | letters) & ~word & asked) === asked;
}

/** Do `word` and `other`, which fits, differ in nothing but hex digits where `isDigit` allows any? */
export function isAlike(word: number, other: number, isDigit: number): boolean {
  return word === other || (((word ^ other) & ~isDigit) === 0 && areDigits(word, isDigit));
}

/** Do the bytes from `at` on fit the layout up to the call site? */
export function fitsLayout({ literals, isLiteral, isDigit }: FrameLayout, view: DataView, at: number): boolean {
  if (at + literals.length * wordLength > view.byteLength) return false;
  for (let index = 0; index < literals.length; index++) {
    const word = view.getInt32(at + index * wordLength, true);
    if (((word ^ (literals[index] ?? 0)) & (isLiteral[index] ?? 0)) !== 0 || !areDigits(word, isDigit[index] ?? 0)) return false;
  }
  return true;
}
