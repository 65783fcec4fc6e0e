/**
 * pmap -X and -XX of procps: the columns are named, and which there are depends on the kernel.
 *
 *            Address Perm   Offset Device  Inode Size  Rss  Pss Anonymous Swap Mapping
 *       55f8c3d84000 r--p 00000000  fe:00 247239  188  188   26         0    0 bash
 *
 * Sizes are in units of 1024 bytes. -XX has the flags of a mapping, two letters each, before its name.
 */
import type { Mapping } from '../../linux-mappings.ts';

/** Where each column stands, by its name. */
export type NamedColumns = ReadonlyMap<string, number>;

const longest = 2000;

export function namedColumns(line: string): NamedColumns | null {
  if (line.length > longest || !/^\s{0,40}Address\s{1,20}Perm\s/.test(line)) return null;
  const columns = new Map(
    line
      .trim()
      .split(/\s+/)
      .map((name, at) => [name, at] as const),
  );
  return columns.has('Size') && columns.has('Rss') ? columns : null;
}

export interface NamedMapping extends Mapping {
  readonly resident: number;
}

/** The mapping on a row; null where the line is none. */
export function namedMapping(line: string, columns: NamedColumns): NamedMapping | null {
  if (line.length > longest) return null;
  const words = line.trim().split(/\s+/);
  const [start = '', access = ''] = words;
  if (!/^[0-9a-f]{8,16}$/.test(start) || !/^[r-][w-][x-][ps]$/.test(access)) return null;
  const bytes = (name: string): number | null => {
    const text = words[columns.get(name) ?? -1] ?? '';
    return /^\d{1,15}$/.test(text) ? Number(text) * 1024 : null;
  };
  const [size, resident] = [bytes('Size'), bytes('Rss')];
  if (size === null || resident === null) return null;
  const own = bytes('Private_Dirty') ?? bytes('Anonymous');
  const flags = columns.get('VmFlags');
  const behind = words.slice(flags ?? columns.get('Mapping') ?? words.length);
  const path = flags === undefined ? behind : behind.filter((word) => !/^[a-z]{2}$/.test(word));
  const from = Number.parseInt(start, 16);
  return {
    start: from,
    end: from + size,
    access,
    path: path.join(' ').replace(/^\[ ?anon ?\]$/, ''),
    touched: own === null ? null : own + (bytes('Swap') ?? 0),
    resident,
  };
}

/** The rule below the rows, and the sums. */
export function isNamedSum(line: string): boolean {
  if (line.length > longest) return false;
  const text = line.trim();
  return /^={2,40}(?: ={2,40}){1,60}$/.test(text) || /^\d{1,15}(?:\s{1,40}\d{1,15}){3,40} KB$/.test(text);
}
