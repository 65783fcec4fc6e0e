/** Processes of this machine by name or pid: those that this user may look into; without any, those that are there all the same. */
import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { FoundProcess } from '../types.ts';
import { shortCommandLine } from './command-line.ts';
import type { createStartTimes } from './process-life.ts';
import { procLink, procText } from './read-proc.ts';

/** More than these nobody reads on a card; the pid tells them apart. */
const maxFound = 20;

/**
 * Exact matches of the image name, the program's file or the script that an interpreter runs come
 * alone; without any, every process whose command line holds the word. Kernel threads are none.
 */
export async function findProcesses(
  name: string | null,
  pid: number | null,
  startOf: ReturnType<typeof createStartTimes>,
  signal: AbortSignal,
): Promise<readonly FoundProcess[]> {
  const word = name === null ? null : imageWord(name);
  const all: Match[] = [];
  for (const each of pid === null ? await allPids() : [pid]) {
    signal.throwIfAborted();
    const process = await lookAt(each);
    if (process === null) continue;
    const exact = word !== null && process.names.includes(word);
    const loose = word === null || process.argv.join(' ').toLowerCase().includes(word);
    if (exact || loose) all.push({ pid: each, argv: process.argv, name: process.name, readable: process.readable, exact });
  }
  const chosen = chosenAmong(all, pid !== null).slice(0, maxFound);
  return Promise.all(
    chosen.map(async (match) => ({
      pid: match.pid,
      name: match.name,
      startedAt: (await startOf(match.pid))?.startedAt ?? null,
      detail: shortCommandLine(match.argv),
      like: await likenessOf(match.pid, match.argv),
      ...(match.readable ? {} : { unreadable: true as const }),
    })),
  );
}

interface Match {
  readonly pid: number;
  readonly argv: readonly string[];
  readonly name: string;
  readonly readable: boolean;
  readonly exact: boolean;
}

/** What may not be looked into is only worth telling where it is surely the one that was meant. */
function chosenAmong(all: readonly Match[], byPid: boolean): readonly Match[] {
  const readable = all.filter((match) => match.readable);
  const exact = readable.filter((match) => match.exact);
  if (exact.length > 0) return exact;
  return readable.length > 0 ? readable : all.filter((match) => match.exact || byPid);
}

/** Of the user and the whole command, without folders: each deployment may have its own. A hash, because a command may hold secrets. */
async function likenessOf(pid: number, argv: readonly string[]): Promise<string> {
  const user = await stat(`/proc/${String(pid)}`).then(
    ({ uid }) => uid,
    () => null,
  );
  const command = argv.map((part) => (part.startsWith('/') ? basename(part) : part));
  return createHash('sha256')
    .update(JSON.stringify([user, command]))
    .digest('hex')
    .slice(0, 16);
}

/** `w3wp.exe`, `Shop.dll` and `shop` are the same word. */
function imageWord(name: string): string {
  return basename(name.trim().toLowerCase()).replace(/\.(exe|dll)$/, '');
}

async function allPids(): Promise<number[]> {
  return (await readdir('/proc')).filter((entry) => /^\d{1,10}$/.test(entry)).map(Number);
}

async function lookAt(pid: number) {
  const folder = `/proc/${String(pid)}`;
  const [comm, cmdline, exe] = await Promise.all([procText(`${folder}/comm`), procText(`${folder}/cmdline`), procLink(`${folder}/exe`)]);
  if (comm === null || cmdline === null || cmdline === '') return null;
  const argv = cmdline.split('\0').filter((part) => part !== '');
  const readable = exe !== null && (await mayRead(folder));
  const program = imageWord(exe?.replace(/ \(deleted\)$/, '') ?? comm);
  return { argv, readable, name: program, names: [imageWord(comm), program, ...argv.slice(0, 3).map(imageWord)] };
}

/** Whether this user may list the process's descriptors: the same right that its counters need. */
async function mayRead(folder: string): Promise<boolean> {
  try {
    await readdir(`${folder}/fd`);
    return true;
  } catch {
    return false;
  }
}
