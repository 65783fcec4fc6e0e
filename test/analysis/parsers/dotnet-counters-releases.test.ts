import { describe, expect, it } from '@jest/globals';
import { readingsOf, readText } from '../../support/check-parser.ts';

const first = (text: string, name?: string) => {
  const result = readText(text, name);
  expect(result.blocks).toHaveLength(1);
  return readingsOf(result)[0];
};

describe('the screen of dotnet-counters', () => {
  it('with the last change behind each value: two columns are not one number', () => {
    const text =
      'Press p to pause, r to resume, q to quit.\n    Status: Running\nName                                                             Current Value      Last Delta\n[System.Runtime]\n    dotnet.assembly.count ({assembly})                                     118               0\n    dotnet.gc.last_collection.heap.size (By)\n        gc.heap.generation\n        ------------------\n        gen0                                                                 0               0\n        gen1                                                         1,081,152               0\n        gen2                                                           200,000         100,000\n        loh                                                             98,384               0\n        poh                                                             24,528               0\n    dotnet.process.memory.working_set (By)                          73,515,008       1,024,000\n';
    expect(first(text)).toMatchObject({ values: { assemblies: 118, gcHeap: 1404064, workingSet: 73515008 } });
  });

  it('of a German session: a dot that stands twice groups digits', () => {
    const text =
      '[System.Runtime]\n    GC Committed Bytes (MB)                                    1.133\n    Gen 2 Size (B)                                        51.805.928\n    Working Set (MB)                                           1.412\n';
    expect(first(text)).toMatchObject({ values: { gcCommitted: 1_133_000_000, workingSet: 1_412_000_000 } });
  });

  it('of a French session: blanks group digits', () => {
    expect(
      first(
        '[System.Runtime]\n    GC Heap Size (MB)                                1 133\n    Working Set (MB)                                 1 412\n',
      ),
    ).toMatchObject({
      values: { gcHeap: 1_133_000_000, workingSet: 1_412_000_000 },
    });
  });
});

describe('the CSV of dotnet-counters', () => {
  const row = (time: string, part: string, value: number) =>
    `11/21/2024 09:00:${time},System.Runtime,dotnet.gc.last_collection.heap.size (By)[gc.heap.generation=${part}],Metric,${value}\n`;

  it('that was stopped among the generations has no sum for that moment', () => {
    const whole = row('01', 'gen0', 1000) + row('01', 'gen2', 2_000_000) + row('01', 'loh', 3000);
    const text = `Timestamp,Provider,Counter Name,Counter Type,Mean/Increment\n${whole}${row('06', 'gen0', 1000)}`;
    const reading = first(text, 'counters.csv');
    expect(reading?.kind === 'counters' ? reading.series.map(({ samples }) => samples.map(({ value }) => value)) : []).toEqual([
      [2_004_000],
    ]);
  });

  it('that Excel saved with semicolons and decimal commas is read', () => {
    const text =
      'Timestamp;Provider;Counter Name;Counter Type;Mean/Increment\n13.05.2024 14:10:00;System.Runtime;GC Heap Size (MB);Metric;44,25\n13.05.2024 14:15:00;System.Runtime;GC Heap Size (MB);Metric;1144,5\n';
    for (const name of ['counters.csv', 'pasted text']) {
      const reading = first(name === 'counters.csv' ? text : `Here:\n${text}`, name);
      expect(reading?.kind === 'counters' ? reading.series[0]?.samples.map(({ value }) => value) : []).toEqual([44_250_000, 1_144_500_000]);
    }
  });
});
