import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import type { Evidence } from '../../analysis/types.ts';
import { mayBeSameLife } from '../../analysis/lives.ts';
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
    ['root@tills-7d9f-abc:/app# dotnet-counters monitor -p 1', { host: 'tills-7d9f-abc', pid: 1, isHere: true }],
    ['[me@web01 ~]$ cat /proc/4312/status', { host: 'web01', pid: 4312, isHere: true }],
    ['app@api-7f9c:/$ date -u; ls -l /proc/41/fd', { host: 'api-7f9c', pid: 41, isHere: true }],
    ['app@api-7f9c:/$ cat /proc/41/status /proc/42/status', { host: 'api-7f9c', pid: null, isHere: true }],
    ['app@api-7f9c:/$ lsof -p 41,42', { host: 'api-7f9c', pid: null, isHere: true }],
    ['root@map1:~# /usr/share/bcc/tools/memleak -p 990 60 4', { host: 'map1', pid: 990, isHere: true }],
    ['me@WEB01:~$ ls', { host: 'web01', pid: null, isHere: false }],
    ['[WEB02]: PS C:\\tools> .\\handle64.exe -s -p 4312', { host: 'web02', pid: 4312, isHere: true }],
    ['corp\\me@WEB02 C:\\tools>handle -s -p 4312', { host: 'web02', pid: 4312, isHere: true }],
    ['[WEB02]: PS C:\\dumps> cdb -z w3wp.dmp', { host: 'web02', pid: null, isHere: false }],
    ['root@tills-7d9f5c-abc12:/app# dotnet-dump analyze core_1', { host: 'tills-7d9f5c-abc12', pid: null, isHere: true }],
    ['me@desk:~$ dotnet-dump analyze core_1', { host: 'desk', pid: null, isHere: false }],
    // Typed here, and answered by another machine or by a container.
    ['me@jump01:~$ ssh web01 cat /proc/4312/status', { host: null, pid: null, isHere: false }],
    ['me@node1:~$ kubectl exec tills-abc -- cat /proc/1/status', { host: null, pid: null, isHere: false }],
    ['[ADM01]: PS C:\\> Get-Process w3wp -ComputerName WEB01', { host: null, pid: null, isHere: false }],
    ['[localhost]: PS C:\\> handle64 -s -p 4312', { host: null, pid: null, isHere: false }],
    ['PS C:\\tools> handle64 -s -p 4312', { host: null, pid: null, isHere: false }],
    ['me@shop.example wrote: it costs 5$ more', null],
    ['    at Shop.Load() in /srv/a.cs @ 12', null],
    ['[09:12:01]: PS is a shell', null],
  ])('%j is %j', (line, found) => {
    expect(hostOn(line)).toEqual(found);
  });
});

describe('the process that a prompt asks about', () => {
  const list = 'total 0\nlrwx------ 1 app app 64 May 12 06:10 0 -> /dev/null\nlrwx------ 1 app app 64 May 12 06:10 1 -> socket:[12]\n';
  it('is that of what stands below, also behind another command', () => {
    const [fds] = readingsOf(readText(`app@api-7f9c:/$ date -u +%FT%TZ; ls -l /proc/41/fd\n2026-05-12T06:10:00Z\n${list}`));
    expect(fds).toMatchObject({ kind: 'handles', life: { pid: 41, promptHost: 'api-7f9c', machine: null } });
    const [two] = readingsOf(readText(`app@api-7f9c:/$ ls -l /proc/41/fd; ls -l /proc/42/fd\n2026-05-12T06:10:00Z\n${list}`));
    expect(two).toMatchObject({ life: { pid: null, promptHost: 'api-7f9c' } });
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

const taken = (day: number, ...texts: readonly string[]): readonly Evidence[] =>
  texts.flatMap((text, index) =>
    readingsOf(readText(text)).map((reading, at) => ({
      ...evidenceOf(`e${index}.${at}`, reading),
      takenAt: Date.UTC(2026, 2, day, 1 + 3 * index),
    })),
  );
const summary = (events: number): string =>
  `Nthandle v5.0 - Handle viewer\nCopyright (C) 1997-2022 Mark Russinovich\nSysinternals - www.sysinternals.com\n\nHandle type summary:\n  Event           : ${events}\n  File            : 310\nTotal handles: ${310 + events}\n`;
const status = (kilobytes: number): string =>
  `Name:\tShop.Api\nPid:\t1\nVmSize:\t 9000000 kB\nVmRSS:\t${kilobytes} kB\nRssAnon:\t${kilobytes} kB\nThreads:\t41\n`;
const heap = (lines: number): string =>
  `> dumpheap -stat\nStatistics:\n          MT     Count  TotalSize Class Name\n7f1c6b1f08     1           24 System.Object\n7f1c6b8c10 ${lines}     ${lines * 96} Shop.Orders.OrderLine\nTotal ${lines + 1} objects, ${lines * 96 + 24} bytes\n`;

describe('outputs in texts of their own, below the prompts of two hosts', () => {
  const pairs: readonly (readonly [string, (host: string, later: boolean) => string])[] = [
    ['a handle summary', (host, later) => `[${host}]: PS C:\\tools> handle64.exe -s -p 4312\n\n${summary(later ? 9400 : 400)}`],
    ['the status of a process', (host, later) => `root@${host}:/app# cat /proc/1/status\n${status(later ? 2_400_000 : 400_000)}`],
    ['open descriptors', (host, later) => `root@${host}:/app# ls /proc/1/fd | wc -l\n${later ? 9200 : 200}\n`],
    ['a dump', (host, later) => `root@${host}:/app# dotnet-dump analyze core_1\n${heap(later ? 1_412_000 : 12_000)}`],
  ];
  const growth = (evidence: readonly Evidence[]): string => {
    const { verdict, findings } = judge(evidence, defaultScope);
    return [verdict.lead, ...findings.map(({ says }) => says)].filter((says) => /\bgrows? (?:by|from|\d)/.test(says)).join(' ');
  };
  it.each(pairs)('%s is not compared with that of the other host, in any order', (_, text) => {
    const [one, two] = ['shop-7d9f5c-abcde', 'shop-7d9f5c-xyzzy'];
    const both = taken(2, text(one, false), text(two, true));
    const { findings } = judge(both, defaultScope);
    expect(growth(both)).toBe('');
    expect(findings.map(({ says }) => says).join(' ')).toMatch(
      /2 lives of the process: .* on shop-7d9f5c-abcde and .* on shop-7d9f5c-xyzzy/,
    );
    expect(judge([...both].reverse(), defaultScope)).toEqual(judge(both, defaultScope));
  });
  it.each(pairs)('%s is compared where the host is the same, in any case and with its domain, or where no prompt tells it', (_, text) => {
    expect(growth(taken(2, text('shop-7d9f5c-abcde', false), text('shop-7d9f5c-abcde', true)))).not.toBe('');
    expect(growth(taken(2, text('shop-7d9f5c-abcde', false), text('SHOP-7d9f5c-abcde', true)))).not.toBe('');
    const behind = (later: boolean): string => text('x', later).split('\n').slice(1).join('\n');
    if (readingsOf(readText(behind(true))).length > 0)
      expect(growth(taken(2, text('shop-7d9f5c-abcde', false), behind(true)))).not.toBe('');
  });
  it('are compared where one was fetched from a machine between', () => {
    const near = `me@web01:~$ cat /proc/1/status\n${status(400_000)}`;
    const far = `me@jump01:~$ ssh web01 cat /proc/1/status\n${status(2_400_000)}`;
    expect(growth(taken(2, near, far))).not.toBe('');
  });
  it('leave the name that a log gives its machine alone', () => {
    const [one] = readingsOf(readText(`[WEB01]: PS C:\\> handle64 -s -p 4312\n${summary(400)}`));
    expect(one?.life).toMatchObject({ machine: null, promptHost: 'web01' });
    expect(mayBeSameLife(one!.life, { ...one!.life, machine: 'IIS-7' })).toBe(true);
  });
});
