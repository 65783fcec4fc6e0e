/**
 * SOS !dumpheap -stat of all ages (.NET Framework, dotnet-dump), also its rows alone and the statistics below a listing.
 *
 *                 MT    Count    TotalSize Class Name
 *   00007f6c20a67498   200000      4800000 testwebapi.Controllers.Customer
 *   Total 428516 objects
 *
 * Count and size are decimal, ascending by size; `Free` is the space between objects.
 * https://learn.microsoft.com/dotnet/core/diagnostics/sos-debugging-extension (dumpheap)
 */
import { bodyAt, debuggerCommand, endOfBlock, isElision, isRule, skipBlank } from '../debugger-text.ts';
import { unknownLife } from '../life.ts';
import { addUp, isListingHeader, isListingRow, isStatisticsHeader, statisticsRow, statisticsTotal } from '../sos-statistics.ts';
import type { Parsed, TextParser } from '../types.ts';

const command = /^!?(?:\w+\.)?(?:dumpheap|objsize|dumpasync|dumpgen|dg|notreachableinrange|nrir|findpointersin|dumpobjgcrefs)\b/i;
/** Other commands that end with the same statistics, of what they were asked about alone. */
const otherCommand = /^!?(?:\w+\.)?(?!dumpheap)\w/i;
/** `Objects which 7f3b8c0a1228(MyApp.Session) transitively keep alive:`, the head of objsize. */
const keptAlive = /^\s{0,8}Objects which (?:0x)?[0-9a-fA-F]{6,16} ?\([^\n]{0,600}\) transitively keep alive:\s*$/i;
const statistics = /^\s{0,8}Statistics:\s*$/;
const progress = /^\s{0,8}(?:(?:Loading|Using our|Building) .{0,60}cache|total [\d.,]{1,20} objects|-{3,}|Heap \d{1,4}|Caching)/;
const fragments =
  /^\s{0,8}Fragmented blocks larger than|^\s{0,20}Addr\s{1,20}Size\s{1,20}Followed by|^\s{0,20}[0-9a-fA-F]{8,16}\s{1,20}[\d.,]{1,12}[KMG]?B?\s{1,20}[0-9a-fA-F]{8,16}\s/;

function isHead(line: string): boolean {
  return statistics.test(line) || isStatisticsHeader(line) || isListingHeader(line) || keptAlive.test(line);
}

/** Without a prompt, two neighbouring rows or a heading must say what it is. */
function isStart(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? '';
  if (isHead(line)) {
    const next = skipBlank(lines, at + 1);
    const after = lines[next] ?? '';
    return next >= lines.length || isHead(after) || isElision(after) || statisticsRow(after) !== null || isListingRow(after);
  }
  if (/^total \d[\d.,' ]{0,20} objects$/.test(line.trim())) return isHead(lines[skipBlank(lines, at + 1)] ?? '');
  const pair = [line, lines[skipBlank(lines, at + 1)] ?? ''];
  return (
    pair.every((each) => statisticsRow(each) !== null || statisticsTotal(each) !== null) &&
    pair.some((each) => statisticsRow(each) !== null)
  );
}

function startsBehindPrompt(lines: readonly string[], body: number): boolean {
  let at = body;
  while (at < lines.length && (isElision(lines[at] ?? '') || progress.test(lines[at] ?? '') || (lines[at] ?? '').trim() === '')) at += 1;
  const line = lines[at] ?? '';
  return isHead(line) || statisticsRow(line) !== null || isListingRow(line) || statisticsTotal(line) !== null;
}

function span(lines: readonly string[], from: number): number {
  const body = bodyAt(lines, from, command);
  if (body < 0 || body >= lines.length) return 0;
  if (!(body > from ? startsBehindPrompt(lines, body) : isStart(lines, body))) return 0;
  let [hasRows, hasTotal] = [false, false];
  const end = endOfBlock(lines, body, (line) => {
    if (isHead(line)) return !hasRows;
    if (isElision(line)) hasTotal = false;
    // Rows below the last line of a table are of another one.
    if (statisticsRow(line) !== null) return !hasTotal && (hasRows = true);
    if (statisticsTotal(line) !== null) {
      const isFirst = !hasTotal;
      hasTotal ||= hasRows;
      return isFirst;
    }
    return isListingRow(line) || progress.test(line) || isRule(line) || fragments.test(line);
  });
  return end - from;
}

/** Options that make the statistics one of a part of the heap. */
const filter = /-(?:mt|type|min|max|gen|segment|heap|live|dead|strings|thinlock|startAtLowerBound)\b|\s(?:0x)?[0-9a-fA-F]{6,16}\b/i;

/** The same part asked for again has the same name, with or without `-stat` and in whatever case. */
function partOf(asked: string): string {
  const words = asked.toLowerCase().split(/\s+/).slice(0, 12);
  const named = words
    .map((word) => word.replace(/^!?(?:\w+\.)?(?=dumpheap$)/, ''))
    .filter((word) => word !== 'dumpheap' && word !== '-stat');
  return named.join(' ').slice(0, 120) || 'kept alive by one object';
}

function parse(lines: readonly string[]): Parsed {
  const asked = debuggerCommand(lines[0] ?? '')?.command ?? '';
  const rows = lines.map(statisticsRow).filter((each) => each !== null);
  const listed = lines.filter((line) => isListingRow(line)).length;
  const total = lines.map(statisticsTotal).find((each) => each !== null) ?? null;
  // `Total 0 objects` is an answer: nothing of what was asked for is on the heap.
  if (rows.length === 0 && total?.objects !== 0) {
    const says = listed > 0 ? `This lists ${listed} objects and no statistics.` : 'This is the head of !dumpheap without its rows.';
    return { ok: false, problem: `${says} Run !dumpheap -stat and paste all of it, "Total" included.`, line: 1 };
  }
  const { types, objects, bytes, notes } = addUp(rows);
  const isOther = otherCommand.test(asked) || lines.some((line) => keptAlive.test(line));
  const isFiltered = isOther || filter.test(asked);
  const isCut = total === null || objects !== total.objects;
  return {
    ok: true,
    readings: [
      {
        kind: 'heapStatistic',
        life: unknownLife,
        takenAt: null,
        types,
        totalObjects: total?.objects ?? null,
        totalBytes: total?.bytes ?? (isCut ? null : bytes),
        partial: isFiltered || isCut,
        ...(isFiltered ? { part: partOf(asked) } : {}),
      },
    ],
    notes: [
      ...(isFiltered
        ? [`Only a part of the heap was asked for: ${asked === '' ? 'what one object keeps alive' : asked.slice(0, 120)}.`]
        : []),
      ...(isCut && total === null ? ['The line "Total" is missing, so rows may be missing too.'] : []),
      ...(isCut && total !== null ? [`Rows are missing: ${objects} of ${total.objects ?? '?'} objects are listed.`] : []),
      ...notes,
    ],
  };
}

export const dumpheapStat: TextParser = {
  id: 'dumpheap-stat',
  title: 'Objects on the .NET heap by type (SOS !dumpheap -stat)',
  hints: ['totalsize', 'dumpheap', 'system.', 'free', ' objects', '[]'],
  span,
  parse,
};
