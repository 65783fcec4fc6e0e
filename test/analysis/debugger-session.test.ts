import { describe, expect, it } from '@jest/globals';
import { readingsOf, readText } from '../support/check-parser.ts';

const heap = (objects: number) =>
  `Statistics:\n      MT    Count    TotalSize Class Name\n0a1b2c3d    ${objects}   1200000 MyApp.Item\nTotal ${objects} objects\n`;
const banner = (dump: string, time: string, up: string) =>
  `Microsoft (R) Windows Debugger Version 10.0.22621.755 AMD64\n\nLoading Dump File [D:\\dumps\\${dump}]\nUser Mini Dump File with Full Memory: Only application data is available\n\nDebug session time: ${time}\nSystem Uptime: 12 days 3:10:22.123\nProcess Uptime: ${up}\n`;
const first = banner('w3wp.exe_260703_101211.dmp', 'Fri Jul  3 10:12:11.000 2026 (UTC + 2:00)', '0 days 2:10:22.000');
const second = banner('w3wp.exe_260703_121211.dmp', 'Fri Jul 13 12:12:11.500 2026 (GMT-7)', '1 days 0:00:00.500');
const told = (text: string) => readingsOf(readText(text)).map(({ life, takenAt }) => [life.process, takenAt, life.startedAt]);

describe('what a debugger says of the dump it has opened', () => {
  it('gives its outputs their time, their process and its start', () => {
    const at = Date.UTC(2026, 6, 3, 8, 12, 11);
    expect(told(`${first}0:000> !dumpheap -stat\n${heap(50000)}`)).toEqual([['w3wp', at, at - (2 * 60 + 10) * 60_000 - 22_000]]);
  });

  it('holds until the next dump is opened', () => {
    const later = Date.UTC(2026, 6, 13, 19, 12, 11, 500);
    expect(told(`${heap(1)}\n${first}\n${heap(2)}\n${second}\n${heap(3)}\nLoading Dump File [D:\\x.dmp]\n${heap(4)}`)).toEqual([
      [null, null, null],
      ['w3wp', Date.UTC(2026, 6, 3, 8, 12, 11), expect.any(Number)],
      ['w3wp', later, later - 86_400_500],
      [null, null, null],
    ]);
  });

  it('is heard behind a prompt, and names the process where an exception does', () => {
    const text = `0:000> Debug session time: Thu Oct  1 22:39:16.000 2026 (UTC + 1:00)\n(10260.107a0): Access violation - code c0000005 (first/second chance not available)\n${heap(5)}`;
    expect(readingsOf(readText(text))).toMatchObject([{ takenAt: Date.UTC(2026, 9, 1, 21, 39, 16), life: { pid: 0x10260 } }]);
  });

  it('names the process in the answer of |, above and below it, also behind a prompt', () => {
    const status = '.  0\tid: 189c\texamine\tname: c:\\windows\\system32\\inetsrv\\w3wp.exe';
    const lives = (text: string) => readingsOf(readText(text)).map(({ life }) => [life.process, life.pid]);
    expect(lives(`0:000> |\n${status}\n0:000> !dumpheap -stat\n${heap(7)}`)).toEqual([['w3wp', 0x189c]]);
    expect(lives(`${first}\n${heap(7)}\n0:000> ${status}\n0:000> ${heap(8)}`)).toEqual([
      ['w3wp', 0x189c],
      ['w3wp', 0x189c],
    ]);
  });

  it('names the process in the heads of its threads, for all outputs of that session and none of the next', () => {
    const threads = '.  0  Id: 189c.1a2c Suspend: 0 Teb: 000000aa`40000000 Unfrozen';
    const pids = readingsOf(readText(`${first}\n${heap(1)}\n${threads}\n00 ntdll!NtWait\n\n${heap(2)}\n${second}\n${heap(3)}`))
      .filter(({ kind }) => kind === 'heapStatistic')
      .map(({ life }) => life.pid);
    expect(pids).toEqual([0x189c, 0x189c, null]);
  });

  it('names none where several processes are debugged at once', () => {
    const rows = '.  0\tid: 10\tattach\tname: C:\\a.exe\n   1\tid: 20\tattach\tname: C:\\b.exe';
    expect(readingsOf(readText(`${rows}\n\n${heap(1)}`)).map(({ life }) => [life.process, life.pid])).toEqual([[null, null]]);
  });

  it('is not taken for the time of other tools in the same text', () => {
    expect(told(`${first}\nHandle type summary:\n  Event           : 3\nTotal handles: 3\n`)).toEqual([[null, null, null]]);
  });
});
