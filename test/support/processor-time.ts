/** How long the processor worked for this thread: another program's work on the same machine does not count. */

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

/** The least of at most `tries` runs, where the first ones took longer than `enough`: the compiler and the collector of garbage have their turns too. */
export function leastProcessorMs(work: () => unknown, enough: number, tries = 5): number {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < tries && least > enough; run++) least = Math.min(least, processorMs(work));
  return least;
}
