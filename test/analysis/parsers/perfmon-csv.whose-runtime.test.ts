/** .NET counters without a process id, several processes of their name: whose they are is told by the curves, or not at all. */
import { describe, expect, it } from '@jest/globals';
import type { ReadResult } from '../../../analysis/types.ts';
import { readText } from '../../support/check-parser.ts';
import { counters, log, notes, row } from '../../support/counter-log.ts';

const paths = [
  'Process(w3wp)\\Private Bytes',
  'Process(w3wp#1)\\Private Bytes',
  '.NET CLR Memory(w3wp)\\# Bytes in all Heaps',
  '.NET CLR Memory(w3wp#1)\\# Bytes in all Heaps',
];
const minutes = Array.from({ length: 60 }, (_, index) => index);
const MB = 1e6;

/** Each curve: megabytes at minute `index`. */
const logOf = (columns: readonly string[], ...curves: readonly ((index: number) => number)[]): string =>
  log(
    columns,
    minutes.map((index) => row(index, ...curves.map((curve) => curve(index) * MB))),
  );
const flat = (level: number) => (): number => level;
const rising = (from: number) => (index: number) => from + 10 * index;
const heapOf = (result: ReadResult, process: string): number | undefined =>
  counters(result).series.find((each) => each.counter === 'gcHeap' && each.life.process === process)?.samples[0]?.value;

describe('.NET counters that tell no process id', () => {
  it('belong to the one process that grows where one of them grows', () => {
    const result = readText(logOf(paths, flat(900), rising(400), rising(200), flat(150)));
    expect([heapOf(result, 'w3wp'), heapOf(result, 'w3wp#1')]).toEqual([150 * MB, 200 * MB]);
    expect(notes(result)).toContain('each was given to the one process of that name whose private bytes it fits');
  });

  it('belong to no process that is smaller than their heap', () => {
    const result = readText(logOf(paths, flat(200), flat(900), flat(700), flat(150)));
    expect([heapOf(result, 'w3wp'), heapOf(result, 'w3wp#1')]).toEqual([150 * MB, 700 * MB]);
  });

  it('are taken in their own order where none of them grows, and that is said', () => {
    const result = readText(logOf(paths, rising(400), flat(350), flat(150), flat(160)));
    expect([heapOf(result, 'w3wp'), heapOf(result, 'w3wp#1')]).toEqual([150 * MB, 160 * MB]);
    expect(notes(result)).toContain('none of them grows, so they were taken in the order of their numbers');
  });

  it.each([
    ['two processes grow as the one heap does', [rising(400), rising(500), rising(200), flat(150)]],
    ['no process grows as much as the heap', [flat(4000), flat(4100), rising(200), flat(150)]],
    ['no process holds the heap', [flat(100), flat(110), flat(300), flat(50)]],
    ['a process came later', [rising(400), (index: number) => (index < 20 ? Number.NaN : 350), rising(200), flat(150)]],
  ] as const)('stay out where %s', (_, curves) => {
    const result = readText(logOf(paths, ...curves).replaceAll('NaN', ' '));
    expect([heapOf(result, 'w3wp'), heapOf(result, 'w3wp#1')]).toEqual([undefined, undefined]);
    expect(notes(result)).toContain('nothing tells which of the processes of that name they are of');
  });

  it('go with the process that grows where their assemblies do', () => {
    const loading = ['.NET CLR Loading(w3wp)\\Current Assemblies', '.NET CLR Loading(w3wp#1)\\Current Assemblies'];
    const count = (from: number, perMinute: number) => (index: number) => (from + perMinute * index) / MB;
    const result = readText(logOf([...paths, ...loading], flat(900), rising(400), flat(150), flat(160), count(300, 20), count(90, 0)));
    const assemblies = counters(result).series.find((each) => each.counter === 'assemblies' && each.life.process === 'w3wp#1');
    expect(assemblies?.samples[0]?.value).toBe(300);
  });
});
