/**
 * The host that a shell's prompt names:
 *
 *   root@tills-7d9f-abc:/app# dotnet-counters monitor -p 1   ·   [WEB01]: PS C:\> handle64 -s -p 4312
 *   root@tills-7d9f-xyz:/app# dotnet-counters monitor -p 1   ·   [WEB02]: PS C:\> handle64 -s -p 4312
 *
 * Two replicas have the same pid 1 in their containers: only the prompt tells them apart. What logs and other tools name is left
 * alone: a log of that machine may know it by another name. Prompts are held against prompts, and only where the command asks
 * a process of the machine on which it is typed.
 */
import type { ProcessLife, ReadBlock, Reading } from './types.ts';

export interface Prompted {
  /** null: a prompt that names none, or a command that goes on to another machine. */
  readonly host: string | null;
  /** The process that the command behind the prompt asks about, where it does. */
  readonly pid: number | null;
  /** What it prints is surely of this host. */
  readonly isHere: boolean;
}

/** A prompt and the line of the input on which it stands, from 1. */
export interface PromptHost extends Prompted {
  readonly line: number;
}

/** bash, zsh and the images of most distributions: `user@host:path$ `, `[user@host path]# `, `user@host path % `. */
const unixPrompt = /^\[?[\w.-]{1,64}@([A-Za-z0-9][\w.-]{0,100})[: ][^\s$#%>]{0,200} ?[$#%] /;
/** Enter-PSSession of PowerShell. */
const remotePrompt = /^\[([A-Za-z0-9][\w.:-]{0,100})\]: ?PS [^>]{0,260}> ?/;
/** OpenSSH's cmd on Windows: `me@WEB01 C:\\Users\\me>`, `corp\\me@WEB01 C:\\>`. */
const windowsPrompt = /^[\w.\\-]{1,64}@([A-Za-z0-9][\w.-]{0,100}) [A-Za-z]:\\[^>]{0,260}> ?/;
/** A shell of Windows that says nothing of its host. */
const plainPrompt = /^(?:PS )?[A-Za-z]:\\[^>]{0,260}> ?/;

const asked = /(?:\s-p\s?|\s--(?:process-id|pid)[ =]|\/proc\/)(\d{1,10})\b(?!,)/g;

/** The one process that the command asks about; null where it asks about none, or about several. */
function pidIn(command: string): number | null {
  const pids = new Set([...command.matchAll(asked)].map((found) => Number(found[1])));
  const [pid] = pids;
  return pids.size === 1 ? (pid ?? null) : null;
}
/** Names of every machine for itself. */
const anyHost = /^(?:localhost(?:\..*)?|127\.[\d.]+|::1)$/;

/** What these print is of a machine elsewhere, or of a container. */
const elsewhere =
  /(?:^|[\s;&|(/\\])(?:ssh|plink|kubectl|oc|docker|podman|nerdctl|crictl|ctr|lxc|nsenter|chroot|psexec(?:64)?|winrs|pdsh|ansible|az|aws|gcloud)(?:\.exe)?\s|(?:invoke-command|enter-pssession|new-pssession|icm|etsn)\b|\s-(?:computername|cimsession|session|cn)\b|\/node:|\s\/s \S|\s\\\\[\w.-]/i;
/** What these print is of a process that runs on this machine. */
const here =
  /\/proc\/(?:\d|self|\$)|(?:^|[\s;&|(/\\])(?:ps|top|htop|pmap|lsof|smem|gcore|handle(?:64)?|procdump(?:64)?|get-process|gps|tasklist|wmic|get-ciminstance|gcim|get-wmiobject|gwmi|get-counter|typeperf|vmmap|dotnet-(?:counters|stack|trace)|memleak(?:-bpfcc|\.py)?|heaptrack|strace|netstat|ss)(?:\.exe)?(?:\s|$)|(?:dotnet-(?:gcdump|dump)\s+(?:collect|ps)|(?:cdb|windbg|ntsd|gdb|lldb)(?:\.exe)?\s(?:.{0,80}\s)?(?:-p|-pn|--pid|-pv)\b|umdh(?:\.exe)?\s.{0,80}-p[:n])/i;
/** Dumps are opened anywhere; in the pod of a replica (`NAME-HASH-HASH`, a container's id) it is its own. */
const opensDump = /dotnet-dump\s+analyze|dotnet-gcdump\s+report/i;
const replica = /-[0-9a-f]{5,10}-[a-z0-9]{5}$|^[0-9a-f]{12}$/;
const longestCommand = 2000;

const promptOf = (line: string): RegExpExecArray | null =>
  line.startsWith('[') ? (remotePrompt.exec(line) ?? unixPrompt.exec(line)) : (unixPrompt.exec(line) ?? windowsPrompt.exec(line));

/** What this line's prompt tells of its host; null for any line that is no prompt of a shell. */
export function hostOn(line: string): Prompted | null {
  if (line.length > longestCommand) return null;
  const found = /^[^@]{1,65}@/.test(line) || line.startsWith('[') ? promptOf(line) : null;
  if (found === null) return plainPrompt.test(line) ? { host: null, pid: null, isHere: false } : null;
  const command = line.slice(found[0].length);
  const host = (found[1] ?? '').toLowerCase();
  if (elsewhere.test(command) || anyHost.test(host)) return { host: null, pid: null, isHere: false };
  const isHere = here.test(command) || (opensDump.test(command) && replica.test(host));
  return { host, pid: pidIn(command), isHere };
}

type Told = PromptHost & { readonly host: string };
const named = (prompt: PromptHost): prompt is Told => prompt.host !== null;

/** What an output tells of its process, below this prompt; of several hosts in one text each is a machine. */
function below(reading: Reading, { host, pid, isHere }: Told, isOneOfSeveral: boolean): Reading {
  const { life } = reading;
  if (reading.kind === 'source' || reading.kind === 'counters' || life.machine !== null) return reading;
  const told: ProcessLife = {
    ...life,
    ...(isHere ? { promptHost: host } : {}),
    ...(isOneOfSeveral ? { machine: host } : {}),
    ...(isHere || isOneOfSeveral ? { pid: life.pid ?? (life.process === null ? pid : null) } : {}),
  };
  return { ...reading, life: told };
}

/** Single looks at a process are of the host whose prompt stands above them. */
export function withHosts(blocks: readonly ReadBlock[], hosts: readonly PromptHost[]): readonly ReadBlock[] {
  const names = new Set(hosts.filter(named).map(({ host }) => host));
  if (names.size === 0) return blocks;
  return blocks.map((block) => {
    const above = hosts.findLast(({ line }) => line <= block.fromLine);
    if (above === undefined || !named(above)) return block;
    return { ...block, readings: block.readings.map((reading) => below(reading, above, names.size > 1)) };
  });
}
