import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { ReadResult, Reading } from '../../analysis/types.ts';
import { readingsOf, readText } from '../support/check-parser.ts';

const folder = join(import.meta.dirname, '../fuzz/examples');
const example = (name: string): string =>
  readFileSync(join(folder, `${name}.txt`), 'utf8')
    .replaceAll('\r\n', '\n')
    .trimEnd();

/** What people copy one below the other out of a console, without an empty line between. */
const copied = [
  ...[
    'address-summary',
    'appcmd-workers',
    'bcc-memleak',
    'connections',
    'container-memory',
    'dotnet-counters-json',
    'dotnet-counters-paste',
  ],
  ...['dotnet-stack', 'dumpasync', 'dumpdomain', 'dumpheap-stat', 'eeheap-gc', 'eeheap-loader', 'fd-count', 'finalizequeue'],
  ...[
    'gchandles',
    'gcroot',
    'gdi-objects',
    'handle-debugger',
    'handle-list',
    'handle-summary',
    'heap-list',
    'heap-s',
    'heap-stat',
    'heapstat',
    'heaptrack-totals',
  ],
  ...[
    'htrace',
    'free-disk',
    'gcdump-report',
    'lm',
    'lsof',
    'lsof-fields',
    'malloc-stats',
    'oom-kill',
    'pmap',
    'proc-limits',
    'proc-status',
  ],
  ...[
    'procdump-console',
    'procdump-linux',
    'process-csv',
    'process-list',
    'process-table',
    'prometheus-metrics',
    'ps',
    'resource-exhaustion',
    'runaway',
    'smaps-rollup',
  ],
  ...['tasklist-modules', 'timerinfo', 'typeperf-console', 'umdh', 'was-events'],
];

const untold = new Set(['notes', 'takenAt', 'timeFrom', 'sequence', 'life', 'line', 'at', 'startedAt']);
/** What a reading says, without when and of whom: the text around it may tell that. */
const told = (reading: Reading): string => JSON.stringify(reading, (key, value: unknown) => (untold.has(key) ? undefined : value));

function lostOf(alone: ReadResult, joined: ReadResult): readonly string[] {
  const left = readingsOf(joined).map(told);
  return alone.blocks.flatMap(({ parser, readings }) =>
    readings.flatMap((reading) => {
      const at = left.indexOf(told(reading));
      if (at !== -1) left.splice(at, 1);
      const isAnswered = joined.unread.some((part) => part.parser === parser);
      return at !== -1 || isAnswered ? [] : [`${parser} ${reading.kind}`];
    }),
  );
}

describe('two outputs with nothing but a line end between them', () => {
  const examples = copied.map((name) => ({ name, text: example(name), alone: readText(example(name)) }));
  /** Two languages of Windows: where the second event begins shows in the labels that come again. */
  const together = new Set(['resource-exhaustion + was-events', 'was-events + resource-exhaustion']);

  it.each(examples.map((each) => [each.name, each] as const))('are both read where %s stands first', (_, first) => {
    const lost = examples.flatMap((second) => {
      const pair = `${first.name} + ${second.name}`;
      if (second === first || together.has(pair)) return [];
      const joined = readText(`${first.text}\n${second.text}`);
      return [...lostOf(first.alone, joined), ...lostOf(second.alone, joined)].map((each) => `${pair}: ${each}`);
    });
    expect(lost).toEqual([]);
  });
});

describe('one output right below another', () => {
  const parsersOf = (text: string): readonly string[] => readText(text).blocks.map(({ parser }) => parser);
  const kinds = (text: string, kind: Reading['kind']) => readingsOf(readText(text)).filter((reading) => reading.kind === kind);
  const statistics = 'Statistics:\n              MT    Count    TotalSize Class Name\n00007f6c20a67498    20000      4800000 Shop.Order\n';

  it('is no table of a finalizer queue that was cut before its end', () => {
    const cut = 'SyncBlocks to be cleaned up: 0\ngeneration 0 has 12 finalizable objects (0000021c729bbef0->0000021c729bbf50)\n';
    expect(parsersOf(`${cut}${statistics}Total 20000 objects\n`)).toEqual(['finalizequeue', 'dumpheap-stat']);
    const whole = `${cut}Ready for finalization 7 objects (0000021c729bbf50->0000021c729bbf88)\n${statistics}Total 20000 objects\n`;
    expect(parsersOf(whole)).toEqual(['finalizequeue']);
  });

  it('is no row of a heap statistic that ended with its total', () => {
    const other = '00007f6c20a11111       31         9920 Shop.Cart\n00007f6c20a22222       77        19920 Shop.Item\nTotal 108 objects\n';
    expect(kinds(`${statistics}Total 20000 objects\n${other}`, 'heapStatistic')).toMatchObject([
      { totalObjects: 20_000, partial: false },
      { totalObjects: 108, partial: false },
    ]);
    expect(kinds(`${statistics}Total 20108 objects\n\n...\n${other}`, 'heapStatistic')).toHaveLength(1);
  });

  it('is no type of handles, nor a detail of one', () => {
    const table = '2 Handles\nType           \tCount\nEvent          \t1\nFile           \t1\n';
    const report = 'Dump 1\nTotal size of allocations = 1.75 GBytes\nModule Name  GdiPlus\nAllocation Count  9000 allocation(s)\n';
    expect(parsersOf(`0:000> !handle 0 0\n${table}${report}`)).toEqual(['handle-debugger', 'debugdiag-report']);
    expect(kinds(`${table}${report}`, 'handles')).toMatchObject([{ summary: { byType: { Event: 1, File: 1 }, total: 2 } }]);
    const one = 'Handle 0000000000000748\n  Type         \tEvent\n  HandleCount  \t2\n  Name         \t<none>\n    Event Type Auto Reset\n';
    expect(parsersOf(`${one}${example('gcdump-report')}`)).toEqual(['handle-debugger', 'gcdump-report']);
  });

  it('is the next comparison of heaps, behind the total of the first', () => {
    const comparison = (bytes: string) =>
      `// Each log entry has the following syntax:\n+    ${bytes} (  ${bytes} -      0)      9 allocs\tBackTrace2A\n+       9 (     9 -      0)\tBackTrace2A\tallocations\n\n\tntdll!RtlAllocateHeap+0x1\n\tShop!Render+0x10\n\nTotal increase ==  ${bytes} requested +      0 overhead =  ${bytes}\n`;
    expect(kinds(`${comparison('27000')}${comparison('39000')}`, 'allocations')).toHaveLength(2);
  });

  it('is the next event of a list without empty lines', () => {
    const event = (source: string, id: number, says: string) =>
      `Log Name:      System\nSource:        Microsoft-Windows-${source}\nDate:          11/21/2026 9:32:42 AM\nEvent ID:      ${id}\nLevel:         Warning\nComputer:      WEB01\nDescription:\n${says}\n`;
    const recycled = event(
      'WAS',
      5117,
      "A worker process serving application pool 'Shop' has requested a recycle because it reached its private bytes memory limit.",
    );
    const short = event(
      'Resource-Exhaustion-Detector',
      2004,
      'The following programs consumed the most virtual memory: w3wp.exe (4120) consumed 12345678848 bytes.',
    );
    expect(parsersOf(`${recycled}${short}`)).toEqual(['was-events', 'resource-exhaustion']);
    expect(parsersOf(`${short}${recycled}`)).toEqual(['resource-exhaustion', 'was-events']);
  });
});
