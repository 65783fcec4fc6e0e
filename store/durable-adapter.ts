/**
 * A lowdb adapter whose file survives kill -9 and power cuts. lowdb's own writes a fixed temporary
 * name and never calls fsync: after a power cut its new files are missing or empty.
 *
 *   line 1  {"plumbline":"record","sha256":"…of everything after this line"}
 *   line 2  the record as JSON
 *
 * A file whose checksum does not hold is torn: the previous one, `<file>.bak`, is read instead, and
 * the torn one is put aside as `<file>.damaged` (the next one as `.damaged-2`), so that it never becomes the backup.
 */
import { createHash } from 'node:crypto';
import { link, readFile, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Adapter } from 'lowdb';
import { errorCode, syncFolder, unreadable, writeDurably } from './durable-file.ts';
import { createLanes } from './lanes.ts';

interface Options {
  readonly path: string;
  /** Hears, in a sentence, that the backup had to be read. */
  readonly warn: (sentence: string) => void;
}
type Stored = { readonly is: 'whole'; readonly record: unknown } | { readonly is: 'missing' } | { readonly is: 'damaged' };

/** What one case's adapter reads is checked by nobody here: it is JSON of whatever schema it was written with. */
export function createDurableAdapter({ path, warn }: Options): Adapter<unknown> {
  const lanes = createLanes();
  const backup = backupOf(path);
  return {
    read: () => lanes.run(path, () => readEither(path, backup, warn)),
    write: (record) => lanes.run(path, () => writeDurably(path, sealed(record), backup)),
  };
}

export function backupOf(path: string): string {
  return `${path}.bak`;
}

async function readEither(path: string, backup: string, warn: Options['warn']): Promise<unknown> {
  const stored = await readSealed(path);
  if (stored.is === 'whole') return stored.record;
  const previous = await readSealed(backup);
  if (previous.is === 'whole') {
    if (stored.is === 'damaged') await putAside(path);
    warn(`${basename(path)} was ${stored.is}; its previous version was read from ${basename(backup)}. The last change may be missing.`);
    return previous.record;
  }
  if (stored.is === 'missing' && previous.is === 'missing') return null;
  throw unreadable(
    `${basename(path)} cannot be read: the file is ${stored.is} and its backup is ${previous.is}. Both stay as they are in the data folder, ` +
      `as ${place(path)} and ${place(backup)}, and the raw outputs are still there under raw/. ` +
      `Put a backup of ${place(path)} back and start Plumbline again.`,
  );
}

/** `cases/pl-….json`: a path of the machine is nobody's business in a chat. */
function place(path: string): string {
  return `${basename(dirname(path))}/${basename(path)}`;
}

/** Under a name that no earlier damage has: what may still be in it is never overwritten. */
async function putAside(path: string): Promise<void> {
  for (let number = 1; ; number++) {
    try {
      await link(path, `${path}.damaged${number === 1 ? '' : `-${String(number)}`}`);
      break;
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    }
  }
  await rm(path);
  await syncFolder(dirname(path));
}

function checksum(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function sealed(record: unknown): string {
  const body = `${JSON.stringify(record)}\n`;
  return `${JSON.stringify({ plumbline: 'record', sha256: checksum(body) })}\n${body}`;
}

async function readSealed(path: string): Promise<Stored> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return { is: 'missing' };
    throw error;
  }
  const end = text.indexOf('\n') + 1;
  const body = text.slice(end);
  const expected = /^\{"plumbline":"record","sha256":"([0-9a-f]{64})"\}\n$/.exec(text.slice(0, end))?.[1];
  return expected === checksum(body) ? { is: 'whole', record: JSON.parse(body) as unknown } : { is: 'damaged' };
}
