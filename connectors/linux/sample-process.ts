/** One line of the bot's own sampler from /proc; the format is in docs/operating.md, its reader in analysis/parsers. */
import { hostname } from 'node:os';
import type { ProcessStart } from './process-life.ts';
import { runtimeOf } from './process-runtime.ts';
import { readDescriptors } from './file-descriptors.ts';
import { headOf, kilobytesOf, procLink, procText, valueOf } from './read-proc.ts';

/**
 * Up to this size the exact smaps_rollup is read: the kernel walks the page tables for it, a few ms
 * a GB, with the address space locked against mmap. Above, status: its counters lag by up to some
 * 100 KB a CPU since kernel 6.2, which no longer matters there.
 */
const maxExactBytes = 2 * 2 ** 30;

/** Who the process is, as a sampler line says it. Null: it has gone. */
export async function identityOf(pid: number, start: ProcessStart) {
  const folder = `/proc/${String(pid)}`;
  const [exe, comm, maps] = await Promise.all([procLink(`${folder}/exe`), procText(`${folder}/comm`), procText(`${folder}/maps`)]);
  if (comm === null) return null;
  return {
    machine: hostname(),
    process:
      exe === null
        ? comm.trim()
        : (exe
            .replace(/ \(deleted\)$/, '')
            .split('/')
            .at(-1) ?? comm.trim()),
    pid,
    startedAt: new Date(start.startedAt).toISOString(),
    runtime: maps === null ? null : runtimeOf(maps),
    bitness: bitnessOf(headOf(`${folder}/exe`, 5)),
  };
}
export type Identity = NonNullable<Awaited<ReturnType<typeof identityOf>>>;

/** The fifth byte of an ELF file: 1 is 32 bit, 2 is 64 bit (elf(5), EI_CLASS). */
function bitnessOf(head: Uint8Array | null): 32 | 64 | null {
  const isElf = head?.[0] === 0x7f && head[1] === 0x45 && head[2] === 0x4c && head[3] === 0x46;
  return !isElf ? null : head[4] === 1 ? 32 : head[4] === 2 ? 64 : null;
}

/** Null where the process has gone or may not be read. */
export async function sampleLine(identity: Identity, signal: AbortSignal): Promise<string | null> {
  const folder = `/proc/${String(identity.pid)}`;
  const at = new Date();
  const status = await procText(`${folder}/status`);
  const anonymous = status === null ? null : await anonymousBytes(folder, status);
  if (status === null || anonymous === null) return null;
  const descriptors = await readDescriptors(identity.pid, signal);
  return JSON.stringify({
    plumbline: 'sample',
    at: at.toISOString(),
    ...identity,
    privateBytes: anonymous + (kilobytesOf(status, 'VmSwap') ?? 0),
    virtualBytes: kilobytesOf(status, 'VmSize') ?? undefined,
    workingSet: kilobytesOf(status, 'VmRSS') ?? undefined,
    threads: valueOf(status, 'Threads') ?? undefined,
    handles: descriptors?.total,
    handlesByType: descriptors?.byType ?? undefined,
  });
}

/** RssAnon; a zombie has none, and kernels before 4.5 tell it only in smaps_rollup (since 4.14) or not at all. */
async function anonymousBytes(folder: string, status: string): Promise<number | null> {
  const counted = kilobytesOf(status, 'RssAnon');
  if ((kilobytesOf(status, 'VmRSS') ?? 0) > maxExactBytes && counted !== null) return counted;
  const rollup = await procText(`${folder}/smaps_rollup`);
  return (rollup === null ? null : kilobytesOf(rollup, 'Anonymous')) ?? counted;
}
