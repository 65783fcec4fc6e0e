/**
 * The host that a shell's prompt names, where one text holds the outputs of several:
 *
 *   root@tills-7d9f-abc:/app# dotnet-counters monitor -p 1
 *   root@tills-7d9f-xyz:/app# dotnet-counters monitor -p 1
 *
 * Two replicas have the same pid 1 in their containers: only the prompt tells them apart. The prompt of a single host is
 * left alone: a log of that machine may know it by another name.
 */
import type { ReadBlock } from './types.ts';

export interface Prompted {
  readonly host: string;
  /** The process that the command behind the prompt asks about, where it does. */
  readonly pid: number | null;
}

/** A prompt and the line of the input on which it stands, from 1. */
export interface PromptHost extends Prompted {
  readonly line: number;
}

/** bash, zsh and the images of most distributions: `user@host:path$ `, `[user@host path]# `, `user@host path % `. */
const prompt = /^\[?[\w.-]{1,64}@([A-Za-z0-9][\w.-]{0,100})[: ][^\s$#%>]{0,200} ?[$#%] /;

const asked = /(?:\s-p\s?|\s--(?:process-id|pid)[ =]|\/proc\/)(\d{1,10})\b/;

/** The host that this line's prompt names; null for any other line. */
export function hostOn(line: string): Prompted | null {
  const at = line.indexOf('@');
  const host = at < 1 || at > 65 || line.length > 2000 ? undefined : prompt.exec(line)?.[1];
  if (host === undefined) return null;
  const pid = asked.exec(line)?.[1];
  return { host: host.toLowerCase(), pid: pid === undefined ? null : Number(pid) };
}

/** Single looks at a process are of the host whose prompt stands above them, where the text has prompts of several. */
export function withHosts(blocks: readonly ReadBlock[], hosts: readonly PromptHost[]): readonly ReadBlock[] {
  if (new Set(hosts.map(({ host }) => host)).size < 2) return blocks;
  return blocks.map((block) => {
    const above = hosts.findLast(({ line }) => line <= block.fromLine);
    if (above === undefined) return block;
    const readings = block.readings.map((reading) => {
      const { life } = reading;
      if (reading.kind === 'counters' || life.machine !== null) return reading;
      return { ...reading, life: { ...life, machine: above.host, pid: life.pid ?? (life.process === null ? above.pid : null) } };
    });
    return { ...block, readings };
  });
}
