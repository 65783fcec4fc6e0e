/** Falls of memory that its address space does not follow: a collection gave memory back, and no process ended. */
import type { Sample } from './types.ts';

/** So many samples of the memory on each side of a fall are looked at; the fall itself may take two of them. */
const aside = 5;

/** From the highest of what was before `at` to the lowest of what came since, both within `ms`. */
function fallAt(samples: readonly Sample[], at: number, ms: number): number | null {
  const [before, since] = [
    samples.filter((each) => each.at < at && each.at >= at - ms),
    samples.filter((each) => each.at >= at && each.at <= at + ms),
  ];
  if (before.length === 0 || since.length === 0) return null;
  return Math.max(...before.map(({ value }) => value)) - Math.min(...since.map(({ value }) => value));
}

/** A process that ends gives back its address space with its memory: at least this share of what the memory fell by. */
const followsShare = 0.5;

/**
 * Whether address space stayed at most of the times (epoch ms) at which memory fell. Both counters are of one process; a log that
 * was thinned out may have other samples of each.
 */
export function keptAddressSpace(falls: readonly number[], memory: readonly Sample[], virtual: readonly Sample[]): boolean {
  const ms = (aside * ((memory.at(-1)?.at ?? 0) - (memory[0]?.at ?? 0))) / Math.max(1, memory.length);
  const told = falls.flatMap((at) => {
    const [fell, released] = [fallAt(memory, at, ms), fallAt(virtual, at, ms)];
    return fell === null || released === null || fell <= 0 ? [] : [released < followsShare * fell];
  });
  return told.length > 0 && told.filter(Boolean).length > told.length / 2;
}
