/** Open file descriptors of a process by type: Linux's handle count. */
import { readdir, readlink } from 'node:fs/promises';
import { runProgram } from '../run-program.ts';

/** Up to here the links are read one by one; above it `find` does it in a process of its own, so that the bot stays awake. */
const maxReadHere = 2_000;
const atOnce = 64;
const findTimeoutMs = 10_000;

export interface Descriptors {
  readonly total: number;
  /** Null where the links could not be read in time. */
  readonly byType: Readonly<Record<string, number>> | null;
}

/** Null where this user may not list them, or the process has gone. */
export async function readDescriptors(pid: number, signal: AbortSignal): Promise<Descriptors | null> {
  const folder = `/proc/${String(pid)}/fd`;
  let names: string[];
  try {
    names = await readdir(folder);
  } catch {
    return null;
  }
  const links = names.length <= maxReadHere ? await readLinks(folder, names) : await findLinks(folder, signal);
  return { total: names.length, byType: links === null ? null : countTypes(links) };
}

async function readLinks(folder: string, names: readonly string[]): Promise<string[]> {
  const links: string[] = [];
  for (let at = 0; at < names.length; at += atOnce) {
    const some = await Promise.allSettled(names.slice(at, at + atOnce).map((name) => readlink(`${folder}/${name}`)));
    for (const each of some) if (each.status === 'fulfilled') links.push(each.value); // closed in the meantime: no longer open
  }
  return links;
}

async function findLinks(folder: string, signal: AbortSignal): Promise<readonly string[] | null> {
  const ran = await runProgram(['find', folder, '-maxdepth', '1', '-type', 'l', '-printf', '%l\\n'], findTimeoutMs, signal);
  return ran.status === 'done' ? ran.stdout.split('\n').filter((line) => line !== '') : null;
}

function countTypes(links: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const link of links) counts.set(descriptorType(link), (counts.get(descriptorType(link)) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([, one], [, other]) => other - one));
}

/** What a link of /proc/PID/fd points to, by the names that our reader of descriptor lists uses too: `socket:[179862]` → socket (proc_pid_fd(5)). */
export function descriptorType(link: string): string {
  const anonymous = /^anon_inode:\[?([^\]]{1,60})/.exec(link)?.[1];
  if (anonymous !== undefined) return `anon_inode:[${anonymous}]`;
  if (link.startsWith('/memfd:')) return 'memfd';
  if (link.startsWith('/')) return link.endsWith(' (deleted)') ? 'deleted file' : link.startsWith('/dev/') ? 'device' : 'file';
  return /^([a-z]{2,12}):/.exec(link)?.[1] ?? 'other';
}
