import { describe, expect, it } from '@jest/globals';
import { isHourBack, isHourForward } from '../../../analysis/parsers/perfmon-csv/row-order.ts';
import { readText } from '../../support/check-parser.ts';
import { counters, find, log, notes, problem, row } from '../../support/counter-log.ts';

const paths = ['Process(a)\\Private Bytes'];
const minutes = (from: number, to: number): readonly number[] => Array.from({ length: to - from }, (_, index) => from + index);
const rows = (order: readonly number[]): readonly string[] => order.map((minute) => row(minute, 100 + minute));
const valuesOf = (text: string): readonly number[] => find(counters(readText(text)), 'privateBytes').samples.map((each) => each.value);
const pathOf = (name: string): string => `Process(${name})\\Private Bytes`;

/** A row of a night, its time written in full. */
const at = (time: string, value: number): string => `"${time}.000","${value}"`;
const night = (date: string, hours: number, from: number, to: number): readonly string[] =>
  minutes(from, to).map((minute) => at(`${date} ${String(hours).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00`, minute));

describe('the rows of a counter log', () => {
  const inOrder = minutes(0, 60);
  it.each([
    ['newest first', inOrder.toReversed()],
    ['in any order', inOrder.map((index) => (index * 37) % 60)],
    ['of two logs joined the wrong way round', [...minutes(30, 60), ...minutes(0, 30)]],
  ])('%s are sorted by time, and a note says so', (_, order) => {
    const text = log(paths, rows(order));
    expect(valuesOf(text)).toEqual(inOrder.map((minute) => 100 + minute));
    expect(notes(readText(text))).toContain('not in the order of time; they were sorted');
    expect(notes(readText(text))).not.toContain('summer time');
  });

  it('of one time are the first of them, in order or not', () => {
    expect(valuesOf(log(paths, [row(0, 1), row(1, 2), row(1, 9), row(2, 3)]))).toEqual([1, 2, 3]);
    const text = log(paths, [row(1, 2), row(2, 3), row(0, 1), row(1, 9)]);
    expect(valuesOf(text)).toEqual([1, 2, 3]);
    expect(notes(readText(text))).toContain('1 row has the time of another row');
  });

  it('in order are not remarked upon', () => {
    expect(notes(readText(log(paths, rows(inOrder))))).not.toMatch(/order of time|time of another|Only/);
  });

  it('are joined with their own header where a restarted collector wrote another', () => {
    const late = log(['Process(a)\\Handle Count', ...paths], [row(10, 5, 110), row(11, 6, 111)]);
    const reading = counters(readText(late + log(paths, rows([0, 1]))));
    expect(find(reading, 'privateBytes').samples.map((each) => each.value)).toEqual([100, 101, 110, 111]);
    expect(find(reading, 'handles').samples.map((each) => each.value)).toEqual([5, 6]);
  });

  it('stay those of their process when they are sorted, and a restart stays one', () => {
    const told = ['Process(a)\\ID Process', 'Process(a)\\Elapsed Time', 'Process(a)\\Private Bytes'];
    const text = log(told, [row(3, 10, 65, 80), row(2, 10, 5, 50), row(1, 10, 660, 200), row(0, 10, 600, 100)]);
    expect(counters(readText(text)).series.map((series) => series.samples.map((each) => each.value))).toEqual([
      [100, 200],
      [50, 80],
    ]);
  });

  it('are of one process still where the clock was put back a little', () => {
    const told = ['Process(a)\\ID Process', 'Process(a)\\Elapsed Time', 'Process(a)\\Private Bytes'];
    const before = minutes(0, 10).map((minute) => row(minute, 10, minute * 60, minute));
    const after = minutes(0, 10).map((minute) => row(minute + 5, 10, minute * 60 + 630, minute + 10).replace('.417', '.900'));
    const lives = new Set(counters(readText(log(told, [...before, ...after]))).series.map((series) => series.life.startedAt));
    expect(lives.size).toBeLessThanOrEqual(2);
  });

  it('that were lost in great number are told of first', () => {
    const text = log(paths, [...rows(minutes(0, 10)), ...minutes(10, 20).map((minute) => row(minute, 1, 2, 3))]);
    const told = readText(text).blocks[0]?.notes[0];
    expect(told).toBe('Only 10 of 20 rows could be used: do not rely on a verdict from this log; drop it as the collector wrote it.');
  });
});

describe('a log too large to be sorted', () => {
  const start = Date.UTC(2026, 1, 3);
  const time = (second: number): string => {
    const [date = '', clock = ''] = new Date(start + second * 1000).toISOString().slice(0, -1).split('T');
    const [year, month, day] = date.split('-');
    return `${month}/${day}/${year} ${clock}`;
  };
  const seconds = Array.from({ length: 360_000 }, (_, second) => `"${time(second)}","${second}"`);

  it('is not judged by half of its rows', () => {
    const text = log(paths, [...seconds.slice(180_000), ...seconds.slice(0, 180_000)]);
    expect(problem(readText(text))).toMatch(/180000 of 360000 are earlier than rows before them.*drop each of them/);
  }, 30_000);

  it('does without the few rows that are out of order, and says so', () => {
    const text = log(paths, [...seconds, ...seconds.slice(0, 2)]);
    expect(notes(readText(text))).toContain('2 rows were left out: they are earlier than rows before them');
  }, 30_000);
});

describe('the end of summer time', () => {
  const switched = [...night('10/25/2026', 2, 0, 60), ...night('10/25/2026', 2, 0, 60)];
  it('is told by an hour back on a Sunday night in autumn: both hours are kept', () => {
    const text = log(paths, switched);
    const samples = find(counters(readText(text)), 'privateBytes').samples;
    expect(samples).toHaveLength(120);
    expect((samples.at(-1)?.at ?? 0) - (samples[0]?.at ?? 0)).toBe(119 * 60_000);
    expect(notes(readText(text))).toContain('end of summer time');
  });

  it('is not counted again where a later header tells the new zone', () => {
    const summer = (zone: string, rows: readonly string[]): string => log(paths, rows).replace('(-60)', zone);
    const text = summer('(-120)', switched) + summer('(-60)', night('10/25/2026', 3, 0, 2));
    const samples = find(counters(readText(text)), 'privateBytes').samples;
    expect(samples.map((each) => (each.at - (samples[0]?.at ?? 0)) / 60_000)).toEqual(minutes(0, 122));
  });

  it('comes once a log', () => {
    const text = log(paths, [...switched, ...night('10/25/2026', 2, 0, 60)]);
    const samples = find(counters(readText(text)), 'privateBytes').samples;
    expect((samples.at(-1)?.at ?? 0) - (samples[0]?.at ?? 0)).toBe(119 * 60_000);
    expect(notes(readText(text))).toContain('sorted');
  });

  it('is not what irregular rows follow', () => {
    const text = log(paths, [...night('10/25/2026', 2, 0, 60), ...night('10/25/2026', 2, 0, 1), ...night('10/25/2026', 2, 30, 40)]);
    expect(notes(readText(text))).not.toContain('summer time');
    expect(find(counters(readText(text)), 'privateBytes').samples).toHaveLength(60);
  });

  const minute = 60_000;
  const local = (text: string): number => Date.parse(`${text}Z`);
  it.each([
    ['2026-10-25T02:59:30', '2026-10-25T02:00:30', minute, true],
    ['2026-11-01T01:59:30', '2026-11-01T01:00:30', minute, true],
    ['2026-04-05T02:59:30', '2026-04-05T02:00:30', minute, true],
    ['2026-10-25T02:50:00', '2026-10-25T02:05:00', 15 * minute, true],
    ['2026-10-26T02:59:30', '2026-10-26T02:00:30', minute, false],
    ['2026-10-25T09:59:30', '2026-10-25T09:00:30', minute, false],
    ['2026-06-07T02:59:30', '2026-06-07T02:00:30', minute, false],
    ['2026-10-25T02:40:30', '2026-10-25T01:41:30', minute, false],
    ['2026-10-25T02:59:30', '2026-10-25T01:00:30', minute, false],
    ['2026-10-25T02:59:30', '2026-10-25T02:10:30', minute, false],
    ['2026-10-25T02:59:30', '2026-10-25T02:00:30', 0, false],
  ])('from %s to %s, every %d ms: %s', (previous, next, interval, expected) => {
    expect(isHourBack(local(previous), local(next), interval)).toBe(expected);
  });
});

describe('the start of summer time', () => {
  const minute = 60_000;
  const apart = (text: string): readonly number[] => {
    const { samples } = find(counters(readText(text)), 'privateBytes');
    return samples.slice(1).map((each, index) => (each.at - (samples[index]?.at ?? 0)) / minute);
  };

  it('is told by an hour that is missing on a Sunday night in spring: no gap is left', () => {
    const text = log(paths, [...night('03/29/2026', 1, 30, 60), ...night('03/29/2026', 3, 0, 30)]);
    expect(new Set(apart(text))).toEqual(new Set([1]));
    expect(notes(readText(text))).toContain('start of summer time');
  });

  it('and its end are both followed in one log', () => {
    const year = [
      ...night('03/29/2026', 1, 50, 60),
      ...night('03/29/2026', 3, 0, 10),
      ...night('10/25/2026', 2, 50, 60),
      ...night('10/25/2026', 2, 0, 10),
    ];
    const { samples } = find(counters(readText(log(paths, year))), 'privateBytes');
    expect(samples).toHaveLength(40);
    // 02:50 of summer time, and 02:09 of winter time: UTC+2 and UTC+1.
    expect(new Date(samples[20]?.at ?? 0).toISOString()).toContain('2026-10-25T00:50');
    expect(new Date(samples[39]?.at ?? 0).toISOString()).toContain('2026-10-25T01:09');
  });

  it('is not what a gap of another length or on another day is', () => {
    expect(apart(log(paths, [...night('03/29/2026', 1, 30, 60), ...night('03/29/2026', 3, 10, 30)]))).toContain(71);
    expect(apart(log(paths, [...night('03/30/2026', 1, 30, 60), ...night('03/30/2026', 3, 0, 30)]))).toContain(61);
  });

  const local = (text: string): number => Date.parse(`${text}Z`);
  it.each([
    ['2026-03-29T01:59:30', '2026-03-29T03:00:30', minute, true],
    ['2026-03-08T01:59:30', '2026-03-08T03:00:30', minute, true],
    ['2026-10-04T01:59:30', '2026-10-04T03:00:30', minute, true],
    ['2026-03-29T09:59:30', '2026-03-29T11:00:30', minute, false],
    ['2026-03-29T01:40:30', '2026-03-29T02:41:30', minute, false],
    ['2026-06-07T01:59:30', '2026-06-07T03:00:30', minute, false],
    ['2026-03-29T01:30:00', '2026-03-29T03:00:00', 30 * minute, false],
  ])('from %s to %s, every %d ms: %s', (previous, next, interval, expected) => {
    expect(isHourForward(local(previous), local(next), interval)).toBe(expected);
  });
});

describe('.NET counters without a process id', () => {
  const two = ['Process(w3wp)\\ID Process', pathOf('w3wp'), 'Process(w3wp#1)\\ID Process', pathOf('w3wp#1')];
  const heaps = ['.NET CLR Memory(w3wp)\\# Bytes in all Heaps', '.NET CLR Memory(w3wp#1)\\# Bytes in all Heaps'];

  it('are no process’ where several have the name, and the note says what to add', () => {
    const result = readText(log([...two, ...heaps], [row(0, 1111, 100, 2222, 200, 10, 20), row(1, 1111, 101, 2222, 210, 10, 20)]));
    expect(counters(result).series.map((series) => [series.counter, series.life.pid])).toEqual([
      ['privateBytes', 1111],
      ['privateBytes', 2222],
    ]);
    expect(notes(result)).toContain('The .NET counters of w3wp, w3wp#1 were left out');
    expect(notes(result)).toContain('\\.NET CLR Memory(NAME*)\\Process ID');
    expect(notes(result)).not.toContain('has no ID Process');
  });

  it('are kept where no process is in the log to mistake them for', () => {
    const result = readText(log([heaps[0] ?? ''], [row(0, 10), row(1, 11)]));
    expect(counters(result).series.map((series) => [series.counter, series.life.process])).toEqual([['gcHeap', 'w3wp']]);
    expect(notes(result)).not.toContain('left out');
  });

  it('of numbered processes without ID Process are told of as unsafe', () => {
    const result = readText(log([pathOf('w3wp'), pathOf('w3wp#1')], [row(0, 1, 2), row(1, 1, 2)]));
    expect(notes(result)).toContain('the log has no ID Process');
  });
});
