/**
 * DebugDiag's .NET memory report (rule DotNetMemoryAnalysis) or a part of it as pasted text:
 *
 *   There are 28422 objects ready for finalization:
 *   There are 412 dynamic assemblies loaded in the dump file
 *   Top Objects in the Finalizer queue (ready for finalization)
 *
 * Wording from the rule's own code (DotNetMemoryAnalysis; FACTS §5.6). Its graphs print all type names first, then as
 * many sizes with their counts: `1.2 MBytes    (4567 objects )`. It knows no total of objects, and 40 types at most.
 */
import { commandOf } from '../prompt.ts';
import type { Parsed, TextParser } from '../types.ts';
import { readGraph } from './debugdiag/bar-graph.ts';
import { dotNetTitle, dumpTitle, fieldAt, isHeading } from './debugdiag/labels.ts';
import { readReport } from './debugdiag/read-report.ts';

const sentence =
  /^\s{0,8}(?:There are {1,3}\d[\d.,' ]{0,14} {1,3}(?:objects ready for finalization|dynamic assemblies loaded)|(?:GC Heap (?:Size|usage)|Total LOH Size):?\s{1,20}\d[\d.,']{0,20} ?[KMGT]?Bytes?\b|Total Commit Size\s{1,20}\d[\d.,' ]{0,14} MB\b|There are no (?:objects in the finalizer queue|live finalizable objects))/i;
/** Advice, colours' legend, the finalizer's stack: lines of the report between two that are told by their words. */
const maxStrange = 40;

const begins = (line: string): boolean => {
  const title = dotNetTitle(line);
  return dumpTitle(line)?.rule === 'dotnet' || (title !== null && title !== 'other') || sentence.test(line);
};

function taken(lines: readonly string[], at: number): number {
  const line = lines[at] ?? '';
  if (dotNetTitle(line) !== null) return Math.max(readGraph(lines, at + 1).next - at, 1);
  if (begins(line) || isHeading(line) || /^\s{0,8}[0-9A-F]{8,16}\s+\d{1,7}\s+\d/i.test(line)) return 1;
  return fieldAt(lines, at)?.lines ?? 0;
}

function span(lines: readonly string[], from: number): number {
  if (!begins(lines[from] ?? '')) return 0;
  let end = from + 1;
  let strange = 0;
  for (let at = from; at < lines.length && strange <= maxStrange;) {
    const count = taken(lines, at);
    if (count > 0) [end, strange] = [at + count, 0];
    else if (commandOf(lines[at] ?? '') !== null) break;
    else strange++;
    at += Math.max(count, 1);
  }
  return end - from;
}

function parse(lines: readonly string[]): Parsed {
  const { readings, notes } = readReport(lines.map((text) => ({ text, dump: null })));
  if (readings.length > 0) return { ok: true, readings, notes };
  const problem =
    'This is a part of DebugDiag’s .NET memory report without its figures. Copy from “CLR Memory Analysis for …” to the end of the dump’s part, or drop the .mht file itself.';
  return { ok: false, problem, line: 1 };
}

/** What waits for its finalizer, dynamic assemblies and largest types, from DebugDiag's .NET rule. */
export const debugdiagDotnetReport: TextParser = {
  id: 'debugdiag-dotnet-report',
  title: 'DebugDiag .NET memory report, pasted',
  hints: [
    'objects ready for finalization',
    'dynamic assemblies loaded',
    '.net gc heap',
    'gc heap size',
    'gc heap usage',
    'memory consuming .net',
    'clr memory analysis',
    'finalizer queue',
    'total loh size',
    'finalizable objects',
    'large object heap',
    'application domain statistics',
    'number of gc heaps',
  ],
  yieldsExcept: ['debugdiag-report', 'eeheap-gc', 'plain-stack', 'clrstack', 'cdb-stacks'],
  span,
  parse,
};
