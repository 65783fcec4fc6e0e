/**
 * What kp and kP print for each parameter of a function: its value, which differs from thread to thread. Frames that differ in
 * nothing else are one call site.
 *   01 000000d2`0d0ff2c8 00007ffe`1ee672ae     Shop!Order::Save(int count = 0n5, void * at = 0x000000d2`0d0ff3c8)+0x4e
 *   02 000000d2`0d0ff2f8 00007ffe`1ee672ae     Shop!Order::Save(
 *   			int count = 0n5,
 *   			void * at = 0x000000d2`0d0ff3c8)+0x4e
 */
import { carriageReturn, lineFeed } from './byte-view.ts';

const tab = 0x09;
const space = 0x20;
const comma = 0x2c;
const colon = 0x3a;
const equals = 0x3d;
export const opening = 0x28;
const closing = 0x29;
const bracket = 0x5b;
/** Thirty parameters of long types. */
const maxLength = 4096;

const sign = ' = ';

/** The index of the comma or parenthesis that ends a value. */
function behindValue(site: string, from: number): number {
  for (let at = from; at < site.length; at++) if (',()'.includes(site.charAt(at))) return at;
  return site.length;
}

/** A call site, or a part of one, without the values: `Shop!Order::Save(int count, void * at)+0x4e`. */
export function withoutValues(site: string): string {
  let [kept, at] = ['', 0];
  for (let from = site.indexOf(sign); from >= 0; from = site.indexOf(sign, at)) {
    const end = behindValue(site, from);
    // What opens a parenthesis is no value that is printed.
    kept += site.slice(at, site.charAt(end) === '(' ? end : from);
    at = end;
  }
  return kept === '' ? site : kept + site.slice(at);
}

/** What was found of a list of parameters; one of them serves for all. */
export interface Parameters {
  /** Of all but the values. */
  hash: number;
  /** The index of the parenthesis that closes them; -1 where it is not plain that one does. */
  end: number;
  /** Line feeds between the parentheses. */
  lines: number;
}

/** A byte that a list of parameters cannot go on with: another parenthesis, another line, the words of symbol noise. */
function breaks(view: DataView, at: number, byte: number): boolean {
  if (byte === opening || byte === bracket || byte > 0x7e) return true;
  const next = view.getUint8(at + 1);
  if (byte === colon) return next === space;
  if (byte === lineFeed) return next !== tab && next !== space;
  return byte < space && byte !== tab && byte !== carriageReturn;
}

/** Reads the parameters whose parenthesis stands before `from`. */
export function readParameters(view: DataView, from: number, found: Parameters): void {
  const last = Math.min(view.byteLength - 1, from + maxLength);
  found.end = -1;
  let [hash, lines, isValue] = [0, 0, false];
  for (let at = from; at < last; at++) {
    const byte = view.getUint8(at);
    if (byte === closing) {
      found.hash = hash;
      found.end = at;
      found.lines = lines;
      return;
    }
    // Letters, digits and most signs need no looking at.
    if (byte < 0x2d || byte === colon || byte === bracket || byte > 0x7e) {
      if (breaks(view, at, byte)) return;
      if (byte === comma) isValue = false;
      if (byte === lineFeed) lines++;
    } else if (byte === equals) isValue = true;
    if (!isValue) hash = Math.imul(hash ^ byte, 0x01000193);
  }
}
