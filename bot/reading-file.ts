/** One input, a file or an archive of files → what it says. Ranges are read as they are asked for, so that its size does not matter. */
import { read } from '../analysis/read.ts';
import { decodeText } from '../analysis/text.ts';
import type { ReadBlock, ReadResult, UnreadPart } from '../analysis/types.ts';
import { startUsing, usualLimits } from './archives/limits.ts';
import type { Limits } from './archives/limits.ts';
import { eachFile, isArchive } from './archives/open.ts';
import type { Visitor } from './archives/open.ts';
import type { Source } from './archives/source.ts';

/** Names inside an archive, from the outermost: `dumps.zip › w3wp.txt`. */
export const withinText = (within: readonly string[]): string => within.join(' › ');

function readAlone(source: Source, name: string): ReadResult {
  const reading = read(name, source.size);
  let step = reading.next();
  while (step.done !== true) {
    const { offset, length, passing } = step.value;
    step = reading.next(source.read(offset, length, passing));
  }
  return step.value;
}

/** A note in a chat is shorter, bytes. */
const longestNote = 2000;

/** A short file in which no output of a tool is, and which is what a person notes. */
export interface Note {
  readonly text: string;
  /** What stands for it where it comes to nothing. */
  readonly unread: readonly UnreadPart[];
}

export interface SourceRead {
  readonly result: ReadResult;
  readonly notes: readonly Note[];
}

/** Reads a source; of an archive each file in it, every block and every refusal with its name inside. */
export function readSource(source: Source, name: string, limits: Limits = usualLimits): ReadResult {
  return readWithNotes(source, name, () => false, limits).result;
}

function noteIn(source: Source, { blocks }: ReadResult, isNote: (text: string) => boolean): string | null {
  if (blocks.length > 0 || source.size > longestNote) return null;
  const text = decodeText(source.read(0, source.size)).text.replace('\ufeff', '').trim();
  return isNote(text) ? text : null;
}

/** The same, with the notes in it apart. */
export function readWithNotes(source: Source, name: string, isNote: (text: string) => boolean, limits: Limits = usualLimits): SourceRead {
  if (!isArchive(source)) {
    const result = readAlone(source, name);
    const text = noteIn(source, result, isNote);
    return text === null ? { result, notes: [] } : { result: { blocks: [], unread: [] }, notes: [{ text, unread: result.unread }] };
  }
  const blocks: ReadBlock[] = [];
  const unread: UnreadPart[] = [];
  const notes: Note[] = [];
  const visitor = {
    file(within: readonly string[], content: Source): void {
      const result = readAlone(content, within.at(-1) ?? name);
      const place = { within: withinText(within) };
      const text = noteIn(content, result, isNote);
      if (text !== null) {
        notes.push({ text, unread: result.unread.map((part) => ({ ...part, ...place })) });
        return;
      }
      blocks.push(...result.blocks.map((block) => ({ ...block, ...place })));
      unread.push(...result.unread.map((part) => ({ ...part, ...place })));
    },
    problem(within: readonly string[], problem: string): void {
      const place = within.length === 0 ? {} : { within: withinText(within) };
      unread.push({ parser: null, fromLine: 0, lines: 0, problem, ...place });
    },
  };
  openArchive(source, name, visitor, limits);
  return { result: { blocks, unread: together(unread) }, notes };
}

function openArchive(source: Source, name: string, visitor: Visitor, limits: Limits): void {
  try {
    eachFile(source, name, { visitor, limits, used: startUsing(limits, performance.now()) });
  } catch (error) {
    visitor.problem([], noRoom(error));
  }
}

/** Unpacking needs room on the disk; any other error is a bug of ours, and is thrown on. */
function noRoom(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!/^(?:ENOSPC|EDQUOT|EFBIG|EACCES|EPERM|EROFS|ENOENT)$/.test(code)) throw error;
  return `The archive could not be unpacked further: the bot’s folder for temporary files is full or cannot be written (${code}). Unpack it and drop the files that matter.`;
}

/** Files that are refused with one and the same sentence are named together: a folder of pictures is one line. */
function together(unread: readonly UnreadPart[]): readonly UnreadPart[] {
  const groups = Map.groupBy(unread, (part) => (part.parser === null ? part.problem : part));
  return [...groups.values()].flatMap((parts) => {
    const first = parts[0];
    if (first === undefined) return [];
    return [parts.length === 1 ? first : { ...first, within: `${first.within ?? ''} and ${parts.length - 1} more files` }];
  });
}

/** The first bytes of a file, for the appendix of a report. `size`: of the whole; null where no more was unpacked. */
export interface FileHead {
  readonly within: string | null;
  readonly head: Uint8Array;
  readonly size: number | null;
}

/** Quick, because people wait for it: of each file only its beginning is unpacked. */
const headLimits: Limits = { ...usualLimits, mostBytes: 32 * 2 ** 20, mostMs: 1000 };

/** The beginning of a source or, of an archive, of each file in it; at most `length` bytes. */
export function headsOf(source: Source, name: string, length: number): readonly FileHead[] {
  if (!isArchive(source)) return [{ within: null, head: source.read(0, length), size: source.size }];
  const heads: FileHead[] = [];
  const limits = { ...headLimits, mostBytesOfFile: length };
  const visitor = {
    file(within: readonly string[], content: Source): void {
      const head = Uint8Array.from(content.read(0, length));
      heads.push({ within: withinText(within), head, size: content.size >= length ? null : content.size });
    },
    problem: () => undefined,
  };
  openArchive(source, name, visitor, limits);
  return heads;
}
