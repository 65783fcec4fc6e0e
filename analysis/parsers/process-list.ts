/**
 * Processes property by property: Get-Process | Format-List, Get-CimInstance Win32_Process, wmic /format:list.
 *
 *   Id                  : 4120
 *   HandleCount         : 1450
 *   PrivatePageCount=317440000
 *
 * An empty line or a name that comes again begins the next process. Microsoft Learn: Format-List, Win32_Process.
 */
import { describesProcesses, momentsOfRows, processProperty } from '../process-cells.ts';
import type { ProcessRow } from '../process-cells.ts';
import { nameNames, pidNames, readingsOfMoments } from '../process-moments.ts';
import { startNames } from '../process-start.ts';
import type { Parsed, TextParser } from '../types.ts';
import { tasklistNames } from './tasklist-names.ts';

const property = /^\s{0,8}([A-Za-z_][\w ()]{0,60}?)\s{0,60}(?:\s:|=)(?:\s(.*)|(\S.*)?)$/;
/** Long values go on below, indented as far as they began. */
const rest = /^\s{12,80}\S/;
/** Format-List * of a process has some seventy properties. */
const lookAhead = 90;
/** PowerShell's short names tell a process where its id or name and several of them stand together. */
const short = /^(?:handles|npm|pm|ws|vm|cpu|si|threads)$/;
const fewestShort = 2;
/** Sizes that only lists of processes have. */
const distinctive = /^(?:private\w{2,20}|paged\w{2,20}|virtual(?:memory)?size(?:64)?|workingset\w{0,10}|handlecount)$/;

interface Property {
  readonly name: string;
  readonly value: string;
}

function propertyOf(line: string): Property | null {
  const found = line.length > 4000 ? null : property.exec(line);
  return found === null ? null : { name: (found[1] ?? '').trim().toLowerCase(), value: (found[2] ?? found[3] ?? '').trim() };
}

const begins = ({ name }: Property): boolean => [...pidNames, ...nameNames, ...startNames].includes(name) || processProperty(name) !== null;

const labelled = /^\s{0,4}[^\s:][^:]{1,40}:\s{1,40}(\S.{0,200})$/;

/** tasklist /fo list, in any language: name, PID, session, its number, memory, one below the other. */
function tasklistRow(lines: readonly string[], from: number): ProcessRow | null {
  const values = lines.slice(from, from + tasklistNames.length).map((line) => (line.length > 400 ? null : labelled.exec(line)?.[1]));
  const [, pid, , session, memory] = values;
  const isRow =
    // Lines of /proc/PID/status of which the first were lost.
    !/^\s{0,4}Vm[A-Z]/.test(lines[from + 4] ?? '') &&
    /^\d{1,10}$/.test(pid ?? '') &&
    /^\d{1,6}$/.test(session ?? '') &&
    /^\d[\d.,' ]{0,24} ?[KkК][BbБбo]?$/.test(memory ?? '') &&
    values.every((each) => each != null);
  return isRow ? new Map(tasklistNames.map((name, index) => [name, values[index] ?? ''])) : null;
}

function tasklistRows(lines: readonly string[], from: number): { readonly rows: readonly ProcessRow[]; readonly lines: number } {
  const rows: ProcessRow[] = [];
  let end = from;
  for (let at = from; at < lines.length;) {
    const row = tasklistRow(lines, at);
    if (row === null) break;
    rows.push(row);
    end = at + tasklistNames.length;
    at = lines[end] === '' ? end + 1 : end;
  }
  return { rows, lines: end - from };
}

/** `Get-Process w3wp | select Name, Id, Handles, PM | fl`, and Get-Process | Format-List by itself. */
function isShortList(names: ReadonlySet<string>): boolean {
  const all = [...names];
  const who = all.some((name) => pidNames.includes(name)) && all.some((name) => nameNames.includes(name) || name === 'handles');
  return who && all.filter((name) => short.test(name)).length >= fewestShort;
}

function span(lines: readonly string[], from: number): number {
  const listed = tasklistRows(lines, from).lines;
  if (listed > 0) return listed;
  const first = propertyOf(lines[from] ?? '');
  if (first === null || !begins(first)) return 0;
  let end = from;
  let isCertain = false;
  const named = new Set<string>();
  for (let at = from; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const own = propertyOf(line);
    if (line.trim() !== '' && own === null && !rest.test(line)) break;
    if (line.trim() !== '') end = at + 1;
    isCertain ||= own !== null && distinctive.test(own.name);
    if (!isCertain && own !== null && !named.has(own.name)) {
      named.add(own.name);
      isCertain = isShortList(named);
    }
    if (!isCertain && at - from > lookAhead) return 0;
  }
  return isCertain ? end - from : 0;
}

function rowsOf(lines: readonly string[]): readonly ProcessRow[] {
  const listed = tasklistRows(lines, 0);
  if (listed.lines > 0) return listed.rows;
  const rows: Map<string, string>[] = [];
  let open = false;
  for (const line of lines) {
    const own = propertyOf(line);
    if (line.trim() === '') open = false;
    if (own === null) continue;
    if (!open || rows.at(-1)?.has(own.name) === true) rows.push(new Map());
    rows.at(-1)?.set(own.name, own.value);
    open = true;
  }
  return rows.filter((row) => describesProcesses([...row.keys()]));
}

function parse(lines: readonly string[]): Parsed {
  const { moments, notes } = momentsOfRows(rowsOf(lines));
  if (moments.length === 0) {
    return {
      ok: false,
      problem:
        'These are properties of a process, but without its id or name beside a size. Run Get-Process -Id PID | Format-List Id, ProcessName, HandleCount, PrivateMemorySize64, VirtualMemorySize64.',
      line: 1,
    };
  }
  const found = readingsOfMoments(moments);
  return { ok: true, readings: found.readings, notes: [...notes, ...found.notes] };
}

export const processList: TextParser = {
  id: 'process-list',
  title: 'processes property by property (Format-List, wmic)',
  hints: ['handles ', 'handles:', 'pm ', 'mem usage', 'pid:', 'handlecount', 'memorysize', 'privatepagecount', 'workingset', 'virtualsize'],
  span,
  parse,
};
