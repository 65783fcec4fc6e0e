/**
 * SOS !finalizequeue (!fq) of all ages: what waits for the finalizer thread, and what could.
 *
 *   generation 2 has 4372 finalizable objects (0000021c729bbef0->0000021c729c4790)
 *   Ready for finalization 744 objects (00000224c40b1658->00000224c40b2d98)
 *   00007ffc310c5af8     2151        51624 FinalizerMemoryLeak.Files2
 *
 * Server GC prints the counts once for each heap: they are summed.
 * https://learn.microsoft.com/dotnet/core/diagnostics/sos-debugging-extension (finalizequeue)
 */
import { bodyAt, endOfBlock, isElision, isRule } from '../debugger-text.ts';
import { unknownLife } from '../life.ts';
import { readInteger } from '../numbers.ts';
import { addUp, isListingHeader, isListingRow, isStatisticsHeader, statisticsRow, statisticsTotal } from '../sos-statistics.ts';
import type { Parsed, TextParser } from '../types.ts';

const command = /^!?(?:\w+\.)?(?:finalizequeue|fq)\b/i;
const generation = /^\s{0,8}generation \d has ([\d.,' ]{1,20}) (?:finalizable )?objects?\b/i;
const ready = /^\s{0,8}Ready for finalization ([\d.,' ]{1,20}) objects?\b/i;
const statisticsOf = /^\s{0,8}Statistics for all finalizable objects\b/i;
const cleanup = /^\s{0,8}(?:SyncBlocks? to be cleaned up|(?:Free-Threaded|MTA|STA) Interfaces to be released|RCWs? to be)/i;
const heapName = /^\s{0,8}(?:Heap \d{1,4}\b|Finalizable but not rooted:|Generation \d:|No objects? )/i;

function isStart(line: string): boolean {
  return generation.test(line) || ready.test(line) || statisticsOf.test(line) || cleanup.test(line);
}

const isTable = (line: string): boolean =>
  /^\s{0,8}Statistics:\s*$/.test(line) || isStatisticsHeader(line) || statisticsRow(line) !== null || statisticsTotal(line) !== null;

function belongs(line: string): boolean {
  return isStart(line) || isTable(line) || isRule(line) || heapName.test(line) || isListingHeader(line) || isListingRow(line);
}

function span(lines: readonly string[], from: number): number {
  const body = bodyAt(lines, from, command);
  if (body < 0 || !isStart(lines[body] ?? '')) return 0;
  let [hasTotal, isOpen] = [false, false];
  const end = endOfBlock(lines, body, (line) => {
    if (hasTotal && !isRule(line)) return false;
    hasTotal ||= statisticsTotal(line) !== null;
    if (generation.test(line) || isElision(line)) isOpen = generation.test(line);
    else if (ready.test(line) || statisticsOf.test(line)) isOpen = false;
    // A table below a list that was cut before its end is of another command.
    return belongs(line) && !(isOpen && isTable(line));
  });
  return end - from;
}

function sumOf(lines: readonly string[], pattern: RegExp): number | null {
  const counts = lines.map((line) => readInteger(pattern.exec(line)?.[1] ?? '')).filter((count) => count !== null);
  return counts.length === 0 ? null : counts.reduce((sum, count) => sum + count, 0);
}

function parse(lines: readonly string[]): Parsed {
  const rows = lines.map(statisticsRow).filter((each) => each !== null);
  const lastReady = lines.findLastIndex((line) => ready.test(line));
  const isTorn = lines.some((line, at) => at > lastReady && generation.test(line));
  const [waiting, listed] = [isTorn ? null : sumOf(lines, ready), sumOf(lines, generation)];
  const finalizable = isTorn && !/generation 2 has/i.test(lines.slice(lastReady + 1).join('\n')) ? null : listed;
  if (rows.length === 0 && waiting === null && listed === null) {
    return {
      ok: false,
      problem:
        'This is the head of !finalizequeue without its counts. Paste the lines from "generation 0 has" to "Total" too, or run !finalizequeue again.',
      line: 1,
    };
  }
  const { types, notes, objects } = addUp(rows);
  const total = lines.map(statisticsTotal).find((each) => each !== null)?.objects ?? null;
  const isCut = total !== null && (lines.some(isElision) || (rows.length > 0 && objects < total));
  const heaps = lines.filter((line) => ready.test(line)).length;
  const tableless = 'The table below the heaps is missing, so heaps may be missing too.';
  const torn = 'The line "Ready for finalization" is missing at the end: the list was cut, and what waits is not known.';
  const unrooted = lines.some((line) => /no longer rooted/i.test(line));
  return {
    ok: true,
    readings: [{ kind: 'finalizerQueue', life: unknownLife, takenAt: null, ready: waiting, finalizable, types }],
    notes: [
      ...(heaps > 1 ? [`Server GC: the counts of ${heaps} heaps were added up.`] : []),
      ...(isTorn ? [torn] : []),
      ...(!isTorn && rows.length === 0 && lines.some((line) => heapName.test(line)) ? [tableless] : []),
      ...(isCut ? [`Rows are missing from the table: ${objects} of ${total} objects are listed.`] : []),
      ...(rows.length > 0 && total === null ? ['The line "Total" is missing, so rows may be missing too.'] : []),
      ...(unrooted ? ['The table lists only objects that nothing holds any more (-allready).'] : []),
      ...notes,
    ],
  };
}

export const finalizeQueue: TextParser = {
  id: 'finalizequeue',
  title: 'Finalizer queue (SOS !finalizequeue)',
  hints: ['finaliz', 'syncblocks to be', ' has '],
  span,
  parse,
};
