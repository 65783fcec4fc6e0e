import { describe, expect, it } from '@jest/globals';
import { readText } from '../support/check-parser.ts';

/** Each with what it is, and a command that its answer must name. */
const foreign: readonly (readonly [string, string, string])[] = [
  [
    'free',
    '               total        used        free      shared  buff/cache   available\nMem:        16303428     4123412     1201234       12345    10978782    11801234\n',
    '/proc/PID/status',
  ],
  ['/proc/meminfo', 'MemTotal:       16372436 kB\nMemFree:         1512340 kB\n', '/proc/PID/status'],
  [
    'vmstat',
    'procs -----------memory---------- ---swap-- -----io---- -system-- ------cpu-----\n r  b   swpd   free   buff  cache   si   so    bi    bo   in   cs us sy id wa st\n 1  0      0 151234  21234 912340    0    0     1     2    3    4  1  0 98  0  0\n',
    '/proc/PID/status',
  ],
  ['docker stats', 'CONTAINER ID   NAME      CPU %     MEM USAGE / LIMIT     MEM %     NET I/O       BLOCK I/O     PIDS\n', 'docker exec'],
  [
    'kubectl top',
    'NAME      CPU(cores)   CPU%   MEMORY(bytes)   MEMORY%\nbaker-1   250m         12%    3210Mi          41%\n',
    'kubectl exec',
  ],
  [
    'for want of memory',
    '[ 8721.3] Memory cgroup out of memory: Killed process 4412 (dotnet) total-vm:7649380kB, anon-rss:2049360kB\n',
    '/proc/PID/status',
  ],
  [
    'netstat',
    '\nActive Connections\n\n  Proto  Local Address          Foreign Address        State\n  TCP    10.0.0.4:49813         10.0.0.9:443           CLOSE_WAIT\n',
    'handle64',
  ],
  [
    'ss',
    'State    Recv-Q Send-Q Local Address:Port  Peer Address:Port Process\nCLOSE-WAIT 1    0      10.0.0.4:49813      10.0.0.9:443\n',
    'lsof -p PID',
  ],
  [
    'without their sizes',
    'UID          PID    PPID  C STIME TTY          TIME CMD\nroot           1       0  0 19:57 ?        00:00:01 init\n',
    'cat /proc/PID/status',
  ],
  [
    'valgrind',
    '==49== Memcheck, a memory error detector\n==49== Copyright (C) 2002-2022, and GNU GPL, by Julian Seward et al.\n==49== Command: ./bakery\n',
    '--leak-check=full',
  ],
  [
    'Dr. Memory',
    'Error #20: POSSIBLE LEAK 4096 direct bytes 0x0683f2b8-0x068402b8 + 0 indirect bytes\n# 0 replace_RtlAllocateHeap                         [d:\\drmemory\\alloc_replace.c:3770]\n# 1 bakery.exe!bake_loaf                          +0x4e     (0x75c24730 <bakery.exe+0x14730>)\n',
    'umdh',
  ],
  [
    'Application Verifier',
    'VERIFIER STOP 00000900: pid 0x4E4C: A heap allocation was leaked. \n\n\t191A7BE0 : Address of the leaked allocation. Run !heap -p -a <address> to get additional information about the allocation.\n',
    'dps',
  ],
  [
    'massif',
    '--------------------------------------------------------------------------------\nCommand:            ./bakery\nMassif arguments:   --massif-out-file=m.out\n',
    'heaptrack',
  ],
  [
    'Windows Performance Analyzer',
    'Line #\tProcess\tImpacting Type\tStack\tCount\tSize (B) Sum\n1\tbakery.exe (4412)\t\t\t131072\t2,675,240,960\n',
    'umdh',
  ],
  [
    'PerfView',
    'Name                        Inc %       Inc   Exc %       Exc    Exc Ct\nSystem.String                34.1   412,345,120   34.1  412,345,120  1,203,442\n',
    'dotnet-gcdump report',
  ],
  ['memory profiler', 'Type\tObjects delta\tRetained bytes\nSystem.String\t+1,203,442\t412,345,120\n', '!dumpheap -stat'],
  ['allocator', '___ Begin jemalloc statistics ___\nAllocated: 1245127152, active: 1289932800, metadata: 24117248\n', 'jeprof'],
  [
    'Java',
    ' num     #instances         #bytes  class name (module)\n-------------------------------------------------------\n   1:       1203442      412345120  [B (java.base@17)\n',
    '/proc/PID/smaps',
  ],
  ['Python', '[ Top 10 ]\n/srv/app/cache.py:41: size=412 MiB (+112 MiB), count=1203442 (+300000), average=359 B\n', '/proc/PID/smaps'],
  [
    'poolmon',
    ' Tag  Type     Allocs            Frees            Diff   Bytes       Per Alloc\n Thre Nonp      12345 (   0)     11000 (   0)     1345  2152000 (     0)   1600\n',
    'handle64',
  ],
  [
    'kernel debugger',
    '0: kd> !poolused 3\n   Sorting by  NonPaged Pool Consumed\n\n  Pool Used:\n            NonPaged                    Paged\n Even  81296  15391  65905  4224528  0  0  0  0  Event objects\n',
    'HandleCount',
  ],
  [
    'kernel debugger',
    'PROCESS b2fcd670  SessionId: 2  Cid: 0818    Peb: 7ffd4000  ParentCid: 1688\n    DirBase: 7d778400  ObjectTable: b3ffd8c0  HandleCount: 36252.\n    Image: tills.exe\n',
    'handle64',
  ],
  [
    'GDI objects',
    'Process Name\tPID\tPen\tExt Pen\tBrush\tBitmap\tFont\tPalette\tRegion\tDC\tMetafile DC\tGDI Total\ntills.exe\t13244\t4\t0\t9\t12\t6\t1\t3\t9871\t0\t9930\n',
    'ReleaseDC',
  ],
  [
    'virtual memory part of a DebugDiag report',
    'Virtual Memory Summary\nSize of largest free VM block   75.21 MBytes\nFree memory fragmentation   88.13%\n',
    '!address -summary',
  ],
  [
    'massif',
    '--------\n  n        time(i)         total(B)   useful-heap(B) extra-heap(B)    stacks(B)\n--------\n  6  5,988,325,410      163,643,392      163,643,392             0            0\n',
    'heaptrack',
  ],
  ['allocator', 'I0622 17:01:35.801857 69326 stats.allocated:156084777552 stats.active:157145034752\n', 'kept: no leak'],
  ['own log', '11:04:42[ERROR]RSS: 2055MB, Heap: 25MB, Growth: +1952MB\n', '/proc/PID/status'],
  ['statm', '1285 1019 868 193 0 250 0\n', '/proc/PID/status'],
];

describe('outputs that are known and not read', () => {
  it.each(foreign)('%s is named, with what to run instead', (name, text, instead) => {
    for (const changed of [
      text,
      text.replaceAll('\n', '\r\n'),
      text
        .split('\n')
        .map((line) => `> ${line}`)
        .join('\n'),
      `me@web01:~$ run\n${text}`,
    ]) {
      const { blocks, unread } = readText(changed);
      expect(blocks).toEqual([]);
      expect(unread.map(({ problem }) => problem)).toEqual([expect.stringContaining(name)]);
      expect(unread[0]?.problem).toContain(instead);
    }
  });

  it('are known with their lines numbered, and within a page', () => {
    const [, text] = foreign[1] ?? ['', ''];
    const lines = text.trimEnd().split('\n');
    for (const changed of [
      lines.map((line, at) => `${at + 1}: ${line}`).join('\n'),
      `<pre>${text}</pre>`,
      JSON.stringify({ stdout: text }),
    ]) {
      expect(readText(changed).unread[0]?.problem).toContain('/proc/meminfo');
    }
  });

  it('are passed over beside an output that is read', () => {
    const beside = readText(
      'MemTotal:       16372436 kB\nMemFree:         1512340 kB\n\nHandle type summary:\n  Event           : 12\nTotal handles: 12\n',
    );
    expect(beside.blocks.map(({ parser }) => parser)).toEqual(['handle-summary']);
    expect(beside.unread).toEqual([]);
  });
});
