/** Whether a folder can hold what must not be lost, asked once at the start instead of at the first save. */
import { randomUUID } from 'node:crypto';
import { link, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { errorCode, errorText, makeFolder, syncFolder } from './durable-file.ts';

/** A network share that does not answer keeps every call waiting; a disk answers in milliseconds. */
const patienceMs = 10_000;

/**
 * Makes the folder where it is missing, and does in it once what each save does. The reason why it cannot
 * be used, to stand in a sentence; null: it can. Leaves nothing behind.
 */
export async function whyUnusable(folder: string): Promise<string | null> {
  return Promise.race([tryOut(folder), setTimeout(patienceMs, `it did not answer within ${String(patienceMs / 1000)} s`, { ref: false })]);
}

async function tryOut(folder: string): Promise<string | null> {
  const first = join(folder, `.${randomUUID()}.tmp`);
  const second = join(folder, `.${randomUUID()}.tmp`);
  try {
    await makeFolder(folder);
    await readdir(folder);
    await writeSynced(first);
    const linked = await link(first, second).then(
      () => null,
      (error: unknown) => error,
    );
    if (linked !== null) return `its file system has no hard links (${errorCode(linked) ?? errorText(linked)})`;
    await rename(second, first);
    await syncFolder(folder);
    return null;
  } catch (error) {
    return reasonOf(error);
  } finally {
    for (const path of [first, second]) await rm(path, { force: true }).catch(() => undefined);
  }
}

async function writeSynced(path: string): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile('Can this folder be written and synced?');
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'it is mounted read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOENT: 'it is not there and cannot be made',
  EEXIST: 'there is a file of that name',
  ENOTDIR: 'a part of the path is a file',
  EINVAL: 'its file system cannot sync files or folders',
  ENAMETOOLONG: 'its name is too long',
  ELOOP: 'its links lead in a circle',
};

function reasonOf(error: unknown): string {
  const code = errorCode(error);
  const why = reasons[code ?? ''];
  return why === undefined ? errorText(error) : `${why} (${code ?? ''})`;
}
