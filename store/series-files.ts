/** Sampler lines of a watch, appended beside the record: `series/<case>/<watch>.jsonl`. Samples never go through the record. */
import { open, readFile, stat, truncate } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errorCode, makeFolder, syncFolder, unsaved } from './durable-file.ts';
import { caseName, watchName } from './names.ts';
import { createLanes } from './lanes.ts';

export interface SeriesFiles {
  append(id: string, watch: string, lines: readonly string[]): Promise<void>;
  read(id: string, watch: string): Promise<string>;
}

export function openSeriesFiles(folder: string): SeriesFiles {
  const lanes = createLanes();
  const mended = new Set<string>(); // files whose torn end was looked for since the start
  const pathOf = (id: string, watch: string) => join(folder, caseName(id), `${watchName(watch)}.jsonl`);
  return {
    async append(id, watch, lines) {
      if (lines.length === 0) return;
      const path = pathOf(id, watch);
      const text = lines.map((line) => `${line.replaceAll('\n', ' ')}\n`).join('');
      await lanes.run(path, async () => {
        if (!mended.has(path)) await cutTornEnd(path);
        mended.add(path);
        await appendSynced(path, text);
      });
    },
    async read(id, watch) {
      const path = pathOf(id, watch);
      return lanes.run(path, async () => wholeLines(await readIfThere(path)));
    },
  };
}

/** A line without its end was being written when the process was killed: nobody was told that it is kept. */
function wholeLines(text: string): string {
  return text.slice(0, text.lastIndexOf('\n') + 1);
}

async function readIfThere(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return '';
    throw error;
  }
}

async function cutTornEnd(path: string): Promise<void> {
  const text = await readIfThere(path);
  const whole = wholeLines(text);
  if (whole.length < text.length) await truncate(path, Buffer.byteLength(whole));
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

async function appendSynced(path: string, text: string): Promise<void> {
  const before = await sizeOf(path);
  try {
    if (before === null) await makeFolder(dirname(path));
    const handle = await open(path, 'a', 0o600);
    try {
      await handle.appendFile(text);
      await handle.datasync();
    } finally {
      await handle.close();
    }
    if (before === null) await syncFolder(dirname(path));
  } catch (error) {
    await truncate(path, before ?? 0).catch(() => undefined); // half a line on a full disk; a reader leaves it out too
    throw unsaved(path, error);
  }
}
