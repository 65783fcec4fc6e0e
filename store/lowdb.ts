/** The cases: one small JSON file each, so that a save costs what this case weighs and not all of them. */
import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Low } from 'lowdb';
import { packedEvidence, unpackedEvidence } from '../flows/packed-samples.ts';
import type { Investigation } from '../flows/types.ts';
import { backupOf, createDurableAdapter } from './durable-adapter.ts';
import { errorCode, errorText, makeFolder, removeTemporaries, unreadable } from './durable-file.ts';
import { caseName, isPlainName } from './names.ts';
import { createLanes } from './lanes.ts';
import { summaryOf, summaryOfUnreadable } from './summary.ts';
import { Conflict, type InvestigationSummary, type Store } from './types.ts';
import { upgrade } from './upgrade.ts';

/** Records kept in memory; one is at most about 1 MB (docs/decisions/0002). */
const cachedCases = 64;
const suffix = '.json';

export type Cases = Pick<Store, 'create' | 'load' | 'save' | 'list'>;

/** `warn` hears, a sentence each, of records that had to be read from their backup or cannot be read. */
export async function openCases(folder: string, warn: (sentence: string) => void): Promise<Cases> {
  await makeFolder(folder);
  await removeTemporaries(folder);
  const lanes = createLanes();
  const files = createFiles(folder, warn);
  const summaries = createSummaries(folder, (id) => lanes.run(id, () => files.read(id)), warn);
  const write = async (record: Investigation) => {
    await files.write(record);
    summaries.set(record);
  };
  return {
    create: (investigation) =>
      lanes.run(caseName(investigation.id), async () => {
        if (files.exists(investigation.id)) throw new Conflict(investigation.id);
        await write(investigation);
      }),
    load: (id) => (isPlainName(id) ? lanes.run(id, () => files.read(id)) : Promise.resolve(null)),
    save: (investigation) =>
      lanes.run(caseName(investigation.id), async () => {
        const stored = await files.read(investigation.id);
        if (stored === null) throw new Error(`There is no case ${investigation.id} to save.`);
        if (stored.version !== investigation.version) throw new Conflict(investigation.id);
        const saved = { ...investigation, version: investigation.version + 1 };
        await write(saved);
        return saved;
      }),
    list: () => summaries.all(),
  };
}

/** Reading and writing one file through lowdb, with the newest used records in memory. */
function createFiles(folder: string, warn: (sentence: string) => void) {
  const open = new Map<string, Low>();
  const pathOf = (id: string) => join(folder, `${id}${suffix}`);
  const remember = (id: string, low: Low) => {
    open.delete(id);
    open.set(id, low);
    const oldest = open.keys().next().value;
    if (open.size > cachedCases && oldest !== undefined) open.delete(oldest);
  };
  return {
    exists: (id: string) => existsSync(pathOf(id)) || existsSync(backupOf(pathOf(id))),
    async read(id: string): Promise<Investigation | null> {
      const known = open.get(id);
      const low = known ?? new Low<unknown>(createDurableAdapter({ path: pathOf(id), warn }), null);
      if (known === undefined) {
        await low.read().catch((error: unknown) => refused(id, error));
        if (low.data === null) return null;
        const stored = upgrade(id, low.data);
        low.data = { ...stored, evidence: stored.evidence.map(unpackedEvidence) };
      }
      remember(id, low);
      return low.data as Investigation; // its envelope was checked by upgrade(), its inside is guarded by the checksum
    },
    async write(record: Investigation): Promise<void> {
      const low = open.get(record.id) ?? new Low<unknown>(createDurableAdapter({ path: pathOf(record.id), warn }), null);
      open.delete(record.id); // until it is on the disk, memory must not say that it is
      low.data = { ...record, evidence: record.evidence.map(packedEvidence) };
      await low.write();
      low.data = record;
      remember(record.id, low);
    },
  };
}

/** A file that the system does not give out (no right, a broken disk) is as unreadable as a torn one. */
function refused(id: string, error: unknown): never {
  const code = errorCode(error);
  if (code === null) throw error;
  throw unreadable(
    `${id}${suffix} cannot be read (${code}). See to the file cases/${id}${suffix} in the data folder and start Plumbline again.`,
  );
}

/** So many files are read at once when the list is built: a disk answers several as fast as one. */
const readAtOnce = 16;

/** The list, rebuilt from the files when it is first asked for, then kept with each save. */
function createSummaries(folder: string, read: (id: string) => Promise<Investigation | null>, warn: (sentence: string) => void) {
  const known = new Map<string, InvestigationSummary>();
  let reading: Promise<void> | null = null;
  const readAll = async () => {
    const names = (await readdir(folder)).filter((name) => name.endsWith(suffix) || name.endsWith(backupOf(suffix)));
    const ids = new Set(names.map((name) => name.slice(0, name.lastIndexOf(suffix))).filter(isPlainName));
    const left = [...ids];
    while (left.length > 0) await Promise.all(left.splice(0, readAtOnce).map(readOne));
  };
  const readOne = async (id: string): Promise<void> => {
    if (known.has(id)) return;
    try {
      const record = await read(id);
      if (record !== null && !known.has(id)) known.set(id, summaryOf(record));
    } catch (error) {
      // One bad file must hide neither the other cases nor its own.
      warn(errorText(error));
      known.set(id, summaryOfUnreadable(id, errorText(error), await changedAt(folder, id)));
    }
  };
  return {
    set: (record: Investigation) => void known.set(record.id, summaryOf(record)),
    async all(): Promise<readonly InvestigationSummary[]> {
      reading ??= readAll().catch((error: unknown) => {
        reading = null; // the folder could not be read now: the next asker tries again
        throw error;
      });
      await reading;
      return [...known.values()].sort((one, other) => other.updatedAt.localeCompare(one.updatedAt) || other.id.localeCompare(one.id));
    },
  };
}

async function changedAt(folder: string, id: string): Promise<string> {
  const path = join(folder, `${id}${suffix}`);
  const found = await stat(path).catch(() => stat(backupOf(path)).catch(() => null));
  return (found?.mtime ?? new Date(0)).toISOString();
}
