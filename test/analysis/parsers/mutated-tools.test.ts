/** The same for the tools around the debuggers: counters as JSON, IIS, Linux consoles, PowerShell. See mutated-outputs.test.ts. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { normalisedLines } from '../../../analysis/lines.ts';
import { appcmdError } from '../../../analysis/parsers/appcmd-error.ts';
import { appcmdPool } from '../../../analysis/parsers/appcmd-pool.ts';
import { appcmdWorkers } from '../../../analysis/parsers/appcmd-workers.ts';
import { clixml } from '../../../analysis/parsers/clixml.ts';
import { dotnetCountersJson, dotnetCountersJsonPaste } from '../../../analysis/parsers/dotnet-counters-json.ts';
import { dotnetDumpConsole } from '../../../analysis/parsers/dotnet-dump-console.ts';
import { dumpobj } from '../../../analysis/parsers/dumpobj.ts';
import { gcdumpReport } from '../../../analysis/parsers/gcdump-report.ts';
import { gcore } from '../../../analysis/parsers/gcore.ts';
import { iisPoolTable } from '../../../analysis/parsers/iis-pool-table.ts';
import { powershellError } from '../../../analysis/parsers/powershell-error.ts';
import { procLimits } from '../../../analysis/parsers/proc-limits.ts';
import { prometheusMetrics } from '../../../analysis/parsers/prometheus-metrics.ts';
import { wasEvents } from '../../../analysis/parsers/was-events.ts';
import type { Parsed, TextParser } from '../../../analysis/types.ts';

const mutants = Number(process.env['MUTANTS'] ?? '100');
const boundMs = 50;

const events =
  '{"TargetProcess": "app", "StartTime": "x", "Events": [\n{"timestamp": "2026-09-29 10:00:01Z", "provider": "System.Runtime", "name": "GC Heap Size (MB)", "tags": "", "counterType": "Metric", "value": 10.5 },\n{"timestamp": "2026-09-29 10:00:02Z", "provider": "System.Runtime", "name": "GC Heap Size (MB)", "tags": "", "counterType": "Metric", "value": 12 }]}\n';
const examples: readonly (readonly [TextParser, string])[] = [
  [dotnetCountersJsonPaste, events],
  [prometheusMetrics, '# TYPE a gauge\nsystemruntime_gc_heap_size_bytes{a="b"} 5 1618889176312\nprocess_private_memory_bytes 1.3217e+08\n'],
  [
    gcdumpReport,
    '     39,114,093  GC Heap bytes\n          2,384  GC Heap objects\n\n   Object Bytes     Count  Type\n        200,024       190  System.Byte[] (Bytes > 100K)  [a.dll]\n',
  ],
  [appcmdWorkers, 'WP "5560" (applicationPool:A (b))\n<appcmd><WP WP.NAME="1001" APPPOOL.NAME="AppPool1" /></appcmd>\n'],
  [appcmdError, 'ERROR ( message:Configuration error\nFilename: redirection.config\n. )\n'],
  [appcmdPool, 'APPPOOL\n  APPPOOL.NAME:"Shop"\n  [add]\n    privateMemory:"1800000"\n    time:"1.05:00:00"\n'],
  [
    wasEvents,
    "Log Name: System\nSource:        Microsoft-Windows-WAS\nDate: 10/14/2016 9:32:42 AM\nEvent ID:      5117\nDescription:\nA pool 'WsusPool' did.\n",
  ],
  [
    iisPoolTable,
    'Name   Status   CLR Ver  Pipeline Mode  Start Mode\n----   ------   -------  -----  ----\nA   Started   v4.0   Integrated   OnDemand\n',
  ],
  [procLimits, 'Limit    Soft Limit   Hard Limit   Units\nMax open files   20000   20000   files\nMax address space   5   5   bytes\n'],
  [gcore, '[New LWP 3696]\nwarning: x\nSaved corefile /tmp/core.3694\n[Inferior 1 (process 3694) detached]\n'],
  [
    dotnetDumpConsole,
    '$ dotnet-dump collect -p 7\nWriting full to /tmp/core_20260314_101502\n[createdump] Written 5 bytes (1 pages) to core file\nComplete\n',
  ],
  [
    dumpobj,
    'Name:        A.B\nMethodTable: 01036f40\nSize:        36(0x24) bytes\nFields:\n718f1f0c  4000012 1c System.Boolean 1 instance 0 _a\n',
  ],
  [
    clixml,
    '#< CLIXML\n<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04"><S S="Error">x : y_x000D__x000A_</S></Objs>\n',
  ],
  [
    powershellError,
    'a : b\nIn riga:1 car:1\n    + CategoryInfo          : ObjectNotFound: (a) []\n    + FullyQualifiedErrorId : CommandNotFoundException\n',
  ],
];

const rubbish = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.constantFrom(
    ':',
    '\t',
    '"',
    '{',
    '}',
    '[',
    '\\',
    '9'.repeat(30),
    '('.repeat(200),
    '\n\n\n',
    ' '.repeat(500),
    '<',
    "'",
    '_x000D_',
    ': WAS',
  ),
);
const mutations = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 80 }), rubbish), { minLength: 1, maxLength: 8 });

function mutate(text: string, steps: readonly (readonly [number, number, string])[]): string {
  return steps.reduce((current, [at, length, piece]) => {
    const from = current.length === 0 ? 0 : at % current.length;
    return current.slice(0, from) + piece + (length % 3 === 0 ? current.slice(from) : current.slice(from + length));
  }, text);
}

/** The shortest of three runs, in ms. */
function duration(work: () => unknown): number {
  const times = [0, 1, 2].map(() => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return Math.min(...times);
}

const isTyped = (parsed: Parsed): boolean => (parsed.ok ? Array.isArray(parsed.readings) : parsed.problem.length > 20);

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

function readEvents(text: string): boolean {
  const bytes = new TextEncoder().encode(text);
  const reader = dotnetCountersJson.read(bytes.length);
  let step = reader.next();
  while (step.done !== true) step = reader.next(bytes.subarray(step.value.offset, step.value.offset + step.value.length));
  return isTyped(step.value);
}

const named = examples.map(([parser, text]) => [parser.id, parser, text] as const);

describe('outputs of other tools that were damaged on their way', () => {
  it.each(named)('%s reads its example', (_, parser, text) => {
    const lines = normalisedLines(text);
    expect(lines.some((__, at) => parser.span(lines, at) > 0)).toBe(true);
  });

  it.each(named)('%s answers each', (_, parser, text) => {
    fc.assert(
      fc.property(mutations, (steps) => {
        const mutant = mutate(text, steps);
        expect(readAll(parser, mutant)).toBe(true);
        if (duration(() => readAll(parser, mutant)) > boundMs) throw new Error(`slow: ${JSON.stringify(mutant)}`);
      }),
      { numRuns: mutants },
    );
  });

  it('counter events as a file are answered each', () => {
    fc.assert(
      fc.property(mutations, (steps) => {
        const mutant = mutate(events, steps);
        expect(readEvents(mutant)).toBe(true);
        if (duration(() => readEvents(mutant)) > boundMs) throw new Error('slow');
      }),
      { numRuns: mutants },
    );
  });

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
    '/',
    '+',
    ': WAS ',
    '[New LWP 1]',
    'Writing full to /',
    'WP "1" ',
    '0 ',
  ];
  const heads = [
    '"timestamp"',
    '{"timestamp":[',
    '{"timestamp":1,',
    '<WP WP.NAME="1" ',
    '# TYPE a',
    'a_b{',
    'Max a ',
    'Name: x : y',
    '+ CategoryInfo : ',
  ];
  it.each(named)('%s takes linear time on hostile lines', (_, parser) => {
    for (const attack of [...attacks, ...heads]) {
      const line = attack.repeat(Math.ceil(20_000 / attack.length));
      for (const text of [line, `${attack}\n`.repeat(Math.ceil(20_000 / (attack.length + 1)))]) {
        expect([attack, text.includes('\n'), duration(() => readAll(parser, text)) > 100]).toEqual([attack, text.includes('\n'), false]);
      }
      expect([attack, duration(() => readEvents(line)) > 100]).toEqual([attack, false]);
    }
  });
});
