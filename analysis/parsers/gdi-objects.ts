/**
 * GDI objects of processes by kind: GDIView of NirSoft, saved as text, as a list or copied with tabs.
 *
 *   ==================================================
 *   Process Name      : w3wp.exe
 *   Process ID        : 4120
 *   Bitmap            : 8,912
 *   GDI Total         : 9,033
 *   ==================================================
 *
 * They are no handles of the kernel and have a limit of their own: 10,000 a process unless GDIProcessHandleQuota says otherwise.
 * [K] after nirsoft.net/utils/gdi_handles.html and Microsoft Learn (GDI Objects).
 */
import { imageName, unknownLife } from '../life.ts';
import { readInteger } from '../numbers.ts';
import type { Parsed, Reading, TextParser } from '../types.ts';

const property = /^\s{0,8}([A-Z][A-Za-z ]{1,40}?)\s{0,30}:\s{0,8}(\S.{0,200})?$/;
const tableHead = /^\s{0,4}"?Process (?:ID|Name)"?[\t,]\s{0,8}"?Process (?:Name|ID)"?[\t,].{0,300}\bGDI Total\b/;
/** The kinds as GDIView names them; totals and changes are none. */
const kinds: ReadonlySet<string> = new Set([
  'pen',
  'extpen',
  'brush',
  'bitmap',
  'font',
  'palette',
  'region',
  'dc',
  'metafile dc',
  'enhanced metafile dc',
  'other gdi',
]);
const maxWidth = 1000;
/** A process has some twenty properties. */
const mostProperties = 40;

const short = (line: string | undefined): string => (line === undefined || line.length > maxWidth ? '' : line);
const cellsOf = (line: string): readonly string[] => line.split(/\t|,(?=")/).map((cell) => cell.trim().replace(/^"(.{0,200})"$/, '$1'));

type Row = ReadonlyMap<string, string>;

function listRow(lines: readonly string[], from: number): { readonly row: Row; readonly lines: number } {
  const row = new Map<string, string>();
  let at = from;
  for (; at < lines.length && at - from < mostProperties; at++) {
    const found = property.exec(short(lines[at]));
    const name = (found?.[1] ?? '').trim().toLowerCase();
    if (found === null || row.has(name)) break;
    row.set(name, found[2]?.trim() ?? '');
  }
  return { row, lines: at - from };
}

const isProcess = (row: Row): boolean => row.has('process id') && row.has('gdi total') && [...row.keys()].some((name) => kinds.has(name));

function span(lines: readonly string[], from: number): number {
  const first = short(lines[from]);
  if (tableHead.test(first)) {
    const width = cellsOf(first).length;
    let end = from + 1;
    while (end < lines.length && cellsOf(short(lines[end])).length >= width - 1) end++;
    return end - from;
  }
  if (!/^\s{0,8}Process (?:ID|Name)\s{0,30}:/.test(first)) return 0;
  const own = listRow(lines, from);
  return isProcess(own.row) ? own.lines : 0;
}

function rowsOf(lines: readonly string[]): readonly Row[] {
  const head = short(lines[0]);
  if (!tableHead.test(head)) return [listRow(lines, 0).row];
  const names = cellsOf(head).map((name) => name.toLowerCase());
  return lines.slice(1).map((line) => {
    const cells = cellsOf(short(line));
    return new Map(names.map((name, index) => [name, cells[index] ?? '']));
  });
}

function readingOf(row: Row): Reading | null {
  const pid = readInteger(row.get('process id') ?? '');
  const counts = [...row].flatMap(([name, text]) => {
    const count = kinds.has(name) ? readInteger(text) : null;
    return count === null || count <= 0 ? [] : [[name === 'other gdi' ? 'GDI (other)' : `GDI ${name}`, count] as const];
  });
  if (pid === null || counts.length === 0) return null;
  const name = imageName(row.get('process name') ?? '');
  const life = { ...unknownLife, pid, process: name === '' ? null : name };
  const summary = { byType: Object.fromEntries(counts.sort(([, a], [, b]) => b - a)), total: null, partial: true, byName: {} };
  return { kind: 'handles', life, takenAt: null, summary };
}

/** Of all processes those with the most objects are kept. */
const maxProcesses = 8;

const sizeOf = (reading: Reading): number =>
  reading.kind === 'handles' ? Object.values(reading.summary.byType).reduce((sum, count) => sum + count, 0) : 0;

function parse(lines: readonly string[]): Parsed {
  const all = rowsOf(lines).flatMap((row) => readingOf(row) ?? []);
  if (all.length === 0) {
    return { ok: false, problem: 'No process in this list of GDI objects has any. Save it again while the one in question runs.', line: 1 };
  }
  const kept = [...all].sort((a, b) => sizeOf(b) - sizeOf(a)).slice(0, maxProcesses);
  const cut = kept.length === all.length ? [] : [`Of ${all.length} processes the ${kept.length} with the most objects were kept.`];
  return {
    ok: true,
    readings: kept,
    notes: ['GDI objects have a limit of their own: 10,000 a process unless the registry says otherwise.', ...cut],
  };
}

export const gdiObjects: TextParser = {
  id: 'gdi-objects',
  title: 'GDI objects by kind (GDIView)',
  hints: ['gdi total'],
  span,
  parse,
};
