import { crc32 } from 'node:zlib';
import { FlateErrorCode, Gunzip, Inflate } from 'fflate';
import type { FlateError } from 'fflate';
import type { Limits, Used } from './limits.ts';
import type { Scratch } from './scratch.ts';
import type { Source } from './source.ts';

/** `text`: what there was to unpack lies in the scratch. `problem`: what is wrong with it, if anything is; `usable`: it may be read all the same. */
export interface Unpacked {
  readonly problem: string | null;
  readonly usable: boolean;
  /** Null where not all of it was unpacked. */
  readonly crc: number | null;
}

/** What should come out at once, before a limit is looked at; bytes. */
const outAtOnce = 2 ** 20;
const leastStep = 1024;
const mostStep = 65_536;

/** Packed bytes to hand over next, from how many came out of those so far: up to 1,032 come out of one. */
const stepFor = (consumed: number, out: number): number =>
  Math.max(leastStep, Math.min(mostStep, Math.floor((outAtOnce * consumed) / Math.max(out, consumed))));

const whole: Pick<Unpacked, 'problem' | 'usable'> = { problem: null, usable: true };
const megabytes = (bytes: number): string => `${Math.floor(bytes / 2 ** 20)} MB`;

const bomb = (limits: Limits): Pick<Unpacked, 'problem' | 'usable'> => ({
  problem: `It unpacks to more than ${limits.mostRatio} times its size, as no output of a tool does. It was not read.`,
  usable: false,
});

function full(limits: Limits): Pick<Unpacked, 'problem' | 'usable'> {
  const problem = `Unpacking stopped here: an archive may hold ${megabytes(limits.mostBytes)} unpacked. What had come out was read; unpack it and drop the part that matters.`;
  return { problem, usable: true };
}

const late: Pick<Unpacked, 'problem' | 'usable'> = {
  problem: 'Unpacking took too long and was stopped here. What had come out was read; unpack it and drop the part that matters.',
  usable: true,
};

function damaged(error: unknown): Pick<Unpacked, 'problem' | 'usable'> {
  const isShort = error instanceof Error && 'code' in error && (error as FlateError).code === FlateErrorCode.UnexpectedEOF;
  const how = isShort ? 'It is cut off: its end is missing.' : 'It is damaged: it cannot be unpacked to its end.';
  return { problem: `${how} What had come out was read; copy the archive again.`, usable: true };
}

/** How a file is packed: as it is, by deflate (RFC 1951), or as a gzip file (RFC 1952). */
export type Packing = 'stored' | 'deflate' | 'gzip';

function unpacker(packing: Packing, take: (bytes: Uint8Array) => void): (bytes: Uint8Array, isLast: boolean) => void {
  if (packing === 'stored') return take;
  const stream = packing === 'deflate' ? new Inflate(take) : new Gunzip(take);
  // What a last piece holds is lost where the stream turns out to be cut off in it: so the last piece is one byte.
  return (bytes, isLast) => {
    if (!isLast) {
      stream.push(bytes);
      return;
    }
    stream.push(bytes.subarray(0, -1));
    stream.push(bytes.subarray(-1), true);
  };
}

/** Unpacks `packed` into the scratch, as far as the limits allow. */
export function unpack(packed: Source, packing: Packing, into: Scratch, limits: Limits, used: Used): Unpacked {
  let out = 0;
  let crc = 0;
  const push = unpacker(packing, (bytes) => {
    const room = bytes.subarray(0, Math.max(0, limits.mostBytes - used.bytes));
    into.add(room);
    crc = crc32(room, crc);
    out += bytes.length;
    used.bytes += bytes.length;
  });
  let step = leastStep;
  for (let at = 0; at < packed.size; at += step, step = stepFor(at, out)) {
    const bytes = packed.read(at, step);
    const consumed = Math.min(packed.size, at + step);
    try {
      push(bytes, consumed >= packed.size);
    } catch (error) {
      return { ...damaged(error), crc };
    }
    if (out > limits.ratioFromBytes && out > limits.mostRatio * consumed) {
      used.bombs += 1;
      return { ...bomb(limits), crc };
    }
    if (used.bytes > limits.mostBytes) return { ...full(limits), crc };
    if (out >= limits.mostBytesOfFile) return { ...whole, crc: null };
    if (performance.now() > used.until) return { ...late, crc };
  }
  return { ...whole, crc };
}
