/**
 * dotnet-gcdump report: the objects of a .NET heap by type.
 *
 *      39,114,093  GC Heap bytes
 *      Object Bytes     Count  Type
 *           200,024       190  System.Byte[] (Bytes > 100K)  [System.Private.CoreLib.dll]
 *
 * "Object Bytes" is the size of ONE object of the row: a type's bytes are size × count, summed over
 * its rows (a type has one row for each class of sizes). dotnet/diagnostics PrintReportHelper.cs; FACTS 8.
 */
import { unknownLife } from '../life.ts';
import { readInteger } from '../numbers.ts';
import { addUp } from '../sos-statistics.ts';
import type { Parsed, TextParser, TypeCount } from '../types.ts';

const totalLine = /^\s{0,24}([\d.,']{1,24})\s{1,8}(GC Heap bytes|GC Heap objects|Total references)\s*$/i;
const header = /^\s{0,24}Object Bytes\s{1,24}Count\s{1,8}Type\s*$/i;
const row = /^\s{0,24}([\d.,']{1,24})\s{1,24}([\d.,']{1,24})\s{1,8}(\S.{0,1500})$/;

/** The tool's graph has room for this many objects; the rest of a larger heap is left out, its bytes too (dotnet/diagnostics#603). */
const mostObjects = 10_000_000;

/** The type without its class of sizes and its module: `System.Byte[] (Bytes > 100K)  [x.dll]`. */
const typeName = (printed: string): string =>
  printed
    .trim()
    .replace(/\s{1,8}\[[^[\]]{1,260}\]$/, '')
    .replace(/ \(Bytes > [\d.]{1,8}[KMG]?\)$/, '');

function rowOf(line: string): TypeCount | null {
  if (line.length > 1600) return null;
  const found = row.exec(line);
  if (found === null || totalLine.test(line)) return null;
  const [size, count] = [readInteger(found[1] ?? ''), readInteger(found[2] ?? '')];
  return size === null || count === null ? null : { type: typeName(found[3] ?? ''), count, bytes: size * count };
}

function span(lines: readonly string[], from: number): number {
  const first = lines[from] ?? '';
  if (!totalLine.test(first) && !header.test(first)) return 0;
  let end = from + 1;
  for (let at = end; at < lines.length && at - end < 3; at++) {
    const line = lines[at] ?? '';
    if (line === '') continue;
    if (!totalLine.test(line) && !header.test(line) && rowOf(line) === null) break;
    if (totalLine.test(line) && /bytes\s*$/i.test(line)) break;
    end = at + 1;
  }
  return end - from;
}

function totalOf(lines: readonly string[], what: string): number | null {
  const found = lines.map((line) => totalLine.exec(line)).find((each) => each?.[2]?.toLowerCase() === what) ?? null;
  return found === null ? null : readInteger(found[1] ?? '');
}

function parse(lines: readonly string[]): Parsed {
  const rows = lines.map(rowOf).filter((each) => each !== null);
  const [heap, objects] = [totalOf(lines, 'gc heap bytes'), totalOf(lines, 'gc heap objects')];
  if (rows.length === 0 && heap === null) {
    return { ok: false, problem: 'This is the head of dotnet-gcdump report without its rows. Paste all of it.', line: 1 };
  }
  const life = { ...unknownLife, runtime: 'dotnet' as const };
  const sum = addUp(rows);
  const isFull = (objects ?? 0) >= mostObjects;
  const isCut = isFull || (objects === null ? heap === null : sum.objects < objects);
  const missing =
    rows.length === 0
      ? 'Only the head is here, not the types.'
      : `Rows are missing: ${sum.objects} of ${objects ?? '?'} objects are listed.`;
  return {
    ok: true,
    readings: [
      ...(rows.length === 0
        ? []
        : [
            {
              kind: 'heapStatistic' as const,
              life,
              takenAt: null,
              types: sum.types,
              totalObjects: isFull ? null : objects,
              totalBytes: isFull ? null : heap,
              partial: isCut,
              ...(isFull ? { capped: true as const } : {}),
            },
          ]),
      ...(heap === null || isFull
        ? []
        : [{ kind: 'gcHeap' as const, life, takenAt: null, bytes: heap, committed: null, free: null, loh: null }]),
    ],
    notes: [
      '"Object Bytes" is the size of one object: the bytes of a type are that times its count.',
      ...(isFull
        ? [
            'dotnet-gcdump stops at 10,000,000 objects: this is a part of the heap, and its total stays the same however the heap grows. Take dotnet-dump collect, and dumpheap -stat in dotnet-dump analyze.',
          ]
        : isCut
          ? [missing]
          : []),
      ...sum.notes,
    ],
  };
}

export const gcdumpReport: TextParser = {
  id: 'gcdump-report',
  title: 'Objects on the .NET heap by type (dotnet-gcdump report)',
  hints: ['gc heap bytes', 'gc heap objects', 'object bytes'],
  span,
  parse,
};
