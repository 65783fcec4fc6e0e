/**
 * Processes as CSV: Get-Process … | Export-Csv, Get-CimInstance Win32_Process | Export-Csv, wmic /format:csv, tasklist /fo csv.
 *
 *   "Time","Id","ProcessName","HandleCount","PrivateMemorySize64"
 *   "2026-11-21T10:00:00.0000000+01:00","4120","w3wp","1450","317440000"
 *   Node,HandleCount,PrivatePageCount,ProcessId
 *   Daemon,Version,Timestamp,PID,CPU(%),VMS(KB),RSS(KB),Handles      (a monitor that asks psutil)
 *
 * Rows of one process with a time of their own are a series. Microsoft Learn: Export-Csv, wmic, tasklist.
 */
import { describesProcesses, momentsOfRows } from '../process-cells.ts';
import { readingsOfMoments } from '../process-moments.ts';
import type { ProcessRow } from '../process-cells.ts';
import type { Parsed, TextParser } from '../types.ts';
import { csvHead, csvRows, csvSpan } from './csv-block.ts';
import { tasklistNames } from './tasklist-names.ts';

/** tasklist in another language of Windows: what its second column is called is the same in most. */
const isTasklist = (names: readonly string[]): boolean => names.length === tasklistNames.length && names[1] === 'pid';
/** tasklist /fo csv /nh, in any language. */
const bareRow = /^"([^"]{1,200})","(\d{1,10})","([^"]{0,100})","(\d{1,6})","(\d[\d.,' ]{0,24} ?(?:[KkК][BbБбo]?))"$/;

function bareRows(lines: readonly string[], from: number): readonly ProcessRow[] {
  const rows: ProcessRow[] = [];
  for (let at = from; at < lines.length; at++) {
    const cells = bareRow.exec(lines[at] ?? '');
    if (cells === null) break;
    rows.push(new Map(tasklistNames.map((name, index) => [name, cells[index + 1] ?? ''])));
  }
  return rows;
}

function rowsOf(lines: readonly string[]): readonly ProcessRow[] {
  const bare = bareRows(lines, 0);
  const head = bare.length > 0 ? null : csvHead(lines, 0);
  if (head === null) return bare;
  return csvRows(lines, isTasklist(head.names) && !describesProcesses(head.names) ? { ...head, names: tasklistNames } : head);
}

function parse(lines: readonly string[]): Parsed {
  const { moments, notes } = momentsOfRows(rowsOf(lines));
  if (moments.length === 0) {
    return {
      ok: false,
      problem: 'This is a list of processes as CSV without a row that can be read. Paste the rows below its heading too.',
      line: 1,
    };
  }
  const found = readingsOfMoments(moments);
  return { ok: true, readings: found.readings, notes: [...notes, ...found.notes] };
}

export const processCsv: TextParser = {
  id: 'process-csv',
  title: 'processes as CSV (Export-Csv, wmic)',
  hints: [
    'handlecount',
    'memorysize',
    'privatepagecount',
    'workingset',
    'virtualsize',
    'mem usage',
    '"handles"',
    ',handles',
    'handles,',
    ';handles',
    'handles;',
    'num_handles',
    'num_fds',
    'open_fds',
    'rss(',
    'rss_mb',
    'rss_kb',
    '","pid","',
    '","services","',
    '","console","',
  ],
  yieldsExcept: [],
  span: (lines, from) => bareRows(lines, from).length || csvSpan(lines, from, (names) => describesProcesses(names) || isTasklist(names)),
  parse,
};
