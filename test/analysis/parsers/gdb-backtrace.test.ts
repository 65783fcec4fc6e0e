import { describe, expect, it } from '@jest/globals';
import type { Reading, ReadResult } from '../../../analysis/types.ts';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';
import { describeWithShared, sharedText } from '../../support/fixture.ts';

type Wanted = Reading & { readonly kind: 'stacks' };
const read = (result: ReadResult): Wanted => readingsOf(result, 'gdb-backtrace')[0] as Wanted;

const thread = (number: number, lwp: number) =>
  `Thread ${number} (Thread 0x7f7cfcf006c0 (LWP ${lwp}) "demo"):\n#0  0x00007f7cfe1d7545 in __GI___clock_nanosleep (clock_id=0, req=0x7f7cfceffe${number}0) at ../sysdeps/unix/sysv/linux/clock_nanosleep.c:48\n#1  0x000056422c24024d in worker (a=0x0) at /tmp/t.c:11\n#2  0x00007f7cfe1911f5 in start_thread (arg=<optimized out>) at ./nptl/pthread_create.c:442\n`;
const text = `${thread(2, 3696)}\n${thread(1, 3694)}[Inferior 1 (process 3694) detached]\n`;

describe('gdb thread apply all bt', () => {
  checkParser('two equal threads', { parser: 'gdb-backtrace', text });

  it('groups threads whose arguments differ, and knows the C library by its sources', () => {
    const { stacks, life } = read(readText(text));
    expect(life).toMatchObject({ pid: 3694, bitness: 64 });
    expect(stacks).toHaveLength(1);
    expect(stacks[0]).toMatchObject({ count: 2, threads: ['2 (LWP 3696) demo', '1 (LWP 3694) demo'] });
    expect(stacks[0]?.frames.map((frame) => [frame.module, frame.function])).toEqual([
      ['libc', '__GI___clock_nanosleep'],
      [null, 'worker'],
      ['libc', 'start_thread'],
    ]);
  });

  it('reads modules, frames without symbols, C++ names and frames that the terminal wrapped', () => {
    const bt =
      '(gdb) bt\n#0  0x00007ffff7a42428 in raise () from /lib/x86_64-linux-gnu/libc.so.6\n#1  0x00007ffff7bc in ?? ()\n#2  0x0000000000400b1c in acme::Pool<int>::grow (this=0x7ffe, \n    wanted=12) at pool.cpp:31\n#3  main (argc=1) at main.cpp:7\n';
    expect(read(readText(bt)).stacks[0]?.frames.map((frame) => [frame.module, frame.function])).toEqual([
      ['libc', 'raise'],
      [null, null],
      [null, 'acme::Pool<int>::grow'],
      [null, 'main'],
    ]);
  });

  it('leaves lists and headings with # alone', () => {
    for (const prose of ['#0 of the list\n#1 next', '# 0 heading\n#1  second item (maybe)']) expect(readText(prose).blocks).toEqual([]);
  });
});

describeWithShared('samples of gdb', () => {
  checkParser('thread apply all bt', { parser: 'gdb-backtrace', text: sharedText('samples/linux/gdb_thread_apply_all_bt.txt') });
});
