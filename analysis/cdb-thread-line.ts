/**
 * The line above each stack of `~*k`, read from its bytes where it is as the debugger prints it; any other is left to the
 * pattern of cdb-stack-lines.ts:
 *     1  Id: 10260.1234 Suspend: 0 Teb: 000000ec`7c04c000 Unfrozen "Finalizer"
 * Index in decimal, process and thread in hex.
 */
import { carriageReturn, lineFeed } from './byte-view.ts';
import { isHexDigit } from './cdb-frame.ts';

export interface ThreadLine {
  readonly index: number;
  readonly pid: number;
  readonly tid: number;
  /** Empty where it has none. */
  readonly name: string;
  /** Its addresses have 64 bits: they are printed with a tick. */
  readonly isWide: boolean;
  /** The index of its line feed. */
  readonly end: number;
}

const space = 0x20;
const zero = 0x30;
const quote = 0x22;
const dot = 0x2e;
const tick = 0x60;
const maxMarks = 4;
const maxIndexDigits = 7;
/** Process and thread ids have 32 bits. */
const maxIdDigits = 8;
const maxName = 80;

const bytesOf = (text: string): readonly number[] => Array.from(text, (character) => character.charCodeAt(0));
const beforeIds = bytesOf('  Id: ');
const beforeSuspend = bytesOf(' Suspend: ');
const beforeTeb = bytesOf(' Teb: ');

/** A blank, or the `.` or `#` of the current thread and the one that broke in. */
export const isMark = (byte: number): boolean => byte === space || byte === dot || byte === 0x23;
const isDecimal = (byte: number): boolean => byte >= zero && byte <= 0x39;
const isLetter = (byte: number): boolean => (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a);
/** Printed ASCII: what a name may have without being decoded. */
const isPlain = (byte: number): boolean => byte >= space && byte < 0x7f && byte !== quote;

/** Behind the text that must stand at `at`; -1 where it does not. */
function behindText(bytes: Uint8Array, at: number, text: readonly number[]): number {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text[i]) return -1;
  return at + text.length;
}

function behindMarks(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at - from < maxMarks && isMark(bytes[at] ?? 0)) at++;
  return at;
}

function behindDecimal(bytes: Uint8Array, from: number): number {
  let at = from;
  while (isDecimal(bytes[at] ?? 0)) at++;
  return at;
}

function behindHex(bytes: Uint8Array, from: number): number {
  let at = from;
  while (isHexDigit(bytes[at] ?? 0)) at++;
  return at;
}

function behindWord(bytes: Uint8Array, from: number): number {
  let at = from;
  while (isLetter(bytes[at] ?? 0)) at++;
  return at;
}

/** The number of these digits, where the debugger writes it so: without zeros before it, and in small letters; -1 otherwise. */
function numberOf(bytes: Uint8Array, from: number, to: number, base: 10 | 16): number {
  const isLong = to - from > (base === 10 ? maxIndexDigits : maxIdDigits);
  if (to === from || isLong || (bytes[from] === zero && to - from > 1)) return -1;
  let number = 0;
  for (let at = from; at < to; at++) {
    const byte = bytes[at] ?? 0;
    if (isLetter(byte) && byte < 0x61) return -1;
    number = number * base + (byte <= 0x39 ? byte - zero : byte - 0x61 + 10);
  }
  return number;
}

interface Name {
  readonly text: string;
  readonly end: number;
}
const noName: Name = { text: '', end: 0 };

/** The index of the line feed, where nothing but blanks stands before it. */
function lineEnd(bytes: Uint8Array, from: number): number {
  let at = from;
  while (bytes[at] === space) at++;
  if (bytes[at] === carriageReturn) at++;
  return bytes[at] === lineFeed ? at : -1;
}

/** The quoted name at `at`, which may be empty; null where it is not plain. */
function nameAt(bytes: Uint8Array, at: number): Name | null {
  let [text, end] = ['', at + 1];
  for (; isPlain(bytes[end] ?? 0); end++) text += String.fromCharCode(bytes[end] ?? 0);
  return bytes[end] === quote && end - at - 1 <= maxName ? { text, end: end + 1 } : null;
}

/** Behind the line's addresses and words, where its name or its end stands; -1 where it is another. */
function behindState(bytes: Uint8Array, teb: number): number {
  const low = behindHex(bytes, teb);
  const afterTeb = bytes[low] === tick ? behindHex(bytes, low + 1) : low;
  const word = afterTeb + 1;
  const end = low > teb && bytes[afterTeb] === space ? behindWord(bytes, word) : -1;
  return end > word ? end : -1;
}

/** The line at `start`; null where it is another, is printed otherwise, or ends without a line feed. */
export function readThreadLine(bytes: Uint8Array, start: number): ThreadLine | null {
  const index = behindMarks(bytes, start);
  const afterIndex = behindDecimal(bytes, index);
  const pid = behindText(bytes, afterIndex, beforeIds);
  if (pid < 0) return null;
  const afterPid = behindHex(bytes, pid);
  const afterTid = behindHex(bytes, afterPid + 1);
  const suspend = behindText(bytes, afterTid, beforeSuspend);
  if (suspend < 0 || bytes[afterPid] !== dot) return null;
  const afterSuspend = behindDecimal(bytes, suspend);
  const teb = afterSuspend === suspend ? -1 : behindText(bytes, afterSuspend, beforeTeb);
  const state = teb < 0 ? -1 : behindState(bytes, teb);
  if (state < 0) return null;
  const name = bytes[state] === space && bytes[state + 1] === quote ? nameAt(bytes, state + 1) : noName;
  if (name === null) return null;
  const end = lineEnd(bytes, name === noName ? state : name.end);
  const numbers = {
    index: numberOf(bytes, index, afterIndex, 10),
    pid: numberOf(bytes, pid, afterPid, 16),
    tid: numberOf(bytes, afterPid + 1, afterTid, 16),
  };
  if (end < 0 || numbers.index < 0 || numbers.pid < 0 || numbers.tid < 0) return null;
  return { ...numbers, name: name.text, isWide: bytes[behindHex(bytes, teb)] === tick, end };
}
