/**
 * A Windows user-mode minidump (.dmp of ProcDump, DebugDiag, Task Manager, WER, breakpad):
 *
 *   4d 44 4d 50 93 a7 …   header: MDMP, version, number of streams, where their directory is
 *   0c 00 00 00 …         stream 12: its handles; 16: its address space; 4: its modules; 15: pid and start
 *
 * Only the tables are read, never memory: of 3 GB less than 1 MB beside the two tables that grow with
 * the process. Where each handle has texts of its own, some of them are read and the counts scaled up (handle-texts.ts).
 * FACTS 10; Microsoft Learn: minidumpapiset.h.
 */
import { moduleKey } from '../frame-roles.ts';
import { imageName, unknownLife } from '../life.ts';
import type { ByteParser, Parsed, ProcessLife, Reading } from '../types.ts';
import type { Asked } from './minidump/budget.ts';
import { isDamage, readDirectory, streamOf, streamTypes } from './minidump/directory.ts';
import type { Directory, Reader } from './minidump/directory.ts';
import { withFront } from './minidump/front.ts';
import { readHandles } from './minidump/handle-data.ts';
import type { Handles } from './minidump/handle-data.ts';
import { readMemoryInfo } from './minidump/memory-info.ts';
import type { AddressSpace } from './minidump/memory-info.ts';
import { noModules, readMisc, readModules, readSystem, readVmCounters } from './minidump/process.ts';
import type { ModuleList, System } from './minidump/process.ts';

/** `MDMP` and the low word of MINIDUMP_VERSION; the high word is the writer's own. */
const magic = [0x4d, 0x44, 0x4d, 0x50, 0x93, 0xa7];

interface Modules extends ModuleList {
  /** One of the modules that `telling` lets through. */
  readonly has: (name: string) => boolean;
}

/** Whatever is asked about below stands in a path with one of these words: keys of three hundred others took a fifth of the time. */
const telling = /clr|mscorwks|wow64|leaktrack/i;

function modulesOf(list: ModuleList): Modules {
  const keys = new Set(list.paths.filter((path) => telling.test(path)).map((path) => moduleKey(imageName(path))));
  return { ...list, has: (name) => keys.has(name) };
}

function lifeOf(misc: Pick<ProcessLife, 'pid' | 'startedAt'>, system: System | null, modules: Modules): ProcessLife {
  const { paths, has } = modules;
  const program = paths[0];
  return {
    ...unknownLife,
    ...misc,
    process: program === undefined ? null : imageName(program),
    bitness: has('wow64') ? 32 : (system?.bitness ?? null),
    runtime: has('coreclr') ? 'dotnet' : has('clr') || has('mscorwks') ? 'netfx' : null,
  };
}

/** Whether DebugDiag's analysis could say who allocated: to be known before anybody waits for it. */
function leakTrackNote({ paths, isWhole, has }: Modules, system: System | null): readonly string[] {
  if (paths.length === 0 || system?.isWindows === false) return [];
  if (!isWhole && !has('leaktrack'))
    return [`Of this dump’s modules ${paths.length} were read: whether LeakTrack.dll is in it is not told.`];
  return has('leaktrack')
    ? ['LeakTrack.dll is in this dump: DebugDiag’s memory analysis can say who allocated.']
    : [
        'LeakTrack.dll is not in this dump: DebugDiag would find no leak data. Start Monitor For Leaks on the process, wait at least 15 minutes, then take the dump again.',
      ];
}

function notesOf(directory: Directory, system: System | null, modules: Modules): readonly string[] {
  const isWow64 = modules.has('wow64') && system?.bitness === 64;
  return [
    ...leakTrackNote(modules, system),
    ...(directory.hasFullMemory
      ? []
      : ['This dump holds no full memory, so DebugDiag, !heap and SOS have nothing to walk in it. Take it with procdump64 -ma PID.']),
    ...(isWow64
      ? ['This is a 64-bit dump of a 32-bit process, which DebugDiag and SOS cannot read. Take it with the 32-bit tool: procdump -ma PID.']
      : []),
    ...(system === null || !system.isWindows ? [] : [`The host runs Windows ${system.version}.`]),
  ];
}

interface Contents {
  readonly handles: Handles | null;
  readonly space: AddressSpace | null;
  readonly values: Extract<Reading, { kind: 'snapshot' }>['values'];
  readonly paths: readonly string[];
}

function readingsOf({ handles, space, values, paths }: Contents, life: ProcessLife, takenAt: number | null): readonly Reading[] {
  const common = { life, takenAt };
  return [
    ...(handles === null ? [] : [{ ...common, kind: 'handles' as const, summary: handles.summary }]),
    ...(space === null ? [] : [{ ...common, kind: 'addressSpace' as const, ...usageOf(space) }]),
    ...(Object.keys(values).length === 0 ? [] : [{ ...common, kind: 'snapshot' as const, values }]),
    ...(paths.length === 0 ? [] : [{ ...common, kind: 'modules' as const, names: paths.map(fileName) }]),
  ];
}

const fileName = (path: string): string => path.slice(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1);

/** As !address names the same: committed memory of files and of images; heaps and stacks are not told apart here. */
const usageOf = (space: AddressSpace): Omit<Extract<Reading, { kind: 'addressSpace' }>, 'kind' | 'life' | 'takenAt'> => ({
  usage: { MappedFile: space.mapped, Image: space.image },
  privateBytes: space.privateCommit,
  committed: space.committed,
  reserved: space.reserved,
  free: space.free,
  largestFree: space.largestFree,
});

/** Addresses of a 32-bit process end here, whatever the dump says lies above. */
const space32 = 2 ** 32;

function* readTables(size: number, asked: Asked): Reader<Parsed> {
  const directory = yield* readDirectory(size);
  if (isDamage(directory)) return { ok: false, problem: directory.problem, line: null };
  const stream = (type: number) => streamOf(directory, type);
  const [misc, info] = [stream(streamTypes.miscInfo), stream(streamTypes.systemInfo)];
  const [list, vm] = [stream(streamTypes.moduleList), stream(streamTypes.processVmCounters)];
  const [handleData, memoryInfo] = [stream(streamTypes.handleData), stream(streamTypes.memoryInfoList)];
  const told = misc === null ? { pid: null, startedAt: null } : yield* readMisc(misc);
  const system = info === null ? null : yield* readSystem(info);
  const modules = modulesOf(list === null ? noModules : yield* readModules(list, size));
  const values = vm === null ? {} : yield* readVmCounters(vm);
  const life = lifeOf(told, system, modules);
  const handles = handleData === null ? null : yield* readHandles(handleData, size, asked);
  const limit = life.bitness === 32 ? space32 : Number.POSITIVE_INFINITY;
  const space = memoryInfo === null ? null : yield* readMemoryInfo(memoryInfo, limit);
  const readings = readingsOf({ handles, space, values, paths: modules.paths }, life, directory.takenAt);
  if (readings.length === 0) {
    const problem =
      'This dump holds neither modules, handles nor an address space: it is damaged, or a tool wrote only what a crash report needs. Take one with procdump64 -ma PID, and open it with DebugDiag.';
    return { ok: false, problem, line: null };
  }
  const missing =
    handleData === null ? ['This dump holds no handle data: handle64 -s -p PID counts the handles of the running process.'] : [];
  return { ok: true, readings, notes: [...notesOf(directory, system, modules), ...missing, ...(handles?.notes ?? [])] };
}

export const minidump: ByteParser = {
  id: 'minidump',
  title: 'Windows memory dump: its tables, not its memory',
  recognises: (head) => magic.every((byte, at) => head[at] === byte),
  read(size) {
    const asked = { bytes: 0 };
    return withFront(readTables(size, asked), size, asked);
  },
};
