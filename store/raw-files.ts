/** Raw outputs, named by their SHA-256, written once: `raw/ab/ab12…`. */
import { webcrypto } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, makeFolder, removeTemporaries, unsaved, writeDurably } from './durable-file.ts';
import { isRawRef } from './names.ts';
import { createLanes } from './lanes.ts';

/** Half of what one upload's text may grow to on a server with little memory; dumps are never uploaded. */
export const defaultMaxRawBytes = 512 * 2 ** 20;

export interface RawFiles {
  put(bytes: Uint8Array): Promise<string>;
  get(ref: string): Promise<Uint8Array | null>;
  path(ref: string): string | null;
}

export async function openRawFiles(folder: string, maxBytes: number): Promise<RawFiles> {
  await makeFolder(folder);
  await cleanUp(folder);
  const lanes = createLanes();
  const pathOf = (ref: string) => join(folder, ref.slice(0, 2), ref);
  return {
    async put(bytes) {
      if (bytes.length > maxBytes) throw tooLarge(bytes.length, maxBytes);
      const ref = await hashOf(bytes);
      await lanes.run(ref, () => writeOnce(pathOf(ref), join(folder, ref.slice(0, 2)), bytes));
      return ref;
    },
    async get(ref) {
      if (!isRawRef(ref)) return null;
      const bytes = await readIfThere(pathOf(ref));
      if (bytes !== null && (await hashOf(bytes)) !== ref) {
        throw new Error(
          `The raw output ${ref} was changed on the disk: its content no longer has this SHA-256. Restore ${pathOf(ref)} from a backup.`,
        );
      }
      return bytes;
    },
    path(ref) {
      return isRawRef(ref) && existsSync(pathOf(ref)) ? pathOf(ref) : null;
    },
  };
}

async function cleanUp(folder: string): Promise<void> {
  const folders = await readdir(folder, { withFileTypes: true });
  for (const each of folders.filter((entry) => entry.isDirectory())) await removeTemporaries(join(folder, each.name));
}

async function writeOnce(path: string, folder: string, bytes: Uint8Array): Promise<void> {
  if ((await sizeIfThere(path)) === bytes.length) return;
  try {
    await makeFolder(folder);
  } catch (error) {
    throw unsaved(path, error);
  }
  await writeDurably(path, bytes, null);
}

/** In the thread pool: 50 MB take 30 ms, for which the event loop must not stand still. */
async function hashOf(bytes: Uint8Array): Promise<string> {
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>)).toString('hex');
}

async function sizeIfThere(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

async function readIfThere(path: string): Promise<Uint8Array | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

function tooLarge(bytes: number, maxBytes: number): Error {
  const inMb = (value: number) => String(Math.ceil(value / 2 ** 20));
  return new Error(
    `This output has ${inMb(bytes)} MB; at most ${inMb(maxBytes)} MB are kept. Send the part that matters, or raise the limit in the settings.`,
  );
}
