/** Sequences of whole numbers, each different one kept once: call stacks as the numbers of their frames. */

export interface NumberSequences {
  /** The index of the first `length` of `numbers` as a sequence; sequences are numbered as they come, from 0. */
  indexOf(numbers: Int32Array, length: number): number;
}

/** Twice the numbers' room, with what was in it. */
export function grown(numbers: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(numbers.length * 2);
  larger.set(numbers);
  return larger;
}

interface Table {
  /** Index + 1 by hash; 0 is free. */
  slots: Int32Array;
  hashes: Int32Array;
  /** Where a sequence begins in `kept`; the next one's beginning is its end. */
  starts: Int32Array;
  kept: Int32Array;
  count: number;
}

function hashOf(numbers: Int32Array, length: number): number {
  let hash = length;
  for (let i = 0; i < length; i++) {
    const product = Math.imul(hash ^ (numbers[i] ?? 0), 0x9e3779b1);
    hash = product ^ (product >>> 15);
  }
  return hash;
}

function isSequence({ starts, kept }: Table, index: number, numbers: Int32Array, length: number): boolean {
  const start = starts[index] ?? 0;
  if ((starts[index + 1] ?? 0) - start !== length) return false;
  for (let i = 0; i < length; i++) if (kept[start + i] !== numbers[i]) return false;
  return true;
}

/** The slots of a table are at most half full. */
function rehash(table: Table): void {
  table.slots = new Int32Array(table.slots.length * 2);
  const mask = table.slots.length - 1;
  for (let index = 0; index < table.count; index++) {
    let slot = (table.hashes[index] ?? 0) & mask;
    while (table.slots[slot] !== 0) slot = (slot + 1) & mask;
    table.slots[slot] = index + 1;
  }
}

function keep(table: Table, hash: number, numbers: Int32Array, length: number): void {
  const start = table.starts[table.count] ?? 0;
  while (start + length > table.kept.length) table.kept = grown(table.kept);
  if (table.count + 1 >= table.hashes.length) {
    table.hashes = grown(table.hashes);
    table.starts = grown(table.starts);
  }
  for (let i = 0; i < length; i++) table.kept[start + i] = numbers[i] ?? 0;
  table.hashes[table.count] = hash;
  table.count++;
  table.starts[table.count] = start + length;
  if (table.count * 2 > table.slots.length) rehash(table);
}

export function createNumberSequences(): NumberSequences {
  const size = 256;
  const [slots, hashes, starts, kept] = [new Int32Array(size), new Int32Array(size), new Int32Array(size), new Int32Array(size)];
  const table: Table = { slots, hashes, starts, kept, count: 0 };
  return {
    indexOf(numbers, length) {
      const hash = hashOf(numbers, length);
      let slot = hash & (table.slots.length - 1);
      for (;;) {
        const index = (table.slots[slot] ?? 0) - 1;
        if (index < 0) break;
        if (table.hashes[index] === hash && isSequence(table, index, numbers, length)) return index;
        slot = (slot + 1) & (table.slots.length - 1);
      }
      table.slots[slot] = table.count + 1;
      keep(table, hash, numbers, length);
      return table.count - 1;
    },
  };
}
