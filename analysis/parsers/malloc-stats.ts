/**
 * What glibc's allocator holds: malloc_stats() on stderr, malloc_info() as XML.
 *
 *   Arena 0:
 *   system bytes     =   67108864
 *   in use bytes     =   12582912
 *
 *   <heap nr="0"> … <total type="rest" count="2" size="20145"/><system type="current" size="1482752"/> … </heap>
 *
 * An arena is one of the heaps of the process: what it has of the system, and what of that is free within. Blocks mapped by
 * themselves are in the totals alone. [K] after malloc_stats(3), malloc_info(3); both also called through gdb.
 */
import { unknownLife } from '../life.ts';
import type { NativeHeap, Parsed, TextParser } from '../types.ts';
import { bytesText, shareText } from '../wording.ts';

const arena = /^\s{0,8}(?:Arena (\d{1,6}):|(Total \(incl\. mmap\)):)\s*$/;
const system = /^\s{0,8}system bytes\s{1,12}=\s{1,20}(\d{1,20})\s*$/;
const inUse = /^\s{0,8}in use bytes\s{1,12}=\s{1,20}(\d{1,20})\s*$/;
const mapped = /^\s{0,8}max mmap (?:regions|bytes)\s{1,12}=\s{1,20}\d{1,20}\s*$/;
const mine = (line: string): boolean => arena.test(line) || system.test(line) || inUse.test(line) || mapped.test(line);

const xmlStart = /<malloc version="\d/;
const xmlEnd = '</malloc>';
/** A process of a thousand threads has as many arenas, of some hundred lines each where many sizes are free. */
const longest = 200_000;
const maxWidth = 4000;

interface Held {
  readonly name: string;
  readonly system: number;
  readonly free: number;
}

function span(lines: readonly string[], from: number): number {
  const first = lines[from] ?? '';
  if (first.length <= maxWidth && xmlStart.test(first)) {
    for (let at = from; at < lines.length && at - from < longest; at++) if (lines[at]?.includes(xmlEnd) === true) return at - from + 1;
    return lines.length - from;
  }
  if (!arena.test(first)) return 0;
  let end = from + 1;
  while (end < lines.length && mine(lines[end] ?? '')) end++;
  return end - from >= 2 ? end - from : 0;
}

function ofStats(lines: readonly string[]): readonly Held[] {
  const held: Held[] = [];
  for (const [at, line] of lines.entries()) {
    const found = arena.exec(line);
    const [bytes, used] = [system.exec(lines[at + 1] ?? '')?.[1], inUse.exec(lines[at + 2] ?? '')?.[1]];
    if (found === null || bytes === undefined || used === undefined) continue;
    held.push({ name: found[1] === undefined ? 'total' : `arena ${found[1]}`, system: Number(bytes), free: Number(bytes) - Number(used) });
  }
  return held;
}

/** Blocks mapped by themselves are in what the whole has more than the arenas. */
function withMapped(held: readonly Held[]): readonly Held[] {
  const total = held.find(({ name }) => name === 'total');
  const arenas = held.filter(({ name }) => name !== 'total');
  const mappedBytes = (total?.system ?? 0) - arenas.reduce((sum, each) => sum + each.system, 0);
  return mappedBytes > 0 ? [...arenas, { name: 'mapped blocks', system: mappedBytes, free: 0 }] : arenas;
}

const mappedBlocks = /<total type="mmap" count="\d{1,20}" size="(\d{1,20})"\/>/;
const heapStart = /<heap nr="(\d{1,6})">/;
const current = /<system type="current" size="(\d{1,20})"\/>/;
/** Free blocks of an arena: those of the fast bins and the rest. */
const freeBlocks = /<total type="(?:fast|rest)" count="\d{1,20}" size="(\d{1,20})"\/>/g;

/** Newer releases print it without line ends. */
function ofInfo(text: string): readonly Held[] {
  return text.split('</heap>').flatMap((part, index, parts) => {
    const bytes = current.exec(part)?.[1];
    if (bytes === undefined) return [];
    // The whole comes last: blocks mapped by themselves are only there.
    if (index === parts.length - 1) return [{ name: 'total', system: Number(bytes) + Number(mappedBlocks.exec(part)?.[1] ?? 0), free: 0 }];
    const name = `arena ${heapStart.exec(part)?.[1] ?? index}`;
    const free = [...part.matchAll(freeBlocks)].reduce((sum, each) => sum + Number(each[1]), 0);
    return [{ name, system: Number(bytes), free: Math.min(free, Number(bytes)) }];
  });
}

/** An arena costs a table of the debugger's heaps nothing; a thousand of them are summed. */
const mostArenas = 64;

function heapsOf(held: readonly Held[]): readonly NativeHeap[] {
  const arenas = [...withMapped(held)].sort((a, b) => b.system - a.system || (a.name < b.name ? -1 : 1));
  const heapOf = ({ name, system: bytes, free }: Held): NativeHeap => ({
    heap: name,
    committed: bytes,
    reserved: bytes,
    free: Math.max(0, free),
  });
  const others = arenas.slice(mostArenas);
  const rest = { system: others.reduce((sum, each) => sum + each.system, 0), free: others.reduce((sum, each) => sum + each.free, 0) };
  return [...arenas.slice(0, mostArenas).map(heapOf), ...(others.length === 0 ? [] : [heapOf({ name: 'other arenas', ...rest })])];
}

/** Half of what the allocator has of the system lies free in it: that is no block that somebody keeps. */
const mostlyFree = 0.5;

function notesOf(heaps: readonly NativeHeap[]): readonly string[] {
  const [all, free] = [heaps.reduce((sum, each) => sum + each.committed, 0), heaps.reduce((sum, each) => sum + (each.free ?? 0), 0)];
  const level = `${heaps.length} arenas (and blocks mapped by themselves) have ${bytesText(all)} of the system, of which ${bytesText(free)} (${shareText(all === 0 ? 0 : free / all)}) lie free in them.`;
  return free < mostlyFree * all
    ? [level]
    : [
        level,
        'Memory that lies free there is fragmentation or a peak that is over, and no leak: malloc_trim(0) gives it back, MALLOC_ARENA_MAX=2 keeps the arenas few.',
      ];
}

function parse(lines: readonly string[]): Parsed {
  const isXml = xmlStart.test((lines[0] ?? '').slice(0, maxWidth));
  const heaps = heapsOf(isXml ? ofInfo(lines.join('\n')) : ofStats(lines));
  if (heaps.length === 0) {
    return {
      ok: false,
      problem: 'These are statistics of glibc’s malloc without the size of an arena. Paste all of them, down to the last line.',
      line: 1,
    };
  }
  return {
    ok: true,
    readings: [{ kind: 'nativeHeaps', life: { ...unknownLife, runtime: null }, takenAt: null, heaps }],
    notes: notesOf(heaps),
  };
}

export const mallocStats: TextParser = {
  id: 'malloc-stats',
  title: 'arenas of glibc’s malloc (malloc_stats, malloc_info)',
  hints: ['system bytes ', '<malloc version='],
  span,
  parse,
};
