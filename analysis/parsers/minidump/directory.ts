/**
 * The front of a minidump: header, directory, and whether the file is whole. Every offset and count
 * comes from outside and is held against the file's size before it is followed.
 * Layout: minidumpapiset.h as Microsoft Learn documents it (MINIDUMP_HEADER, MINIDUMP_DIRECTORY,
 * MINIDUMP_MEMORY64_LIST); FACTS 10.
 */
import { u64, viewOf } from '../../byte-view.ts';
import type { Want } from '../../types.ts';

export type Reader<Result> = Generator<Want, Result, Uint8Array>;

/** MINIDUMP_STREAM_TYPE. */
export const streamTypes = {
  unused: 0,
  moduleList: 4,
  memoryList: 5,
  systemInfo: 7,
  memory64List: 9,
  handleData: 12,
  miscInfo: 15,
  memoryInfoList: 16,
  processVmCounters: 22,
} as const;

export interface Stream {
  readonly type: number;
  readonly offset: number;
  readonly size: number;
}
export interface Directory {
  readonly streams: readonly Stream[];
  /** Epoch ms: when the dump was begun. */
  readonly takenAt: number | null;
  /** MINIDUMP_TYPE has MiniDumpWithFullMemory (0x2): what DebugDiag, !heap and SOS need. */
  readonly hasFullMemory: boolean;
}
export interface Damage {
  readonly problem: string;
}
export const isDamage = (value: object): value is Damage => 'problem' in value;

const headerLength = 32;
const entryLength = 12;
/** dbghelp writes about 20 streams and breakpad 15; a thousand is no dump that a tool wrote. */
const maxStreams = 1000;
/** Of longer lists of memory ranges the start is checked: a process of many GB has some ten thousand. */
const maxRanges = 24_000;
const fullMemory = 0x2;

const again =
  'Wait until ProcDump prints “Dump 1 complete” (DebugDiag: until the rule’s counter goes up), copy the file again and compare the sizes.';

const cut = (needed: number, size: number): Damage => ({
  problem: `This dump is cut: it goes on to at least ${needed} bytes and the file has ${size}. It was copied while it was being written, or the disk was full. ${again}`,
});

const beyond = (streams: readonly Stream[], size: number): Stream | undefined => streams.find((each) => each.offset + each.size > size);

/** Header and directory; damage where the file ends before what they promise. */
export function* readDirectory(size: number): Reader<Directory | Damage> {
  const head = yield { offset: 0, length: headerLength };
  if (head.length < headerLength) {
    return { problem: `This dump ends within its own header: there are ${size} bytes of it. ${again}` };
  }
  const header = viewOf(head);
  const count = header.getUint32(8, true);
  const at = header.getUint32(12, true);
  if (count === 0 || count > maxStreams) {
    return {
      problem: `This file starts like a dump, but its header claims ${count} streams: it is damaged or still being written. ${again}`,
    };
  }
  if (at < headerLength || at + count * entryLength > size) return cut(at + count * entryLength, size);
  const entries = viewOf(yield { offset: at, length: count * entryLength });
  if (entries.byteLength < count * entryLength) return cut(at + count * entryLength, size);
  const streams = Array.from({ length: count }, (_, index) => ({
    type: entries.getUint32(index * entryLength, true),
    size: entries.getUint32(index * entryLength + 4, true),
    offset: entries.getUint32(index * entryLength + 8, true),
  })).filter((stream) => stream.type !== streamTypes.unused && stream.size > 0);
  const outside = beyond(streams, size);
  if (outside !== undefined) return cut(outside.offset + outside.size, size);
  const needed = yield* memoryEnd(streams);
  if (needed > size) return cut(needed, size);
  const stamp = header.getUint32(20, true) * 1000;
  return { streams, takenAt: stamp === 0 ? null : stamp, hasFullMemory: (header.getUint32(24, true) & fullMemory) !== 0 };
}

export const streamOf = (directory: Pick<Directory, 'streams'>, type: number): Stream | null =>
  directory.streams.find((stream) => stream.type === type) ?? null;

/** Where the memory of the dump ends in the file: it is written last, so a copy that is cut is cut there. */
function* memoryEnd(streams: readonly Stream[]): Reader<number> {
  const full = streamOf({ streams }, streamTypes.memory64List);
  const some = streamOf({ streams }, streamTypes.memoryList);
  return Math.max(full === null ? 0 : yield* memory64End(full), some === null ? 0 : yield* memoryListEnd(some));
}

const rangeLength = 16;

function* memory64End(stream: Stream): Reader<number> {
  const view = viewOf(yield { offset: stream.offset, length: Math.min(stream.size, rangeLength * (maxRanges + 1)), passing: true });
  if (view.byteLength < rangeLength) return 0;
  const ranges = Math.min(u64(view, 0), Math.floor(view.byteLength / rangeLength) - 1);
  let end = u64(view, 8);
  for (let index = 1; index <= ranges; index++) end += u64(view, index * rangeLength + 8);
  return end;
}

function* memoryListEnd(stream: Stream): Reader<number> {
  const view = viewOf(yield { offset: stream.offset, length: Math.min(stream.size, 4 + rangeLength * maxRanges), passing: true });
  if (view.byteLength < 4) return 0;
  const ranges = Math.min(view.getUint32(0, true), Math.floor((view.byteLength - 4) / rangeLength));
  let end = 0;
  for (let index = 0; index < ranges; index++) {
    const at = 4 + index * rangeLength;
    end = Math.max(end, view.getUint32(at + 12, true) + view.getUint32(at + 8, true));
  }
  return end;
}
