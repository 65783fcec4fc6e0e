import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import type { Evidence } from '../../analysis/types.ts';
import { hostOn } from '../../analysis/prompt-hosts.ts';
import { readingsOf, readText } from '../support/check-parser.ts';
import { evidenceOf } from '../support/evidence.ts';

const read = (text: string): readonly Evidence[] =>
  readingsOf(readText(text)).map((reading, index) => ({ ...evidenceOf(`e${index}`, reading), sequence: { group: 'paste', index } }));
const screen = (heap: number, set: number) =>
  `Press p to pause, r to resume, q to quit.\n    Status: Running\n\n[System.Runtime]\n    GC Heap Size (MB)                       ${heap}\n    Number of Assemblies Loaded            231\n    Working Set (MB)                      ${set}\n`;
const at = (host: string, text: string) => `root@${host}:/app# dotnet-counters monitor -p 1\n${text}`;

describe('the host of a prompt', () => {
  it.each([
    ['root@tills-7d9f-abc:/app# dotnet-counters monitor -p 1', { host: 'tills-7d9f-abc', pid: 1 }],
    ['[me@web01 ~]$ cat /proc/4312/status', { host: 'web01', pid: 4312 }],
    ['me@WEB01:~$ ls', { host: 'web01', pid: null }],
    ['me@shop.example wrote: it costs 5$ more', null],
    ['    at Shop.Load() in /srv/a.cs @ 12', null],
  ])('%j is %j', (line, found) => {
    expect(hostOn(line)).toEqual(found);
  });
});

describe('counters screens of two replicas in one text', () => {
  it('are of two processes, and none of them grew', () => {
    const text = `${at('tills-abc', screen(96, 210))}\nand the other:\n${at('tills-xyz', screen(902, 1340))}`;
    expect(readingsOf(readText(text)).map(({ life }) => [life.machine, life.pid])).toEqual([
      ['tills-abc', 1],
      ['tills-xyz', 1],
    ]);
    expect(judge(read(text), defaultScope).verdict.class).toBe('not-enough-data');
  });
  it('of one replica are compared, and by the place that grew most', () => {
    const text = `${at('tills-abc', screen(96, 210))}\nlater:\n${at('tills-abc', screen(902, 1340))}`;
    expect(readingsOf(readText(text)).map(({ life }) => life.machine)).toEqual([null, null]);
    expect(judge(read(text), defaultScope).verdict.class).toBe('managed');
  });
});
