/** How long the processor worked for this thread: another program's work on the same machine does not count. */

/** Milliseconds of one run. */
export function processorMs(work: () => unknown): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

/** The least of at most `tries` runs, where the first ones took longer than `enough`: the compiler and the collector of garbage have their turns too. */
export function leastProcessorMs(work: () => unknown, enough: number, tries = 3): number {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < tries && least > enough; run++) least = Math.min(least, processorMs(work));
  return least;
}
