/**
 * Sysinternals Handle, `handle64 -p PID -s` (versions 3.42 to 5.0):
 *
 *   Handle type summary:
 *     EtwRegistration : 158
 *     WaitCompletionPacket: 15
 *   Total handles: 29401
 *
 * https://learn.microsoft.com/sysinternals/downloads/handle. A type may stand on several rows (`Process` twice,
 * `<Unknown type>` twice: another entry of the type table): they add up. Names are padded to 16 columns. Rows
 * alone, without header, are what `| select-string "event|semaphore"` leaves: they are read as a part.
 */
import { unknownLife } from '../life.ts';
import { readInteger } from '../numbers.ts';
import { commandOf } from '../prompt.ts';
import type { Parsed, ProcessLife, TextParser } from '../types.ts';
import { objectType } from '../windows-object-types.ts';
import { handleCommandIn, handleRefusal, handleTarget, isHandleCommand, isHandlePreamble, refusalIn } from '../sysinternals-handle.ts';

/** `  %-16s: %d`: the colon stands in this column behind the start of the name, or right behind a longer name. */
const padding = 16;
/** Banner, blank lines and driver messages between the prompt and the header. */
const preambleLines = 12;
/** More types than Windows has (about 70): whatever goes on longer is no type summary. */
const maxRows = 200;

interface Row {
  readonly type: string;
  readonly count: number;
  readonly padded: boolean;
}

/** `  Event           : 14440`; null for anything else. */
function rowOf(line: string): Row | null {
  const text = line.trimStart();
  const colon = text.lastIndexOf(':');
  if (colon < 1 || colon > 60 || text.length > 90) return null;
  const count = readInteger(text.slice(colon + 1));
  const type = text.slice(0, colon).trimEnd();
  if (count === null || count < 0 || !/^[<A-Za-z]/.test(type) || type.includes('\\')) return null;
  return { type, count, padded: colon === Math.max(padding, type.length) };
}

const isHeader = (line: string): boolean => /^handle type summary:?$/i.test(line.trim());
const isTotal = (row: Row): boolean => /^total handles$/i.test(row.type);
/** The matches that grep or findstr print are numbered: `12:  Event           : 14422`. */
const withoutLineNumber = (line: string): string => line.replace(/^\s{0,4}\d{1,5}:(?=\s*[<A-Za-z])/, '');

/** Rows without their header are believed with kernel types only, and one alone only in the tool's own columns. */
function looseRows(lines: readonly string[], from: number): number {
  let rows = 0;
  let padded = 0;
  for (let at = from; at < lines.length && rows < maxRows; at++) {
    const row = rowOf(withoutLineNumber(lines[at] ?? ''));
    if (row === null || !(objectType(row.type) !== null || (rows > 0 && isTotal(row)))) break;
    rows++;
    if (row.padded) padded++;
  }
  return rows >= 2 || padded >= 1 ? rows : 0;
}

/** How many lines of a summary there are from its header on. */
function summaryRows(lines: readonly string[], header: number): number {
  let at = header + 1;
  for (; at < lines.length && at - header <= maxRows; at++) {
    const line = lines[at] ?? '';
    const row = rowOf(line);
    if (row !== null && isTotal(row)) return at + 1 - header;
    if (row === null && line.trim() !== '' && refusalIn(line) === null) break;
  }
  while (at > header + 1 && (lines[at - 1] ?? '').trim() === '') at--;
  return at - header;
}

function span(lines: readonly string[], from: number): number {
  const first = lines[from] ?? '';
  if (isHeader(first)) return summaryRows(lines, from);
  const command = handleCommandIn(commandOf(first) ?? first);
  const starts = isHandleCommand(command) ? /\s[-/]s\b/i.test(command) || command.includes('|') : isHandlePreamble(first);
  if (!starts) return refusalIn(first) === null ? looseRows(lines, from) : 1;
  for (let at = from + 1; at < Math.min(lines.length, from + 1 + preambleLines); at++) {
    const line = lines[at] ?? '';
    if (isHeader(line)) return at - from + summaryRows(lines, at);
    if (refusalIn(line) !== null) return at - from + 1;
    const rows = looseRows(lines, at);
    if (rows > 0) return at - from + rows;
    if (line.trim() !== '' && !isHandlePreamble(line)) return 0;
  }
  return 0;
}

function lifeOf(lines: readonly string[]): { readonly life: ProcessLife; readonly notes: readonly string[] } {
  const command = lines.map((line) => handleCommandIn(commandOf(line) ?? line)).find(isHandleCommand);
  const target = command === undefined ? null : handleTarget(command);
  if (target?.pid != null) return { life: { ...unknownLife, pid: target.pid }, notes: [] };
  if (target?.process != null) {
    const note = `handle -p ${target.process} takes every process whose name begins so: with several of them these are their handles together.`;
    return { life: { ...unknownLife, process: target.process }, notes: [note] };
  }
  const note = command === undefined ? [] : ['The command names no process: these are the handles of the whole machine.'];
  return { life: unknownLife, notes: note };
}

interface Counted {
  readonly byType: Readonly<Record<string, number>>;
  readonly total: number | null;
  readonly sum: number;
}

function count(rows: readonly Row[]): Counted {
  const byType = new Map<string, number>();
  for (const { type, count: handles } of rows.filter((row) => !isTotal(row))) {
    const name = objectType(type) ?? type;
    byType.set(name, (byType.get(name) ?? 0) + handles);
  }
  const sum = [...byType.values()].reduce((all, each) => all + each, 0);
  return { byType: Object.fromEntries(byType), total: rows.find(isTotal)?.count ?? null, sum };
}

function notesOf({ total, sum }: Counted, headed: boolean): readonly string[] {
  if (!headed && total === null) return ['These rows stand without their header: types that were filtered out are missing.'];
  if (total === null) return ['The last line (Total handles) is missing: the summary was cut, and types may be missing.'];
  if (total === sum) return [];
  return [
    `The rows add up to ${sum} and not to the total of ${total}: ${total > sum ? 'types are missing' : 'the total is another moment’s'}.`,
  ];
}

function parse(lines: readonly string[]): Parsed {
  const header = lines.findIndex(isHeader);
  const rows = lines.slice(header + 1).flatMap((line) => rowOf(header === -1 ? withoutLineNumber(line) : line) ?? []);
  const counted = count(header === -1 ? rows.filter((row) => isTotal(row) || objectType(row.type) !== null) : rows);
  if (Object.keys(counted.byType).length === 0) return handleRefusal(lines, header);
  const { life, notes } = lifeOf(lines);
  const partial = counted.total === null || counted.total > counted.sum;
  const summary = { byType: counted.byType, total: counted.total, partial, byName: {} };
  return {
    ok: true,
    readings: [{ kind: 'handles', life, takenAt: null, summary }],
    notes: [...notes, ...notesOf(counted, header !== -1)],
  };
}

/** `handle -s` with or without its header; a refusal of the tool (access denied, wrong bitness) is answered here too. */
export const handleSummary: TextParser = {
  id: 'handle-summary',
  title: 'Sysinternals Handle, summary by type (-s)',
  hints: ['handle type summary', 'no matching handles', 'error obtaining handle', ' : ', 'total handles', 'packet:'],
  span,
  parse,
};
