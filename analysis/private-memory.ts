/** What a Windows process has committed for itself, between two or more looks at its address space (`!address -summary`, a minidump). */
import type { CaseFile } from './case-file.ts';
import { type EvidenceOf, inOrder } from './order-of-evidence.ts';
import { riseOf } from './rise.ts';
import type { Difference } from './types.ts';

const hourMs = 3_600_000;
/** On Linux the list of mappings tells more: mapped-growth.ts. */
const ofWindows: ReadonlySet<string> = new Set(['address-summary', 'minidump']);
/** Less than this, or than that share of what there was, a program takes at work; what rises each time tells by less. */
const leastBytes = 64 * 1024 * 1024;
const leastShare = 0.2;
const steadyShare = 0.1;

type Space = EvidenceOf<'addressSpace'>;

export interface PrivateGrowth {
  /** Oldest first. */
  readonly readings: readonly Space[];
  /** Bytes of the first and the last; what is only reserved may be in both, never in the growth. */
  readonly first: number;
  readonly last: number;
  readonly growth: number;
  /** Three or more, and it never gave much back. */
  readonly steady: boolean;
  /** Whether the tables tell what is committed; without it a part may only be reserved. */
  readonly committed: boolean;
  /** Of the growth, 0–1: in rows of native heaps, and of thread stacks. */
  readonly heapShare: number;
  readonly stackShare: number;
}

const isHeap = (name: string): boolean => /heap/i.test(name) && !/gc/i.test(name);
const isStack = (name: string): boolean => /stack/i.test(name);
/** What no process has for itself. `MEM_PRIVATE` and `<unknown>` are VirtualAlloc, the GC heap included. */
const isShared = (name: string): boolean => /free|image|mapped/i.test(name);

function sumOf({ usage }: Space, isWanted: (name: string) => boolean): number {
  return Object.entries(usage).reduce((sum, [name, bytes]) => (isWanted(name) ? sum + bytes : sum), 0);
}

/** By use where the uses are told, else by type. */
function heldBy(space: Space): number | null {
  const told = Object.keys(space.usage).some((name) => !isShared(name));
  return told ? sumOf(space, (name) => !isShared(name)) : space.privateBytes;
}

/** What is committed less the files and images that are mapped: these are committed nearly whole. */
function committedOwn(space: Space): number | null {
  return space.committed === null ? null : space.committed - sumOf(space, (name) => isShared(name) && !/free/i.test(name));
}

/** Null where fewer than two of one life are in order, or what they hold does not grow by much. */
export function privateGrowth(file: CaseFile): PrivateGrowth | null {
  const readings = inOrder(file.of('addressSpace').filter(({ parser }) => ofWindows.has(parser))).ordered;
  if (readings.length < 2) return null;
  const [held, byType, committed] = [readings.map(heldBy), readings.map((each) => each.privateBytes), readings.map(committedOwn)];
  const rise = riseOf(held);
  const known = held.filter((each) => each !== null);
  const [first = 0, last = 0] = [known[0], known.at(-1)];
  const growth = Math.min(...[rise, riseOf(byType), riseOf(committed)].map((each) => each.growth ?? Infinity));
  if (rise.growth === null || rise.swings || growth < Math.max(leastBytes, (rise.steady ? steadyShare : leastShare) * first)) return null;
  const whole = rise.growth;
  const share = (isWanted: (name: string) => boolean): number =>
    Math.min(1, Math.max(0, (riseOf(readings.map((each) => sumOf(each, isWanted))).growth ?? 0) / whole));
  return {
    readings,
    first,
    last,
    growth,
    steady: rise.steady,
    committed: committed.every((each) => each !== null),
    heapShare: share(isHeap),
    stackShare: share(isStack),
  };
}

/** Bytes by which the .NET heap grew meanwhile; null where nobody looked at it. */
export function gcGrowthBeside(file: CaseFile, differences: readonly Difference[], { readings }: PrivateGrowth): number | null {
  const objects = differences.find(({ kind }) => kind === 'heapStatistic')?.growth ?? null;
  if (objects !== null) return objects;
  const heaps = riseOf(inOrder(file.of('gcHeap')).ordered.map(({ bytes }) => bytes)).growth;
  if (heaps !== null) return heaps;
  const trend = file.trend('gcHeap');
  if (trend === null || trend.motion === 'too-early') return null;
  const [from, to] = [readings[0]?.takenAt ?? null, readings.at(-1)?.takenAt ?? null];
  if (trend.motion !== 'grows') return 0;
  return from === null || to === null ? null : ((trend.slopePerHour ?? 0) * (to - from)) / hourMs;
}
