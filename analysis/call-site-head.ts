/**
 * The part of a call site that is the same wherever in a function the thread stands, and whatever its parameters hold: up to its
 * offset, up to the value of its first parameter, or all of it. Four bytes at a time, with the line's end found in the same pass.
 *   ntdll!NtWaitForSingleObject+0x14      →  ntdll!NtWaitForSingleObject+0x
 *   Shop!Order::Save(int count = 0n5)     →  Shop!Order::Save(int count =
 */
import { hashLine, mix, zeroBytesIn } from './line-hash.ts';
import type { LineHash } from './line-hash.ts';

export const [isWhole, hasOffset, hasValue] = [0, 1, 2];

/** What was found of a call site; one of them serves for all lines. */
export interface SiteHead extends LineHash {
  /** The index behind the head; with an offset, behind its `+0x`. */
  behind: number;
  /** What stands behind it: nothing, an offset, or the value of a parameter. */
  kind: number;
  /** The offset, and the index behind its digits. */
  offset: number;
  behindOffset: number;
}
export const createSiteHead = (): SiteHead => ({ hash: 0, end: -1, behind: 0, kind: isWhole, offset: 0, behindOffset: 0 });

const lineFeed = 0x0a;
const plus = 0x2b;
const equals = 0x3d;
const space = 0x20;
/** `0x` as two bytes, the first one lowest. */
const hexSign = 0x7830;
const everyLineFeed = 0x0a0a0a0a;
/** Plus and equals sign have these bits in common, and few other bytes of a call site have them. */
const [signMask, everySign] = [0xe9e9e9e9 | 0, 0x29292929];
/** More digits are an address, and a sign is needed of an Int32Array. */
const maxDigits = 7;

/** The value of a hex digit as the debugger prints it, in small letters; -1 for any other byte. */
function digitOf(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  return byte >= 0x61 && byte <= 0x66 ? byte - 0x57 : -1;
}

/** Reads the offset whose digits begin at `at`; `false` where they are not as the debugger prints it. */
export function readOffset(view: DataView, at: number, head: SiteHead): boolean {
  const last = Math.min(at + maxDigits + 1, view.byteLength);
  let index = at;
  let value = 0;
  for (; index < last; index++) {
    const digit = digitOf(view.getUint8(index));
    if (digit < 0) break;
    value = value * 16 + digit;
  }
  const digits = index - at;
  if (digits === 0 || digits > maxDigits || index === last || (digits > 1 && view.getUint8(at) === 0x30)) return false;
  head.offset = value;
  head.behindOffset = index;
  return true;
}

/** The index of the byte from `at` to before `behind` where the head of the call site from `site` on stops; -1 where it goes on. */
function stopIn(view: DataView, site: number, at: number, behind: number, head: SiteHead): number {
  for (let index = at; index < behind; index++) {
    const byte = view.getUint8(index);
    if (byte === lineFeed) {
      head.kind = isWhole;
      head.behind = index + 1;
      head.end = index;
      return index;
    }
    if (index + 3 >= view.byteLength) return -1;
    if (byte === plus && view.getUint16(index + 1, true) === hexSign && readOffset(view, index + 3, head)) {
      head.kind = hasOffset;
      head.behind = index + 3;
      return index;
    }
    if (byte === equals && index > site && view.getUint8(index - 1) === space && view.getUint8(index + 1) === space) {
      head.kind = hasValue;
      head.behind = index + 2;
      return index;
    }
  }
  return -1;
}

/** Reads the call site at `site`. What stands behind an offset is part of its hash; `end` is the line feed, -1 where the bytes end before it. */
export function readHead(view: DataView, site: number, head: SiteHead): void {
  const limit = view.byteLength - 4;
  let hash = 0;
  head.end = -1;
  for (let at = site; at <= limit; at += 4) {
    const word = view.getInt32(at, true);
    const mayStop = zeroBytesIn(word ^ everyLineFeed) | zeroBytesIn((word & signMask) ^ everySign);
    const stop = mayStop === 0 ? -1 : stopIn(view, site, at, at + 4, head);
    if (stop >= 0) {
      readTail(view, mix(hash, word & ((1 << (8 * (stop - at))) - 1)), head);
      return;
    }
    hash = mix(hash, word);
  }
}

/** With the head’s hash, and that of what stands behind its offset. */
function readTail(view: DataView, hash: number, head: SiteHead): void {
  if (head.kind === hasOffset) {
    hashLine(view, head.behindOffset, view.byteLength, head);
    head.hash ^= hash;
  } else {
    head.hash = hash;
    if (head.kind === hasValue) head.end = head.behind;
  }
}
