/** What happens to outputs on their way: cut, shuffled, doubled, filled with rubbish. No parser throws, none takes long. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { normalisedLines } from '../../../analysis/lines.ts';
import { csharpSource } from '../../../analysis/parsers/csharp-source.ts';
import { debugdiagDotnetReport } from '../../../analysis/parsers/debugdiag-dotnet-report.ts';
import { debugdiagHtml } from '../../../analysis/parsers/debugdiag-html.ts';
import { debugdiagMht } from '../../../analysis/parsers/debugdiag-mht.ts';
import { debugdiagReport } from '../../../analysis/parsers/debugdiag-report.ts';
import { handleList } from '../../../analysis/parsers/handle-list.ts';
import { handleSummary } from '../../../analysis/parsers/handle-summary.ts';
import { processExplorerHandles } from '../../../analysis/parsers/process-explorer-handles.ts';
import { procdumpConsole } from '../../../analysis/parsers/procdump-console.ts';
import type { ByteParser, Parsed, TextParser } from '../../../analysis/types.ts';
import { fixture } from '../../support/fixture.ts';

/** Mutants of each parser; the 10,000 run with MUTANTS=10000. */
const mutants = Number(process.env['MUTANTS'] ?? '200');
/** F12's bound is 50 ms; a shared machine may stop a test for a while, so the best of three tries counts. */
const boundMs = 50;

const pane =
  'File\tC:\\Temp\\a.tmp\nFile\tC:\\Temp\\a.tmp\nKey\tHKLM\\SOFTWARE\n- 34 EtwRegistration Handles\n- 11 Thread Handles\n- Handle Name: \\x\n- Type: Event\n- Handles:....15.120\n';
const listing =
  'Process,PID,Type,Handle,Name\nw3wp.exe,4312,File,0x00000054,D:\\a\nw3wp.exe pid: 4312 IIS\n   40: File  (RW-)   C:\\x\n   44: Event\npwsh.exe   pid: 6  type: File   54: D:\\x\n';
const dotNet =
  'CLR Memory Analysis for a.dmp\nGC Heap Size\t140.25 MBytes\n40 most memory consuming .NET object types\nSystem.String\n38 MBytes    (4 objects )\nThere are 15035 objects ready for finalization:\nThere are 412 dynamic assemblies loaded\n';
const report = fixture('debugdiag-report/three-dumps-retold.txt');
const page = `<!DOCTYPE html><html><div>DebugDiag Analysis Report</div><table><tr data-debug-dump="a.dmp">${report.replace(/\n+/g, '</td></tr><tr><td>')}</table></html>`;
const mht = `MIME-Version: 1.0\nContent-Type: multipart/related; boundary="__ANALYZER_REPORT_BOUNDARY__"\n\n--__ANALYZER_REPORT_BOUNDARY__\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n${page.replaceAll('=', '=3D')}\n--__ANALYZER_REPORT_BOUNDARY__--\n`;

/** Pieces that hurt: separators, huge numbers, brackets, quotes, half tags. */
const rubbish = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.constantFrom(
    ':',
    '\t',
    '  : ',
    '9'.repeat(30),
    '('.repeat(200),
    '"',
    '\\',
    '<td>',
    '=3D=',
    '\u00a0',
    '\n\n\n',
    ' '.repeat(500),
    '-'.repeat(100),
    '[00:00:00] ',
    'Dump 1 ',
    'Number of allocations ',
    'Function\t',
    '{',
    '/*',
  ),
);
const mutations = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 80 }), rubbish), { minLength: 1, maxLength: 8 });

function mutate(text: string, steps: readonly (readonly [number, number, string])[]): string {
  return steps.reduce((current, [at, length, piece]) => {
    const from = current.length === 0 ? 0 : at % current.length;
    return current.slice(0, from) + piece + (length % 3 === 0 ? current.slice(from) : current.slice(from + length));
  }, text);
}

/** The shortest of three runs of the same work, in ms. */
function duration(work: () => unknown): number {
  const times = [0, 1, 2].map(() => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return Math.min(...times);
}

function isTyped(parsed: Parsed): boolean {
  return parsed.ok ? Array.isArray(parsed.readings) : parsed.problem.length > 20;
}

/** Reads a text with one parser alone; false where an answer was not one of the three. */
function readAll(parser: TextParser, text: string): boolean {
  const lines = normalisedLines(text);
  let typed = true;
  for (let at = 0; at < lines.length;) {
    const span = lines[at] === '' ? 0 : parser.span(lines, at);
    typed &&= Number.isInteger(span) && span >= 0 && (span === 0 || isTyped(parser.parse(lines.slice(at, at + span))));
    at += Math.max(span, 1);
  }
  return typed;
}

function readBytesOf(parser: ByteParser, bytes: Uint8Array): boolean {
  const reader = parser.read(bytes.length);
  let step = reader.next();
  while (step.done !== true) step = reader.next(bytes.subarray(step.value.offset, step.value.offset + step.value.length));
  return isTyped(step.value);
}

const textual: readonly (readonly [TextParser, string])[] = [
  [handleSummary, fixture('handle-summary/v4.0-with-prompt.txt')],
  [handleList, listing],
  [processExplorerHandles, pane],
  [procdumpConsole, fixture('procdump-console/v8.0-clone.txt')],
  [debugdiagReport, report],
  [debugdiagDotnetReport, dotNet],
  [csharpSource, fixture('csharp-source/cached-serializer-without-braces.txt')],
];
const binary: readonly (readonly [ByteParser, string])[] = [
  [debugdiagMht, mht],
  [debugdiagHtml, page],
];

describe('outputs that were damaged on their way', () => {
  it.each(textual.map(([parser, text]) => [parser.id, parser, text] as const))('%s answers each', (_, parser, text) => {
    fc.assert(
      fc.property(mutations, (steps) => {
        const mutant = mutate(text, steps);
        expect(readAll(parser, mutant)).toBe(true);
        if (duration(() => readAll(parser, mutant)) > boundMs) throw new Error(`slow: ${JSON.stringify(mutant)}`);
      }),
      { numRuns: mutants },
    );
  });

  it.each(binary.map(([parser, text]) => [parser.id, parser, text] as const))('%s answers each', (_, parser, text) => {
    fc.assert(
      fc.property(mutations, (steps) => {
        const mutant = new TextEncoder().encode(mutate(text, steps));
        expect(readBytesOf(parser, mutant)).toBe(true);
        if (duration(() => readBytesOf(parser, mutant)) > boundMs) throw new Error('slow');
      }),
      { numRuns: mutants },
    );
  });

  /** PERF F17: no pattern may take more than 10 ms on 20,000 hostile characters; here a parser asks many of them, and normalising is in it. */
  const attacks = [
    'a',
    ' ',
    '\t',
    ':',
    '9',
    '9,',
    '.',
    '(',
    '<',
    '"',
    "'",
    '/*',
    '/',
    '\\',
    '+',
    '!',
    'a ',
    'A.',
    'a,',
    ': 1 ',
    'x pid: ',
    'new ',
    'static ',
    'with 1 ',
    'Dump 1 ',
    '[00:00:00] ',
    'Function ',
    'allocations ',
    'C:\\',
    'File  ',
    '- 1 Event ',
    '0x0,',
    'LeakTrack was detected in ',
  ];
  it.each(textual.map(([parser]) => [parser.id, parser] as const))('%s takes linear time on hostile lines', (_, parser) => {
    for (const attack of attacks) {
      const line = attack.repeat(Math.ceil(20_000 / attack.length));
      for (const text of [line, `${attack}\n`.repeat(Math.ceil(20_000 / (attack.length + 1)))]) {
        expect([attack, text.includes('\n'), duration(() => readAll(parser, text)) > 100]).toEqual([attack, text.includes('\n'), false]);
      }
    }
  });
});
