/** What preflight wants to know of this machine and the process, as one line: ceiling, disk, tools, rights. */
import { access, constants, stat, statfs } from 'node:fs/promises';
import { release, tmpdir, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { kilobytesOf, procLink, procText } from './read-proc.ts';
import type { Identity } from './sample-process.ts';

const tools = ['gdb', 'gcore', 'lsof', 'perf', 'bpftrace', 'heaptrack', 'dotnet-counters', 'dotnet-dump', 'dotnet-gcdump', 'dotnet-stack'];
const toolFolders = ['/usr/local/bin', '/usr/bin', '/bin', '/usr/sbin', '/sbin'];
/** User addresses of a 32-bit process on a 64-bit kernel. */
const addressSpace32 = 4 * 2 ** 30;

export async function hostLine(identity: Identity): Promise<string> {
  const folder = `/proc/${String(identity.pid)}`;
  const [ceiling, disk, found, deployed] = await Promise.all([
    ceilingOf(folder, identity.bitness),
    freeDisk(),
    toolsThere(),
    deployedAt(folder),
  ]);
  const now = Date.now();
  return JSON.stringify({
    plumbline: 'host',
    at: new Date(now).toISOString(),
    ...identity,
    os: `${type()} ${release()}`,
    uptimeMs: now - Date.parse(identity.startedAt),
    ceilingBytes: ceiling ?? undefined,
    freeDiskBytes: disk ?? undefined,
    tools: found,
    rights: await rightsOver(folder),
    deployedAt: deployed ?? undefined,
  });
}

/** Where the process must end: the tightest of its cgroup's limits, its own, its address space and the machine's memory with swap; bytes. */
async function ceilingOf(folder: string, bitness: 32 | 64 | null): Promise<number | null> {
  const limits = (await procText(`${folder}/limits`)) ?? '';
  const own = ['Max address space', 'Max data size'].map((name) => softLimit(limits, name));
  const swap = kilobytesOf((await procText('/proc/meminfo')) ?? '', 'SwapTotal') ?? 0;
  const all = [...own, ...(await cgroupLimits(folder)), bitness === 32 ? addressSpace32 : null, totalmem() + swap];
  const known = all.filter((limit) => limit !== null);
  return known.length === 0 ? null : Math.min(...known);
}

/** `Max address space         unlimited            unlimited            bytes`. */
function softLimit(limits: string, name: string): number | null {
  const row = limits.split('\n').find((line) => line.startsWith(name));
  const value = row?.slice(name.length).trim().split(' ')[0];
  return value === undefined || !/^\d+$/.test(value) ? null : Number(value);
}

/** memory.max of the process's cgroup and of those above it (v2), or memory.limit_in_bytes (v1). */
async function cgroupLimits(folder: string): Promise<(number | null)[]> {
  const rows = ((await procText(`${folder}/cgroup`)) ?? '').split('\n').map((row) => row.split(':'));
  const unified = rows.find(([, controllers]) => controllers === '')?.[2];
  const memory = rows.find(([, controllers]) => controllers?.split(',').includes('memory'))?.[2];
  const paths = [
    ...upwards(unified).map((path) => join('/sys/fs/cgroup', path, 'memory.max')),
    ...upwards(memory).map((path) => join('/sys/fs/cgroup/memory', path, 'memory.limit_in_bytes')),
  ];
  const values = await Promise.all(paths.map(procText));
  return values.map((text) => (text !== null && /^\d{1,18}\n?$/.test(text) ? Number(text) : null));
}

function upwards(path: string | undefined): string[] {
  if (path === undefined) return [];
  const parts = path.split('/').filter((part) => part !== '' && part !== '..');
  return Array.from({ length: parts.length + 1 }, (_, length) => `/${parts.slice(0, length).join('/')}`);
}

async function freeDisk(): Promise<number | null> {
  try {
    const disk = await statfs(tmpdir()); // where gcore and dotnet-dump would write by default
    return disk.bavail * disk.bsize;
  } catch {
    return null;
  }
}

async function toolsThere(): Promise<string[]> {
  const there = await Promise.all(
    tools.map(async (tool) => (await Promise.all(toolFolders.map((folder) => mayRun(join(folder, tool))))).some(Boolean)),
  );
  return tools.filter((_, at) => there[at]);
}

async function mayRun(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function rightsOver(folder: string): Promise<'administrator' | 'same-user' | 'limited'> {
  if (process.geteuid?.() === 0) return 'administrator';
  const owner = await stat(folder).then(
    (entry) => entry.uid,
    () => null,
  );
  return owner === process.geteuid?.() ? 'same-user' : 'limited';
}

/** When the program's file was put there; not told for programs of the distribution, such as an interpreter. */
async function deployedAt(folder: string): Promise<string | null> {
  const exe = await procLink(`${folder}/exe`);
  if (exe === null || /^\/(usr|bin|sbin|lib)/.test(exe)) return null;
  return stat(exe).then(
    (file) => new Date(file.mtimeMs).toISOString(),
    () => null,
  );
}
