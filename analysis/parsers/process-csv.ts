/**
 * Processes as CSV: Get-Process … | Export-Csv, Get-CimInstance Win32_Process | Export-Csv, wmic /format:csv, tasklist /fo csv.
 *
 *   "Time","Id","ProcessName","HandleCount","PrivateMemorySize64"
 *   "2026-11-21T10:00:00.0000000+01:00","4120","w3wp","1450","317440000"
 *   Node,HandleCount,PrivatePageCount,ProcessId
 *
 * Rows of one process with a time of their own are a series. Microsoft Learn: Export-Csv, wmic, tasklist.
 */
import { describesProcesses, momentsOfRows } from '../process-cells.ts';
import { readingsOfMoments } from '../process-moments.ts';
import type { Parsed, TextParser } from '../types.ts';
import { csvHead, csvRows, csvSpan } from './csv-block.ts';

function parse(lines: readonly string[]): Parsed {
  const head = csvHead(lines, 0);
  const { moments, notes } = momentsOfRows(head === null ? [] : csvRows(lines, head));
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
  hints: ['handlecount', 'memorysize', 'privatepagecount', 'workingset', 'virtualsize', 'mem usage', '"handles"'],
  span: (lines, from) => csvSpan(lines, from, describesProcesses),
  parse,
};
