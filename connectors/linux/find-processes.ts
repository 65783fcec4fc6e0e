/** Processes of this machine by name or pid: only those that this user may look into. */
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
  const matches: { readonly pid: number; readonly argv: readonly string[]; readonly name: string; readonly exact: boolean }[] = [];
  for (const each of pid === null ? await allPids() : [pid]) {
    signal.throwIfAborted();
    const process = await lookAt(each);
    if (process === null) continue;
    const exact = word !== null && process.names.includes(word);
    const loose = word === null || process.argv.join(' ').toLowerCase().includes(word);
    if (exact || loose) matches.push({ pid: each, argv: process.argv, name: process.name, exact });
  }
  const exact = matches.filter((match) => match.exact);
  const chosen = (exact.length > 0 ? exact : matches).slice(0, maxFound);
  return Promise.all(
    chosen.map(async (match) => ({
      pid: match.pid,
      name: match.name,
      startedAt: (await startOf(match.pid))?.startedAt ?? null,
      detail: shortCommandLine(match.argv),
      like: await likenessOf(match.pid, match.argv),
    })),
  );
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
  if (comm === null || cmdline === null || cmdline === '' || exe === null || !(await mayRead(folder))) return null;
  const argv = cmdline.split('\0').filter((part) => part !== '');
  const program = imageWord(exe.replace(/ \(deleted\)$/, ''));
  return { argv, name: program, names: [imageWord(comm), program, ...argv.slice(0, 3).map(imageWord)] };
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
