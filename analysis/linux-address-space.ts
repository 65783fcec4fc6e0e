/** What the virtual size of a Linux process (VmSize, VSZ, VIRT) can tell although nothing of it need be used. */
import type { CaseFile } from './case-file.ts';
import type { NamedTrend } from './counter-trends.ts';

const MB = 1024 * 1024;
/** glibc's arenas come in steps of 64 MB, each with little around it (malloc/arena.c); there are at most eight a core. */
const arena = 64 * MB;
const aroundArena = MB;
/** A cache of mapped files or a library that is loaded makes a step or two; a leak goes on. */
const fewestSteps = 12;
const mostOfOneStep = 0.2;
/** So much of the growth must be of other steps than arenas'. */
const ownShare = 0.8;
/** .NET 7 and newer reserve 256 GB, or twice the memory there is, for the GC heap; nothing else that is common takes as much. */
const rangeOfGc = 20 * 1024 * MB;

function isArenas(step: number): boolean {
  const times = Math.round(step / arena);
  return times > 0 && Math.abs(step - times * arena) <= times * aroundArena;
}

/** Whether the virtual size grows as a leak of mappings does: on and on, in small steps, which glibc's arenas are not. */
export function growsByMappings({ motion, taken }: NamedTrend): boolean {
  if (motion !== 'grows') return false;
  const steps = taken.slice(1).map(({ value }, i) => value - (taken[i]?.value ?? value));
  const rises = steps.filter((step) => step > 0);
  const all = rises.reduce((sum, step) => sum + step, 0);
  const own = rises.filter((step) => !isArenas(step)).reduce((sum, step) => sum + step, 0);
  return rises.length >= fewestSteps && Math.max(...rises) <= mostOfOneStep * all && own >= ownShare * all;
}

/** Whether so much address space is reserved as only the GC of .NET commonly does. */
export function reservesLikeDotnet(file: CaseFile): boolean {
  const seen = [file.trend('virtualBytes')?.last ?? 0, ...file.of('snapshot').map(({ values }) => values.virtualBytes ?? 0)];
  return Math.max(...seen) >= rangeOfGc;
}
