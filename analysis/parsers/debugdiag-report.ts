/**
 * A DebugDiag memory report as text: copied from the page, or retold by a person (seed 004):
 *
 *   Number of allocations        13,155 allocations
 *   Total size of allocations    1.68 GBytes
 *   Function    GdiPlus!GpMemoryBitmap::AllocBitmapData+c2
 *
 * https://learn.microsoft.com/troubleshoot/developer/webapps/iis/health-diagnostic-performance/debug-diag-memory-leak.
 * Wording of all versions: FACTS §5.6. Sizes are rounded to two decimals in units of 1,024; counts and decimals
 * come in the culture of the machine that analysed. Copied pages, tables whose cells became lines, `label = value`,
 * blank lines between everything, and parts of a report are all read; one reading for each dump.
 */
import { commandOf } from '../prompt.ts';
import type { Parsed, TextParser } from '../types.ts';
import { readGraph } from './debugdiag/bar-graph.ts';
import { isSampleTitle, readSample } from './debugdiag/call-stack-sample.ts';
import { dotNetTitle, dumpNumber, dumpTitle, fieldAt, graphTitle, isHeading } from './debugdiag/labels.ts';
import type { Field } from './debugdiag/labels.ts';
import { blamedFunction, noticeIn } from './debugdiag/notices.ts';
import { readReport } from './debugdiag/read-report.ts';
import { topFunction } from './debugdiag/top-function.ts';

/** Labels that no other tool prints: enough by themselves to say what this is. */
const telling: ReadonlySet<Field> = new Set(['allocations', 'handles', 'bytes', 'tracking', 'leakTrackVersion']);
/** Lines of a page that are no label (module versions, advice, loaded modules) before the page is over. */
const maxStrangeInPage = 400;
/** In a part of a report one remark of a person may stand between two of its lines. */
const maxStrangeInPart = 1;
/** How far a heading (`Dump 2`) or a module's name may stand above what follows. */
const lookAhead = 10;

const isPageTitle = (line: string): boolean => /^debugdiag analysis report$/i.test(line.trim()) || dumpTitle(line)?.rule === 'memory';
const isSummaryTitle = (line: string): boolean => /^analysis summary$/i.test(line.trim());

/** How many lines from `at` on belong to a report beyond doubt; 0 where none do. */
function surely(lines: readonly string[], at: number): number {
  const line = lines[at] ?? '';
  if (isPageTitle(line) || noticeIn(line, lines[at + 1]) !== null || topFunction(line) !== null || blamedFunction(line) !== null) return 1;
  const field = fieldAt(lines, at);
  if (field !== null) return telling.has(field.field) || (field.field === 'module' && followedBy(lines, at, 'count')) ? field.lines : 0;
  if (graphTitle(line) !== null) return Math.max(readGraph(lines, at + 1).next - at, 1) > 1 ? readGraph(lines, at + 1).next - at : 0;
  if (isSampleTitle(line)) return readSample(lines, at).frames.length > 0 ? readSample(lines, at).next - at : 0;
  if (/^module details for \S|^detailed module report ?\(|^outstanding allocation summary$/i.test(line.trim())) return 1;
  return isSummaryTitle(line) && lines.slice(at, at + lookAhead).some((each) => noticeIn(each) !== null) ? 1 : 0;
}

function followedBy(lines: readonly string[], at: number, wanted: Field): boolean {
  for (let next = at + 1; next < at + lookAhead; next++) if (fieldAt(lines, next)?.field === wanted) return true;
  return false;
}

/** Lines that belong where a report has begun: other labels, headings, the .NET rule's part of the same page. */
function belongs(lines: readonly string[], at: number, inPage: boolean): number {
  const sure = surely(lines, at);
  if (sure > 0) return sure;
  const field = fieldAt(lines, at);
  if (field !== null) return field.lines;
  const line = lines[at] ?? '';
  if (inPage && (dotNetTitle(line) !== null || dumpTitle(line) !== null)) return Math.max(readGraph(lines, at + 1).next - at, 1);
  if (isHeading(line)) return 1;
  return dumpNumber(line) !== null && startsSoon(lines, at) ? 1 : 0;
}

function startsSoon(lines: readonly string[], at: number): boolean {
  for (let next = at + 1; next < at + lookAhead; next++) if (surely(lines, next) > 0) return true;
  return false;
}

function span(lines: readonly string[], from: number): number {
  const first = lines[from] ?? '';
  const heads =
    surely(lines, from) > 0 || ((dumpNumber(first) !== null || /^leak analysis$/i.test(first.trim())) && startsSoon(lines, from));
  if (!heads) return 0;
  const inPage = isPageTitle(first) || isSummaryTitle(first);
  let end = from + 1;
  let strange = 0;
  for (let at = from; at < lines.length;) {
    const taken = belongs(lines, at, inPage);
    if (taken > 0) [end, strange] = [at + taken, 0];
    else if ((lines[at] ?? '').trim() !== '') strange++;
    if (strange > (inPage ? maxStrangeInPage : maxStrangeInPart) || (taken === 0 && commandOf(lines[at] ?? '') !== null)) break;
    at += Math.max(taken, 1);
  }
  return end - from;
}

function parse(lines: readonly string[]): Parsed {
  const { readings, notes } = readReport(lines.map((text) => ({ text, dump: null })));
  if (readings.length > 0) return { ok: true, readings, notes };
  const problem =
    'This is a part of a DebugDiag report that holds no figures. Copy from “Report for …” to the end of “Leak analysis”, or drop the .mht file itself.';
  return { ok: false, problem, line: 1 };
}

/** DebugDiag's memory analysis as pasted text, whole or in parts. */
export const debugdiagReport: TextParser = {
  id: 'debugdiag-report',
  title: 'DebugDiag memory report, pasted',
  hints: [
    'allocations',
    'allocation(s)',
    'allocation summary',
    'module report',
    'leaktrack',
    'debugdiag',
    'tracking duration',
    'handle(s)',
    'handle count',
    'report for',
  ],
  yieldsExcept: ['debugdiag-dotnet-report', 'plain-stack', 'clrstack', 'cdb-stacks'],
  span,
  parse,
};
