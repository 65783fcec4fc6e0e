/**
 * VMMap of Sysinternals, saved as CSV (vmmap -p PID out.csv) or copied: what the address space is used for, by kind.
 *
 *   "Type","Size","Committed","Private","Total WS","Private WS","Shareable WS","Shared WS","Locked WS","Blocks","Largest"
 *   "Total","8,512,340","2,912,540","2,612,540","2,210,032","2,110,032","100,000","90,000","","3512",""
 *   "Heap","2,112,540","1,912,540","1,912,540","1,820,032","1,820,032","","","","512","16,320"
 *
 * Sizes are in units of 1024 bytes, a K behind them or not. The list of all regions below, "Address" first, is passed over.
 * https://learn.microsoft.com/sysinternals/downloads/vmmap
 */
import { imageName, unknownLife } from '../life.ts';
import { readInteger } from '../numbers.ts';
import type { CounterId, Parsed, Reading, TextParser } from '../types.ts';
import { cellsOf } from './perfmon-csv/header.ts';

const named = /^"?Process:?"?[,;\t ]{1,8}"?([^",;\t]{1,200})"?[,;]{0,12}$/i;
const numbered = /^"?PID:?"?[,;\t ]{1,8}"?(\d{1,10})"?[,;]{0,12}$/i;
const heading = /^"?Type"?[,;\t ]\s{0,20}"?Size"?[,;\t ]\s{0,20}"?Committed"?[,;\t ]\s{0,20}"?Private"?/i;
const regions = /^"?Address"?[,;\t ]\s{0,20}"?Type"?[,;\t ]\s{0,20}"?Size"?/i;
const kinds =
  /^(Total|Image(?: \(ASLR\))?|Mapped File|Shareable|Heap(?: \([^()]{1,40}\))?|Managed Heap(?: \([^()]{1,40}\))?|Stack|Private Data|Page Table|Unusable|Free)$/i;
/** How far the process and its PID stand above the table. */
const headLines = 12;
const longest = 2000;

const bytes = (cell: string | undefined): number | null => {
  const value = readInteger((cell ?? '').replace(/\s?KB?$/i, ''));
  return value === null ? null : value * 1024;
};

/** Copied columns are two blanks apart, or one where the figures fill them. */
function copiedCells(line: string): readonly string[] {
  const cells = line.trim().split(/ {2,}/);
  const figures = cells.slice(1);
  if (figures.every((cell) => cell === '-' || bytes(cell) !== null)) return cells;
  const words = figures.join(' ').split(' ');
  return words.every((word) => word === '-' || bytes(word) !== null) ? [cells[0] ?? '', ...words] : cells;
}

/** Cells by the separator that the heading shows. */
function cellsIn(line: string): readonly string[] {
  if (line.length > longest) return [];
  const separator = [',', ';', '\t'].find((each) => line.includes(`"${each}"`)) ?? (line.includes('\t') ? '\t' : null);
  return (separator === null ? copiedCells(line) : cellsOf(line, separator)).map((cell) => cell.trim());
}

const isRow = (line: string): boolean => kinds.test(cellsIn(line)[0] ?? '');

function tableAt(lines: readonly string[], from: number): number {
  if (heading.test(lines[from] ?? '')) return from;
  if (!named.test(lines[from] ?? '') && !numbered.test(lines[from] ?? '')) return -1;
  const at = lines.slice(from, from + headLines).findIndex((line) => heading.test(line));
  return at < 0 ? -1 : from + at;
}

function span(lines: readonly string[], from: number): number {
  const table = tableAt(lines, from);
  if (table < 0) return 0;
  let end = table + 1;
  while (end < lines.length && (isRow(lines[end] ?? '') || (lines[end] === '' && isRow(lines[end + 1] ?? '')))) end++;
  let next = end;
  while (next - end < 3 && lines[next] === '') next++;
  if (!regions.test(lines[next] ?? '')) return end - from;
  end = next + 1;
  while (end < lines.length && /^"?[ +]{0,8}[0-9A-Fa-f]{8,16}"?[,;\t ]/.test(lines[end] ?? '')) end++;
  return end - from;
}

interface Row {
  readonly size: number | null;
  readonly committed: number | null;
  readonly privateBytes: number | null;
  readonly workingSet: number | null;
  readonly largest: number | null;
}

function rowsOf(lines: readonly string[]): ReadonlyMap<string, Row> {
  const head = cellsIn(lines.find((line) => heading.test(line)) ?? '').map((cell) => cell.toLowerCase());
  return new Map(
    lines.filter(isRow).map((line) => {
      const cells = cellsIn(line);
      const cell = (name: string): number | null => bytes(cells[head.indexOf(name)]);
      const row: Row = {
        size: bytes(cells[1]),
        committed: bytes(cells[2]),
        privateBytes: bytes(cells[3]),
        workingSet: cell('total ws'),
        largest: cell('largest'),
      };
      return [cells[0] ?? '', row] as const;
    }),
  );
}

function parse(lines: readonly string[]): Parsed {
  const rows = rowsOf(lines);
  const [total, free] = [rows.get('Total'), rows.get('Free')];
  if (total?.size == null || total.committed === null) {
    return {
      ok: false,
      problem: 'The row Total is missing from this table of VMMap. Save it as CSV (vmmap -accepteula -p PID out.csv) and drop that.',
      line: 1,
    };
  }
  const find = (shape: RegExp): string | undefined => lines.map((line) => shape.exec(line)?.[1]).find((each) => each !== undefined);
  const [process, pid] = [find(named), find(numbered)];
  const life = { ...unknownLife, process: process === undefined ? null : imageName(process), pid: pid === undefined ? null : Number(pid) };
  // What .NET reserves for its heap is told apart from the native heaps by its name here, as in the other listings.
  const usage = Object.fromEntries(
    [...rows].flatMap(([name, { size }]) =>
      name === 'Total' || size === null ? [] : [[name.replace(/^Managed Heap/, 'GC Heap (managed)'), size] as const],
    ),
  );
  const counted: readonly (readonly [CounterId, number | null])[] = [
    ['privateBytes', total.privateBytes],
    ['workingSet', total.workingSet],
    ['virtualBytes', total.size],
  ];
  const values = Object.fromEntries(counted.filter(([, value]) => value !== null)) as Partial<Record<CounterId, number>>;
  const readings: readonly Reading[] = [
    { kind: 'snapshot', life, takenAt: null, values },
    {
      kind: 'addressSpace',
      life,
      takenAt: null,
      usage,
      privateBytes: total.privateBytes,
      committed: total.committed,
      reserved: Math.max(total.size - total.committed, 0),
      free: free?.size ?? null,
      largestFree: free?.largest ?? null,
    },
  ];
  return { ok: true, readings, notes: [] };
}

export const vmmap: TextParser = {
  id: 'vmmap',
  title: 'Use of the address space (VMMap)',
  hints: ['"committed"', 'committed\tprivate', 'committed  '],
  span,
  parse,
};
