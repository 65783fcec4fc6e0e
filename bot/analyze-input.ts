import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import type { ReadResult } from '../analysis/types.ts';
import type { AppendixEntry } from '../cards/types.ts';
import { appendixTexts } from './appendix.ts';
import { bytesSource, fileSource, watched } from './archives/source.ts';
import type { Source } from './archives/source.ts';
import { deploymentsIn } from '../flows/deployments.ts';
import { namedTime } from '../flows/file-name-time.ts';
import { readWithNotes } from './reading-file.ts';
import type { Note } from './reading-file.ts';

export type InputRead =
  | {
      readonly ok: true;
      readonly name: string;
      readonly sha256: string;
      readonly result: ReadResult;
      /** What a person notes of deployments, in a file of its own. */
      readonly notes: readonly Note[];
      /** For the end of a report; of an archive each file in it. */
      readonly appendix: readonly AppendixEntry[];
    }
  | { readonly ok: false; readonly name: string; readonly problem: string };

/** Files above this show how far they are, bytes. */
const progressFrom = 50 * 2 ** 20;
const chunkBytes = 4 * 2 ** 20;

/** One file by ranges, so that its size does not matter; `-` is stdin. What cannot be opened is a sentence. */
export async function readInput(path: string): Promise<InputRead> {
  if (path === '-') return readStdin();
  try {
    const file = openSync(path, 'r');
    try {
      return readFile(file, path);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    return { ok: false, name: path, problem: whyNotOpened(error) };
  }
}

function whyNotOpened(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const says: Readonly<Record<string, string>> = {
    ENOENT: 'There is no such file.',
    EACCES: 'This user may not read it.',
    EISDIR: 'It is a folder; name the files in it.',
    ENOSPC: 'There is no room on the disk to unpack it. Make room, or unpack it elsewhere and name the files.',
  };
  return says[code] ?? `It cannot be opened: ${error instanceof Error ? error.message : String(error)}.`;
}

async function readStdin(): Promise<InputRead> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return inputOf(bytesSource(Buffer.concat(chunks)), 'stdin');
}

function readFile(file: number, path: string): InputRead {
  const stats = fstatSync(file);
  // A pipe, and what the system makes while it is read (`/proc/4312/status`), have no size beforehand.
  if (stats.isFIFO() || (stats.isFile() && stats.size === 0)) return inputOf(bytesSource(readFileSync(file)), path);
  if (!stats.isFile())
    return { ok: false, name: path, problem: stats.isDirectory() ? 'It is a folder; name the files in it.' : 'It is no file.' };
  const show = progress(path, stats.size);
  const read = inputOf(watched(fileSource(file, stats.size), show), path);
  show(null);
  return read;
}

function inputOf(source: Source, name: string): InputRead {
  const isNote = (text: string): boolean => deploymentsIn(text, Date.now(), 0).length > 0;
  const { result, notes } = readWithNotes(source, name, isNote);
  return { ok: true, name, result, notes, sha256: hashOf(source), appendix: appendixTexts(source, name) };
}

function hashOf(source: Source): string {
  const hash = createHash('sha256');
  for (let offset = 0; offset < source.size; offset += chunkBytes) hash.update(source.read(offset, chunkBytes, true));
  return hash.digest('hex');
}

/** A bar on stderr, for people only; null: done. */
function progress(path: string, size: number): (bytes: number | null) => void {
  if (size < progressFrom || !process.stderr.isTTY) return () => undefined;
  return (bytes) => {
    const share = bytes === null ? 1 : Math.min(1, bytes / size);
    const bar = '█'.repeat(Math.round(share * 30)).padEnd(30, '░');
    process.stderr.write(
      bytes === null ? '\r\u001b[K' : `\r${bar} ${Math.round(share * 100)} %  ${path.replace(/\p{Cc}/gu, '·').slice(-40)}`,
    );
  };
}

/** Of files with the same bytes only one is taken, or one of each time that they are named of: the first by name, in whatever order they came. */
export function firstsByName<Input extends { readonly name: string; readonly sha256: string }>(inputs: readonly Input[]): readonly Input[] {
  return inputs.map((each) => {
    const same = inputs.filter(({ sha256 }) => sha256 === each.sha256);
    const { at } = namedTime(each.name);
    const alike = same.filter(({ name }) => (at === null ? namedTime(name).at !== null : namedTime(name).at === at));
    return (alike.length > 0 ? alike : same).reduce((first, other) => (other.name < first.name ? other : first));
  });
}
