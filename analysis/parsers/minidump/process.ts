/**
 * What a minidump tells of its process: MiscInfo (pid, start), SystemInfo (processor, Windows),
 * ModuleList, ProcessVmCounters. Layouts: Microsoft Learn (MINIDUMP_MISC_INFO, MINIDUMP_SYSTEM_INFO,
 * MINIDUMP_MODULE) and minidumpapiset.h (MINIDUMP_PROCESS_VM_COUNTERS_1 and _2); FACTS 10.
 */
import { u64, viewOf } from '../../byte-view.ts';
import type { CounterId } from '../../types.ts';
import type { Reader, Stream } from './directory.ts';
import { eachString, maxBytes, textAt, withoutControls } from './strings.ts';
import { allWindows, spreadWindows } from './text-windows.ts';

export interface Misc {
  readonly pid: number | null;
  /** Epoch ms, whole seconds. */
  readonly startedAt: number | null;
}
const hasPid = 0x1;
const hasTimes = 0x2;

export function* readMisc(stream: Stream): Reader<Misc> {
  const view = viewOf(yield { offset: stream.offset, length: Math.min(stream.size, 24) });
  if (view.byteLength < 12) return { pid: null, startedAt: null };
  const flags = view.getUint32(4, true);
  const started = (flags & hasTimes) !== 0 && view.byteLength >= 16 ? view.getUint32(12, true) : 0;
  return { pid: (flags & hasPid) === 0 ? null : view.getUint32(8, true), startedAt: started === 0 ? null : started * 1000 };
}

export interface System {
  /** Of the dump; a 64-bit dump may hold a 32-bit process. */
  readonly bitness: 32 | 64 | null;
  readonly isWindows: boolean;
  /** `10.0.17763`. */
  readonly version: string;
}

/** PROCESSOR_ARCHITECTURE_*: x86 0, ARM 5, Itanium 6, AMD64 9, ARM64 12; 0x8003 is breakpad's own for ARM64. */
const bitnessByProcessor: Readonly<Record<number, 32 | 64>> = { 0: 32, 5: 32, 6: 64, 9: 64, 12: 64, 0x8003: 64 };
/** VER_PLATFORM_WIN32_NT; breakpad writes 0x8000 and above for other systems. */
const windowsNt = 2;

export function* readSystem(stream: Stream): Reader<System | null> {
  const view = viewOf(yield { offset: stream.offset, length: Math.min(stream.size, 24) });
  if (view.byteLength < 24) return null;
  const [major, minor, build] = [view.getUint32(8, true), view.getUint32(12, true), view.getUint32(16, true)];
  return {
    bitness: bitnessByProcessor[view.getUint16(0, true)] ?? null,
    isWindows: view.getUint32(20, true) === windowsNt,
    version: `${major}.${minor}.${build}`,
  };
}

const moduleLength = 108;
/** As lm keeps them; a process rarely has more. */
const maxModules = 2000;
/** Two thousand paths of a hundred and fifty characters: what is loaded matters more than other texts. */
const namesBudget = 640 * 1024;

export interface ModuleList {
  /** Paths of the loaded modules, the program first. */
  readonly paths: readonly string[];
  /** None is missing: what is not among them is not loaded. */
  readonly isWhole: boolean;
}
export const noModules: ModuleList = { paths: [], isWhole: true };

export function* readModules(stream: Stream, size: number): Reader<ModuleList> {
  const view = viewOf(yield { offset: stream.offset, length: Math.min(stream.size, 8 + maxModules * moduleLength), passing: true });
  if (view.byteLength < 4) return noModules;
  const claimed = view.getUint32(0, true);
  // Breakpad aligns the entries to 8 bytes, dbghelp does not.
  const start = stream.size === 8 + claimed * moduleLength ? 8 : 4;
  const count = Math.min(claimed, maxModules, Math.floor((view.byteLength - start) / moduleLength));
  const offsets = Array.from({ length: Math.max(count, 0) }, (_, index) => view.getUint32(start + index * moduleLength + 20, true));
  const paths = new Map<number, string>();
  const sorted = Uint32Array.from(offsets).sort();
  const extent = { size, reach: maxBytes };
  const windows = allWindows(sorted, extent, namesBudget) ?? spreadWindows(sorted, extent, namesBudget);
  yield* eachString(sorted, windows, (index, window, at) => {
    paths.set(sorted[index] ?? 0, withoutControls(textAt(window, at)));
  });
  const found = offsets.flatMap((offset) => paths.get(offset) ?? []).filter((path) => path !== '');
  return { paths: found, isWhole: count === claimed && offsets.every((offset) => paths.has(offset)) };
}

/** In the second form of the structure the virtual sizes stand before PrivateUsage. */
const secondForm = 2;
const hasPrivateUsage = 0x4;

/** Working set and private bytes at the time of the dump; empty where the stream is older or shorter than that. */
export function* readVmCounters(stream: Stream): Reader<Partial<Record<CounterId, number>>> {
  const view = viewOf(yield { offset: stream.offset, length: Math.min(stream.size, 96) });
  if (view.byteLength < 80) return {};
  const workingSet = u64(view, 16);
  if (view.getUint16(0, true) < secondForm) return { workingSet, privateBytes: u64(view, 72) };
  const isTold = (view.getUint16(2, true) & hasPrivateUsage) !== 0 && view.byteLength >= 96;
  return { workingSet, ...(isTold ? { privateBytes: u64(view, 88) } : {}) };
}
