import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { read, readBytes } from '../analysis/index.ts';
import type { ReadResult } from '../analysis/types.ts';

export type InputRead =
  | {
      readonly ok: true;
      readonly name: string;
      readonly sha256: string;
      readonly result: ReadResult;
      /** The beginning, for the report's appendix. */
      readonly head: Uint8Array;
    }
  | { readonly ok: false; readonly name: string; readonly problem: string };

/** Files above this show how far they are, bytes. */
const progressFrom = 50 * 2 ** 20;
/** The appendix of a report holds at most this much of an output (bot/appendix.ts cuts it, and says so). */
const headBytes = 256 * 1024;
const chunkBytes = 4 * 2 ** 20;

/** One file by ranges, so that its size does not matter; `-` is stdin. What cannot be opened is a sentence. */
export async function readInput(path: string): Promise<InputRead> {
  if (path === '-') return readStdin();
  try {
    const file = await open(path, 'r');
    try {
      return await readFile(file, path);
    } finally {
      await file.close();
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
  };
  return says[code] ?? `It cannot be opened: ${error instanceof Error ? error.message : String(error)}.`;
}

async function readStdin(): Promise<InputRead> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin as AsyncIterable<Uint8Array>) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { ok: true, name: 'stdin', sha256, result: readBytes('stdin', bytes), head: bytes.subarray(0, headBytes) };
}

async function readFile(file: FileHandle, path: string): Promise<InputRead> {
  const stats = await file.stat();
  if (!stats.isFile())
    return { ok: false, name: path, problem: stats.isDirectory() ? 'It is a folder; name the files in it.' : 'It is no file.' };
  const show = progress(path, stats.size);
  const reading = read(path, stats.size);
  let step = reading.next();
  let got = 0;
  while (step.done !== true) {
    const range = await readRange(file, step.value.offset, step.value.length);
    got += range.length;
    show(got);
    step = reading.next(range);
  }
  show(null);
  return { ok: true, name: path, sha256: await hashOf(file, stats.size), result: step.value, head: await readRange(file, 0, headBytes) };
}

/** Shorter at the end of the file; a read may also give less than asked for in the middle. */
async function readRange(file: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const buffer = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

async function hashOf(file: FileHandle, size: number): Promise<string> {
  const hash = createHash('sha256');
  for (let offset = 0; offset < size; offset += chunkBytes) hash.update(await readRange(file, offset, chunkBytes));
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
