/**
 * The files of a .zip: PKWARE APPNOTE 6.3 §4.3. Its central directory at the end tells them; where the end
 * is missing (an upload that broke off), what stands before each file does. Programs that write as they read (zip -,
 * web servers, backups) use the large kind, zip64 (§4.3.14–15, §4.5.3), for small archives too.
 */
import { partOf } from './source.ts';
import type { Source } from './source.ts';

export interface ZipFile {
  readonly name: string;
  /** 0 stored, 8 deflate; anything else is not unpacked here. */
  readonly method: number;
  readonly isLocked: boolean;
  readonly packed: Source;
  /** Null where it stands only behind the file. */
  readonly crc: number | null;
}
/** `more`: files beyond the limit, whose names were not even looked at. */
export type ZipFiles =
  | { readonly ok: true; readonly files: readonly ZipFile[]; readonly more: number; readonly isCut: boolean }
  | { readonly ok: false; readonly problem: string };

const endSize = 22;
const longestComment = 65_535;
const entrySize = 46;
const localSize = 30;
const local = 0x04034b50;
const entry = 0x02014b50;
const end = 0x06054b50;
const descriptor = 0x08074b50;
const largeEnd = 0x06064b50;
const largeEndSize = 56;
const largeLocator = 0x07064b50;
const locatorSize = 20;
/** The extra field that holds what does not fit into 32 bits. */
const largeField = 0x0001;
const large = 0xffffffff;

const refused = (problem: string): ZipFiles => ({ ok: false, problem });
const damaged = refused(
  'This .zip is damaged: its list of files does not agree with what is in it. Copy it again, or drop the files unpacked.',
);
const split = refused('This is one part of a .zip that was split. Put the parts together, unpack, and drop the files that matter.');
const overlapping = refused('The files in this .zip lie over each other, as in one that is made to do harm. Nothing of it was unpacked.');

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Names are UTF-8 or of an old code page; either way only a label. */
function nameIn(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes);
  return text.includes('\ufffd') ? new TextDecoder('windows-1252').decode(bytes) : text;
}

/** What the record at the end says of the directory, and where that record begins. */
interface End {
  readonly at: number;
  readonly disk: number;
  readonly count: number;
  readonly length: number;
  readonly offset: number;
}

/** No file is longer (280 TB): a number beyond is damage, and stays one that can be reckoned with. */
const longest = 2 ** 48;
const u64 = (view: DataView, at: number): number => Math.min(Number(view.getBigUint64(at, true)), longest);

/** The large record, which stands before the other one where the directory needs it. */
function largeEndOf(source: Source, at: number): End | null {
  const locator = source.read(at - locatorSize, locatorSize);
  if (at < locatorSize || viewOf(locator).getUint32(0, true) !== largeLocator) return null;
  // Its offset counts from the archive's own beginning; where something stands before that, it is just before the locator.
  for (const from of [u64(viewOf(locator), 8), at - locatorSize - largeEndSize]) {
    const bytes = from >= 0 && from <= source.size - largeEndSize ? source.read(from, largeEndSize) : new Uint8Array();
    if (bytes.length < largeEndSize || viewOf(bytes).getUint32(0, true) !== largeEnd) continue;
    const view = viewOf(bytes);
    return { at: from, disk: view.getUint32(16, true), count: u64(view, 32), length: u64(view, 40), offset: u64(view, 48) };
  }
  return null;
}

/** Null: there is none. */
function endOf(source: Source): End | null {
  const reach = Math.min(source.size, endSize + longestComment);
  const bytes = source.read(source.size - reach, reach);
  const view = viewOf(bytes);
  for (let at = bytes.length - endSize; at >= 0; at--) {
    if (view.getUint32(at, true) !== end || at + endSize + view.getUint16(at + 20, true) > bytes.length) continue;
    const record = source.size - reach + at;
    return (
      largeEndOf(source, record) ?? {
        at: record,
        disk: view.getUint16(at + 4, true),
        count: view.getUint16(at + 10, true),
        length: view.getUint32(at + 12, true),
        offset: view.getUint32(at + 16, true),
      }
    );
  }
  return null;
}

interface Listed {
  readonly name: string;
  readonly method: number;
  readonly flags: number;
  readonly crc: number;
  readonly length: number;
  readonly at: number;
}

/** The numbers of the large field that stand for those that are all ones, in order; the others as they are. */
function largeValues(extra: Uint8Array, values: readonly number[]): readonly number[] {
  const view = viewOf(extra);
  for (let at = 0; at + 4 <= extra.length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== largeField) continue;
    const last = Math.min(extra.length, at + 4 + view.getUint16(at + 2, true));
    let next = at + 4;
    return values.map((value) => {
      if (value !== large || next + 8 > last) return value;
      next += 8;
      return u64(view, next - 8);
    });
  }
  return values;
}

/** At most `most` entries of the directory; null where it breaks off. */
function listed(source: Source, from: number, count: number): readonly Listed[] | null {
  const found: Listed[] = [];
  for (let at = from; found.length < count;) {
    const bytes = source.read(at, entrySize);
    if (bytes.length < entrySize || viewOf(bytes).getUint32(0, true) !== entry) return null;
    const view = viewOf(bytes);
    const nameLength = view.getUint16(28, true);
    const extraLength = view.getUint16(30, true);
    const sizes = [view.getUint32(24, true), view.getUint32(20, true), view.getUint32(42, true)];
    const [, length = 0, offset = 0] = largeValues(source.read(at + entrySize + nameLength, extraLength), sizes);
    found.push({
      name: nameIn(source.read(at + entrySize, nameLength)),
      flags: view.getUint16(8, true),
      method: view.getUint16(10, true),
      crc: view.getUint32(16, true),
      length,
      at: offset,
    });
    at += entrySize + nameLength + extraLength + view.getUint16(32, true);
  }
  return found;
}

/** Where the bytes of a file begin: behind its own header, whose name and extra field may differ from the directory's. */
function bodyAt(source: Source, at: number): number | null {
  const bytes = source.read(at, localSize);
  if (bytes.length < localSize || viewOf(bytes).getUint32(0, true) !== local) return null;
  return at + localSize + viewOf(bytes).getUint16(26, true) + viewOf(bytes).getUint16(28, true);
}

const isLocked = (flags: number): boolean => (flags & 0x41) !== 0;

function fromDirectory(source: Source, { at, disk, count, length, offset }: End, most: number): ZipFiles {
  if (disk !== 0) return split;
  // Something may stand before the archive (a program that unpacks itself): all offsets are moved by it.
  const before = at - length - offset;
  const entries = before < 0 ? null : listed(source, before + offset, Math.min(count, most));
  if (entries === null) return damaged;
  const places = entries.map((each) => ({ each, at: each.at + before, body: bodyAt(source, each.at + before) }));
  const inOrder = places.toSorted((one, other) => one.at - other.at);
  if (inOrder.some(({ each, body }, index) => (body ?? 0) + each.length > (inOrder[index + 1]?.at ?? before + offset))) return overlapping;
  const files = places.map(({ each, body }) => ({
    name: each.name,
    method: body === null ? -1 : each.method,
    isLocked: isLocked(each.flags),
    packed: partOf(source, body ?? 0, body === null ? 0 : each.length),
    crc: each.crc,
  }));
  return { ok: true, files, more: count - files.length, isCut: false };
}

const searchBytes = 256 * 1024;

/** Where the next file, its descriptor or the directory begins: the end of a file whose length is told only behind it. */
function nextMark(source: Source, from: number): number {
  for (let at = from; at < source.size; at += searchBytes - 3) {
    const bytes = source.read(at, searchBytes);
    const view = viewOf(bytes);
    for (let found = bytes.indexOf(0x50); found !== -1 && found + 4 <= bytes.length; found = bytes.indexOf(0x50, found + 1)) {
      const mark = view.getUint32(found, true);
      if (mark === local || mark === entry || mark === descriptor) return at + found;
    }
  }
  return source.size;
}

/** The end is missing: file after file from the beginning, the last one cut. */
function fromFiles(source: Source, most: number): ZipFiles {
  const files: ZipFile[] = [];
  for (let at = 0; files.length < most;) {
    const header = source.read(at, localSize);
    const body = bodyAt(source, at);
    if (body === null) break;
    const view = viewOf(header);
    const nameLength = view.getUint16(26, true);
    const extra = source.read(at + localSize + nameLength, view.getUint16(28, true));
    const [, told = 0] = largeValues(extra, [view.getUint32(22, true), view.getUint32(18, true)]);
    const isTold = (view.getUint16(6, true) & 8) === 0 || (told > 0 && told !== large);
    const until = isTold ? body + told : nextMark(source, body);
    const name = nameIn(source.read(at + localSize, nameLength));
    const crc = isTold ? view.getUint32(14, true) : null;
    files.push({
      name,
      method: view.getUint16(8, true),
      isLocked: isLocked(view.getUint16(6, true)),
      packed: partOf(source, body, until - body),
      crc,
    });
    at = isTold ? until : skipDescriptor(source, until);
  }
  return { ok: true, files, more: 0, isCut: true };
}

/** A descriptor has its lengths in 4 bytes each, or in 8: what follows tells. */
function skipDescriptor(source: Source, at: number): number {
  const bytes = source.read(at, 20);
  if (bytes.length < 4 || viewOf(bytes).getUint32(0, true) !== descriptor) return at;
  const mark = bytes.length < 20 ? 0 : viewOf(bytes).getUint32(16, true);
  return mark === local || mark === entry ? at + 16 : at + 24;
}

/** The files of a .zip, at most `most`; nothing of them is unpacked yet. */
export function zipFiles(source: Source, most: number): ZipFiles {
  const found = endOf(source);
  return found === null ? fromFiles(source, most) : fromDirectory(source, found, most);
}
