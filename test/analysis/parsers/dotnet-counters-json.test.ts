import { describe, expect, it } from '@jest/globals';
import { readBytes } from '../../../analysis/index.ts';
import { checkParser, readText, utf16 } from '../../support/check-parser.ts';
import { counters, find, notes, problem } from '../../support/counter-log.ts';
import { leastProcessorMs } from '../../support/processor-time.ts';

interface Event {
  readonly name: string;
  readonly value: number;
  readonly type?: 'Metric' | 'Rate';
  readonly tags?: string;
}
const event = (second: number, { name, value, type = 'Metric', tags = '' }: Event): string =>
  `{"timestamp": "2026-09-29 10:00:0${second}Z", "provider": "System.Runtime", "name": "${name}", "tags": "${tags}", "counterType": "${type}", "value": ${value} }`;
const file = (events: readonly string[], end = ']}'): string =>
  `{"TargetProcess": "shop.exe", "StartTime": "9/29/2026 10:00:00 AM", "Events": [\n${events.join(',\n')}${end}`;
const heap = (second: number, value: number): string => event(second, { name: 'GC Heap Size (MB)', value });
const values = (text: string, counter: string): readonly number[] =>
  find(counters(readText(text)), counter).samples.map((sample) => sample.value);

describe('dotnet-counters as JSON', () => {
  checkParser('of .NET 5 to 8', {
    parser: 'dotnet-counters-json',
    text: file([heap(1, 10.5), event(1, { name: 'Working Set (MB)', value: 130 }), heap(2, 12)]),
    without: ['prompt'],
  });
  checkParser('within a pasted text', {
    parser: 'dotnet-counters-json-paste',
    text: `the log:\n${file([heap(1, 10.5), heap(2, 12)])}\n`,
  });

  it('reads three generations of names', () => {
    expect(values(file([heap(1, 10.5), heap(2, 12)]), 'gcHeap')).toEqual([10_500_000, 12_000_000]);
    const old = file([event(1, { name: '# of Assemblies Loaded', value: 118 }), event(2, { name: '# of Assemblies Loaded', value: 119 })]);
    expect(values(old, 'assemblies')).toEqual([118, 119]);
    const meters = (second: number, gen2: number): readonly string[] =>
      ['gen2', 'loh'].map((generation, index) =>
        event(second, {
          name: 'dotnet.gc.last_collection.heap.size (By)',
          tags: `gc.heap.generation=${generation}`,
          value: index === 0 ? gen2 : 1000,
        }),
      );
    expect(values(file([...meters(1, 5000), ...meters(2, 6000)]), 'gcHeap')).toEqual([6000, 7000]);
  });

  it('adds up collections and takes the process from the head', () => {
    const collections = [1, 2, 3].map((second) => event(second, { name: 'Gen 2 GC Count (Count / 1 sec)', value: 2, type: 'Rate' }));
    const reading = counters(readText(file(collections)));
    expect(find(reading, 'gen2Collections').samples.map((sample) => sample.value)).toEqual([2, 4, 6]);
    expect(reading.life).toMatchObject({ process: 'shop', runtime: 'dotnet' });
    expect(reading.takenAt).toBe(Date.UTC(2026, 8, 29, 10, 0, 3));
    expect(notes(readText(file(collections)))).not.toContain('no zone');
  });

  it('repairs a file whose tool was killed, wherever it stopped', () => {
    const whole = file([heap(1, 10), heap(2, 11), heap(3, 12)]);
    const open = file([heap(1, 10), heap(2, 11)], ',');
    expect(values(open, 'gcHeap')).toEqual([10e6, 11e6]);
    expect(notes(readText(open))).toContain('not closed');
    expect(notes(readText(whole))).not.toContain('not closed');
    expect(values(whole.slice(0, whole.lastIndexOf('"value"')), 'gcHeap')).toEqual([10e6, 11e6]);
    expect(problem(readText(whole.slice(0, 100)))).toContain('no event in it is whole');
  });

  it('reads one endless line, larger than a window of text', () => {
    const many = Array.from({ length: 12_000 }, (_, index) => {
      const time = new Date(Date.UTC(2026, 0, 1) + index * 1000).toISOString().replace('T', ' ').replace('.000Z', 'Z');
      return `{ "timestamp": "${time}", "provider": "System.Runtime", "name": "GC Heap Size (MB)", "counterType": "Metric", "value": ${index} }`;
    });
    const text = `{ "TargetProcess": "shop", "StartTime": "x", "Events": [${many.join(',')}]}`;
    expect(leastProcessorMs(() => readText(text), 2000)).toBeLessThan(2000);
    const series = find(counters(readText(text)), 'gcHeap');
    expect([series.samples[0]?.value, series.samples.at(-1)?.value]).toEqual([1e6, 11_999e6]);
    expect(find(counters(readBytes('c.json', utf16(text))), 'gcHeap').samples).toEqual(series.samples);
  });
});

describe('livemetrics of dotnet-monitor', () => {
  const live = (ms: number, name: string, unit: string, value: number, tags = '', type = 'Metric'): string =>
    `\u001e{"timestamp":"2026-08-31T16:58:3${(ms / 1000).toFixed(3)}0001+00:00","provider":"System.Runtime","name":"${name}","displayName":"X","unit":"${unit}","counterType":"${type}","tags":"${tags}","value":${value}}\n`;

  checkParser('as a sequence of records', {
    parser: 'dotnet-counters-json',
    text: [
      live(100, 'working-set', 'MB', 126),
      live(101, 'gc-heap-size', 'MB', 16),
      live(5100, 'working-set', 'MB', 127),
      live(5101, 'gc-heap-size', 'MB', 17),
    ].join(''),
    without: ['prompt'],
  });

  it('adds the generations of one tick, though their times differ by some ms', () => {
    const tick = (ms: number, gen2: number): string =>
      ['gen0', 'gen2', 'loh']
        .map((generation, index) =>
          live(ms + index, 'dotnet.gc.last_collection.heap.size', 'By', index === 1 ? gen2 : 10, `gc.heap.generation=${generation}`),
        )
        .join('');
    expect(values(tick(999, 100) + tick(5999, 200), 'gcHeap')).toEqual([120, 220]);
  });

  it('leaves out rates, whose interval it does not tell', () => {
    const text = live(100, 'alloc-rate', 'B', 5000, '', 'Rate') + live(101, 'gc-heap-size', 'MB', 16);
    expect(counters(readText(text)).series.map((each) => each.counter)).toEqual(['gcHeap']);
  });
});
