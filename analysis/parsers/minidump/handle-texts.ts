/**
 * What the handles of a dump are called: by type and by name. Writers keep one text for all handles of a type (dbghelp), or
 * write it anew for each handle; names of objects are mostly written for each. What fits into the budget is read and counted
 * whole; of more, texts spread evenly over the file are read, and the counts are scaled up from them.
 */
import { viewOf } from '../../byte-view.ts';
import type { Reader } from './directory.ts';
import type { OffsetTotals } from './offset-counts.ts';
import { maxBytes, withoutControls } from './strings.ts';
import { countTexts } from './text-counts.ts';
import type { TextCounts } from './text-counts.ts';
import { allWindows, bytesOf, spreadWindows } from './text-windows.ts';
import type { TextWindow } from './text-windows.ts';
import { countByRoom } from './type-shares.ts';
import type { RoomCounts } from './type-shares.ts';

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

function sumOf(handles: Uint32Array): number {
  let sum = 0;
  for (let index = 0; index < handles.length; index++) sum += handles[index] ?? 0;
  return sum;
}

/** The texts of one kind while the file is gone through. */
interface Column {
  readonly told: OffsetTotals;
  readonly texts: TextCounts;
  /** By the room that each has in the file; null where nobody asks. */
  readonly rooms: RoomCounts | null;
  /** The first that is not passed yet. */
  next: number;
  /** Handles whose text was read. */
  read: number;
}

const columnOf = (told: OffsetTotals, rooms: RoomCounts | null = null): Column => ({ told, texts: countTexts(), rooms, next: 0, read: 0 });

/** Counts the texts at `start` to `last` in the file, which lie in `view` from its beginning. */
function addTexts(column: Column, view: DataView, start: number, last: number): void {
  const { told, texts, rooms } = column;
  const { offsets, handles } = told;
  let index = column.next;
  while (index < offsets.length && (offsets[index] ?? 0) < start) index++;
  for (; index < offsets.length && (offsets[index] ?? 0) <= last; index++) {
    const [at, count] = [(offsets[index] ?? 0) - start, handles[index] ?? 0];
    if (at + 4 > view.byteLength) continue;
    const text = texts.add(view, at, count);
    rooms?.add(index, text, count);
    column.read += count;
  }
  column.next = index;
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

/** The texts in the windows over `offsets`, of types and of names alike, in one way through the file. */
function* readColumns(columns: readonly Column[], offsets: Uint32Array, windows: Windows): Reader<void> {
  for (const column of columns) column.next = 0;
  for (const { first, behind, length } of windows) {
    const [start, last] = [offsets[first] ?? 0, offsets[behind - 1] ?? 0];
    const view = viewOf(yield { offset: start, length, passing: true });
    for (const column of columns) addTexts(column, view, start, last);
  }
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

interface Parted {
  readonly often: OffsetTotals;
  readonly once: OffsetTotals;
}

/** The texts that several handles point to, and those that one does. */
function parted({ offsets, handles }: OffsetTotals): Parted {
  const room = offsets.length;
  const often = { offsets: new Uint32Array(room), handles: new Uint32Array(room) };
  const once = { offsets: new Uint32Array(room), handles: new Uint32Array(room).fill(1) };
  let behind = 0;
  for (let index = 0; index < room; index++) {
    const count = handles[index] ?? 0;
    if (count === 1) once.offsets[index - behind] = offsets[index] ?? 0;
    else {
      often.offsets[behind] = offsets[index] ?? 0;
      often.handles[behind++] = count;
    }
  }
  return { often: without(behind, often), once: without(room - behind, once) };
}

/** Both kinds of texts in the order of the file, and the windows over all of them where they fit into the budget. */
function planOf({ types, names }: Texts, size: number, budget: number): { readonly all: Uint32Array; readonly whole: Windows | null } {
  const all = merged(types.offsets, names.offsets);
  return { all, whole: allWindows(all, { size, reach: maxBytes }, budget) };
}

/** All of these texts where they fit into the budget; else all types and some names, or some of both. */
function* readSome(told: Texts, size: number, budget: number, { all, whole } = planOf(told, size, budget)): Reader<Read> {
  const extent = { size, reach: maxBytes };
  const ofTypes = whole === null ? allWindows(told.types.offsets, { size, reach: typeReach }, budget) : null;
  const ofBoth = whole ?? (ofTypes === null ? spreadWindows(all, extent, budget) : []);
  const left = Math.min(namesBudget, budget - bytesOf(ofTypes ?? []));
  const ofNames = ofTypes === null ? [] : spreadWindows(told.names.offsets, extent, left);
  const isSample = whole === null && ofTypes === null;
  const types = columnOf(told.types, isSample ? countByRoom(told.types, all) : null);
  const names = columnOf(told.names);
  yield* readColumns([types, names], all, ofBoth);
  yield* readColumns([types], told.types.offsets, ofTypes ?? []);
  yield* readColumns([names], told.names.offsets, ofNames);
  const [withType, withName] = [sumOf(told.types.handles), sumOf(told.names.handles)];
  return {
    byType: typesOf(types, withType),
    byName: namesOf(names, withName, whole === null),
    typed: types.read,
    named: names.read,
    withType,
    withName,
    bytes: bytesOf(ofBoth) + bytesOf(ofTypes ?? []) + bytesOf(ofNames),
  };
}

const typeName = (text: string): string => withoutControls(text).slice(0, maxTypeLength) || unknownType;

/** Handles by type, scaled up to `all` of them where some were read. */
function typesOf({ texts, rooms, read }: Column, all: number): ReadonlyMap<string, number> {
  const byType = new Map<string, number>();
  const scaled = read === all || read === 0 ? null : (rooms?.scaled(texts.size(), all) ?? null);
  for (const [index, [text, handles]] of texts.totals(1).entries()) {
    const type = typeName(text);
    byType.set(type, (byType.get(type) ?? 0) + (scaled?.[index] ?? handles));
  }
  return byType;
}

/** Handles by name, scaled up to `all` of them where some were read: one that was met once may stand once then, and is left out. */
function namesOf({ texts, read }: Column, all: number, isPart: boolean): ReadonlyMap<string, number> {
  const isScaled = read !== all && read !== 0;
  // Of all names those that stand once are left out in the end, of a part of them a name may stand in the other part too.
  const names = texts.totals(isScaled || !isPart ? 2 : 1).filter(([text]) => text !== '');
  return new Map(names.map(([text, handles]) => [text, isScaled ? Math.round((handles * all) / read) : handles] as const));
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
  const [types, names] = [parted(texts.types), parted(texts.names)];
  const often = yield* readSome({ types: types.often, names: names.often }, size, budget / 2);
  const once = yield* readSome({ types: types.once, names: names.once }, size, budget - often.bytes);
  const counts = together(often, once);
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

/** Handles whose type could not be read stand with those that have none. */
function withUnknown(byType: ReadonlyMap<string, number>, total: number): ReadonlyMap<string, number> {
  let told = 0;
  for (const handles of byType.values()) told += handles;
  return told === total ? byType : new Map(byType).set(unknownType, total - told + (byType.get(unknownType) ?? 0));
}
