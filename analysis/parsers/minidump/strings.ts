/**
 * Strings of a minidump (MINIDUMP_STRING: u32 length in bytes, then UTF-16LE), many at once: they lie
 * side by side, so they are read in windows, each byte once, and never more of them than a budget.
 */
import { viewOf } from '../../byte-view.ts';
import type { Reader } from './directory.ts';

const windowLength = 64 * 1024;
/** A path is rarely longer; of a longer string its start is kept. */
const maxBytes = 1024;
const utf16 = new TextDecoder('utf-16le', { ignoreBOM: true });
const controls = /[\u0000-\u001f\u007f\ufeff]/g;

/** As it may be shown: a dump is written by a program, and may hold anything. */
export const withoutControls = (text: string): string => text.replaceAll(controls, '');

/** A part of the file; its text is decoded as a whole, because thousands of short strings stand in it. */
export interface Window {
  readonly start: number;
  readonly view: DataView;
  /** Strings begin at even bytes of the window or at odd ones; null until one was seen. */
  readonly texts: [even: string | null, odd: string | null];
}
const windowOf = (start: number, bytes: Uint8Array): Window => ({ start, view: viewOf(bytes), texts: [null, null] });
const endOf = ({ start, view }: Window): number => start + view.byteLength;

/**
 * Shows each string where it lies, for each time that its offset stands in `offsets`; these rise. Of `budget` bytes at most;
 * offsets outside the file and those beyond the budget are left out.
 */
export function* eachString(
  offsets: Uint32Array,
  { size, budget }: { readonly size: number; readonly budget: number },
  take: (offset: number, window: Window, at: number) => void,
): Reader<void> {
  const last = Math.min(offsets.at(-1) ?? 0, size);
  let window = windowOf(0, new Uint8Array());
  let spent = 0;
  for (const offset of offsets) {
    if (offset + 4 > size) break;
    const isOutside = offset < window.start || offset + 4 + maxBytes > endOf(window);
    if (isOutside && (window.view.byteLength === 0 || endOf(window) < size || offset < window.start)) {
      const length = Math.min(windowLength, size - offset, last + 4 + maxBytes - offset);
      if (spent + length > budget) break;
      spent += length;
      window = windowOf(offset, yield { offset, length, passing: true });
    }
    const at = offset - window.start;
    if (at + 4 <= window.view.byteLength) take(offset, window, at);
  }
}

/** Bytes of the string whose length stands at `at`, as many as are kept and are there. */
export function lengthAt({ view }: Window, at: number): number {
  const length = Math.min(view.getUint32(at, true), maxBytes, view.byteLength - at - 4);
  return length - (length % 2);
}

/** The string whose length stands at `at`. */
export function textAt(window: Window, at: number): string {
  const { view, texts } = window;
  const odd = at % 2;
  const text = texts[odd === 0 ? 0 : 1] ?? utf16.decode(new Uint8Array(view.buffer, view.byteOffset + odd, view.byteLength - odd));
  texts[odd === 0 ? 0 : 1] = text;
  const first = (at + 4 - odd) / 2;
  return text.slice(first, first + lengthAt(window, at) / 2);
}
