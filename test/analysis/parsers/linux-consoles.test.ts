import { describe, expect, it } from '@jest/globals';
import { checkParser, readText, readingsOf } from '../../support/check-parser.ts';
import { notes, problem } from '../../support/counter-log.ts';

const limits = `Limit                     Soft Limit           Hard Limit           Units
Max cpu time              unlimited            unlimited            seconds
Max data size             unlimited            unlimited            bytes
Max core file size        0                    unlimited            bytes
Max open files            20000                20000                files
Max address space         4294967296           unlimited            bytes
Max nice priority         0                    0
`;
const gcore = `[New LWP 3696]
[New LWP 3697]
[Thread debugging using libthread_db enabled]
Using host libthread_db library "/lib/x86_64-linux-gnu/libthread_db.so.1".
0x00007f7cfe1dbdf2 in pause () from /lib/x86_64-linux-gnu/libc.so.6
warning: Memory read failed for corefile section, 4096 bytes at 0xffffffffff600000.
Saved corefile /tmp/coretest.3694
[Inferior 1 (process 3694) detached]
`;
const collect = `$ dotnet-dump collect --process-id 1902
Writing minidump to file ./core_20190226_135837
Written 98983936 bytes (24166 pages) to core file
Complete
`;

describe('/proc/PID/limits', () => {
  checkParser('whole', { parser: 'proc-limits', text: limits });

  it('tells where the process must end', () => {
    expect(readingsOf(readText(limits))[0]).toMatchObject({ kind: 'host', ceilingBytes: 2 ** 32 });
    expect(notes(readText(limits))).toContain('20,000 open files');
    expect(readingsOf(readText(`$ cat /proc/42/limits\n${limits.replace('4294967296', 'unlimited ')}`))[0]).toMatchObject({
      ceilingBytes: null,
      life: { pid: 42 },
    });
  });
});

describe('gcore', () => {
  checkParser('a dump that was written', { parser: 'gcore', text: gcore });

  it('tells the dump and the process', () => {
    expect(readingsOf(readText(gcore))[0]).toMatchObject({
      kind: 'dumpLog',
      life: { pid: 3694 },
      dumps: [{ path: '/tmp/coretest.3694', state: 'complete' }],
    });
    expect(notes(readText(gcore))).toBe('');
    expect(notes(readText(gcore.replace('0xffffffffff600000', '0x00007f7cfe000000')))).toContain('1 regions');
  });

  it('that was refused is answered with the right it needs', () => {
    const text =
      'Could not attach to process.  If your uid matches the uid of\nthe target process, check\nptrace: Operation not permitted.\n';
    expect(problem(readText(text))).toContain('ptrace_scope');
  });

  it('talk of gdb alone says where the stacks are', () => {
    const text = '29\t../sysdeps/unix/sysv/linux/pause.c: No such file or directory.\n';
    expect(problem(readText(text))).toContain('standard output');
    const stacks = `${text}\nThread 1 (Thread 0x7f7cfe1046c0 (LWP 3696) "leakdemo"):\n#0  0x00007f7cfe1911f5 in pause () from /lib/libc.so.6\n`;
    expect(readText(stacks).unread).toEqual([]);
    expect(readText(stacks).blocks.map((block) => block.parser)).toEqual(['gdb-backtrace']);
  });
});

describe('dotnet-dump collect', () => {
  checkParser('of .NET Core 3.1', { parser: 'dotnet-dump-console', text: collect });
  checkParser('of later versions', {
    parser: 'dotnet-dump-console',
    text: 'Writing full to /tmp/core_20260314_101502\nComplete\n',
  });
  checkParser('of createdump', {
    parser: 'dotnet-dump-console',
    text: '[createdump] Gathering state for process 4242 shop\n[createdump] Writing full dump to file /tmp/core.4242\n[createdump] Written 327000064 bytes (79834 pages) to core file\n[createdump] Target process is alive\n[createdump] Dump successfully written in 623ms\n',
  });

  it('tells path, size, time and process', () => {
    expect(readingsOf(readText(collect))[0]).toMatchObject({
      life: { pid: 1902, runtime: 'dotnet' },
      takenAt: Date.UTC(2019, 1, 26, 13, 58, 37),
      dumps: [{ path: './core_20190226_135837', bytes: 98983936, state: 'complete' }],
    });
    const windows = readingsOf(readText('Writing full to C:\\dumps\\dump_20260314_101502.dmp\nComplete'))[0];
    expect(windows).toMatchObject({ takenAt: Date.UTC(2026, 2, 14, 10, 15, 2), dumps: [{ bytes: null, state: 'complete' }] });
  });

  it('tells a dump that is being written, or failed, from one that is complete', () => {
    const writing = collect.replace('Complete\n', '');
    expect(readingsOf(readText(writing))[0]).toMatchObject({ dumps: [{ state: 'writing' }] });
    expect(readingsOf(readText(`${writing}Write dump failed: No space left on device\n`))[0]).toMatchObject({
      dumps: [{ state: 'failed' }],
    });
    expect(problem(readText('$ dotnet-dump collect -p 7\nUnable to connect to Process 7.\n'))).toContain('TMPDIR');
  });
});

describe('!dumpobj', () => {
  it('is answered with what tells how many and who holds them', () => {
    const text = `0:000> !DumpObj /d 16a4d688
Name:        StructureMap.Container
MethodTable: 01036f40
EEClass:     012192fc
Size:        36(0x24) bytes
File:        D:\\local\\StructureMap.dll
Fields:
      MT    Field   Offset                 Type VT     Attr    Value Name
01640d60  400000f        4 ...r, StructureMap]]  0 instance 16a8cdec _children
718f1f0c  4000012       1c       System.Boolean  1 instance        0 _disposedLatch
`;
    for (const each of [text, text.replaceAll('\n', '\r\n')]) {
      expect(readText(each).unread).toEqual([expect.objectContaining({ parser: 'dumpobj' })]);
      expect(problem(readText(each))).toContain('!gcroot 16a4d688');
      expect(problem(readText(each))).toContain('StructureMap.Container');
    }
  });
});
