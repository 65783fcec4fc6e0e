/**
 * How many handles point to each string of a dump. Some writers keep one string for all handles of a type and point to it
 * thousands of times, others write it anew for each handle: neither may cost a look-up in a table for every handle.
 */

/** Offsets that came last, by their low bits: a dump names a few dozen types, thousands of times. */
const slots = 256;

export interface OffsetTotals {
  /** Rising, each once. */
  readonly offsets: Uint32Array;
  /** Handles that point there, in the same order. */
  readonly handles: Uint32Array;
}
export interface OffsetCounts {
  /** One more handle points to `offset`; 0 is no string. */
  add(offset: number): void;
  totals(): OffsetTotals;
}

/** Counts `most` handles at most. */
export function countOffsets(most: number): OffsetCounts {
  const [recent, counts] = [new Uint32Array(slots), new Uint32Array(slots)];
  /** Handles beyond one, of offsets that lost their slot. */
  const more = new Map<number, number>();
  let seen = new Uint32Array(1024);
  let [length, isRising] = [0, true];

  const leave = (offset: number, count: number): void => {
    if (count > 1) more.set(offset, (more.get(offset) ?? 0) + count - 1);
  };
  const enter = (offset: number): void => {
    if (length === seen.length) seen = enlarged(seen, most);
    isRising &&= length === 0 || (seen[length - 1] ?? 0) <= offset;
    seen[length++] = offset;
  };
  return {
    add(offset) {
      if (offset === 0) return;
      const slot = (offset >>> 2) % slots;
      const held = recent[slot] ?? 0;
      if (held !== offset) {
        leave(held, counts[slot] ?? 0);
        enter(offset);
        recent[slot] = offset;
        counts[slot] = 0;
      }
      counts[slot] = (counts[slot] ?? 0) + 1;
    },
    totals() {
      for (const [slot, offset] of recent.entries()) leave(offset, counts[slot] ?? 0);
      recent.fill(0);
      counts.fill(0);
      const all = seen.subarray(0, length);
      return together(isRising ? all : all.sort(), more);
    },
  };
}

function enlarged(seen: Uint32Array, most: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(Math.min(most, seen.length * 2));
  larger.set(seen);
  return larger;
}

function together(seen: Uint32Array, more: ReadonlyMap<number, number>): OffsetTotals {
  const [offsets, handles] = [new Uint32Array(seen.length), new Uint32Array(seen.length)];
  let length = 0;
  for (const offset of seen) {
    if (length === 0 || offsets[length - 1] !== offset) {
      offsets[length] = offset;
      handles[length++] = more.get(offset) ?? 0;
    }
    handles[length - 1] = (handles[length - 1] ?? 0) + 1;
  }
  return { offsets: offsets.subarray(0, length), handles: handles.subarray(0, length) };
}
