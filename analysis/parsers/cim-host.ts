/**
 * What the host has left, as PowerShell prints WMI's objects: JSON, or a list of properties.
 *
 *   {"Caption":"Microsoft Windows Server 2019 Standard","OSArchitecture":"64-bit","FreeVirtualMemory":6291456,"TotalVirtualMemorySize":20971520}
 *   [{"DeviceID":"C:","FreeSpace":21474836480,"Size":106847793152},{"DeviceID":"D:","FreeSpace":64424509440,"Size":214748364800}]
 *   FreeVirtualMemory      : 6291456
 *
 * Microsoft Learn: Win32_OperatingSystem (both sizes in KB of 1024 bytes; "virtual memory" is what can be committed: memory and
 * page files), Win32_LogicalDisk (bytes).
 */
import { isJsonObject, readJson } from '../json.ts';
import type { Json } from '../json.ts';
import { unknownLife } from '../life.ts';
import type { Parsed, TextParser } from '../types.ts';
import { untoldHost } from '../untold-host.ts';
import { diskNotes, dumpDisk, type Disk } from './free-disk.ts';
import { jsonSpan } from './json-block.ts';

const kilobyte = 1024;
const distinctive = /"(?:FreeVirtualMemory|TotalVirtualMemorySize|FreeSpace)"\s{0,8}:/i;
const property =
  /^\s{0,8}(Caption|OSArchitecture|FreeVirtualMemory|TotalVirtualMemorySize|FreePhysicalMemory|Version|PSComputerName|CSName|DeviceID|FreeSpace|Size|DriveType|VolumeName)\s{0,40}:\s{0,4}(.{0,200})$/i;
const listStart = /^\s{0,8}(?:FreeVirtualMemory|TotalVirtualMemorySize|FreeSpace)\s{0,40}:\s{0,4}\d/i;
/** Of a list of properties so many may stand before the first that tells it is ours. */
const mostProperties = 8;

type Members = ReadonlyMap<string, string>;

function listSpan(lines: readonly string[], from: number): number {
  if (!property.test(lines[from] ?? '')) return 0;
  let [at, ours, end] = [from, false, from];
  for (; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (listStart.test(line)) ours = true;
    if (property.test(line)) end = at + 1;
    else if (line.trim() !== '' || at - end > 2) break;
    if (!ours && at - from >= mostProperties) return 0;
  }
  return ours ? end - from : 0;
}

function membersOf(value: Json): readonly Members[] {
  if (Array.isArray(value)) return (value as readonly Json[]).slice(0, 100).flatMap(membersOf);
  if (!isJsonObject(value)) return [];
  return [new Map(Object.entries(value).map(([name, each]) => [name.toLowerCase(), typeof each === 'object' ? '' : String(each)]))];
}

/** Each property that was told already begins the next object. */
function objectsInList(lines: readonly string[]): readonly Members[] {
  const objects: Map<string, string>[] = [];
  for (const line of lines) {
    const [, name = '', value = ''] = property.exec(line) ?? [];
    if (name === '') continue;
    const last = objects.at(-1);
    if (last?.has(name.toLowerCase()) === false) last.set(name.toLowerCase(), value.trim());
    else objects.push(new Map([[name.toLowerCase(), value.trim()]]));
  }
  return objects;
}

function objectsIn(lines: readonly string[]): readonly Members[] {
  const text = lines.join('\n');
  if (!/^\s*[[{]/.test(text)) return objectsInList(lines);
  const objects: Members[] = [];
  for (let at = 0; at < text.length;) {
    const read = readJson(text, at);
    if (read === null) break;
    objects.push(...membersOf(read.value));
    at = read.end;
  }
  return objects;
}

const amount = (text: string | undefined): number | null => (/^\d{1,18}$/.test(text ?? '') ? Number(text) : null);

function bits(text: string | undefined): 32 | 64 | null {
  const found = /\b(32|64)\b/.exec(text ?? '')?.[1];
  return found === '32' ? 32 : found === '64' ? 64 : null;
}

function parse(lines: readonly string[]): Parsed {
  const objects = objectsIn(lines);
  const system = objects.find((each) => each.has('freevirtualmemory'));
  const disks = objects.flatMap((each): readonly Disk[] => {
    const free = amount(each.get('freespace'));
    return free === null ? [] : [{ name: each.get('deviceid') ?? 'disk', free }];
  });
  const free = amount(system?.get('freevirtualmemory'));
  if (free === null && disks.length === 0) {
    return {
      ok: false,
      problem:
        'This is about the host, but neither FreeVirtualMemory nor FreeSpace has a number. Select DeviceID and FreeSpace of Win32_LogicalDisk, and FreeVirtualMemory of Win32_OperatingSystem.',
      line: 1,
    };
  }
  const machine = objects.map((each) => each.get('pscomputername') ?? each.get('csname')).find((each) => each !== undefined && each !== '');
  return {
    ok: true,
    readings: [
      {
        ...untoldHost,
        life: { ...unknownLife, machine: machine ?? null },
        os: system?.get('caption') ?? null,
        osBitness: bits(system?.get('osarchitecture')),
        commitFreeBytes: free === null ? null : free * kilobyte,
        freeDiskBytes: dumpDisk(disks)?.free ?? null,
      },
    ],
    notes: diskNotes(disks),
  };
}

export const cimHost: TextParser = {
  id: 'cim-host',
  title: 'Memory and disks of the host (WMI)',
  hints: ['freevirtualmemory', 'totalvirtualmemorysize', 'freespace'],
  span: (lines, from) => jsonSpan(lines, from, (text) => distinctive.test(text)) || listSpan(lines, from),
  parse,
};
