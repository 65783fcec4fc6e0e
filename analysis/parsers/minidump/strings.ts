/**
 * Strings of a minidump (MINIDUMP_STRING: u32 length in bytes, then UTF-16LE), many at once: those that lie near each
 * other are read together in windows, each byte once.
 */
import { viewOf } from '../../byte-view.ts';
import type { Reader } from './directory.ts';
import type { TextWindow } from './text-windows.ts';

/** A path is rarely longer; of a longer string its start is kept. */
export const maxBytes = 1024;
const utf16 = new TextDecoder('utf-16le', { ignoreBOM: true });
const controls = /[\u0000-\u001f\u007f\ufeff]/g;

/** As it may be shown: a dump is written by a program, and may hold anything. */
export const withoutControls = (text: string): string => text.replaceAll(controls, '');

/** A part of the file; its text is decoded as a whole, because thousands of short strings stand in it. */
export interface Window {
  readonly view: DataView;
  /** Strings begin at even bytes of the window or at odd ones; null until one was seen. */
  readonly texts: [even: string | null, odd: string | null];
}

/** Shows each string of the windows where it lies, by its index in `offsets`. Strings behind the file's end are left out. */
export function* eachString(
  offsets: Uint32Array,
  windows: readonly TextWindow[],
  take: (index: number, window: Window, at: number) => void,
): Reader<void> {
  for (const { first, behind, length } of windows) {
    const start = offsets[first] ?? 0;
    const bytes = yield { offset: start, length, passing: true };
    const window: Window = { view: viewOf(bytes), texts: [null, null] };
    for (let index = first; index < behind; index++) {
      const at = (offsets[index] ?? 0) - start;
      if (at + 4 <= bytes.length) take(index, window, at);
    }
  }
}

/** Bytes of the string whose length stands at `at`, as many as are kept and are there. */
export function lengthAt(view: DataView, at: number): number {
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
  return text.slice(first, first + lengthAt(view, at) / 2);
}
