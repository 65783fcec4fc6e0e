/** How long the processor worked for this thread: another program's work on the same machine does not count. */
import { readFileSync } from 'node:fs';

/**
 * Milliseconds of one run: by the thread's processor time or by the clock, whichever is less. A kernel that counts in ticks
 * of 4 ms gives a whole tick to whoever happens to run in it, and the clock goes on while another program has the processor:
 * each can only say too much.
 */
export function processorMs(work: () => unknown): number {
  const before = process.threadCpuUsage();
  const began = performance.now();
  work();
  const passed = performance.now() - began;
  const { user, system } = process.threadCpuUsage(before);
  const counted = (user + system) / 1000;
  return counted === 0 ? passed : Math.min(counted, passed);
}

/**
 * Milliseconds that a process has worked so far, all its threads together: /proc/PID/stat counts them in ticks of 10 ms
 * (proc_pid_stat(5), fields 14 and 15). Null where there is no /proc.
 */
function workedMs(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [user = 0, system = 0] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13)
      .map(Number);
    return (user + system) * 10;
  } catch {
    return null;
  }
}

/**
 * Begins to measure a process that others are waiting for; asked later, it answers the milliseconds that this process worked
 * since, or that passed, whichever is less: on a machine that is busy with other things only the clock goes on.
 */
export function measureProcess(pid: number): () => number {
  const [began, before] = [performance.now(), workedMs(pid)];
  return () => {
    const [passed, now] = [performance.now() - began, workedMs(pid)];
    return before === null || now === null ? passed : Math.min(passed, now - before);
  };
}

/** The least of at most `tries` runs, where the first ones took longer than `enough`: the compiler and the collector of garbage have their turns too. */
export function leastProcessorMs(work: () => unknown, enough: number, tries = 5): number {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < tries && least > enough; run++) least = Math.min(least, processorMs(work));
  return least;
}
