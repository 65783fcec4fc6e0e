/**
 * Processes as a table: Get-Process of PowerShell 5.1 and 7, its Format-Table, wmic process get, tasklist.
 *
 *   Handles  NPM(K)    PM(K)      WS(K)     CPU(s)     Id  SI ProcessName
 *   -------  ------    -----      -----     ------     --  -- -----------
 *      1450      98   310000     350000     125.31   4120   0 w3wp
 *
 * PM is paged memory: the private bytes, but for what is locked. Cells are found by the heading's columns, and where
 * blanks were lost on the way, by their order. Microsoft Learn: Get-Process, wmic, tasklist.
 */
import { describesProcesses, momentsOfRows, processProperty } from '../process-cells.ts';
import type { ProcessRow } from '../process-cells.ts';
import { nameNames, pidNames, readingsOfMoments } from '../process-moments.ts';
import type { Parsed, TextParser } from '../types.ts';
import { tasklistNames } from './tasklist-names.ts';

interface Columns {
  readonly names: readonly string[];
  /** First and last index of each heading; empty where the table's columns were lost. */
  readonly edges: readonly (readonly [number, number])[];
  /** Lines of the heading. */
  readonly lines: number;
}

const dashes = /^\s{0,40}[-=]{2,120}(?:\s{1,80}[-=]{2,120}){1,60}\s*$/;
/** No console is wider. */
const maxWidth = 2000;

function edgesOf(line: string, cell: RegExp): readonly (readonly [number, number])[] {
  return [...line.matchAll(cell)].map((found) => [found.index, found.index + found[0].length - 1] as const);
}

/** tasklist in any language of Windows: its columns are always the same, in one order; /v has four more. */
const tasklistRule = /^\s{0,4}={20,30} ={8} ={12,20} ={10,13} ={10,17}(?: ={10,20} ={20,60} ={8,16} ={20,90})?$/;

function columnsOf(lines: readonly string[], at: number): Columns | null {
  const head = lines[at] ?? '';
  if (head.length > maxWidth) return null;
  if (tasklistRule.test(lines[at + 1] ?? '')) {
    const edges = edgesOf(lines[at + 1] ?? '', /=+/g);
    return { names: edges.map((_, index) => tasklistNames[index] ?? `column ${index}`), edges, lines: 2 };
  }
  if (!/id|pid/i.test(head)) return null;
  const rule = lines[at + 1] ?? '';
  const ruled = rule.length <= maxWidth && dashes.test(rule);
  const edges = edgesOf(ruled ? rule : head, ruled ? /[-=]+/g : /\S+(?: \S+)*/g);
  // The heading of a column begins or ends where its dashes do.
  const names = edges.map(([from, to]) =>
    head
      .slice(from, to + 1)
      .trim()
      .toLowerCase(),
  );
  // Of a Markdown table the rule is left as an empty line.
  const isApart = !ruled && rule === '' && lines[at + 2] !== undefined && cellsByGaps(lines[at + 2] ?? '', names) !== null;
  if (describesProcesses(names)) return { names, edges, lines: ruled || isApart ? 2 : 1 };
  const words = head.trim().toLowerCase().split(/\s+/);
  if (ruled) return words.length === edges.length && describesProcesses(words) ? { names: words, edges: [], lines: 2 } : null;
  // wmic's headings are single words: they are told apart where the blanks between them were lost.
  return edges.length === 1 && isWmic(words) ? { names: words, edges: [], lines: 1 } : null;
}

/** Properties of Win32_Process, and nothing else, as wmic lists them. */
const isWmic = (words: readonly string[]): boolean =>
  words.length > 2 &&
  words.every((word) => /^[a-z]{2,30}\d{0,2}$/.test(word)) &&
  describesProcesses(words) &&
  words.filter((word) => word.length > 2 && processProperty(word) !== null).length > 1;

/** Where two neighbouring cells part: the middle of the longest run of blanks between their headings; -1 where there is none. */
function cutBetween(line: string, from: number, to: number): number {
  let [best, length] = [-1, 0];
  for (let at = from; at <= to;) {
    let end = at;
    while (end <= to && (line[end] ?? ' ') === ' ') end += 1;
    if (end - at > length) [best, length] = [Math.floor((at + end) / 2), end - at];
    at = end + 1;
  }
  return best;
}

function cellsByEdge(line: string, edges: Columns['edges']): readonly string[] | null {
  const cells: string[] = [];
  let start = 0;
  for (const [index, [, end]] of edges.entries()) {
    const next = edges[index + 1];
    const cut = next === undefined ? line.length : cutBetween(line, end, next[0]);
    if (cut < 0) return null;
    cells.push(line.slice(start, cut).trim());
    start = cut;
  }
  return cells;
}

/** Cells that are all there and two blanks or more apart: whatever stands below what, the first is of the first column. */
function cellsByGaps(line: string, names: readonly string[]): readonly string[] | null {
  const cells = line.trim().split(/ {2,}/);
  return cells.length === names.length && cells.length > 1 ? cells : null;
}

/** By their order: the last cell takes what is left; one cell too few is a CPU time that was not to be had. */
function cellsByOrder(line: string, names: readonly string[]): readonly string[] | null {
  const words = line.trim().split(/\s+/);
  const blank = names.indexOf('cpu(s)');
  const filled = words.length === names.length - 1 && blank >= 0 ? [...words.slice(0, blank), '', ...words.slice(blank)] : words;
  if (filled.length < names.length) return null;
  // What is too much belongs to the name (`System Idle Process`), else to what stands last (a command line).
  const named = names.findIndex((name) => nameNames.includes(name));
  const wide = named < 0 ? names.length - 1 : named;
  const behind = names.length - 1 - wide;
  return [...filled.slice(0, wide), filled.slice(wide, filled.length - behind).join(' '), ...filled.slice(filled.length - behind)];
}

function rowOf(line: string, { names, edges }: Columns): ProcessRow | null {
  if (line.trim() === '' || line.length > maxWidth || dashes.test(line)) return null;
  const isRow = (cells: readonly string[] | null): cells is readonly string[] => {
    if (cells === null) return false;
    const pid = names.findIndex((name) => pidNames.includes(name));
    return pid < 0 ? cells.some((cell) => /^\d/.test(cell)) : /^\d{1,10}$/.test(cells[pid] ?? '');
  };
  const byGaps = cellsByGaps(line, names);
  const byEdge = edges.length === 0 ? null : cellsByEdge(line, edges);
  const cells = isRow(byGaps) ? byGaps : isRow(byEdge) ? byEdge : cellsByOrder(line, names);
  return isRow(cells) ? new Map(names.map((name, index) => [name, cells[index] ?? ''])) : null;
}

function span(lines: readonly string[], from: number): number {
  const columns = columnsOf(lines, from);
  if (columns === null) return 0;
  let end = from + columns.lines;
  while (end < lines.length && rowOf(lines[end] ?? '', columns) !== null) end += 1;
  // Without a rule below it a heading is only known by its rows.
  return columns.lines === 1 && end === from + 1 ? 0 : end - from;
}

function parse(lines: readonly string[]): Parsed {
  const columns = columnsOf(lines, 0);
  const rows = columns === null ? [] : lines.slice(columns.lines).flatMap((line) => rowOf(line, columns) ?? []);
  const { moments, notes } = momentsOfRows(rows);
  if (moments.length === 0) {
    return { ok: false, problem: 'This is the heading of a list of processes without a row below it. Paste the rows too.', line: 1 };
  }
  const found = readingsOfMoments(moments);
  return { ok: true, readings: found.readings, notes: [...notes, ...found.notes] };
}

export const processTable: TextParser = {
  id: 'process-table',
  title: 'processes as a table (Get-Process, wmic, tasklist)',
  hints: [
    'pm(',
    'pm_',
    'ws(',
    'ws_',
    'private',
    'processname',
    'handlecount',
    'memorysize',
    'workingset',
    'virtualsize',
    'mem usage',
    '==== ========',
    'handles ',
  ],
  yieldsExcept: [],
  span,
  parse,
};
