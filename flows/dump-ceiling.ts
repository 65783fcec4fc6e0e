/**
 * Up to which size of private bytes dumps can be planned: the lowest of the limits of FACTS.md §12.1, each with its arithmetic.
 * The limits themselves are Microsoft's (FACTS.md §2), the margins below them a proposal of ours.
 */
import { GB, MB, bytes, clock, duration, hourMs } from './figures.ts';

/** By the bitness of Windows: where a 32-bit process ends in practice, and where dumping stops before that. */
const of32 = {
  64: { ends: 2800 * MB, dumpBelow: 2500 * MB, virtualBelow: 3200 * MB },
  32: { ends: 800 * MB, dumpBelow: 700 * MB, virtualBelow: 1300 * MB },
} as const;
/** A pool that recycles at its limit must be dumped before it does; so must a process in a container. */
const shareOfLimit = 0.9;
/** Of what the system can still commit the clone of a dump needs a part, and others go on. */
const shareOfCommit = 0.6;
/** Free disk: 1.2 times private bytes for each dump and 5 GB (FACTS.md §4). */
const diskPerByte = 1.2;
const diskReserve = 5 * GB;

export interface CeilingInput {
  /** How many dumps are wanted. */
  readonly dumps: number;
  readonly bitness: 32 | 64 | null;
  readonly osBitness: 32 | 64 | null;
  /** Private bytes now, after the warm-up; null: not known yet. */
  readonly startBytes: number | null;
  /** Epoch ms of `startBytes`. */
  readonly at: number | null;
  readonly slopePerHour: number | null;
  /** Virtual bytes at about the same time. */
  readonly virtualBytes: number | null;
  readonly virtualPerHour: number | null;
  readonly ceilingBytes: number | null;
  readonly poolLimitBytes: number | null;
  readonly virtualLimitBytes: number | null;
  readonly commitFreeBytes: number | null;
  readonly freeDiskBytes: number | null;
  /** Epoch ms; with `restartEveryMs` it says when the pool restarts the process by itself. */
  readonly startedAt: number | null;
  readonly restartEveryMs: number | null;
}

export interface DumpCeiling {
  /** Private bytes; the last dump is taken at or below this. */
  readonly bytes: number;
  readonly says: string;
  /** It is where the dump is written that is too small, and not what the process may reach. */
  readonly isRoom?: true;
}

/** What dumps at so many private bytes each need of the disk, with what must be left over; bytes. */
export const diskFor = (dumps: number, size: number): number => dumps * size * diskPerByte + diskReserve;

const isKnown = (value: number | null): value is number => value !== null && value > 0;

function addressSpace({ bitness, osBitness }: CeilingInput): readonly DumpCeiling[] {
  if (bitness !== 32) return [];
  const { ends, dumpBelow } = of32[osBitness ?? 64];
  const on = osBitness === 32 ? ' on 32-bit Windows' : '';
  return [
    {
      bytes: dumpBelow,
      says: `A 32-bit process${on} ends near ${bytes(ends)} of private bytes; the last dump should be taken below ${bytes(dumpBelow)}.`,
    },
  ];
}

/** Private bytes at the moment when virtual bytes reach `level`: both go on as they do now. */
function atVirtual(input: CeilingInput, level: number, why: string): readonly DumpCeiling[] {
  const { startBytes, slopePerHour, virtualBytes, virtualPerHour } = input;
  if (startBytes === null || slopePerHour === null || virtualBytes === null) return [];
  if (virtualBytes >= level) {
    return [{ bytes: startBytes, says: `${why}; they are ${bytes(virtualBytes)} already, so no later dump is sure.` }];
  }
  if (!isKnown(virtualPerHour)) return [];
  const then = startBytes + ((level - virtualBytes) / virtualPerHour) * Math.max(0, slopePerHour);
  return [
    {
      bytes: then,
      says: `${why}; at ${bytes(virtualBytes)} now and ${bytes(virtualPerHour)} an hour they are there when private bytes are ${bytes(then)}.`,
    },
  ];
}

function virtualSpace(input: CeilingInput): readonly DumpCeiling[] {
  const { bitness, osBitness, virtualLimitBytes } = input;
  const below = of32[osBitness ?? 64].virtualBelow;
  const pool = virtualLimitBytes ?? 0;
  return [
    ...(bitness === 32 ? atVirtual(input, below, `A 32-bit process should be dumped below ${bytes(below)} of virtual bytes`) : []),
    ...(pool > 0
      ? atVirtual(
          input,
          shareOfLimit * pool,
          `The pool recycles itself at ${bytes(pool)} of virtual bytes, 90 % of which is ${bytes(shareOfLimit * pool)}`,
        )
      : []),
  ];
}

function ninetyPercent(limit: number | null, says: (limit: number) => string): readonly DumpCeiling[] {
  return isKnown(limit) ? [{ bytes: shareOfLimit * limit, says: `${says(limit)}; 90 % of that is ${bytes(shareOfLimit * limit)}.` }] : [];
}

function commit({ startBytes, commitFreeBytes }: CeilingInput): readonly DumpCeiling[] {
  if (startBytes === null || commitFreeBytes === null) return [];
  const room = shareOfCommit * commitFreeBytes;
  return [
    {
      bytes: startBytes + room,
      says: `The system can commit ${bytes(commitFreeBytes)} more; 60 % of that above the size now is ${bytes(startBytes + room)}.`,
    },
  ];
}

function disk({ freeDiskBytes, dumps }: CeilingInput): readonly DumpCeiling[] {
  if (freeDiskBytes === null) return [];
  const room = Math.max(0, freeDiskBytes - diskReserve) / diskPerByte / Math.max(1, dumps);
  const most = dumps === 1 ? `one dump of at most ${bytes(room)}` : `${dumps} dumps of at most ${bytes(room)} each`;
  const says =
    room === 0
      ? `${bytes(freeDiskBytes)} of free disk hold no dump: 5 GB must be left over.`
      : `${bytes(freeDiskBytes)} of free disk hold ${most} (1.2 times the size, and 5 GB left over).`;
  return [{ bytes: room, says, isRoom: true }];
}

/** The pool starts the process anew by itself: what is reached until then is all that will be. */
function nextRestart({ startBytes, at, slopePerHour, startedAt, restartEveryMs }: CeilingInput): readonly DumpCeiling[] {
  if (startBytes === null || at === null || startedAt === null || !isKnown(restartEveryMs) || !isKnown(slopePerHour)) return [];
  const restartAt = startedAt + restartEveryMs;
  if (restartAt <= at) return [];
  const then = startBytes + (slopePerHour * (restartAt - at)) / hourMs;
  return [
    {
      bytes: then,
      says: `The pool restarts the process ${duration(restartEveryMs)} after its start, at ${clock(restartAt)}; until then private bytes reach ${bytes(then)}.`,
    },
  ];
}

/** Every limit that is known, in the order of FACTS.md §12.1. */
export function dumpCeilings(input: CeilingInput): readonly DumpCeiling[] {
  return [
    ...addressSpace(input),
    ...virtualSpace(input),
    ...ninetyPercent(input.ceilingBytes, (limit) => `The process must end at ${bytes(limit)}`),
    ...ninetyPercent(input.poolLimitBytes, (limit) => `The pool recycles itself at ${bytes(limit)} of private bytes`),
    ...commit(input),
    ...disk(input),
    ...nextRestart(input),
  ];
}
