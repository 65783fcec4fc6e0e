/** Writing a file so that it is either the old one or the whole new one, also after a power cut. */
import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** On Windows a virus scanner or indexer may hold the file for a moment: steno, lowdb's own writer, waits 10 × 100 ms too. */
const renameAttempts = 10;
const renamePauseMs = 100;
const temporarySuffix = '.tmp';

/** The error code of a failed system call: `ENOSPC`; null where it is none. (No instanceof: jest's Error is not Node's.) */
export function errorCode(error: unknown): string | null {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** What an error says, without its name. */
export function errorText(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
}

/** Makes a new, renamed or removed entry of the folder outlive a power cut. Windows cannot do this (EPERM) and needs it less. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Creates the folder and what is missing above it, and syncs the entries that were made. Level by level:
 * Node's own recursive mkdir never comes back from below /proc.
 */
export async function makeFolder(folder: string): Promise<void> {
  const whole = resolve(folder);
  if (await isFolder(whole)) return;
  if (dirname(whole) !== whole) await makeFolder(dirname(whole));
  try {
    await mkdir(whole, { mode: 0o700 });
  } catch (error) {
    if (await isFolder(whole)) return; // somebody else made it in this moment
    throw error;
  }
  await syncFolder(dirname(whole));
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

async function renamePatiently(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      const busy = process.platform === 'win32' && ['EPERM', 'EBUSY', 'EACCES'].includes(errorCode(error) ?? '');
      if (!busy || attempt >= renameAttempts) throw error;
      await wait(renamePauseMs);
    }
  }
}

/** The previous file stays under another name; a hard link costs no copy. Where there is no previous file, an older backup stays. */
async function keepPrevious(path: string, backup: string): Promise<void> {
  const linked = temporaryBeside(backup);
  try {
    await link(path, linked);
    await renamePatiently(linked, backup);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  } finally {
    await rm(linked, { force: true }); // renaming one link of a file over another link of the same file leaves both
  }
}

function temporaryBeside(path: string): string {
  return join(dirname(path), `.${basename(path)}.${String(process.pid)}.${randomUUID()}${temporarySuffix}`);
}

async function writeTemporary(path: string, content: string | Uint8Array): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Replaces `path` by `content`: unique temporary file, fsync, the previous file kept as `backup`
 * where one is named, rename, fsync of the folder. When it resolves, the content is on the disk.
 * When it rejects, the old file is still there and the temporary one is removed.
 */
export async function writeDurably(path: string, content: string | Uint8Array, backup: string | null): Promise<void> {
  const temporary = temporaryBeside(path);
  try {
    await writeTemporary(temporary, content);
    if (backup !== null) await keepPrevious(path, backup);
    await renamePatiently(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw unsaved(path, error);
  }
  await syncFolder(dirname(path));
}

/** Removes what a killed process left half written in this folder; other files are not touched. */
export async function removeTemporaries(folder: string): Promise<number> {
  const left = (await readdir(folder)).filter((name) => name.startsWith('.') && name.endsWith(temporarySuffix));
  await Promise.all(left.map((name) => rm(join(folder, name), { force: true })));
  return left.length;
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full. Free some space and try again',
  EDQUOT: 'the disk quota is used up. Free some space and try again',
  EROFS: 'the disk is mounted read-only. Mount it writable and try again',
  EACCES: 'this user may not write there. Give the user that runs the bot write access to the folder',
  EPERM: 'this user may not write there. Give the user that runs the bot write access to the folder',
};

/** A record that nobody can read any more: the bot tells the person this sentence, instead of "something went wrong". */
export function unreadable(sentence: string): Error {
  const error = new Error(sentence);
  error.name = 'Unreadable';
  return error;
}

/** Says in one sentence why nothing was saved, and that the old is still there; the system's own error is its cause. */
export function unsaved(path: string, cause: unknown): Error {
  const why = reasons[errorCode(cause) ?? ''] ?? errorText(cause);
  const error = new Error(`${path} could not be saved: ${why}. What was saved before is still there.`, { cause });
  // By this name the bot tells the person, instead of "something went wrong".
  error.name = 'Unsaved';
  return error;
}
