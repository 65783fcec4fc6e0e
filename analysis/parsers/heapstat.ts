/**
 * SOS !heapstat: the .NET heap by generation, and how much of it is free space between objects.
 *
 *   Heap             Gen0         Gen1         Gen2          LOH
 *   Heap0       147705848      1719008    515352896       200208
 *   Heap0        26358048        52032    442079744        33920SOH: 70% LOH: 16%
 *
 * Decimal bytes. Server GC prints a row for each heap and one "Total". A column EPH holds generations 0 and 1 once more.
 * https://learn.microsoft.com/dotnet/core/diagnostics/sos-debugging-extension (gcheapstat, heapstat)
 */
import { bodyAt, endOfBlock, isRule } from '../debugger-text.ts';
import { unknownLife } from '../life.ts';
import { readInteger } from '../numbers.ts';
import type { Parsed, TextParser } from '../types.ts';

const command = /^!?(?:\w+\.)?(?:gc)?heapstat\b/i;
const header = /^\s{0,8}Heap\s{1,20}(?:EPH\s{1,20})?Gen0\s{1,20}Gen1\s{1,20}Gen2\b/i;
const section = /^\s{0,8}(Free space|Unrooted objects|Committed space|Reserved space)\s?:/i;
const row = /^\s{0,8}(Heap ?\d{1,4}|Total)\s{1,20}(\d[\d.,\s]{3,200}\d)(?:\s{0,8}(?:SOH|LOH|POH)\s?:.{0,60})?\s*$/i;

function span(lines: readonly string[], from: number): number {
  const body = bodyAt(lines, from, command);
  if (body < 0 || !header.test(lines[body] ?? '')) return 0;
  // Newer SOS repeats the header below each title; a header without one begins another output.
  let mayHead = true;
  const end = endOfBlock(lines, body, (line) => {
    const isHeader = header.test(line);
    const belongs = isHeader ? mayHead : row.test(line) || section.test(line) || isRule(line);
    mayHead = section.test(line);
    return belongs;
  });
  return end - from;
}

interface Table {
  readonly name: string;
  readonly rows: { readonly heap: string; readonly values: readonly number[] }[];
}

function tablesOf(lines: readonly string[]): readonly Table[] {
  const tables: Table[] = [{ name: 'used', rows: [] }];
  for (const line of lines) {
    const title = section.exec(line)?.[1];
    const found = row.exec(line);
    if (title !== undefined) tables.push({ name: title.toLowerCase(), rows: [] });
    else if (found !== null) {
      const values = (found[2] ?? '')
        .trim()
        .split(/\s+/)
        .map((text) => readInteger(text) ?? 0);
      tables.at(-1)?.rows.push({ heap: found[1] ?? '', values });
    }
  }
  return tables;
}

/** The sums of the columns: the row "Total" where there is one, else all rows. */
function sums({ rows }: Table): readonly number[] {
  const total = rows.filter(({ heap }) => heap === 'Total').at(-1);
  if (total !== undefined) return total.values;
  return (rows[0]?.values ?? []).map((_, i) => rows.reduce((sum, { values }) => sum + (values[i] ?? 0), 0));
}

function parse(lines: readonly string[]): Parsed {
  const tables = tablesOf(lines);
  const widest = tables.reduce((most, { rows }) => rows.reduce((more, { values }) => Math.max(more, values.length), most), 0);
  const headings = (lines.find((line) => header.test(line)) ?? '').trim().toUpperCase().split(/\s+/).slice(1);
  // Some releases name the frozen segments in the header and print no figure for them.
  const names = headings.at(-1) === 'FRZ' && widest === headings.length - 1 ? headings.slice(0, -1) : headings;
  const [used] = tables;
  if (used === undefined || used.rows.length === 0) {
    return { ok: false, problem: 'This is the head of !heapstat without its rows. Paste the rows "Heap0 …" below it too.', line: 1 };
  }
  const ofTable = (name: string): Table | undefined => tables.find((each) => each.name === name);
  // A row that was cut lacks columns: without them nothing can be added up.
  const isTorn = ({ rows }: Table): boolean => rows.some(({ values }) => values.length < names.length);
  if (isTorn(used)) return { ok: false, problem: 'This !heapstat ends within its first table. Paste all of its rows.', line: 1 };
  const whole = (table: Table | undefined): number | null => {
    if (table === undefined || table.rows.length === 0 || isTorn(table)) return null;
    return sums(table).reduce((sum, value, i) => (names[i] === 'EPH' ? sum : sum + value), 0);
  };
  const large = names.indexOf('LOH');
  const unrooted = whole(ofTable('unrooted objects'));
  return {
    ok: true,
    readings: [
      {
        kind: 'gcHeap',
        life: unknownLife,
        takenAt: null,
        bytes: whole(used),
        committed: whole(ofTable('committed space')),
        free: whole(ofTable('free space')),
        loh: large < 0 ? null : (sums(used)[large] ?? null),
      },
    ],
    notes: unrooted === null ? [] : [`${unrooted} bytes belong to objects that nothing holds any more.`],
  };
}

export const heapstat: TextParser = {
  id: 'heapstat',
  title: 'The .NET heap by generation (SOS !heapstat)',
  hints: ['gen0', 'heapstat'],
  span,
  parse,
};
