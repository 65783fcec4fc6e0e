/**
 * Sysinternals Handle, every handle on a line, `handle64 -a -p PID` (3.x to 5.x), or as CSV with `-v`:
 *
 *   w3wp.exe pid: 4312 IIS APPPOOL\Shop
 *     3C4: Event         \BaseNamedObjects\SendSAS
 *   pwsh.exe,64336,File,0x00000748,D:\worktree-sweep\.tmp\lockprobe\held.txt
 *
 * https://learn.microsoft.com/sysinternals/downloads/handle. Counted by type and by name. CSV has 5, 7 or 8
 * columns by mode, nothing is quoted, names hold commas and line breaks; with `-u -v NAME` the header
 * (`Process,PID,User,Handle,Type,Share Flags,Name,Access`) does not describe the rows
 * (`Process,PID,Type,User,Handle,Name`): so each field is known by what is in it, not by its column (FACTS §3).
 */
import { boundNames, countedName } from '../handle-names.ts';
import { imageName, unknownLife } from '../life.ts';
import { commandOf } from '../prompt.ts';
import { handleCommandIn, handleRefusal, handleTarget, isHandleCommand, isHandlePreamble, refusalIn } from '../sysinternals-handle.ts';
import type { Parsed, Reading, TextParser } from '../types.ts';
import { objectType } from '../windows-object-types.ts';

interface Entry {
  readonly process: string | null;
  readonly pid: number | null;
  readonly type: string;
  readonly name: string;
}

/** `w3wp.exe pid: 4312 IIS APPPOOL\Shop`: from here on handles are this process's. */
function processHeader(line: string): { readonly process: string; readonly pid: number } | null {
  const found = /^(\S[^:]{0,200}?) {1,40}pid: (\d{1,10})(?: |$)(?! {0,40}type:)/.exec(line.slice(0, 260));
  return found === null || / type: /.test(line) ? null : { process: imageName(found[1] ?? ''), pid: Number(found[2]) };
}

/** `  3C4: File  (RW-)   C:\x` of a listing. */
function listedEntry(line: string): Entry | null {
  const found = /^\s{0,8}([0-9A-Fa-f]{1,8}): ([<A-Z][A-Za-z> ]{1,24}?)(?:\s{2,}(?:\([RWD-]{3}\)\s{1,8})?(\S.{0,2000})?)?$/.exec(
    line.slice(0, 2100),
  );
  const type = objectType(found?.[2] ?? '');
  return type === null ? squeezedEntry(line) : { process: null, pid: null, type, name: (found?.[3] ?? '').trim() };
}

/** No type has more words. */
const typeWords = 3;

/** `3C4: ALPC Port \\RPC Control\\x`, where a chat made one blank of many: the longest words that are a type are it. */
function squeezedEntry(line: string): Entry | null {
  const text = /^\s{0,8}[0-9A-Fa-f]{1,8}: ([<A-Z].{0,2000})$/.exec(line.slice(0, 2100).replaceAll('\t', ' '))?.[1];
  if (text === undefined) return null;
  const words = text.split(' ', typeWords + 1);
  for (let count = Math.min(typeWords, words.length); count > 0; count--) {
    const printed = words.slice(0, count).join(' ');
    const type = objectType(printed);
    if (type !== null)
      return {
        process: null,
        pid: null,
        type,
        name: text
          .slice(printed.length)
          .trim()
          .replace(/^\([RWD-]{3}\) ?/, ''),
      };
  }
  return null;
}

/** `pwsh.exe   pid: 64336  type: File   54: D:\x` of a search by name. */
function foundEntry(line: string): Entry | null {
  const found = /^(\S[^:]{0,200}?) {1,40}pid: (\d{1,10}) {1,40}type: ([<A-Z][A-Za-z> ]{1,24}?) {1,20}(\S.{0,2000})$/.exec(
    line.slice(0, 2300),
  );
  const type = objectType(found?.[3] ?? '');
  const handle = /(?:^| )[0-9A-Fa-f]{1,8}: (.*)$/.exec(found?.[4] ?? '');
  if (found === null || type === null || handle === null) return null;
  return { process: imageName(found[1] ?? ''), pid: Number(found[2]), type, name: handle[1] ?? '' };
}

/** The kinds of CSV header there are begin with these two names; the separator is a tab with `-vt`. */
const csvHeader = /^Process[,\t]PID[,\t].{0,80}\b(?:Handle|Type)\b/i;
/** Fields before the name in the widest layout (process, pid, user, handle, type, share flags). */
const csvFields = 6;

/** A row of CSV by the content of its fields: a pid, a type, a handle `0x…`, and what follows the last of them is the name. */
function csvEntry(line: string): Entry | null {
  const separator = line.includes('\t') ? '\t' : ',';
  const fields = line.split(separator, 40);
  const pid = fields[1] ?? '';
  if (!/^\d{1,10}$/.test(pid)) return null;
  const handle = fields.slice(2, csvFields).findIndex((field) => /^0x[0-9A-Fa-f]{1,16}$/.test(field)) + 2;
  const typeAt = fields.slice(2, csvFields).findIndex((field) => objectType(field) !== null) + 2;
  if (handle < 2 || typeAt < 2) return null;
  const name = fields.slice(Math.max(handle, typeAt) + 1).join(separator);
  return { process: imageName(fields[0] ?? ''), pid: Number(pid), type: objectType(fields[typeAt] ?? '') ?? '', name: name.trim() };
}

/** A row whose layout is not known: its handle was open all the same. */
const isUnknownRow = (line: string): boolean => /^\s{1,8}[0-9A-Fa-f]{1,8}: \S/.test(line);

const isRule = (line: string): boolean => /^-{20,}$/.test(line.trim());
/** Prompt, banner, blank lines, rules and complaints about single handles between the rows. */
const isBetween = (line: string): boolean => line.trim() === '' || isRule(line) || isHandlePreamble(line) || refusalIn(line) === 'denied';
const entryOf = (line: string): Entry | null => listedEntry(line) ?? foundEntry(line);
/** A name with a line break goes on below its row; more lines than this are something else. */
const maxBrokenLines = 3;

function csvSpan(lines: readonly string[], from: number): number {
  let end = from + 1;
  for (let at = from + 1; at < lines.length && at - end < maxBrokenLines; at++) {
    if ((lines[at] ?? '').trim() === '' || commandOf(lines[at] ?? '') !== null) break;
    if (csvEntry(lines[at] ?? '') !== null) end = at + 1;
  }
  return end - from;
}

function listSpan(lines: readonly string[], from: number): number {
  let end = from;
  let blanks = 0;
  for (let at = from; at < lines.length && blanks < maxBrokenLines; at++) {
    const line = lines[at] ?? '';
    if (processHeader(line) !== null || entryOf(line) !== null || isUnknownRow(line)) [end, blanks] = [at + 1, 0];
    else if (isBetween(line)) blanks += 1;
    else break;
  }
  return end - from;
}

function span(lines: readonly string[], from: number): number {
  const first = lines[from] ?? '';
  if (csvHeader.test(first)) return csvSpan(lines, from);
  if (processHeader(first) !== null || foundEntry(first) !== null) return hasEntries(lines, from) ? listSpan(lines, from) : 0;
  if (listedEntry(first) !== null && listedEntry(lines[from + 1] ?? '') !== null) return listSpan(lines, from);
  if (!isHandleCommand(handleCommandIn(commandOf(first) ?? first)) && !isHandlePreamble(first)) return 0;
  let at = from + 1;
  while (at < Math.min(lines.length, from + 12) && isBetween(lines[at] ?? '')) at++;
  const rest = csvHeader.test(lines[at] ?? '') ? csvSpan(lines, at) : hasEntries(lines, at) ? listSpan(lines, at) : 0;
  return rest === 0 ? 0 : at - from + rest;
}

/** A line `x pid: 7` alone could be anybody's: an entry must follow it. */
function hasEntries(lines: readonly string[], from: number): boolean {
  return lines.slice(from, from + 4).some((line) => entryOf(line) !== null);
}

function readings(entries: readonly Entry[], isWhole: boolean): readonly Reading[] {
  const processes = Map.groupBy(entries, ({ process, pid }) => `${String(pid)} ${process ?? ''}`);
  return [...processes.values()].map((own): Reading => {
    const byType = new Map<string, number>();
    const byName = new Map<string, number>();
    for (const { type, name: printed } of own) {
      const name = countedName(printed);
      byType.set(type, (byType.get(type) ?? 0) + 1);
      byName.set(name, (byName.get(name) ?? 0) + 1);
    }
    const partial = !isWhole || [...byType.keys()].every((type) => type === 'File' || type === 'Section');
    const life = { ...unknownLife, process: own[0]?.process ?? null, pid: own[0]?.pid ?? null };
    const total = partial ? null : own.length;
    return {
      kind: 'handles',
      life,
      takenAt: null,
      summary: { byType: Object.fromEntries(byType), total, partial, byName: boundNames(byName) },
    };
  });
}

function entriesOf(lines: readonly string[]): { readonly entries: readonly Entry[]; readonly skipped: number } {
  const command = lines.map((line) => handleCommandIn(commandOf(line) ?? '')).find(isHandleCommand);
  const asked = command === undefined ? null : handleTarget(command);
  let current: { readonly process: string | null; readonly pid: number | null } = {
    process: asked?.process ?? null,
    pid: asked?.pid ?? null,
  };
  const entries: Entry[] = [];
  let skipped = 0;
  const csv = lines.some((line) => csvHeader.test(line));
  for (const line of lines) {
    const header = processHeader(line);
    const entry = header !== null ? null : csv ? csvEntry(line) : entryOf(line);
    if (header !== null) current = header;
    else if (entry !== null) entries.push(entry.pid === null ? { ...entry, ...current } : entry);
    else if (!isBetween(line) && !csvHeader.test(line) && commandOf(line) === null) skipped++;
  }
  return { entries, skipped };
}

/** The header of `-u -v NAME`, which promises eight columns where the rows have six. */
const wrongHeader = /^Process,PID,User,Handle,Type,Share Flags,Name,Access$/i;

function parse(lines: readonly string[]): Parsed {
  const { entries, skipped } = entriesOf(lines);
  if (entries.length === 0) return handleRefusal(lines, 0);
  const unknownRows = lines.filter((line) => isUnknownRow(line) && entryOf(line) === null).length;
  // A search shows what has the name, whatever else the process has open.
  const isSearch = lines.some((line) => foundEntry(line) !== null);
  const found = readings(entries, unknownRows === 0 && !isSearch);
  const named = unknownRows === 0 && found.some((reading) => reading.kind === 'handles' && reading.summary.partial);
  const trap = lines.some((line) => wrongHeader.test(line)) && entries.length > 0;
  return {
    ok: true,
    readings: found,
    notes: [
      ...(named
        ? [
            isSearch
              ? 'These are the handles that a search by name found: all others are missing.'
              : 'Only files and sections are listed: without -a, or with a name to search for, handle shows named files only, so other types are missing.',
          ]
        : []),
      ...(trap ? ['The header of this version does not describe its rows; the fields were told by their content.'] : []),
      ...(skipped > 0 ? [`${skipped} lines were passed over: names with line breaks, or rows of another layout.`] : []),
    ],
  };
}

/** `handle -a`, a search by name, and the CSV of `-v`, counted by type and by name for each process. */
export const handleList: TextParser = {
  id: 'handle-list',
  title: 'Sysinternals Handle, list of handles (-a, -v)',
  hints: [' pid: ', 'process,pid', 'process\tpid', ': event ', ': file '],
  span,
  parse,
};
