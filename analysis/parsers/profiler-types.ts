/**
 * The table of types that a profiler shows, as people copy it: Visual Studio's heap snapshots, dotMemory, ANTS, SciTech.
 *
 *   Object Type   Count Diff.   Size Diff. (Bytes)   Count     Size (Bytes)   Inclusive Size (Bytes)
 *   Shop.Order    +98,000       +7,840,000           412,877   33,030,160     61,222,100
 *
 * Columns are known by their headings, in any order, apart by tabs, bars or two blanks and more. A table with differences
 * holds two looks: what is there now, and that less the difference. What objects keep alive (inclusive, retained) is not
 * their own size. https://learn.microsoft.com/visualstudio/profiling/analyze-memory-usage; the others [K].
 */
import { unknownLife } from '../life.ts';
import { readInteger, readSize } from '../numbers.ts';
import { addUp } from '../sos-statistics.ts';
import type { Parsed, Reading, TextParser, TypeCount } from '../types.ts';

const maxWidth = 2000;
type Column = 'type' | 'namespace' | 'count' | 'bytes' | 'moreObjects' | 'moreBytes';
const headings: readonly (readonly [Column, RegExp])[] = [
  ['type', /^(?:(?:object )?type(?: name)?|class(?: name)?|name)$/i],
  ['namespace', /^namespace$/i],
  ['count', /^(?:(?:live |total )?(?:count|objects|instances)|#? ?(?:of )?(?:objects|instances)|(?:object|instance)s? count)$/i],
  ['bytes', /^(?:(?:live |total |shallow )?(?:size|bytes)(?: \(bytes\))?|(?:live |total )?size in bytes)$/i],
  ['moreObjects', /^(?:count|objects?|instances?) diff(?:erence)?\.?$/i],
  ['moreBytes', /^(?:size|bytes) diff(?:erence)?\.?(?: \(bytes\))?$/i],
];
const rule = /^[\s|:+-]{3,}$/;

function cellsOf(line: string): readonly string[] {
  const text = line.trim().replace(/^\||\|$/g, '');
  return text.split(text.includes('\t') ? '\t' : text.includes('|') ? '|' : / {2,}/).map((cell) => cell.trim());
}

type Columns = ReadonlyMap<Column, number>;

/** Where each column stands; null where this is not the head of such a table. */
function columnsOf(line: string): Columns | null {
  if (line.length > maxWidth || !/\b(?:type|class|name)\b/i.test(line)) return null;
  const columns = new Map<Column, number>();
  for (const [at, cell] of cellsOf(line).entries()) {
    const column = headings.find(([, heading]) => heading.test(cell))?.[0];
    if (column !== undefined && !columns.has(column)) columns.set(column, at);
  }
  return columns.has('type') && columns.has('count') && columns.has('bytes') ? columns : null;
}

/** Some tools leave the namespace of the simplest types out, or write the words of C#. */
const simple: Readonly<Record<string, string>> = {
  string: 'String',
  object: 'Object',
  byte: 'Byte',
  char: 'Char',
  bool: 'Boolean',
  int: 'Int32',
  long: 'Int64',
  double: 'Double',
};
function fullName(name: string, namespace: string): string {
  const [, word = '', rest = ''] = /^(\w{2,20})((?:\[,*\])*)$/.exec(name) ?? [];
  const plain = simple[word] ?? (/^(?:String|Object|Byte|Char|Boolean|U?Int(?:16|32|64)|Double|DateTime|Guid)$/.test(word) ? word : null);
  if (plain !== null && (namespace === '' || namespace === 'System')) return `System.${plain}${rest}`;
  return namespace === '' ? name : `${namespace}.${name}`;
}

interface Row {
  readonly now: TypeCount;
  readonly before: TypeCount | null;
}

/** `+98,000`, `−12`: what a difference column holds. */
const difference = (text: string): number | null => {
  const size = readInteger(text.replace(/^[+−-]\s?/, ''));
  return size === null ? null : /^[−-]/.test(text) ? -size : size;
};

function rowOf(line: string, columns: Columns): Row | null {
  if (line.length > maxWidth) return null;
  const cells = cellsOf(line);
  const cell = (column: Column): string => cells[columns.get(column) ?? -1] ?? '';
  const [count, bytes] = [readInteger(cell('count')), readSize(cell('bytes'))?.bytes ?? null];
  const type = fullName(cell('type'), cell('namespace'));
  if (count === null || bytes === null || !/^[A-Za-z_<][^\n]{0,1500}$/.test(type)) return null;
  const [moreObjects, moreBytes] = [difference(cell('moreObjects')), difference(cell('moreBytes'))];
  const before = moreObjects === null || moreBytes === null ? null : { type, count: count - moreObjects, bytes: bytes - moreBytes };
  return { now: { type, count, bytes }, before: before === null || before.count < 0 || before.bytes < 0 ? null : before };
}

/** `Shop.Order`, `System.String`: other tables count things, too. */
const isDotnet = ({ now }: Row): boolean => /^[A-Z]\w{0,80}\.[A-Z]/.test(now.type);

function span(lines: readonly string[], from: number): number {
  const columns = columnsOf(lines[from] ?? '');
  if (columns === null) return 0;
  let end = from + 1;
  let named = 0;
  for (let at = end; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (line === '' || rule.test(line)) continue;
    const row = rowOf(line, columns);
    if (at - end > 2 || row === null) break;
    end = at + 1;
    named += isDotnet(row) ? 1 : 0;
  }
  return named > 0 ? end - from : 0;
}

function reading(rows: readonly TypeCount[]): Reading {
  const { types } = addUp(rows);
  return { kind: 'heapStatistic', life: unknownLife, takenAt: null, types, totalObjects: null, totalBytes: null, partial: true };
}

function parse(lines: readonly string[]): Parsed {
  const columns = columnsOf(lines[0] ?? '') ?? new Map<Column, number>();
  const rows = lines.map((line) => rowOf(line, columns)).filter((row) => row !== null);
  if (rows.length === 0)
    return { ok: false, problem: 'This is the head of a table of types without its rows. Paste the rows too.', line: 1 };
  const before = rows.flatMap((row) => (row.before === null ? [] : [row.before]));
  const differs = before.length === rows.length;
  return {
    ok: true,
    readings: [...(differs ? [reading(before)] : []), reading(rows.map(({ now }) => now))],
    notes: differs ? ['Two looks: what the table shows now, and before by its differences.'] : [],
  };
}

export const profilerTypes: TextParser = {
  id: 'profiler-types',
  title: 'Objects on the .NET heap by type (table of a profiler)',
  hints: ['size (bytes)', 'instances', 'retained', 'inclusive', 'count diff'],
  span,
  parse,
};
