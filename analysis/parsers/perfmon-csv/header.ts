/** The first line of a counter log: separator, time zone, and which column is whose counter. */
import type { CounterId } from '../../types.ts';
import { counterIn, counterSetOf } from './counter-names.ts';
import type { CounterSet, IdentityCounter } from './counter-names.ts';

export interface Column {
  readonly index: number;
  readonly machine: string | null;
  readonly set: CounterSet;
  readonly instance: string;
  readonly counter: CounterId | IdentityCounter;
  /** The path as printed, without the machine. */
  readonly printed: string;
}

export interface LogHeader {
  readonly separator: string;
  /** Values stand in quotes, as Windows writes them; spreadsheets leave them out. */
  readonly quoted: boolean;
  /** How many columns the header has, and whether the last is a collector set's description, which rows leave out. */
  readonly columns: number;
  readonly described: boolean;
  /** Date and time in two columns: old tools. */
  readonly timeColumns: 1 | 2;
  /** Minutes west of UTC; null where the header does not tell. */
  readonly zone: number | null;
  readonly wanted: readonly Column[];
  /** The first counters of any kind, for the sentence that says what the log holds instead. */
  readonly holds: readonly string[];
}

/** Cells of one line in which separators may stand between quotes and a doubled quote is one. */
export function cellsOf(line: string, separator: string): readonly string[] {
  const cells: string[] = [];
  let at = 0;
  while (at <= line.length) {
    if (line[at] !== '"') {
      const end = line.indexOf(separator, at);
      cells.push(line.slice(at, end === -1 ? line.length : end));
      at = end === -1 ? line.length + 1 : end + separator.length;
      continue;
    }
    let end = line.indexOf('"', at + 1);
    while (end !== -1 && line[end + 1] === '"') end = line.indexOf('"', end + 2);
    const closed = end === -1 ? line.length : end;
    cells.push(line.slice(at + 1, closed).replaceAll('""', '"'));
    const next = line.indexOf(separator, closed);
    at = next === -1 ? line.length + 1 : next + separator.length;
  }
  return cells;
}

/** The separator is what stands behind the first cell; a spreadsheet may have changed it. */
function separatorOf(line: string): string {
  const behind = line.startsWith('"') ? line.indexOf('"', 1) + 1 : line.search(/[;\t,](?=["\\])/);
  const character = line[behind] ?? ',';
  return character === ';' || character === '\t' ? character : ',';
}

export interface CounterPath {
  readonly machine: string | null;
  readonly object: string;
  readonly instance: string;
  readonly counter: string;
}

/**
 * `\\HOST\Object(instance)\Counter`, with or without host and instance. An instance may hold
 * parentheses, `#`, `\` and commas, so the last `)\` ends it (FACTS 1.3).
 */
export function counterPathOf(text: string): CounterPath | null {
  const hostEnd = text.startsWith('\\\\') ? text.indexOf('\\', 2) : -1;
  const machine = hostEnd === -1 ? null : text.slice(2, hostEnd);
  const start = hostEnd === -1 ? 0 : hostEnd;
  if (text[start] !== '\\') return null;
  const path = text.slice(start + 1);
  const close = path.lastIndexOf(')\\');
  const open = path.indexOf('(');
  if (close !== -1 && open !== -1 && open < close) {
    return { machine, object: path.slice(0, open), instance: path.slice(open + 1, close), counter: path.slice(close + 2) };
  }
  const cut = path.lastIndexOf('\\');
  return cut === -1 ? null : { machine, object: path.slice(0, cut), instance: '', counter: path.slice(cut + 1) };
}

/** The zone is the last number in parentheses, minutes west of UTC (FACTS 1.3); the cell may be cut. */
function zoneOf(cell: string): number | null {
  const found = /\((-?\d{1,4})\)\s{0,4}$/.exec(cell);
  const minutes = found === null ? Number.NaN : Number(found[1]);
  return Math.abs(minutes) <= 14 * 60 ? minutes : null;
}

function columnOf(cell: string, index: number): Column | null {
  const path = counterPathOf(cell.trim());
  const set = path === null ? null : counterSetOf(path.object);
  if (path === null || set === null) return null;
  const counter = counterIn(set, path.counter);
  const printed = cell.trim().slice(path.machine === null ? 0 : path.machine.length + 2);
  return counter === null ? null : { index, machine: path.machine, set, instance: path.instance, counter, printed };
}

const isPath = (cell: string | undefined): boolean => cell?.trim().startsWith('\\') === true;

/** Reads the header line (decoded); never fails: a header without a counter that we use has no `wanted`. */
export function readHeader(line: string): LogHeader {
  const separator = separatorOf(line);
  const cells = cellsOf(line, separator);
  const timeColumns = cells[1] !== undefined && !isPath(cells[1]) && isPath(cells[2]) ? 2 : 1;
  const seen = new Set<string>();
  const wanted = cells.flatMap((cell, index) => {
    const column = index < timeColumns ? null : columnOf(cell, index);
    const isNew = column !== null && !seen.has(cell);
    seen.add(cell);
    return isNew ? [column] : [];
  });
  return {
    separator,
    quoted: line.startsWith('"'),
    columns: cells.length,
    described: cells.length > 1 + timeColumns && !isPath(cells.at(-1)),
    timeColumns,
    zone: zoneOf(cells[0] ?? ''),
    wanted,
    holds: cells
      .filter(isPath)
      .slice(0, 3)
      .map((cell) => cell.trim()),
  };
}

const headMark = /^"?[^"\n]{0,200}\(PDH-[CT]SV \d/;

/** Does a log start here? Its first cell names the format and version. */
export function isHeaderLine(line: string): boolean {
  return headMark.test(line);
}
