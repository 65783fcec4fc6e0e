/** Where a window of a long text is cut: at a line end, at an empty line if one is near. */
import { wideEncoding } from './text.ts';

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
/** An empty line is looked for in the window's last part of this size; outputs seldom have more between two. */
const nearEnd = 256 * 1024;

export interface WindowCut {
  readonly from: number;
  readonly to: number;
  readonly isLast: boolean;
  /** The window ended within a line that is longer than it: the next one starts inside that line. */
  readonly insideLongLine: boolean;
}

/** The index behind the last line feed at or before `before`; 0 where there is none. */
function afterLineFeed(bytes: Uint8Array, before: number, wide: boolean): number {
  const at = bytes.lastIndexOf(lineFeed, before);
  if (at === -1) return 0;
  return wide ? (at + 2) & ~1 : at + 1;
}

/** How the window is cut: `from` skips what is left of a line that began in the window before. */
export function cutWindow(bytes: Uint8Array, isLast: boolean, insideLongLine: boolean): WindowCut {
  const wide = wideEncoding(bytes)?.startsWith('utf-16') === true;
  const firstEnd = insideLongLine ? bytes.indexOf(lineFeed) : -1;
  if (insideLongLine && firstEnd === -1) return { from: bytes.length, to: bytes.length, isLast, insideLongLine: true };
  const from = insideLongLine ? (wide ? (firstEnd + 2) & ~1 : firstEnd + 1) : 0;
  if (isLast) return { from, to: bytes.length, isLast, insideLongLine: false };
  const end = afterLineFeed(bytes, bytes.length - 1, wide);
  if (end <= from) return { from, to: bytes.length, isLast, insideLongLine: true };
  return { from, to: wide ? end : (afterEmptyLine(bytes, end) ?? end), isLast, insideLongLine: false };
}

function afterEmptyLine(bytes: Uint8Array, end: number): number | null {
  const lowest = Math.max(1, end - nearEnd);
  for (let at = bytes.lastIndexOf(lineFeed, end - 2); at > lowest; at = bytes.lastIndexOf(lineFeed, at - 1)) {
    const before = bytes[at - 1] === carriageReturn ? bytes[at - 2] : bytes[at - 1];
    if (before === lineFeed) return at + 1;
  }
  return null;
}

/** A line feed, or a carriage return that none follows: neither `CR LF` nor `CR CR LF` is two line ends. */
function endsLine(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] === lineFeed) return true;
  if (bytes[at] !== carriageReturn || bytes[at + 1] === lineFeed) return false;
  return bytes[at + 1] !== carriageReturn || bytes[at + 2] !== lineFeed;
}

/**
 * The offset in `bytes` at which line `line` (from 0) begins, counting line ends as lines.ts does;
 * 0 where it is not found or the text is UTF-16 (then the block is read in two parts).
 */
export function lineOffset(bytes: Uint8Array, line: number): number {
  if (wideEncoding(bytes)?.startsWith('utf-16') === true) return 0;
  let seen = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (!endsLine(bytes, at)) continue;
    seen++;
    if (seen === line) return at + 1;
  }
  return 0;
}
