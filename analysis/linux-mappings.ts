/**
 * The mappings of a Linux process, as /proc/PID/maps, smaps and pmap list them, by what they are for: proc_pid_maps(5).
 *
 *   7fcd05000000-7fcd05c4a000 rw-p 00000000 00:00 0
 *   7fcd0a001000-7fd8c8000000 ---p 00000000 00:00 0
 *   7fd8c8000000-7fd8c8021000 rw-p 00000000 00:00 0
 *   7fd8c8021000-7fd8cc000000 ---p 00000000 00:00 0
 *
 * .NET 7 and newer reserve one range for the whole GC heap at start (256 GB, or twice the memory there is: clrgc's
 * GCRegionRange) and make pieces of it accessible: what lies around the largest inaccessible piece is the GC heap with its
 * tables. glibc's arenas begin at multiples of 64 MB and reserve that much (malloc/arena.c, HEAP_MAX_SIZE); a stack has a guard
 * page below it.
 */
import type { ProcessLife } from './types.ts';

export interface Mapping {
  readonly start: number;
  readonly end: number;
  /** `rw-p` */
  readonly access: string;
  /** Empty where it is of no file. */
  readonly path: string;
  /** Bytes that only this process holds, in memory or swapped out; null where the list does not tell. */
  readonly touched: number | null;
}

const MB = 1024 * 1024;
const arenaBytes = 64 * MB;
/** The smallest range a GC was seen to reserve is 250 MB; other reservations of a runtime lie below. */
const leastRange = 200 * MB;
/** A guard is one page, of up to 64 KB; a stack at least two of them. */
const mostGuard = 64 * 1024;
const leastStack = 128 * 1024;
const mostStack = 64 * MB;
const coreClr = /\blibcoreclr\.so|memfd:doublemapper|^doublemapper|\blibclrjit\.so/;
const otherGc = /\blibjvm\.so|\blibmonosgen|\blibgo\.so/;

export const uses = ['GC heap of .NET', 'malloc', 'thread stacks', 'other anonymous memory', 'files', 'shared memory'] as const;
export type Use = (typeof uses)[number];

const sizeOf = ({ start, end }: Mapping): number => end - start;
const isAnonymous = ({ path, access }: Mapping): boolean => (path === '' || path.startsWith('[anon')) && access.endsWith('p');
const isReserved = (each: Mapping): boolean => isAnonymous(each) && each.access.startsWith('---');

/** An arena of glibc: accessible from a multiple of 64 MB on, the rest of 64 MB reserved. */
function isArena(each: Mapping | undefined, next: Mapping | undefined): boolean {
  if (each === undefined || each.start % arenaBytes !== 0 || !isAnonymous(each) || isReserved(each)) return false;
  if (sizeOf(each) === arenaBytes) return true;
  return next !== undefined && isReserved(next) && next.start === each.end && next.end === each.start + arenaBytes;
}

/** Indexes of the first and the last mapping of the GC's range; null where none is reserved. */
function gcRange(all: readonly Mapping[]): readonly [number, number] | null {
  const at = all.reduce((best, each, index) => {
    const held = all[best];
    return isReserved(each) && (held === undefined || sizeOf(each) > sizeOf(held)) ? index : best;
  }, -1);
  const largest = all[at];
  if (largest === undefined || sizeOf(largest) < leastRange) return null;
  const joins = (low: Mapping | undefined, high: Mapping | undefined): boolean =>
    low !== undefined && high !== undefined && low.end === high.start && isAnonymous(low) && isAnonymous(high);
  let [from, to] = [at, at];
  while (joins(all[from - 1], all[from]) && !isArena(all[from - 2], all[from - 1])) from--;
  while (joins(all[to], all[to + 1]) && !isArena(all[to + 1], all[to + 2])) to++;
  return [from, to];
}

/** What each mapping is for; the GC's range is only sought in a process that runs .NET. */
function usesOf(all: readonly Mapping[], isDotnet: boolean): readonly Use[] {
  const range = isDotnet ? gcRange(all) : null;
  const found: Use[] = [];
  for (const [at, each] of all.entries()) {
    const [before, next] = [all[at - 1], all[at + 1]];
    if (range !== null && at >= range[0] && at <= range[1]) found.push('GC heap of .NET');
    else if (each.path === '[heap]' || isArena(each, next) || (before !== undefined && isArena(before, each) && isReserved(each)))
      found.push('malloc');
    else if (isStack(each, before) || isGuard(each, next)) found.push('thread stacks');
    else if (isAnonymous(each) || each.path.startsWith('[')) found.push('other anonymous memory');
    else found.push(/^\/(?:memfd:|dev\/shm\/|dev\/zero|SYSV)/.test(each.path) || each.access.endsWith('s') ? 'shared memory' : 'files');
  }
  return found;
}

function isStack(each: Mapping, guard: Mapping | undefined): boolean {
  if (each.path.startsWith('[stack')) return true;
  const size = sizeOf(each);
  const guarded = guard !== undefined && isReserved(guard) && guard.end === each.start && sizeOf(guard) <= mostGuard;
  return guarded && isAnonymous(each) && each.access.startsWith('rw') && size >= leastStack && size <= mostStack;
}

function isGuard(each: Mapping, next: Mapping | undefined): boolean {
  return isReserved(each) && next !== undefined && isStack(next, each);
}

export interface MappedSpace {
  readonly runtime: ProcessLife['runtime'];
  /** Bytes of address space by use; uses of nothing are left out. */
  readonly usage: Readonly<Partial<Record<Use, number>>>;
  /** Private bytes in use, of all mappings and of the GC's range; null where the list does not tell, or there is none. */
  readonly touched: number | null;
  readonly gcTouched: number | null;
  /** Address space of no file that was taken and not touched, without the GC's range and glibc's arenas, which are taken on purpose. */
  readonly untouched: number | null;
}

/** What the mappings of one process add up to. They are in order of address, as every tool lists them. */
export function measureMappings(all: readonly Mapping[]): MappedSpace {
  const isDotnet = all.some(({ path }) => coreClr.test(path));
  const each = usesOf(all, isDotnet);
  const sum = (of: (mapping: Mapping, use: Use) => number): number =>
    all.reduce((total, one, at) => total + of(one, each[at] ?? 'files'), 0);
  const told = all.some(({ touched }) => touched !== null);
  const hasRange = each.includes('GC heap of .NET');
  const hasReservation = all.some((one) => isReserved(one) && sizeOf(one) >= 1024 * MB);
  const foreign = all.some(({ path }) => otherGc.test(path));
  return {
    runtime: isDotnet ? 'dotnet' : hasReservation || foreign ? null : 'native',
    usage: Object.fromEntries(
      uses.map((use) => [use, sum((one, its) => (its === use ? sizeOf(one) : 0))] as const).filter(([, bytes]) => bytes > 0),
    ),
    touched: told ? sum(({ touched }) => touched ?? 0) : null,
    gcTouched: told && hasRange ? sum(({ touched }, use) => (use === 'GC heap of .NET' ? (touched ?? 0) : 0)) : null,
    untouched: told
      ? sum((one, use) => (use === 'other anonymous memory' || use === 'thread stacks' ? sizeOf(one) - (one.touched ?? 0) : 0))
      : null,
  };
}
