/**
 * A full dump of a 64-bit worker process as ProcDump writes it: its tables in front, memory last, which is a hole in the
 * file: 3 GB of it take no room on the disk. Of the handles two in three are semaphores and events, most without a name.
 */
import { closeSync, ftruncateSync, openSync, statSync, writeSync } from 'node:fs';
import { writeMinidump } from '../test/support/minidump-writer.ts';
import type { DumpPlan } from '../test/support/minidump-writer.ts';
import { createRandom } from './random.ts';
import type { Random } from './random.ts';

const MB = 2 ** 20;
const [commit, reserve, free] = [0x1000, 0x2000, 0x10000];
const [isPrivate, isMapped, isImage] = [0x20000, 0x40000, 0x1000000];
const types = ['Event', 'Semaphore', 'File', 'Key', 'Thread', 'Mutant', 'ALPC Port', 'Section', 'EtwRegistration', 'Token'];

/** What stands in the dump; the reader must find the same. */
export interface DumpText {
  readonly bytes: number;
  readonly handles: number;
  readonly events: number;
  readonly privateCommit: number;
  readonly modules: number;
  /** Bytes of the two streams that grow with the process: handle data and memory info. */
  readonly streams: number;
}

function regionsOf(count: number, random: Random): readonly (readonly [number, number, number, number])[] {
  let base = 0x10000;
  return Array.from({ length: count }, () => {
    const size = 4096 * (1 + random.below(64));
    const state = [commit, commit, commit, reserve, free][random.below(5)] ?? free;
    const type = state === free ? 0 : ([isPrivate, isPrivate, isMapped, isImage][random.below(4)] ?? isPrivate);
    const region = [base, size, state, type] as const;
    base += size;
    return region;
  });
}

/** One in `named` has a name. */
function handlesOf(count: number, named: number, random: Random): readonly { readonly type: string; readonly name: string }[] {
  return Array.from({ length: count }, (_, index) => {
    const type = types[random.below(3) > 0 ? random.below(2) : random.below(types.length)] ?? 'Event';
    const isNamed = random.below(named) === 0;
    return { type, name: isNamed ? `\\Sessions\\1\\BaseNamedObjects\\Contoso.Orders.${type}.${index % 400}` : '' };
  });
}

export interface DumpShape {
  readonly repeatsTexts: DumpPlan['repeatsTexts'];
  readonly named: number;
}
/** Handles that read alike share their texts, and few of them have a name. */
export const sharedTexts: DumpShape = { repeatsTexts: false, named: 12 };
/** Types once, the name of its object for each handle, as dbghelp writes them; every second has one. */
export const namesOfTheirOwn: DumpShape = { repeatsTexts: 'names', named: 2 };

/** Writes a dump of about `megabytes` MB, of which a few MB are there. */
export function generateMinidump(path: string, megabytes: number, seed: number, { repeatsTexts, named }: DumpShape): DumpText {
  const random = createRandom(seed);
  // Three regions in five are committed, and a full dump holds those: 20,000 ranges of memory.
  const [handles, regions] = [handlesOf(29_401, named, random), regionsOf(33_000, random)];
  const ranges = Array.from({ length: 20_000 }, () => 4096 * Math.round((megabytes * MB) / 20_000 / 4096));
  const modules = Array.from({ length: 300 }, (_, i) => `C:\\Windows\\Microsoft.NET\\Framework64\\v4.0.30319\\Assembly.Number${i}.ni.dll`);
  const plan = { modules: ['C:\\Windows\\System32\\inetsrv\\w3wp.exe', ...modules], handles, regions, privateBytes: 2_900 * MB };
  const tables = writeMinidump({ ...plan, flags: 0x1826, unwritten: ranges, repeatsTexts: repeatsTexts ?? false });
  const file = openSync(path, 'w');
  writeSync(file, tables);
  ftruncateSync(file, tables.length + ranges.reduce((sum, size) => sum + size, 0));
  closeSync(file);
  return {
    bytes: statSync(path).size,
    handles: handles.length,
    events: handles.filter(({ type }) => type === 'Event').length,
    privateCommit: regions.reduce((sum, [, size, state, type]) => sum + (state === commit && type === isPrivate ? size : 0), 0),
    modules: plan.modules.length,
    streams: 32 + handles.length * 40 + regions.length * 48,
  };
}
