import { describe, expect, it } from '@jest/globals';
import type { Reading } from '../../../analysis/types.ts';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';
import { describeWithShared, fixture, sharedText } from '../../support/fixture.ts';

type DumpLog = Reading & { readonly kind: 'dumpLog' };
const first = (text: string): DumpLog => readingsOf(readText(text), 'procdump-console')[0] as DumpLog;
const clone = fixture('procdump-console/v8.0-clone.txt');
const mebibyte = 2 ** 20;

/** Hand-made after ProcDump's own strings: a threshold run with its settings. */
const threshold = `C:\\dumps>procdump64.exe -accepteula -ma -m 2200 -s 10 -n 2 w3wp D:\\dumps

ProcDump v11.0 - Sysinternals process dump utility
Copyright (C) 2009-2022 Mark Russinovich and Andrew Richards
Sysinternals - www.sysinternals.com

Process:               w3wp.exe (4312)
CPU threshold:         n/a
Performance counter:   n/a
Commit threshold:      >= 2200 MB
Threshold seconds:     10
Number of dumps:       2
Dump folder:           D:\\dumps\\

Press Ctrl-C to end monitoring without terminating the process.

[10:15:23] Process exceeded 2200 MB commit usage for 10 second(s): 2214 MB
[10:15:33] Dump 1 initiated: D:\\dumps\\w3wp.exe_260312_101533.dmp
[10:15:34] Dump 1 writing: Estimated dump file size is 2650 MB.
[10:15:52] Dump 1 complete: 2651 MB written in 18.6 seconds
[10:16:02] Dump 2 initiated: D:\\dumps\\w3wp.exe_260312_101602.dmp
[10:16:03] Dump 2 error: Error writing dump file: 0x80070070
There is not enough space on the disk. (0x80070070, -2147024784)
[10:16:04] Dump count not reached.
`;

describe('ProcDump', () => {
  checkParser('a cloned full dump with its prompt', { parser: 'procdump-console', text: clone });
  checkParser('a threshold run whose second dump fails', { parser: 'procdump-console', text: threshold });

  it('tells path, size, seconds, process, pid and time of a cloned dump', () => {
    const log = first(clone);
    expect(log.dumps).toEqual([
      {
        path: 'C:\\Utils\\Procdump\\iisexpress.exe_160619_003119.dmp',
        bytes: 967 * mebibyte,
        seconds: 4.4,
        state: 'complete',
        detail: 'complete: 967 MB written in 4.4 seconds',
      },
    ]);
    expect(log.life).toMatchObject({ process: 'iisexpress', pid: 13724 });
    expect(new Date(log.takenAt ?? 0).toISOString()).toBe('2016-06-19T00:31:19.000Z');
  });

  it('reads a path that the console broke at its width', () => {
    const broken = clone.replace('_003119.dmp', '_0031\n19.dmp');
    expect(first(broken).dumps[0]?.path).toBe('C:\\Utils\\Procdump\\iisexpress.exe_160619_003119.dmp');
  });

  it('reads what a threshold run was set to, and which dump failed and why', () => {
    const result = readText(threshold);
    expect(first(threshold).life).toMatchObject({ process: 'w3wp', pid: 4312 });
    expect(first(threshold).dumps.map(({ state }) => state)).toEqual(['complete', 'failed']);
    expect(result.blocks[0]?.notes.join(' ')).toContain('The disk is full.');
    expect(result.blocks[0]?.notes.join(' ')).toContain('as many dumps as asked for');
  });

  it('says that a dump is still being written when the paste ends there', () => {
    const log = first(clone.slice(0, clone.indexOf('[00:31:24]')));
    expect(log.dumps[0]).toMatchObject({ state: 'writing', bytes: 964 * mebibyte, seconds: null });
  });

  it('says what to do when access was denied or the process is gone', () => {
    const denied = readText('Error opening w3wp.exe (25944):\nError 0x00000005 (5): Access is denied.\n');
    expect(denied.unread[0]).toMatchObject({ parser: 'procdump-console', problem: expect.stringContaining('Run as administrator') });
    const gone = readText('ProcDump v11.0 - Sysinternals process dump utility\n\nNo process matching the specified PID can be found.\n');
    expect(gone.unread[0]?.problem).toContain('Look the pid up again');
  });

  it('says which pid to look up where several processes have the name', () => {
    const text =
      'C:\\>procdump -ma w3wp\n\nProcDump v11.0 - Sysinternals process dump utility\n\nMultiple processes match the specified name.\n';
    expect(readText(text).unread[0]?.problem).toContain('several processes have that name');
  });

  it('takes the value of an option for no process', () => {
    expect(first(clone.replace('-ma 13724 -r', '-ma -m 2200 -n 3 -at 60 13724')).life.pid).toBe(13724);
    expect(first(clone.replace('-ma 13724 -r', '-ma -r 2 13724')).life.pid).toBe(13724);
  });
});

describeWithShared('ProcDump of other versions', () => {
  it('reads v8 to v11.1', () => {
    const large = first(sharedText('samples/procdump/procdump_v8.0_-ma_w3wp_5.6GB_55s.txt'));
    expect(large.dumps[0]).toMatchObject({ bytes: 5614 * mebibyte, seconds: 55.6, state: 'complete' });
    const mini = first(sharedText('samples/procdump/procdump_v11.0_minidump_exit_code_-2.txt'));
    expect(mini).toMatchObject({ life: { process: null }, dumps: [{ bytes: 2 * mebibyte, state: 'complete' }] });
    const spaced = first(sharedText('samples/procdump/procdump_v11.1_available_space_line.txt'));
    expect(spaced).toMatchObject({ life: { process: 'WINWORD' }, dumps: [{ bytes: 851 * mebibyte, state: 'complete' }] });
    expect(spaced.dumps).toHaveLength(1);
  });
});
