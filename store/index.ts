/** The ways into what outlives a restart. */
import { join } from 'node:path';
import { makeFolder } from './durable-file.ts';
import { takeLock } from './lock-file.ts';
import { openCases } from './lowdb.ts';
import { defaultMaxRawBytes, openRawFiles } from './raw-files.ts';
import { openSeriesFiles } from './series-files.ts';
import type { Store } from './types.ts';

export { whyUnusable } from './check-folder.ts';
export { createInProcessQueue } from './in-process-queue.ts';
export { Conflict } from './types.ts';
export type { InvestigationSummary, Store, WorkQueue } from './types.ts';

export interface StoreOptions {
  /** The data folder; made where it is missing. */
  readonly folder: string;
  /** Largest raw output that is kept, in bytes. */
  readonly maxRawBytes?: number;
  /** Hears, in a sentence, what an administrator should know: a backup that had to be read, a damaged file. */
  readonly warn?: (sentence: string) => void;
}

/**
 * Opens the embedded store: takes the lock, removes what a killed process left half written.
 * Throws an error named ConfigError, with a sentence that names the process, where another one
 * that lives holds the folder.
 */
export async function openStore({ folder, maxRawBytes = defaultMaxRawBytes, warn = emitWarning }: StoreOptions): Promise<Store> {
  await makeFolder(folder);
  const release = await takeLock(folder);
  try {
    const cases = await openCases(join(folder, 'cases'), warn);
    const raw = await openRawFiles(join(folder, 'raw'), maxRawBytes);
    const series = openSeriesFiles(join(folder, 'series'));
    const gate = createGate();
    const during = <T>(work: () => Promise<T>) => gate.during(work);
    return {
      create: (investigation) => during(() => cases.create(investigation)),
      load: (id) => during(() => cases.load(id)),
      save: (investigation) => during(() => cases.save(investigation)),
      list: () => during(() => cases.list()),
      putRaw: (bytes) => during(() => raw.put(bytes)),
      getRaw: (ref) => during(() => raw.get(ref)),
      rawPath: (ref) => raw.path(ref),
      appendSeries: (id, watch, lines) => during(() => series.append(id, watch, lines)),
      readSeries: (id, watch) => during(() => series.read(id, watch)),
      async close() {
        await gate.end();
        await release();
      },
    };
  } catch (error) {
    await release();
    throw error;
  }
}

/** Lets what has begun end before the lock is given back, and nothing begin after that. */
function createGate() {
  const running = new Set<Promise<unknown>>();
  let open = true;
  return {
    async during<T>(work: () => Promise<T>): Promise<T> {
      if (!open) throw new Error('The store is closed: the program is stopping.');
      const begun = work();
      running.add(begun);
      try {
        return await begun;
      } finally {
        running.delete(begun);
      }
    },
    async end(): Promise<void> {
      open = false;
      await Promise.allSettled(running);
    },
  };
}

function emitWarning(sentence: string): void {
  process.emitWarning(sentence);
}
