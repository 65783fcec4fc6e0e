/**
 * Windows' tasklist with the loaded modules, `tasklist /m LeakTrack.dll` (also `/fo csv`):
 *
 *   Image Name                     PID Modules
 *   ========================= ======== ============================================
 *   w3wp.exe                      7412 LeakTrack.dll
 *
 * https://learn.microsoft.com/windows-server/administration/windows-commands/tasklist. Widths and the row of `=` are
 * the same in every language, the words of the heading are not; the modules of one process go on in the
 * lines below, indented. As CSV: `"w3wp.exe","7412","LeakTrack.dll"`. Nothing found is one line, `INFO: No tasks …`.
 */
import { imageName, unknownLife } from '../life.ts';
import { commandOf } from '../prompt.ts';
import type { Parsed, Reading, TextParser } from '../types.ts';

const rule = /^={8,60} ={4,20} ={20,120}\s*$/;
const row = /^(\S.{0,80}?)\s{1,40}(\d{1,10}) (\S.{0,2000})$/;
const goesOn = /^\s{20,80}(\S.{0,2000})$/;
/** `ntdll.dll, KERNELBASE.dll,`: nothing but files, and `N/A` of a process that may not be read. */
const files = /^(?:[^,\s][^,]{0,200}\.\w{2,4}(?:,|$)|[A-Z/]{2,8}$)/;
const csvRow = /^"([^"]{1,120})","(\d{1,10})","([^"]{1,4000})"\s*$/;
const nothing = /^(?:INFO: )?No tasks are running which match the specified criteria/i;
/** Processes of a machine that load one module. */
const maxProcesses = 20;
const maxModules = 500;

const isCommand = (line: string): boolean => /^tasklist(?:\.exe)?\b.*\s\/m\b/i.test(commandOf(line) ?? line.trim());
const isModuleCsv = (line: string): boolean => /\.(?:dll|exe|ocx|cpl|drv)\b/i.test(csvRow.exec(line)?.[3] ?? '');

const isRowOfTable = (line: string): boolean => files.test(row.exec(line)?.[3] ?? goesOn.exec(line)?.[1] ?? '');

function bodyOf(lines: readonly string[], from: number): number {
  let at = from;
  if (isCommand(lines[at] ?? '')) at++;
  while (at < from + 3 && lines[at] === '') at++;
  return at;
}

function span(lines: readonly string[], from: number): number {
  const body = bodyOf(lines, from);
  const first = lines[body] ?? '';
  if (nothing.test(first)) return body > from ? body + 1 - from : 0;
  const table = rule.test(lines[body + 1] ?? '') ? body + 2 : rule.test(first) ? body + 1 : -1;
  const isRow = (line: string): boolean => (table >= 0 ? isRowOfTable(line) : isModuleCsv(line));
  let end = table >= 0 ? table : isModuleCsv(first) ? body : from;
  while (end > from && end < lines.length && isRow(lines[end] ?? '')) end++;
  return end - from;
}

const modulesIn = (cell: string): readonly string[] =>
  cell.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim().slice(0, 260)]));

function parse(lines: readonly string[]): Parsed {
  const found: { readonly process: string; readonly pid: number; readonly names: string[] }[] = [];
  for (const line of lines) {
    const start = csvRow.exec(line) ?? row.exec(line);
    if (start !== null && !rule.test(line))
      found.push({ process: start[1] ?? '', pid: Number(start[2]), names: [...modulesIn(start[3] ?? '')] });
    else found.at(-1)?.names.push(...modulesIn(goesOn.exec(line)?.[1] ?? ''));
  }
  if (found.length === 0) {
    const problem =
      'tasklist found no process that has loaded this module. For LeakTrack: attach it first (DebugDiag Collection, right-click the process, Monitor For Leaks), then ask again; a 64-bit process is seen by the 64-bit tasklist only.';
    return { ok: false, problem, line: 1 };
  }
  const readings: readonly Reading[] = found.slice(0, maxProcesses).map(({ process, pid, names }) => ({
    kind: 'modules',
    life: { ...unknownLife, process: imageName(process), pid },
    takenAt: null,
    names: names.slice(0, maxModules),
  }));
  return {
    ok: true,
    readings,
    notes: found.length > maxProcesses ? [`${String(found.length - maxProcesses)} more processes were left out.`] : [],
  };
}

export const tasklistModules: TextParser = {
  id: 'tasklist-modules',
  title: 'Loaded modules (tasklist /m)',
  hints: ['tasklist', '======== ====', '.dll"'],
  span,
  parse,
};
