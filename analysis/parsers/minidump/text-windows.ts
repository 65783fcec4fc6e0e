/** Which parts of a dump are read for its strings, when only their offsets are known: all of them, or some spread evenly. */

/** Strings `first` to before `behind` of the offsets lie in `length` bytes from the first of them on. */
export interface TextWindow {
  readonly first: number;
  readonly behind: number;
  readonly length: number;
}

export interface Extent {
  /** The file's size. */
  readonly size: number;
  /** What is read of a string whose end is not known, from its offset on: bytes. */
  readonly reach: number;
}

/** One reading of the strings that lie near each other. */
const longest = 64 * 1024;
/** What lies between two strings is read along where another round trip would cost more. */
const gap = 1024;
/** Small parts of a large table tell more than a few large ones: handles that came together are alike. Each costs a round trip. */
const sampleLength = 8192;

function windowAt(offsets: Uint32Array, first: number, { size, reach }: Extent, most: number): TextWindow {
  const start = offsets[first] ?? 0;
  let [behind, end] = [first + 1, start + reach];
  for (; behind < offsets.length; behind++) {
    const offset = offsets[behind] ?? 0;
    if (offset > end + gap || offset + reach > start + most) break;
    end = offset + reach;
  }
  return { first, behind, length: Math.min(end, size) - start };
}

/** Windows over all strings at these offsets, which rise; null where they take more than `most` bytes. */
export function allWindows(offsets: Uint32Array, extent: Extent, most: number): readonly TextWindow[] | null {
  const windows: TextWindow[] = [];
  let left = most;
  for (let at = 0; at < offsets.length && (offsets[at] ?? 0) + 4 <= extent.size;) {
    const window = windowAt(offsets, at, extent, longest);
    left -= window.length;
    if (left < 0) return null;
    windows.push(window);
    at = window.behind;
  }
  return windows;
}

export const bytesOf = (windows: readonly TextWindow[]): number => windows.reduce((sum, { length }) => sum + length, 0);

/** Windows over some of the strings, spread evenly over the file, of `most` bytes together. A window has one string at least. */
export function spreadWindows(offsets: Uint32Array, extent: Extent, most: number): readonly TextWindow[] {
  const count = Math.floor(most / sampleLength);
  const windows: TextWindow[] = [];
  let behind = 0;
  for (let step = 0; step < count; step++) {
    const first = Math.max(behind, Math.floor((step * offsets.length) / count));
    if (first >= offsets.length || (offsets[first] ?? 0) + 4 > extent.size) break;
    const window = windowAt(offsets, first, extent, sampleLength);
    windows.push(window);
    behind = window.behind;
  }
  return windows;
}
