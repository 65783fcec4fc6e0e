/** A folder that appears with all its files or not at all, also after a power cut. */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

const temporary = /^\.[0-9a-f-]{36}\.tmp$/;

export interface FileToWrite {
  readonly name: string;
  readonly content: string;
}

/** Writes the files into a temporary folder beside it, syncs each, and renames it to `path`, which must not be there. */
export async function writeFolder(path: string, files: readonly FileToWrite[]): Promise<void> {
  const parent = dirname(path);
  await makeFolder(parent);
  const made = join(parent, `.${randomUUID()}.tmp`);
  try {
    await mkdir(made, { mode: 0o700 });
    for (const { name, content } of files) await writeSynced(join(made, name), content);
    await syncFolder(made);
    await rename(made, path);
  } catch (error) {
    await rm(made, { recursive: true, force: true });
    throw error;
  }
  await syncFolder(parent);
}

/** Removes what a killed process left half written. */
export async function removeHalfWritten(parent: string): Promise<void> {
  for (const name of await readdir(parent).catch(() => [])) {
    if (temporary.test(name)) await rm(join(parent, name), { recursive: true, force: true });
  }
}

/** Level by level: Node's own recursive mkdir never comes back from below /proc. */
async function makeFolder(folder: string): Promise<void> {
  const whole = resolve(folder);
  const there = (): Promise<boolean> =>
    stat(whole).then(
      (found) => found.isDirectory(),
      () => false,
    );
  if (await there()) return;
  if (dirname(whole) !== whole) await makeFolder(dirname(whole));
  try {
    await mkdir(whole, { mode: 0o700 });
  } catch (error) {
    if (!(await there())) throw error;
  }
  await syncFolder(dirname(whole));
}

async function writeSynced(path: string, content: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Windows cannot sync a folder (EPERM) and needs it less. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
