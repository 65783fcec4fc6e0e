/**
 * Bytes of a debugger's log → the call sites in them, each different one decoded once. In a dump of
 * 10,000 threads nearly every line was seen before but for its stack pointer, so a line costs one hash.
 */

/** Where the call site of a line stands, in bytes from the line's start, and the ticks that prove the same layout. */
export interface FrameLayout {
  readonly site: number;
  readonly firstTick: number;
  readonly secondTick: number;
}

const tick = 0x60;
const space = 0x20;
const colon = 0x3a;
const lineFeed = 0x0a;
const everyLineFeed = 0x0a0a0a0a;
const ones = 0x01010101;
const highs = 0x80808080;

/** The layout of a frame line of 64-bit addresses, from the index of its call site; null for any other line. */
export function layoutOf(line: string, site: number): FrameLayout | null {
  const firstTick = line.indexOf('`');
  const secondTick = site <= 0 || firstTick < 0 ? -1 : line.lastIndexOf('`', site);
  return secondTick > firstTick ? { site, firstTick, secondTick } : null;
}

/** Not 0 where a byte of the word is a line feed; the lowest bit that is set belongs to the first (Hacker's Delight, 6-1). */
function lineFeedsIn(word: number): number {
  const x = word ^ everyLineFeed;
  return (x - ones) & ~x & highs;
}

export interface CallSites {
  /**
   * Looks at the line that starts at `start`: where its call site was seen before, `text` is it and
   * `end` the index of its line feed; `text` is null where the line must be looked at as a whole.
   */
  find(view: DataView, start: number, layout: FrameLayout): string | null;
  /** The index of the line feed of the line that was found last. */
  end(): number;
  /** Remembers what the bytes from the call site to the line feed stand for. */
  add(view: DataView, from: number, end: number, text: string): void;
}

/** A log has some thousand different call sites; a file that has more is read more slowly, never wrongly. */
const slots = 1 << 16;
const maxEntries = 1 << 15;
/** Bytes of all call sites; their names have some hundred characters. */
const arenaBytes = 1 << 20;
/** Honest text needs one or two looks. */
const maxProbes = 16;

const mix = (hash: number, word: number): number => {
  const product = Math.imul(hash ^ word, 0x9e3779b1);
  return product ^ (product >>> 15);
};

interface Table {
  /** The entry that followed an entry when it was seen last: threads wait in the same few stacks. */
  readonly followers: Int32Array;
  readonly slotOf: Int32Array;
  readonly hashes: Int32Array;
  /** Where an entry's bytes start in `arena`; they are padded with zeros to a multiple of four. */
  readonly starts: Int32Array;
  readonly lengths: Int32Array;
  readonly arena: DataView;
  readonly texts: string[];
}

/** Is `length` bytes from `from` on entry `entry`? Compared to the end: a hash alone proves nothing. */
function isEntry(table: Table, entry: number, view: DataView, from: number, length: number): boolean {
  if (table.lengths[entry] !== length) return false;
  const start = table.starts[entry] ?? 0;
  const whole = length & ~3;
  for (let at = 0; at < whole; at += 4) if (table.arena.getInt32(start + at, true) !== view.getInt32(from + at, true)) return false;
  for (let at = whole; at < length; at++) if (table.arena.getUint8(start + at) !== view.getUint8(from + at)) return false;
  return true;
}

function hashOf(view: DataView, from: number, end: number): number {
  let hash = 0;
  let at = from;
  for (; at + 4 <= end; at += 4) hash = mix(hash, view.getInt32(at, true));
  let rest = 0;
  for (let byte = 0; at + byte < end; byte++) rest |= view.getUint8(at + byte) << (8 * byte);
  return mix(hash, rest);
}

/** The entry whose bytes these are; -1 where there is none. */
function entryOf(table: Table, hash: number, view: DataView, from: number, length: number): number {
  for (let probe = 0; probe < maxProbes; probe++) {
    const entry = (table.slotOf[(hash + probe) & (slots - 1)] ?? 0) - 1;
    if (entry < 0) return -1;
    if (table.hashes[entry] === hash && isEntry(table, entry, view, from, length)) return entry;
  }
  return -1;
}

/** Does entry `entry` stand at `from`, and a line feed behind it? */
function isLineOf(table: Table, entry: number, view: DataView, from: number): boolean {
  const length = table.lengths[entry] ?? 0;
  if (from + length >= view.byteLength || view.getUint8(from + length) !== lineFeed) return false;
  return isEntry(table, entry, view, from, length);
}

function addTo(table: Table, used: number, view: DataView, from: number, end: number, text: string): number {
  const length = end - from;
  const entry = table.texts.length;
  if (entry >= maxEntries || used + length + 4 > arenaBytes) return used;
  const hash = hashOf(view, from, end);
  let slot = 0;
  while (slot < maxProbes && table.slotOf[(hash + slot) & (slots - 1)] !== 0) slot++;
  if (slot === maxProbes) return used;
  table.slotOf[(hash + slot) & (slots - 1)] = entry + 1;
  table.hashes[entry] = hash;
  table.starts[entry] = used;
  table.lengths[entry] = length;
  table.texts.push(text);
  for (let at = 0; at < length; at++) table.arena.setUint8(used + at, view.getUint8(from + at));
  return used + ((length + 3) & ~3);
}

/** Is the line laid out as `layout` says, with no line feed before its call site? */
function isLaidOut(view: DataView, start: number, { site, firstTick, secondTick }: FrameLayout): boolean {
  if (view.getUint8(start + firstTick) !== tick || view.getUint8(start + secondTick) !== tick) return false;
  const first = view.getUint8(start + site);
  if (view.getUint8(start + site - 1) !== space || first <= space || first === colon) return false;
  let feeds = 0;
  for (let at = start; at < start + site; at += 4) feeds |= lineFeedsIn(view.getInt32(at, true));
  return feeds === 0;
}

/** The entry whose call site starts at `from`, by its hash; -1 where it was not seen before. */
function lookUp(table: Table, view: DataView, from: number): { readonly entry: number; readonly end: number } | null {
  let hash = 0;
  for (let at = from; at + 4 <= view.byteLength; at += 4) {
    const word = view.getInt32(at, true);
    const feeds = lineFeedsIn(word);
    if (feeds !== 0) {
      const before = (31 - Math.clz32(feeds & -feeds)) >>> 3;
      hash = mix(hash, word & ((1 << (8 * before)) - 1));
      const end = at + before;
      return { entry: entryOf(table, hash, view, from, end - from), end };
    }
    hash = mix(hash, word);
  }
  return null;
}

export function createCallSites(): CallSites {
  const table: Table = {
    followers: new Int32Array(maxEntries),
    slotOf: new Int32Array(slots),
    hashes: new Int32Array(maxEntries),
    starts: new Int32Array(maxEntries),
    lengths: new Int32Array(maxEntries),
    arena: new DataView(new ArrayBuffer(arenaBytes)),
    texts: [],
  };
  let used = 0;
  let foundEnd = 0;
  let before = 0;
  const follow = (entry: number, end: number): string | null => {
    table.followers[before] = entry;
    before = entry;
    foundEnd = end;
    return table.texts[entry] ?? null;
  };
  return {
    find(view, start, layout) {
      const from = start + layout.site;
      if (from + 4 > view.byteLength || !isLaidOut(view, start, layout)) return null;
      const likely = table.followers[before] ?? 0;
      if (isLineOf(table, likely, view, from)) return follow(likely, from + (table.lengths[likely] ?? 0));
      const found = lookUp(table, view, from);
      return found === null || found.entry < 0 ? null : follow(found.entry, found.end);
    },
    end: () => foundEnd,
    add(view, from, end, text) {
      used = addTo(table, used, view, from, end, text);
    },
  };
}

/** The index of the next line feed; -1 where none follows. */
export function nextLineFeed(bytes: Uint8Array, from: number): number {
  return bytes.indexOf(lineFeed, from);
}
