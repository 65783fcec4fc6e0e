/**
 * Where the stacks of a debugger's log begin. Above them stand the log's first line, the debugger's banner, the modules that
 * were loaded, and what was asked before:
 *
 *   Opened log file 'C:\logs\w3wp.log'
 *   0:000> .time
 *   Debug session time: Fri Jul  3 10:12:11.000 2026 (UTC + 2:00)
 *   0:000> ~*k
 */
import { isThreadHeader } from '../../cdb-stack-lines.ts';
import { debuggerCommand } from '../../debugger-text.ts';
import { normalisedLines } from '../../lines.ts';
import { byteOrderMark } from '../../text.ts';
import type { Place, Want } from '../../types.ts';
import { lineOffset } from '../../windows.ts';
import { cdbStacks } from '../cdb-stacks.ts';

export const inputStart: Place = { offset: 0, line: 0 };

/** How a debugger's log begins: as `.logopen` writes it, with the debugger's own words, or with a prompt. */
export const logBegins =
  /^(?:Opened log file '|Microsoft \(R\) Windows Debugger\b|Loading Dump File \[|Debug session time: |\d{1,3}:\d{3,5}(?::\w{1,12})?> )/;

/** Where the stacks begin: at the first line that says anything, or below other outputs where a command or a thread says so; -1: not here. */
export function firstStackLine(lines: readonly string[], from: Place): number {
  const first = lines.findIndex((line) => line !== '');
  return lines.findIndex((line, at) => {
    const mayBegin = (at === first && from.offset === 0) || debuggerCommand(line) !== null || isThreadHeader(line);
    return mayBegin && cdbStacks.span(lines, at) > 1;
  });
}

/** What stands above the stacks is looked for first where it mostly ends, then in all that a banner, the loaded modules and other commands take. */
const leads = [2 ** 12, 2 ** 18];

export interface Begins {
  readonly start: Place;
  readonly firstLine: string;
}

/** Where the stacks begin at `from` or below; null: not near it. */
export function* findStart(from: Place): Generator<Want, Begins | null, Uint8Array> {
  for (const length of leads) {
    const head = yield { offset: from.offset, length };
    const lines = headLines(head);
    const first = firstStackLine(lines, from);
    const start = first < 0 ? null : placeOf(head, first, from);
    if (start !== null) return { start, firstLine: lines[first] ?? '' };
  }
  return null;
}

/** The place of a line of the head; null where it cannot be told. */
export function placeOf(head: Uint8Array, line: number, from: Place): Place | null {
  if (line === 0) return from.offset === 0 ? { offset: byteOrderMark(head)?.length ?? 0, line: 0 } : from;
  const behind = lineOffset(head, line);
  return behind === 0 ? null : { offset: from.offset + behind, line: from.line + line };
}

/** The lines of a log's head, without the last, which may be cut off. */
export function headLines(head: Uint8Array): readonly string[] {
  return normalisedLines(new TextDecoder().decode(head)).slice(0, -1);
}
