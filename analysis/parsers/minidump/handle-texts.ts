/**
 * What the handles of a dump are called: by type and by name. Writers keep one text for all handles of a type (dbghelp), or
 * write it anew for each handle; names of objects are mostly written for each. What fits into the budget is read and counted
 * whole; of more, texts spread evenly over the file are read, and the counts are scaled up from them.
 */
import type { Reader } from './directory.ts';
import type { OffsetTotals } from './offset-counts.ts';
import { eachString, lengthAt, maxBytes, textAt, withoutControls } from './strings.ts';
import type { Window } from './strings.ts';
import { countTexts } from './text-counts.ts';
import { allWindows, bytesOf, spreadWindows } from './text-windows.ts';
import type { TextWindow } from './text-windows.ts';

type Windows = readonly TextWindow[];

export const unknownType = 'unknown';
/** A type’s name has some twenty characters. */
const maxTypeLength = 300;
/** Of more names some are read: a thousand tell which object is opened again and again. */
const namesBudget = 128 * 1024;
/** The longest name of a type in Windows, with its length: FilterCommunicationPort, WmiGuid, ActivityReference … */
const typeReach = 128;

export interface Texts {
  readonly types: OffsetTotals;
  readonly names: OffsetTotals;
}

export interface Counts {
  readonly byType: ReadonlyMap<string, number>;
  readonly byName: ReadonlyMap<string, number>;
  /** Handles whose type was read, and those that have one. */
  readonly typed: number;
  readonly withType: number;
  readonly named: number;
  readonly withName: number;
}

interface Read extends Counts {
  readonly bytes: number;
}

const sumOf = (handles: Iterable<number>): number => {
  let sum = 0;
  for (const each of handles) sum += each;
  return sum;
};

interface Counter {
  readonly type: (window: Window, at: number, handles: number) => void;
  readonly name: (window: Window, at: number, handles: number) => void;
  readonly counts: () => Pick<Counts, 'byType' | 'byName' | 'typed' | 'named'>;
}

function createCounter(): Counter {
  const types = countTexts((text) => withoutControls(text).slice(0, maxTypeLength) || unknownType);
  const byName = new Map<string, number>();
  let [typed, named] = [0, 0];
  return {
    type(window, at, handles) {
      types.add(window, at, handles);
      typed += handles;
    },
    name(window, at, handles) {
      named += handles;
      if (lengthAt(window, at) === 0) return;
      const name = textAt(window, at);
      byName.set(name, (byName.get(name) ?? 0) + handles);
    },
    counts: () => ({ byType: types.totals(), byName, typed, named }),
  };
}

/** Both of them, which rise, as one that rises; each offset once. */
function merged(types: Uint32Array, names: Uint32Array): Uint32Array {
  const both = new Uint32Array(types.length + names.length);
  let [type, name, length] = [0, 0, 0];
  while (type < types.length && name < names.length) {
    const [ofType, ofName] = [types[type] ?? 0, names[name] ?? 0];
    both[length++] = ofType < ofName ? ofType : ofName;
    if (ofType <= ofName) type++;
    if (ofName <= ofType) name++;
  }
  both.set(types.subarray(type), length);
  both.set(names.subarray(name), length + types.length - type);
  return both.subarray(0, length + types.length - type + names.length - name);
}

/** The texts in the windows, of types and of names alike, in one way through the file. */
function* readBoth({ types, names }: Texts, offsets: Uint32Array, windows: Windows, counter: Counter): Reader<void> {
  let [nextType, nextName] = [0, 0];
  yield* eachString(offsets, windows, (index, window, at) => {
    const offset = offsets[index] ?? 0;
    while ((types.offsets[nextType] ?? Number.POSITIVE_INFINITY) < offset) nextType++;
    while ((names.offsets[nextName] ?? Number.POSITIVE_INFINITY) < offset) nextName++;
    if (types.offsets[nextType] === offset) counter.type(window, at, types.handles[nextType] ?? 0);
    if (names.offsets[nextName] === offset) counter.name(window, at, names.handles[nextName] ?? 0);
  });
}

const without = (behind: number, { offsets, handles }: OffsetTotals): OffsetTotals => ({
  offsets: offsets.subarray(0, behind),
  handles: handles.subarray(0, behind),
});

/** Those that stand in a file of `size` bytes: a damaged dump points anywhere. */
function inside(totals: OffsetTotals, size: number): OffsetTotals {
  let behind = totals.offsets.length;
  while (behind > 0 && (totals.offsets[behind - 1] ?? 0) + 4 > size) behind--;
  return without(behind, totals);
}

/** The texts that one handle points to, or those that several do. */
function pointedTo(totals: OffsetTotals, often: boolean): OffsetTotals {
  const [offsets, handles] = [new Uint32Array(totals.offsets.length), new Uint32Array(totals.offsets.length)];
  let behind = 0;
  for (let index = 0; index < totals.offsets.length; index++) {
    const count = totals.handles[index] ?? 0;
    if (count > 1 !== often) continue;
    offsets[behind] = totals.offsets[index] ?? 0;
    handles[behind++] = count;
  }
  return without(behind, { offsets, handles });
}

/** Both kinds of texts in the order of the file, and the windows over all of them where they fit into the budget. */
function planOf({ types, names }: Texts, size: number, budget: number): { readonly all: Uint32Array; readonly whole: Windows | null } {
  const all = merged(types.offsets, names.offsets);
  return { all, whole: allWindows(all, { size, reach: maxBytes }, budget) };
}

/** All of these texts where they fit into the budget; else all types and some names, or some of both. */
function* readSome(texts: Texts, size: number, budget: number, { all, whole } = planOf(texts, size, budget)): Reader<Read> {
  const { types, names } = texts;
  const counter = createCounter();
  const extent = { size, reach: maxBytes };
  const ofTypes = whole === null ? allWindows(types.offsets, { size, reach: typeReach }, budget) : null;
  const ofBoth = whole ?? (ofTypes === null ? spreadWindows(all, extent, budget) : []);
  const left = Math.min(namesBudget, budget - bytesOf(ofTypes ?? []));
  const ofNames = ofTypes === null ? [] : spreadWindows(names.offsets, extent, left);
  yield* readBoth(texts, all, ofBoth, counter);
  yield* eachString(types.offsets, ofTypes ?? [], (index, window, at) => {
    counter.type(window, at, types.handles[index] ?? 0);
  });
  yield* eachString(names.offsets, ofNames, (index, window, at) => {
    counter.name(window, at, names.handles[index] ?? 0);
  });
  const { byType, byName, typed, named } = counter.counts();
  const [withType, withName] = [sumOf(types.handles), sumOf(names.handles)];
  const bytes = bytesOf(ofBoth) + bytesOf(ofTypes ?? []) + bytesOf(ofNames);
  return { byType: scaled(byType, typed, withType), byName: scaledNames(byName, named, withName), typed, named, withType, withName, bytes };
}

/**
 * Counts by text of `handles` handles, from at most `budget` bytes of a file of `size` bytes. What many handles point to tells
 * most for its bytes: where not all can be read, that is read first.
 */
export function* readTexts(told: Texts, handles: number, size: number, budget: number): Reader<Counts> {
  const texts = { types: inside(told.types, size), names: inside(told.names, size) };
  const plan = planOf(texts, size, budget);
  if (plan.whole !== null) {
    const counts = yield* readSome(texts, size, budget, plan);
    return { ...counts, byType: withUnknown(counts.byType, handles) };
  }
  const often = yield* readSome({ types: pointedTo(texts.types, true), names: pointedTo(texts.names, true) }, size, budget / 2);
  const once = { types: pointedTo(texts.types, false), names: pointedTo(texts.names, false) };
  const counts = together(often, yield* readSome(once, size, budget - often.bytes));
  return { ...counts, byType: withUnknown(counts.byType, handles) };
}

function together(one: Counts, other: Counts): Counts {
  const added = (a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): ReadonlyMap<string, number> => {
    const sum = new Map(a);
    b.forEach((count, text) => sum.set(text, count + (sum.get(text) ?? 0)));
    return sum;
  };
  return {
    byType: added(one.byType, other.byType),
    byName: added(one.byName, other.byName),
    typed: one.typed + other.typed,
    withType: one.withType + other.withType,
    named: one.named + other.named,
    withName: one.withName + other.withName,
  };
}

/** Counts of `read` handles as counts of `all`, which they add up to. */
function scaled(counts: ReadonlyMap<string, number>, read: number, all: number): ReadonlyMap<string, number> {
  if (read === all || read === 0) return counts;
  let [before, rounded] = [0, 0];
  return new Map(
    [...counts].map(([text, count]) => {
      before += count;
      const share = Math.round((before * all) / read) - rounded;
      rounded += share;
      return [text, share] as const;
    }),
  );
}

/** The same of names; one that was met once may stand once, and is left out. */
function scaledNames(counts: ReadonlyMap<string, number>, read: number, all: number): ReadonlyMap<string, number> {
  if (read === all || read === 0) return counts;
  const scaledUp = new Map<string, number>();
  for (const [text, count] of counts) if (count > 1) scaledUp.set(text, Math.round((count * all) / read));
  return scaledUp;
}

/** Handles whose type could not be read stand with those that have none. */
function withUnknown(byType: ReadonlyMap<string, number>, total: number): ReadonlyMap<string, number> {
  const told = sumOf(byType.values());
  return told === total ? byType : new Map(byType).set(unknownType, total - told + (byType.get(unknownType) ?? 0));
}
