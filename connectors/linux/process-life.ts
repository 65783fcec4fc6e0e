/** Which life of a pid this is: pids are used again, a pid with its start time is not. */
import { procText } from './read-proc.ts';

/** USER_HZ: what /proc counts in, 100 on every architecture that Node runs on (proc(5), sysconf(_SC_CLK_TCK)). */
const ticksPerSecond = 100;
/** btime is in whole seconds and moves with the clock: two readings of one life may differ by this much. */
export const sameLifeMs = 2_000;
const rememberedLives = 1_000;

export interface ProcessStart {
  /** Ticks since boot: exact, and the same at each reading. */
  readonly ticks: string;
  /** Epoch ms. */
  readonly startedAt: number;
}

/** Reads start times, and says the same for the same life each time although the clock is corrected in between. */
export function createStartTimes(): (pid: number) => Promise<ProcessStart | null> {
  const known = new Map<string, number>();
  return async (pid) => {
    const stat = await procText(`/proc/${String(pid)}/stat`);
    const ticks = stat === null ? undefined : startTicks(stat);
    if (ticks === undefined) return null;
    const life = `${String(pid)} ${ticks}`;
    const bootedAt = known.has(life) ? 0 : await bootTime();
    if (bootedAt === null) return null;
    const startedAt = known.get(life) ?? bootedAt + (Number(ticks) * 1000) / ticksPerSecond;
    if (known.size >= rememberedLives) known.clear();
    known.set(life, startedAt);
    return { ticks, startedAt };
  };
}

/** Field 22 of /proc/PID/stat; the name before it may hold blanks and brackets. */
export function startTicks(stat: string): string | undefined {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

async function bootTime(): Promise<number | null> {
  const seconds = /^btime (\d+)$/m.exec((await procText('/proc/stat')) ?? '')?.[1];
  return seconds === undefined ? null : Number(seconds) * 1000;
}

/** Ended, but not yet collected by its parent: it has no memory any more. */
export async function isZombie(pid: number): Promise<boolean> {
  const stat = await procText(`/proc/${String(pid)}/stat`);
  return stat !== null && /^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
}
