/**
 * Process Explorer's lower pane (View > Lower Pane View > Handles), a handle's properties, or a list that a person made of it:
 *
 *   - 34 EtwRegistration Handles
 *   - Handle Name: \BaseNamedObjects\SendSAS      (then: Type: Event … References:.15.120.687 … Handles:.......15.120.685)
 *   File    C:\Users\me\AppData\Local\Temp\HLeEF15.tmp
 *   - Semaphore: ~204,519                       (typed-handle-counts.ts)
 *
 * https://learn.microsoft.com/sysinternals/downloads/process-explorer. The dots between label and number are
 * the leaders of the properties page; the pane shows named handles only unless told otherwise, and people copy
 * what struck them: always a part.
 */
import { boundNames, countedName } from '../handle-names.ts';
import { unknownLife } from '../life.ts';
import { typedCounts, typedCountsSpan } from '../typed-handle-counts.ts';
import type { HandleSummary, Parsed, TextParser } from '../types.ts';
import { objectType } from '../windows-object-types.ts';

/** Lines of a properties page between its name and its last number. */
const propertiesLines = 16;
/** A list by a person or one copied from the pane; longer ones are cut with a note. */
const maxRows = 20_000;

const withoutBullet = (line: string): string => line.trim().replace(/^[-*•] ?/, '');

/** `34 EtwRegistration Handles (for 2 objects)`. */
function countedType(line: string): { readonly type: string; readonly count: number } | null {
  const found = /^(\d[\d.,']{0,14}) ([A-Za-z][A-Za-z ]{1,28}?) handles?\b/i.exec(withoutBullet(line).slice(0, 80));
  const type = objectType(found?.[2] ?? '');
  const count = found === null ? NaN : Number((found[1] ?? '').replace(/[.,']/g, ''));
  return type === null || !Number.isFinite(count) ? null : { type, count };
}

/** `File<tab or blanks>C:\…`: a row of the pane. Names begin like the kernel's or the registry's, like a path, or are a process. */
function paneRow(line: string): { readonly type: string; readonly name: string } | null {
  const found = /^\s{0,8}([A-Z][A-Za-z ]{1,24}?)(?:\t|\s{2,20})\s{0,20}(\S.{0,1000})$/.exec(line.slice(0, 1100));
  const type = objectType(found?.[1] ?? '');
  const name = countedName((found?.[2] ?? '').trim());
  const isName = /^(?:[A-Za-z]:\\|\\|HK[A-Z]{1,4}\b|<Non-|[\w.-]{1,60}\.exe\()/.test(name);
  return type === null || !isName ? null : { type, name };
}

interface Property {
  readonly label: string;
  readonly value: string;
}
function property(line: string): Property | null {
  const text = withoutBullet(line);
  const colon = text.indexOf(':');
  if (colon < 1 || colon > 30) return null;
  return { label: text.slice(0, colon).trim().toLowerCase(), value: text.slice(colon + 1).trim() };
}

/** How many lines a handle's properties take from its name on; 0 where the count of handles does not follow. */
function propertiesSpan(lines: readonly string[], from: number): number {
  const first = property(lines[from] ?? '');
  if (first === null || (first.label !== 'handle name' && first.label !== 'name') || !first.value.startsWith('\\')) return 0;
  let last = 0;
  for (let at = from + 1; at < Math.min(lines.length, from + propertiesLines); at++) {
    const next = property(lines[at] ?? '');
    if (next === null && (lines[at] ?? '').trim() !== '') break;
    if (next?.label === 'handles' || (last > 0 && next !== null)) last = at - from + 1;
  }
  return last;
}

function rowsSpan(lines: readonly string[], from: number, isRow: (line: string) => boolean): number {
  let rows = 0;
  while (rows < maxRows && from + rows < lines.length && isRow(lines[from + rows] ?? '')) rows++;
  return rows >= 2 ? rows : 0;
}

function span(lines: readonly string[], from: number): number {
  const first = lines[from] ?? '';
  if (countedType(first) !== null) return rowsSpan(lines, from, (line) => countedType(line) !== null);
  if (paneRow(first) !== null) return rowsSpan(lines, from, (line) => paneRow(line) !== null);
  const typed = typedCountsSpan(lines, from);
  return typed > 0 ? typed : propertiesSpan(lines, from);
}

const numberIn = (text: string): number => Number(text.replace(/[^\d]/g, '').slice(0, 15));

function ofProperties(lines: readonly string[]): HandleSummary | null {
  const all = lines.flatMap((line) => property(line) ?? []);
  const value = (label: string): string => all.find((each) => each.label === label && each.value !== '')?.value ?? '';
  const type = objectType(value('type'));
  const handles = numberIn(value('handles'));
  if (type === null || value('handles') === '') return null;
  const name = value('handle name') === '' ? value('name') : value('handle name');
  return { byType: { [type]: handles }, total: null, partial: true, byName: { [name.slice(0, 300)]: handles } };
}

function ofRows(lines: readonly string[]): HandleSummary {
  const byType = new Map<string, number>();
  const byName = new Map<string, number>();
  for (const line of lines) {
    const pane = paneRow(line);
    const { type, count } = countedType(line) ?? { type: pane?.type ?? '', count: 1 };
    byType.set(type, (byType.get(type) ?? 0) + count);
    if (pane !== null) byName.set(pane.name, (byName.get(pane.name) ?? 0) + 1);
  }
  return { byType: Object.fromEntries(byType), total: null, partial: true, byName: boundNames(byName) };
}

function parse(lines: readonly string[]): Parsed {
  const rows = lines.filter((line) => countedType(line) !== null || paneRow(line) !== null);
  const typed = typedCounts(lines);
  const summary = typed ?? (rows.length > 0 ? ofRows(rows) : ofProperties(lines));
  if (summary === null) {
    const problem =
      'These are a handle’s properties without its type or its count. For all types at once run handle64.exe -accepteula -nobanner -p PID -s as administrator and paste that.';
    return { ok: false, problem, line: 1 };
  }
  const note =
    rows.length > 0 || typed !== null
      ? 'This is a list that a person made or copied, without a total: other types may be missing.'
      : 'These are the properties of one object: how many handles of all processes refer to it; other handles are not in it.';
  return { ok: true, readings: [{ kind: 'handles', life: unknownLife, takenAt: null, summary }], notes: [note] };
}

/** A list of handles by type that a person typed, a part of Process Explorer's pane, or one handle's properties. */
export const processExplorerHandles: TextParser = {
  id: 'process-explorer-handles',
  title: 'Process Explorer, handles',
  hints: [
    ' handles',
    'handle summary',
    'handle type',
    'handle count',
    'handle name:',
    'handles:',
    ':\\',
    'basenamedobjects',
    '\\device\\',
    'hklm',
    'hkcu',
  ],
  span,
  parse,
};
