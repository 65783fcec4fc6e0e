/**
 * Counts by type where a writer repeats the name of its type for each handle and not all of these can be read. How much room
 * each has in the file is known of all, from where the next one begins; names of one length are told from each other only where
 * they were read. So each room is scaled up by itself: types whose names have a length of their own are counted nearly exactly,
 * where one scale for all was 5 to 20 % off.
 */
import type { OffsetTotals } from './offset-counts.ts';

/** Rooms that are told apart, in steps of one character; what is longer has another text behind it that nobody points to. */
const rooms = 64;

export interface RoomCounts {
  /** So many handles have the type that stands at `index` of the offsets, and it reads as text number `text`. */
  add(index: number, text: number, handles: number): void;
  /** Handles of each of so many texts: whole numbers that add up to `all`. */
  scaled(texts: number, all: number): readonly number[];
}

/** The room of each type, in characters, from its offset to the next of all offsets. */
function roomsOf({ offsets }: OffsetTotals, all: Uint32Array): Uint8Array {
  const found = new Uint8Array(offsets.length);
  let behind = 0;
  for (let index = 0; index < offsets.length; index++) {
    const offset = offsets[index] ?? 0;
    while (behind < all.length && (all[behind] ?? 0) <= offset) behind++;
    found[index] = Math.min(rooms - 1, ((all[behind] ?? Number.MAX_SAFE_INTEGER) - offset) / 2);
  }
  return found;
}

/** Whole numbers beside these, which add up to what all of them do. */
function rounded(shares: Float64Array): readonly number[] {
  let [before, told] = [0, 0];
  return Array.from(shares, (share) => {
    before += share;
    const whole = Math.round(before) - told;
    told += whole;
    return whole;
  });
}

/** `told`: all types with their handles; `all`: where any text begins, rising. */
export function countByRoom(told: OffsetTotals, all: Uint32Array): RoomCounts {
  const roomOf = roomsOf(told, all);
  const [existing, read] = [new Float64Array(rooms), new Float64Array(rooms)];
  for (let index = 0; index < roomOf.length; index++) {
    const room = roomOf[index] ?? 0;
    existing[room] = (existing[room] ?? 0) + (told.handles[index] ?? 0);
  }
  let counts = new Float64Array(64 * rooms);
  return {
    add(index, text, handles) {
      const room = roomOf[index] ?? 0;
      if ((text + 1) * rooms > counts.length) {
        const larger = new Float64Array(2 * (text + 1) * rooms);
        larger.set(counts);
        counts = larger;
      }
      counts[text * rooms + room] = (counts[text * rooms + room] ?? 0) + handles;
      read[room] = (read[room] ?? 0) + handles;
    },
    scaled(texts, handles) {
      const scale = existing.map((count, room) => ((read[room] ?? 0) === 0 ? 0 : count / (read[room] ?? 1)));
      const shares = new Float64Array(texts);
      for (let cell = 0; cell < texts * rooms; cell++) {
        const text = Math.floor(cell / rooms);
        shares[text] = (shares[text] ?? 0) + (counts[cell] ?? 0) * (scale[cell % rooms] ?? 0);
      }
      // Rooms of which none was read are as the others are.
      const sum = shares.reduce((before, share) => before + share, 0);
      return rounded(shares.map((share) => (sum === 0 ? 0 : (share * handles) / sum)));
    },
  };
}
