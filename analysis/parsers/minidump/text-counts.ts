/**
 * Handles by the text that they point to, where the same few texts stand in a file thousands of times: the bytes are
 * compared with those that came last in their slot, and only where they differ is a string made of them.
 */
import { lengthAt, textAt } from './strings.ts';
import type { Window } from './strings.ts';

/** A power of two, of which the low bits of a number choose one. */
const slots = 256;

interface Known {
  /** The characters as they lie in the file. */
  readonly bytes: DataView;
  readonly count: { handles: number };
}

export interface TextCounts {
  /** So many more handles point to the string whose length stands at `at`. */
  add(window: Window, at: number, handles: number): void;
  /** Handles by text. */
  totals(): Map<string, number>;
}

/** `nameOf`: what is counted for a text that stands in the file. */
export function countTexts(nameOf: (text: string) => string): TextCounts {
  const counts = new Map<string, { handles: number }>();
  const recent: (Known | undefined)[] = Array.from({ length: slots });
  const countOf = (text: string): { handles: number } => {
    const count = counts.get(text) ?? { handles: 0 };
    counts.set(text, count);
    return count;
  };
  return {
    add(window, at, handles) {
      const length = lengthAt(window, at);
      const slot = slotOf(window.view, at + 4, length);
      let known = recent[slot];
      if (known === undefined || !isSame(known.bytes, window.view, at + 4, length)) {
        const { buffer, byteOffset } = window.view;
        const bytes = new DataView(buffer.slice(byteOffset + at + 4, byteOffset + at + 4 + length));
        known = { bytes, count: countOf(nameOf(textAt(window, at))) };
        recent[slot] = known;
      }
      known.count.handles += handles;
    },
    totals: () => new Map([...counts].map(([text, { handles }]) => [text, handles])),
  };
}

/** Names of types differ in their length, their first or their last characters: Event, Mutant, Thread, Token. */
function slotOf(view: DataView, from: number, length: number): number {
  if (length < 4) return length;
  const mixed = Math.imul(view.getInt32(from, true), 31) + Math.imul(view.getInt32(from + length - 4, true), 7) + length;
  return mixed & (slots - 1);
}

function isSame(known: DataView, view: DataView, from: number, length: number): boolean {
  if (known.byteLength !== length) return false;
  const words = length - (length % 4);
  for (let at = 0; at < words; at += 4) if (known.getInt32(at, true) !== view.getInt32(from + at, true)) return false;
  return words === length || known.getUint16(words, true) === view.getUint16(from + words, true);
}
