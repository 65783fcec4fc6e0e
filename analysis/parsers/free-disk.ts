/**
 * Free disk: Get-PSDrive -PSProvider FileSystem, and df.
 *
 *   Name           Used (GB)     Free (GB) Provider      Root                                   CurrentLocation
 *   C                  79.53         46.50 FileSystem    C:\                                Users\Administrator
 *   /dev/sda1       41152812  12345678  26712345  32% /
 *
 * Microsoft Learn: Get-PSDrive (GB of 2^30 bytes, decimals in the culture of the host); df(1): blocks of 1,024 bytes, or with -h
 * letters for powers of 1,024.
 */
import { unknownLife } from '../life.ts';
import { readDecimal } from '../numbers.ts';
import type { Parsed, TextParser } from '../types.ts';
import { untoldHost } from '../untold-host.ts';
import { bytesText, listText } from '../wording.ts';

export interface Disk {
  readonly name: string;
  /** Bytes. */
  readonly free: number;
}

/** Where dumps are written by the commands that are shown; else the disk with the most room is meant. */
const dumpDrive = /^D:?\\?$/i;
const mostNamed = 6;

/** The disk that dumps go to. */
export function dumpDisk(disks: readonly Disk[]): Disk | null {
  return (
    disks.find(({ name }) => dumpDrive.test(name)) ??
    disks.reduce<Disk | null>((most, each) => (most === null || each.free > most.free ? each : most), null)
  );
}

export function diskNotes(disks: readonly Disk[]): readonly string[] {
  const taken = dumpDisk(disks);
  if (taken === null || disks.length < 2) return [];
  const all = disks.slice(0, mostNamed).map(({ name, free }) => `${name} ${bytesText(free)}`);
  return [`Free: ${listText(all)}. Room for dumps is taken to be that of ${taken.name}; dumps on another disk have its room.`];
}

const driveHeading = /^\s{0,8}Name\s{1,40}Used \(GB\)\s{1,40}Free \(GB\)\s{1,40}Provider\b/;
const driveRow = /^\s{0,8}([A-Za-z][\w.-]{0,40})\s{1,40}(?:(\d[\d.,]{0,14})\s{1,40}(\d[\d.,]{0,14})\s{1,40})?FileSystem\b/;
const dfHeading = /^\s{0,8}\S.{0,60}\s(?:1K-blocks|1024-blocks|Size|1B-blocks)\s{1,20}\S{1,20}\s{1,20}\S{1,20}\s{1,20}\S{0,12}%\s{1,8}\S/;
const dfRow =
  /^\s{0,8}(\S{1,200})\s{1,60}(\d[\d.,]{0,16}[KMGTP]?)\s{1,40}(\d[\d.,]{0,16}[KMGTP]?)\s{1,40}(\d[\d.,]{0,16}[KMGTP]?)\s{1,20}\d{1,3}%\s{1,8}(\/\S{0,200})$/;
const ruler = /^[\s-]{10,200}$/;
/** Memory that looks like a disk. */
const noDisk = /^(?:tmpfs|devtmpfs|udev|efivarfs|overlay|shm|none|squashfs|\/dev\/loop)/;

const isRow = (line: string): boolean => driveRow.test(line) || dfRow.test(line) || ruler.test(line);

function span(lines: readonly string[], from: number): number {
  const first = lines[from] ?? '';
  if (first.length > 400 || !(driveHeading.test(first) || dfHeading.test(first))) return 0;
  let at = from + 1;
  while (at < lines.length && isRow(lines[at] ?? '')) at++;
  return at - from > 1 ? at - from : 0;
}

const GB = 1024 ** 3;
const units = 'KMGTP';

/** `41152812` in blocks of `block` bytes, `26G`, `1,5T`. */
function dfBytes(text: string, block: number): number | null {
  const power = units.indexOf(text.slice(-1));
  const value = readDecimal(power === -1 ? text : text.slice(0, -1), text.includes(',') ? ',' : '.');
  return value === null ? null : value * (power === -1 ? block : 1024 ** (power + 1));
}

function disksIn(lines: readonly string[]): readonly Disk[] {
  const block = /1B-blocks/.test(lines[0] ?? '') ? 1 : /\bSize\b/.test(lines[0] ?? '') ? 1 : 1024;
  return lines.slice(1).flatMap((line): readonly Disk[] => {
    const drive = driveRow.exec(line);
    if (drive !== null) {
      const free = readDecimal(drive[3] ?? '', drive[3]?.includes(',') === true ? ',' : '.');
      return free === null ? [] : [{ name: `${drive[1] ?? ''}:`, free: free * GB }];
    }
    const [, device = '', , , available = '', mount = ''] = dfRow.exec(line) ?? [];
    const free = mount === '' || noDisk.test(device) ? null : dfBytes(available, block);
    return free === null ? [] : [{ name: mount, free }];
  });
}

function parse(lines: readonly string[]): Parsed {
  const disks = disksIn(lines);
  const taken = dumpDisk(disks);
  if (taken === null)
    return {
      ok: false,
      problem: 'This lists drives, but none with its free space. Copy the table with its columns Used and Free.',
      line: 1,
    };
  return { ok: true, readings: [{ ...untoldHost, life: unknownLife, freeDiskBytes: taken.free }], notes: diskNotes(disks) };
}

export const freeDisk: TextParser = {
  id: 'free-disk',
  title: 'Free disk (Get-PSDrive, df)',
  hints: ['free (gb)', '-blocks', 'use%', 'uso%', 'avail', 'verf'],
  span,
  parse,
};
