/** An input that is an archive → the files in it, each handed on as if it had come alone. Whatever it holds, it ends at a limit. */
import { unpack } from './inflate.ts';
import type { Packing } from './inflate.ts';
import type { Limits, Used } from './limits.ts';
import { withScratch } from './scratch.ts';
import type { Scratch } from './scratch.ts';
import type { Source } from './source.ts';
import { isTar, tarFiles } from './tar.ts';
import { documentOf, whyNotUnpacked } from './zip-refusals.ts';
import { zipFiles } from './zip.ts';
import type { ZipFile } from './zip.ts';

/** What is done with each file; `within` is its way inside: `logs.zip › handles.txt` in `all.zip` has two names. */
export interface Visitor {
  /** The source is good only until this returns. */
  file(within: readonly string[], source: Source): void;
  /** A sentence about one file or, where `within` is empty, about the archive. */
  problem(within: readonly string[], says: string): void;
}

interface Opening {
  readonly visitor: Visitor;
  readonly limits: Limits;
  readonly used: Used;
}

type Kind = 'zip' | 'gzip' | 'tar';

/** By the first bytes; `PK\5\6` is a .zip without a file. */
function kindOf(source: Source): Kind | null {
  const head = source.read(0, 512);
  const [first, second, third, fourth] = head;
  if (
    first === 0x50 &&
    second === 0x4b &&
    ((third === 3 && fourth === 4) || (third === 5 && fourth === 6) || (third === 7 && fourth === 8))
  )
    return 'zip';
  if (first === 0x1f && second === 0x8b && third === 8) return 'gzip';
  return isTar(head) ? 'tar' : null;
}

export function isArchive(source: Source): boolean {
  return kindOf(source) !== null;
}

/** What a kept output is called when it is handed back: `zip`, `gz`, `tar`; null: it is none of these. */
export function archiveEnding(source: Source): string | null {
  const kind = kindOf(source);
  return kind === 'gzip' ? 'gz' : kind;
}

/** Longest label of one file; the part that tells it apart stands at the end. */
const longestLabel = 100;

/** A name inside an archive is a label, never a path: what would move a cursor or turn a line is left out. */
function label(name: string): string {
  const shown = name
    .replaceAll('\\', '/')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '·')
    .trim();
  return shown === '' ? 'a file without a name' : shown.length <= longestLabel ? shown : `…${shown.slice(-longestLabel)}`;
}

/** What systems add to an archive beside the files of a person. */
const isOfSystem = (name: string): boolean => /(?:^|[\\/])(?:__MACOSX[\\/].*|\.DS_Store|Thumbs\.db|desktop\.ini|\._[^\\/]*)$/.test(name);

/** Hands each file of an archive to the visitor; a source that is none is handed on itself. */
export function eachFile(source: Source, name: string, opening: Opening, within: readonly string[] = [], level = 0): void {
  const kind = kindOf(source);
  if (kind === null) {
    opening.visitor.file(within, source);
    return;
  }
  if (level >= opening.limits.mostLevels) {
    opening.visitor.problem(
      within,
      'It is an archive in an archive in an archive, which is not opened. Unpack it and drop what is inside.',
    );
    return;
  }
  if (kind === 'zip') {
    openZip(source, opening, within, level);
    return;
  }
  if (kind === 'tar') {
    openTar(source, opening, within, level);
    return;
  }
  const inside = name.replace(/\.gz$/i, '').replace(/\.tgz$/i, '.tar');
  const named = [...within, label(inside.split(/[\\/]/).at(-1) ?? '')];
  withScratch((scratch) => unpacked({ packed: source, packing: 'gzip', crc: null, name: inside }, scratch, opening, named, level));
}

interface Packed {
  readonly packed: Source;
  readonly packing: Packing;
  readonly crc: number | null;
  readonly name: string;
}

const wrongSum = 'Its checksum is wrong: it was damaged on its way. What could be read of it was; copy the archive again.';

/** Unpacks one file and hands on what is in it. */
function unpacked(
  { packed, packing, crc, name }: Packed,
  scratch: Scratch,
  opening: Opening,
  within: readonly string[],
  level: number,
): void {
  scratch.clear();
  const told = unpack(packed, packing, scratch, opening.limits, opening.used);
  const content = scratch.source();
  const says = told.problem ?? (crc !== null && told.crc !== null && crc !== told.crc ? wrongSum : null);
  if (told.usable && content.size > 0) {
    // A .tar is what its .gz holds, not one more archive.
    if (packing === 'gzip' && isTar(content.read(0, 512))) openTar(content, opening, within.slice(0, -1), level);
    else eachFile(content, name, opening, within, level + 1);
  }
  if (says !== null) opening.visitor.problem(within, says);
  else if (content.size === 0) opening.visitor.problem(within, 'It is empty.');
}

const notRead = (left: number): string => (left === 1 ? 'One more file was not read' : `The ${left} files from here on were not read`);
const instead = 'Drop those that matter without the others.';
const tooMany = (limits: Limits, left: number): string => `${notRead(left)}: an archive may hold ${limits.mostFiles} files. ${instead}`;

/** Null: one more may be opened. Otherwise why not, for all that come after. */
function exhausted({ limits, used }: Opening, left: number): string | null {
  if (used.files >= limits.mostFiles) return tooMany(limits, left);
  if (used.bombs >= limits.mostBombs)
    return `${notRead(left)}: too many of the files unpack to more than ${limits.mostRatio} times their size. ${instead}`;
  if (used.bytes >= limits.mostBytes)
    return `${notRead(left)}: an archive may hold ${Math.floor(limits.mostBytes / 2 ** 20)} MB unpacked. ${instead}`;
  return performance.now() > used.until ? `${notRead(left)}: the archive took too long. ${instead}` : null;
}

function openTar(source: Source, opening: Opening, within: readonly string[], level: number): void {
  const files = tarFiles(source, opening.limits.mostFiles - opening.used.files + 1).filter((each) => !isOfSystem(each.name));
  if (files.length === 0) {
    opening.visitor.problem(within, 'There is no file in this archive.');
    return;
  }
  for (const [index, { name, content, isCut }] of files.entries()) {
    const over = exhausted(opening, files.length - index);
    if (over !== null) {
      opening.visitor.problem(within, over);
      return;
    }
    opening.used.files += 1;
    const inside = [...within, label(name)];
    if (content.size > 0) eachFile(content, name, opening, inside, level + 1);
    if (isCut)
      opening.visitor.problem(inside, 'It is cut off: the archive ends before it does. What was there was read; copy the archive again.');
  }
}

function openZip(source: Source, opening: Opening, within: readonly string[], level: number): void {
  const found = zipFiles(source, opening.limits.mostFiles - opening.used.files);
  if (!found.ok) {
    opening.visitor.problem(within, found.problem);
    return;
  }
  const files = found.files.filter(({ name }) => !name.endsWith('/') && !isOfSystem(name));
  const document = documentOf(files);
  if (document !== null) {
    opening.visitor.problem(within, document);
    return;
  }
  const isDone = withScratch((scratch) => openEach(files, found.more, scratch, opening, within, level));
  if (isDone && found.more > 0) opening.visitor.problem(within, tooMany(opening.limits, found.more));
  if (found.isCut)
    opening.visitor.problem(within, 'The end of this .zip is missing. What stands before was read; copy it again for the rest.');
  else if (files.length === 0) opening.visitor.problem(within, 'There is no file in this archive.');
}

/** False: a limit was reached, and that has been said. */
function openEach(
  files: readonly ZipFile[],
  more: number,
  scratch: Scratch,
  opening: Opening,
  within: readonly string[],
  level: number,
): boolean {
  for (const [index, file] of files.entries()) {
    const over = exhausted(opening, files.length - index + more);
    if (over !== null) opening.visitor.problem(within, over);
    if (over !== null) return false;
    opening.used.files += 1;
    const inside = [...within, label(file.name)];
    const refused = whyNotUnpacked(file);
    if (refused !== null) opening.visitor.problem(inside, refused);
    else unpacked({ ...file, packing: file.method === 0 ? 'stored' : 'deflate' }, scratch, opening, inside, level);
  }
  return true;
}
