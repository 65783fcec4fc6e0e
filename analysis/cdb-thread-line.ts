/**
 * The line above each stack of `~*k`, read from its bytes where it is as the debugger prints it for a thread without a
 * name; any other is left to the pattern of cdb-stack-lines.ts:
 *     1  Id: 10260.1234 Suspend: 0 Teb: 000000ec`7c04c000 Unfrozen
 * Index in decimal, process and thread in hex.
 */
import { carriageReturn, lineFeed } from './byte-view.ts';
import { isHexDigit } from './cdb-frame.ts';

export interface ThreadLine {
  readonly index: string;
  readonly pid: string;
  readonly tid: string;
  /** Its addresses have 64 bits: they are printed with a tick. */
  readonly isWide: boolean;
  /** The index of its line feed. */
  readonly end: number;
}

const space = 0x20;
const maxMarks = 4;
const maxIndex = 5;
/** `00000000`00000000` has 17 characters, a word of the line fewer. */
const maxWord = 20;

const bytesOf = (text: string): readonly number[] => Array.from(text, (character) => character.charCodeAt(0));
const beforeIds = bytesOf('  Id: ');
const beforeSuspend = bytesOf(' Suspend: ');
const beforeTeb = bytesOf(' Teb: ');

/** A blank, or the `.` or `#` of the current thread and the one that broke in. */
export const isMark = (byte: number): boolean => byte === space || byte === 0x2e || byte === 0x23;
const isDecimal = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;
const isAddress = (byte: number): boolean => byte === 0x60 || isHexDigit(byte);
const isLetter = (byte: number): boolean => (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a);

/** Behind the run of bytes of a kind; `at` where there is none, -1 where it is longer than `most`. */
function behind(bytes: Uint8Array, at: number, most: number, isOne: (byte: number) => boolean): number {
  let end = at;
  while (isOne(bytes[end] ?? 0)) if (++end - at > most) return -1;
  return end;
}

/** Behind the text that must stand at `at`; -1 where it does not. */
function behindText(bytes: Uint8Array, at: number, text: readonly number[]): number {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text[i]) return -1;
  return at + text.length;
}

function textOf(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let at = from; at < to; at++) text += String.fromCharCode(bytes[at] ?? 0);
  return text;
}

/** The line at `start`; null where it is another, is printed otherwise, or ends without a line feed. */
export function readThreadLine(bytes: Uint8Array, start: number): ThreadLine | null {
  const index = behind(bytes, start, maxMarks, isMark);
  const afterIndex = index < 0 ? -1 : behind(bytes, index, maxIndex, isDecimal);
  const pid = afterIndex <= index ? -1 : behindText(bytes, afterIndex, beforeIds);
  const dot = pid < 0 ? -1 : behind(bytes, pid, maxWord, isHexDigit);
  const afterTid = dot <= pid || bytes[dot] !== 0x2e ? -1 : behind(bytes, dot + 1, maxWord, isHexDigit);
  const suspend = afterTid <= dot + 1 ? -1 : behindText(bytes, afterTid, beforeSuspend);
  const afterSuspend = suspend < 0 ? -1 : behind(bytes, suspend, maxWord, isDecimal);
  const teb = afterSuspend <= suspend ? -1 : behindText(bytes, afterSuspend, beforeTeb);
  const afterTeb = teb < 0 ? -1 : behind(bytes, teb, maxWord, isAddress);
  const last = afterTeb <= teb || bytes[afterTeb] !== space ? -1 : behind(bytes, afterTeb + 1, maxWord, isLetter);
  const end = bytes[last] === carriageReturn ? last + 1 : last;
  if (last < 0 || bytes[end] !== lineFeed) return null;
  const isWide = behind(bytes, teb, maxWord, isHexDigit) < afterTeb;
  return { index: textOf(bytes, index, afterIndex), pid: textOf(bytes, pid, dot), tid: textOf(bytes, dot + 1, afterTid), isWide, end };
}
