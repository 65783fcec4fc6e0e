import { describe, expect, it } from '@jest/globals';
import { readBytes } from '../../analysis/read.ts';
import type { ReadResult } from '../../analysis/types.ts';

const read = (text: string): ReadResult => readBytes('loop.txt', new TextEncoder().encode(text));

const status = (kb: number, pid = 731): string =>
  `Name:\tbillingd\nState:\tS (sleeping)\nTgid:\t${pid}\nPid:\t${pid}\nVmSize:\t ${kb + 90_000} kB\nVmRSS:\t ${kb + 2000} kB\nRssAnon:\t ${kb} kB\nVmSwap:\t 0 kB\nThreads:\t6\n`;
const descriptors = (sockets: number): string =>
  `ls -l /proc/731/fd\ntotal 0\n${Array.from({ length: sockets }, (_, i) => `lrwx------ 1 app app 64 Mar  2 09:00 ${i + 10} -> socket:[${40_000 + i}]\n`).join('')}`;
const clock = (minute: number): string => `2026-03-02T09:${String(minute).padStart(2, '0')}:00Z\n`;

const minutes = Array.from({ length: 12 }, (_, i) => i);

describe('what a loop of the shell printed', () => {
  it('one process seen again and again is a log of its counters', () => {
    const { blocks, unread } = read(minutes.map((i) => clock(i) + status(40_000 + 100 * i)).join(''));
    expect(unread).toEqual([]);
    expect(blocks).toHaveLength(1);
    const [block] = blocks;
    expect(block?.lines).toBe(12 * 10 - 1);
    expect(block?.notes).toContain('12 readings of one process over 11 min are taken as a log of its counters.');
    const [reading] = block?.readings ?? [];
    expect(reading?.life).toMatchObject({ process: 'billingd', pid: 731 });
    const series = reading?.kind === 'counters' ? reading.series : [];
    expect(series.map(({ counter, printed }) => [counter, printed])).toContainEqual(['virtualBytes', 'VmSize']);
    expect(series.find(({ counter }) => counter === 'privateBytes')?.samples.map(({ at, value }) => [at, value])).toEqual(
      minutes.map((i) => [Date.UTC(2026, 2, 2, 9, i), (40_000 + 100 * i) * 1024]),
    );
  });

  it('a few moments are no log: they stay readings with their times', () => {
    const { blocks } = read(clock(0) + status(40_000) + clock(9) + status(41_000));
    expect(blocks.flatMap(({ readings }) => readings).map(({ kind, takenAt }) => [kind, takenAt])).toEqual([
      ['snapshot', Date.UTC(2026, 2, 2, 9, 0)],
      ['snapshot', Date.UTC(2026, 2, 2, 9, 9)],
    ]);
  });

  it('lists of descriptors between them have the time above them', () => {
    const { blocks } = read([0, 5, 10].map((i) => clock(i) + status(40_000 + i) + descriptors(3 + i)).join(''));
    const handles = blocks.flatMap(({ readings }) => readings).filter(({ kind }) => kind === 'handles');
    expect(handles.map(({ takenAt }) => takenAt)).toEqual([0, 5, 10].map((i) => Date.UTC(2026, 2, 2, 9, i)));
  });

  it('two processes in one loop are two logs', () => {
    const { blocks } = read(minutes.map((i) => clock(i) + status(40_000, 731) + status(70_000, 732)).join(''));
    const logs = blocks.flatMap(({ readings }) => readings).filter(({ kind }) => kind === 'counters');
    expect(logs.map(({ life }) => life.pid)).toEqual([731, 732]);
  });

  it('what was printed twice below one moment has no time: nobody knows which is of it', () => {
    const { blocks } = read(`${clock(0)}${status(40_000)}\n${status(41_000)}`);
    expect(blocks.flatMap(({ readings }) => readings).map(({ takenAt }) => takenAt)).toEqual([null, null]);
  });

  it('times of day go on over midnight, and claim no day', () => {
    const rows = ['23:59:30', '23:59:50', ...minutes.slice(2).map((i) => `00:${String(i).padStart(2, '0')}:10`)].map(
      (time, i) => `${time}\n${status(40_000 + i)}`,
    );
    const [reading] = read(rows.join('')).blocks.flatMap(({ readings }) => readings);
    expect(reading?.takenAt).toBeNull();
    const times = reading?.kind === 'counters' ? reading.series[0]?.samples.map(({ at }) => at) : [];
    expect(times?.slice(0, 3).map((at) => at - (times[0] ?? 0))).toEqual([0, 20_000, 160_000]);
  });

  it('a moment far above, with other text between, is of something else', () => {
    const prose = Array.from({ length: 70 }, (_, i) => `line ${i} of a letter`).join('\n');
    const { blocks } = read(`${clock(0)}${prose}\n${status(40_000)}`);
    expect(blocks[0]?.readings[0]?.takenAt).toBeNull();
  });
});
