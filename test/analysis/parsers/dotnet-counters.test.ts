import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readBytes } from '../../../analysis/index.ts';
import { dotnetCounterOf } from '../../../analysis/dotnet-counter-names.ts';
import { checkParser, readText, readingsOf } from '../../support/check-parser.ts';
import { counters, find, notes, problem } from '../../support/counter-log.ts';

const heading = 'Timestamp,Provider,Counter Name,Counter Type,Mean/Increment';
const meters = (time: string, gen2: number, collections: number): string =>
  [
    `${time},System.Runtime,dotnet.process.memory.working_set (By),Metric,149704704`,
    `${time},System.Runtime,dotnet.gc.last_collection.heap.size (By)[gc.heap.generation=gen2],Metric,${gen2}`,
    `${time},System.Runtime,dotnet.gc.last_collection.heap.size (By)[gc.heap.generation=loh],Metric,1000`,
    `${time},System.Runtime,dotnet.gc.last_collection.heap.fragmentation.size (By)[gc.heap.generation=loh],Metric,77`,
    `${time},System.Runtime,dotnet.gc.collections ({collection} / 1 sec)[gc.heap.generation=gen2],Rate,${collections}`,
    `${time},System.Runtime,dotnet.gc.collections ({collection} / 1 sec)[gc.heap.generation=gen0],Rate,50`,
    `${time},System.Runtime,dotnet.gc.heap.total_allocated (By / 5 sec),Rate,500`,
  ].join('\n');
const text = [
  heading,
  meters('08/14/2025 16:28:29', 20000, 0),
  meters('08/14/2025 16:28:30', 21000, 2),
  meters('08/14/2025 16:28:31', 22000, 1),
  '',
].join('\n');

describe('a dotnet-counters log', () => {
  checkParser('of .NET 9', { parser: 'dotnet-counters-csv', text, without: ['prompt'] });
  checkParser('within a pasted text', { parser: 'dotnet-counters-paste', text: `it printed:\n${text}` });

  it('sums generations, adds up collections and makes rates per second', () => {
    const reading = counters(readText(text));
    const values = (counter: string): readonly number[] => find(reading, counter).samples.map((sample) => sample.value);
    expect(values('gcHeap')).toEqual([21000, 22000, 23000]);
    expect(values('gen2Collections')).toEqual([0, 2, 3]);
    expect(values('allocationRate')).toEqual([100, 100, 100]);
    expect(find(reading, 'gcHeap').samples[0]?.at).toBe(Date.UTC(2025, 7, 14, 16, 28, 29));
    expect(notes(readText(text))).toContain('tell no zone');
  });

  it('of .NET 5 to 8 counts MB in millions, in any culture of the time', () => {
    const rows = (time: string): string =>
      [
        heading,
        `${time},System.Runtime,GC Heap Size (MB),Metric,30`,
        `${time},System.Runtime,Number of Assemblies Loaded,Metric,118`,
        '',
      ].join('\n');
    for (const time of [
      '12.08.2022 16:35:50',
      '8/12/2022 4:35:50 PM',
      '2022/08/12 16:35:50',
      '2022-08-12 16:35:50',
      '08/12/2022 16:35:50',
    ]) {
      const reading = counters(readText(rows(time)));
      expect(find(reading, 'gcHeap').samples[0]?.value).toBe(30_000_000);
      expect(find(reading, 'assemblies').samples[0]?.at).toBe(Date.UTC(2022, 7, 12, 16, 35, 50));
    }
  });

  it('tells day from month by its end where its start does not', () => {
    const at = (time: string): string => `${time},System.Runtime,GC Heap Size (MB),Metric,30`;
    const overnight = [heading, at('03/04/2026 23:59:59'), at('04/04/2026 00:00:01')].join('\n');
    expect(find(counters(readText(overnight)), 'gcHeap').samples.map((sample) => new Date(sample.at).toISOString())).toEqual([
      '2026-04-03T23:59:59.000Z',
      '2026-04-04T00:00:01.000Z',
    ]);
    expect(notes(readText([heading, at('03/04/2026 10:00:00')].join('\n')))).toContain('read month first');
  });

  it('reads a culture whose decimal is a comma, though it is not quoted', () => {
    const comma = [heading, '12.08.2022 16:35:50,System.Runtime,GC Heap Size (MB),Metric,30,5'].join('\n');
    expect(find(counters(readText(comma)), 'gcHeap').samples[0]?.value).toBe(30_500_000);
  });

  it('takes a heap of 0 for "no collection yet"', () => {
    const zero = text.replace(',20000', ',0').replace(',1000', ',0');
    expect(find(counters(readText(zero)), 'gcHeap').samples).toHaveLength(2);
    expect(notes(readText(zero))).toContain('no collection had run');
  });

  it('leaves out a torn row and says its line', () => {
    const torn = `${text}08/14/2025 16:28:32,System.Runtime,dotnet.gc.last_coll`;
    expect(notes(readText(torn))).toContain('line 23');
    expect(find(counters(readText(torn)), 'gcHeap').samples).toHaveLength(3);
  });

  it('hands what follows it to the other parsers', () => {
    const result = readText(`${text}\nName:\tdemo\nPid:\t42\nVmRSS:\t  1000 kB\n`);
    expect(result.blocks.map((block) => [block.parser, block.fromLine])).toEqual([
      ['dotnet-counters-csv', 0],
      ['proc-status', 24],
    ]);
  });

  it('without a memory counter says what to collect', () => {
    expect(problem(readText(`${heading}\n10/19/2025 21:56:36,Hugo.Go,waitgroup.outstanding ({count}),Metric,2\n`))).toContain(
      '--counters System.Runtime',
    );
    expect(problem(readText(`${heading}\n`))).toContain('no row follows');
  });
});

describe('a dotnet-counters screen', () => {
  const old = `Press p to pause, r to resume, q to quit.
    Status: Running

[System.Runtime]
    # of Assemblies Loaded                           118
    % Time in GC (since last GC)                       0
    Allocation Rate (Bytes / sec)                 37,896
    GC Heap Size (MB)                                  4
    Gen 2 GC / sec                                     0
    Working Set (MB)                                  83
`;
  const now = `[System.Runtime]
    dotnet.assembly.count ({assembly})                                 115
    dotnet.gc.collections ({collection})
        gc.heap.generation
        ------------------
        gen0                                                             2
        gen2                                                             1
    dotnet.gc.last_collection.heap.size (By)
        gc.heap.generation
        gen0                                                       208,712
        gen1                                                     3,456,000
        gen2                                                     5,065,600
    dotnet.gc.pause.time (s)                                         0.024
    dotnet.process.memory.working_set (By)                      1.3217e+08
`;
  checkParser('of .NET Core 3', { parser: 'dotnet-counters-screen', text: old });
  checkParser('of .NET 9', { parser: 'dotnet-counters-screen', text: now });

  it.each([
    [old, { assemblies: 118, allocationRate: 37896, gcHeap: 4e6, workingSet: 83e6 }],
    [now, { assemblies: 115, gen2Collections: 1, gcHeap: 8730312, workingSet: 132170000 }],
    ['    GC Heap Size (MB)                                 30\n', { gcHeap: 30e6 }],
  ])('gives its values', (screen, values) => {
    expect(readingsOf(readText(screen))).toEqual([expect.objectContaining({ kind: 'snapshot', values })]);
  });

  it('is one block a screen', () => {
    expect(readText(`${old}\n${old}`).blocks).toHaveLength(2);
  });
});

describe('names of the runtime’s counters', () => {
  it.each([
    ['GC Heap Size (MB)', 'gcHeap', 1e6, null],
    ['Allocation Rate (B / 5 sec)', 'allocationRate', 1, 5],
    ['Gen 2 GC / sec', 'gen2Collections', 1, 1],
    ['dotnet.gc.collections ({collection} / 1 sec)[gc.heap.generation=gen2]', 'gen2Collections', 1, 1],
    ['dotnet.process.memory.working_set (By)', 'workingSet', 1, null],
  ])('%s', (printed, counter, factor, perSeconds) => expect(dotnetCounterOf(printed)).toMatchObject({ counter, factor, perSeconds }));

  it('others are none of ours', () => {
    for (const name of ['CPU Usage (%)', 'dotnet.gc.collections ({collection})[gc.heap.generation=gen1]', '', '(((((', 'x'.repeat(20_000)])
      expect(dotnetCounterOf(name)).toBeNull();
  });
});

const shared = join(import.meta.dirname, '../../../../shared/cases');
(existsSync(shared) ? describe : describe.skip)('real dotnet-counters logs (shared cases; skipped where they are absent)', () => {
  it('a publisher without back-pressure: the heap rises to 14 GB', () => {
    const reading = counters(readBytes('counters.csv', readFileSync(join(shared, 'masstransit-publisher-confirm-off/counters.csv'))));
    const heap = find(reading, 'gcHeap').samples;
    expect(heap[0]).toEqual({ at: Date.UTC(2022, 7, 12, 16, 35, 50), value: 1_000_000 });
    expect(Math.max(...heap.map((sample) => sample.value))).toBeGreaterThan(14e9);
    expect(heap.length).toBeLessThanOrEqual(500);
  });

  it('a healthy load test: all flat', () => {
    const reading = counters(readBytes('counters.csv', readFileSync(join(shared, 'bookings-api-loadtest-noleak/counters.csv'))));
    expect(find(reading, 'assemblies').samples.every((sample) => sample.value === 88)).toBe(true);
    expect(find(reading, 'gcHeap').samples[0]?.value).toBe(20334616 + 3873416 + 58240 + 2202936);
  });
});

describe('sizes without a unit', () => {
  it('are of .NET Core 3.0, whose counters were megabytes all the same', () => {
    const old = `${heading}\n11/21/2019 10:00:00,System.Runtime,GC Heap Size,Metric,96\n11/21/2019 10:00:05,System.Runtime,Working Set,Metric,351\n`;
    expect(find(counters(readText(old, 'counters.csv')), 'gcHeap').samples[0]?.value).toBe(96e6);
    expect(find(counters(readText(old, 'counters.csv')), 'workingSet').samples[0]?.value).toBe(351e6);
  });
});

describe('a dotnet-counters screen of another culture', () => {
  const screen = (rate: string) =>
    `[System.Runtime]\n    Allocation Rate (B / 1 sec)                 ${rate}\n    GC Fragmentation (%)                       0,321\n    GC Heap Size (MB)                          9,211\n    Working Set (MB)                         141,554\n`;

  it('has a decimal comma where a comma stands behind a lone 0', () => {
    expect(readingsOf(readText(screen('24.504')))).toMatchObject([
      { values: { gcHeap: 9211000, workingSet: 141554000, allocationRate: 24504 } },
    ]);
  });

  it('says so where nothing decides', () => {
    const result = readText('[System.Runtime]\n    GC Heap Size (MB)                          9,211\n');
    expect(readingsOf(result)).toMatchObject([{ values: { gcHeap: 9211e6 } }]);
    expect(notes(result)).toContain('comma groups digits');
  });
});
