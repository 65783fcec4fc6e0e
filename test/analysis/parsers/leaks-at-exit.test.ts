import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../../analysis/index.ts';
import { firstOwnFrame, frameName } from '../../../analysis/stacks.ts';
import type { Reading } from '../../../analysis/types.ts';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';
import { evidenceInText } from '../../support/evidence.ts';

type Allocations = Reading & { readonly kind: 'allocations' };

/** Bytes, allocations and the own code of each entry that was read. */
function leaksIn(text: string, parser: string): readonly (readonly [number, number | null, string | null])[] {
  const { entries } = readingsOf(readText(text), parser)[0] as Allocations;
  return entries.map(({ bytes, allocations, stack }) => {
    const own = stack === null ? null : firstOwnFrame(stack.frames);
    return [bytes, allocations, own === null ? null : frameName(own)];
  });
}

describe('LeakSanitizer', () => {
  const text =
    '==4412==ERROR: LeakSanitizer: detected memory leaks\n\nDirect leak of 6400 byte(s) in 100 object(s) allocated from:\n    #0 0x7fe9786b89cf in __interceptor_malloc ../../../../src/libsanitizer/asan/asan_malloc_linux.cpp:69\n    #1 0x55c95edf1223 in bake_loaf(unsigned long) /src/oven.cpp:7:12\n    #2 0x55c95edf128a in main /src/bakery.cpp:9\n\nIndirect leak of 240 byte(s) in 3 object(s) allocated from:\n    #0 0x7fa1956e7a1b in operator new(unsigned long) (/lib64/libasan.so.8+0xe7a1b) (BuildId: 7f1aa7e2)\n    #1 0x7fa18b0e4718 in g_malloc (/lib64/libglib-2.0.so.0+0x4f718)\n    #2 0x4f13a0  (/opt/bakery/bakery+0x4f13a0)\n\nSUMMARY: AddressSanitizer: 6640 byte(s) leaked in 103 allocation(s).\n';
  checkParser('as a part of AddressSanitizer', { parser: 'sanitizer-leaks', text });

  it('names the own function that allocated, with its bytes, and nobody where there are no symbols', () => {
    expect(leaksIn(text, 'sanitizer-leaks')).toEqual([
      [6400, 100, 'bake_loaf'],
      [240, 3, null],
    ]);
  });

  it('is never taken for the stack of a thread', () => {
    expect(readText(text).blocks.flatMap(({ readings }) => readings.map(({ kind }) => kind))).toEqual(['allocations']);
  });

  it('says of any other mistake that it is no leak, and takes none of its stacks for threads', () => {
    const fault =
      '==31415==ERROR: AddressSanitizer: heap-use-after-free on address 0x602000000010 at pc 0x0000004f8a12\nREAD of size 4 at 0x602000000010 thread T0\n    #0 0x4f8a11 in main /src/a.c:7:10\n\nfreed by thread T0 here:\n    #0 0x4c1d50 in free (/src/a+0x4c1d50)\n\nSUMMARY: AddressSanitizer: heap-use-after-free /src/a.c:7:10 in main\n';
    const { blocks, unread } = readText(fault);
    expect(blocks).toEqual([]);
    expect(unread.map(({ problem }) => problem)).toEqual([expect.stringMatching(/heap-use-after-free.*no leak/)]);
  });

  it('says that the report is cut, and how much its summary has beyond what is listed', () => {
    expect(readText(text.slice(0, text.indexOf('SUMMARY'))).blocks[0]?.notes[0]).toMatch(/cut/);
    const partly = text.replace(/Indirect[^]*?\n\n/, '');
    expect(leaksIn(partly, 'sanitizer-leaks').at(-1)).toEqual([240, null, null]);
    expect(readText(partly).blocks[0]?.notes[0]).toMatch(/6400 of its 6640/);
  });
});

describe('valgrind memcheck', () => {
  const lost =
    '==981== HEAP SUMMARY:\n==981==     in use at exit: 1,012,000 bytes in 151 blocks\n==981==   total heap usage: 900 allocs, 749 frees, 2,681,200 bytes allocated\n==981== \n==981== 10,400 (208 direct, 10,192 indirect) bytes in 1 blocks are definitely lost in loss record 1 of 2\n==981==    at 0x48417B4: malloc (vg_replace_malloc.c:381)\n==981==    by 0x10917A: add_order (orders.c:6)\n==981==    by 0x109201: main (orders.c:90)\n==981== \n==981== 1,000,000 bytes in 100 blocks are definitely lost in loss record 2 of 2\n==981==    at 0x4C2DF55: calloc (in /usr/lib/valgrind/vgpreload_memcheck-amd64-linux.so)\n==981==    by 0x716B080: g_malloc0 (in /usr/lib/libglib-2.0.so.0.5200.3)\n==981==    by 0x6EF588E: ??? (in /usr/lib/libgobject-2.0.so.0.5200.3)\n==981==    by 0x1091B2: load_menu(char const*) (menu.cpp:7)\n==981==    by 0x4B22082: (below main) (libc-start.c:308)\n==981== \n';
  const sums =
    '==981== LEAK SUMMARY:\n==981==    definitely lost: 1,000,208 bytes in 101 blocks\n==981==    indirectly lost: 10,192 bytes in 49 blocks\n==981==      possibly lost: 0 bytes in 0 blocks\n==981==    still reachable: 1,600 bytes in 1 blocks\n==981==         suppressed: 0 bytes in 0 blocks\n==981== \n==981== ERROR SUMMARY: 2 errors from 2 contexts (suppressed: 0 from 0)\n';
  checkParser('with the stacks of what is lost', { parser: 'valgrind', text: lost + sums });

  it('names the own function of each loss record, the largest first', () => {
    expect(leaksIn(lost + sums, 'valgrind')).toEqual([
      [1_000_000, 100, 'load_menu'],
      [10_400, 1, 'add_order'],
    ]);
    expect(readingsOf(readText(lost + sums))[0]?.life.pid).toBe(981);
  });

  it('counts what hangs on a lost block once where it is listed by itself too', () => {
    const indirect = `${lost}==981== 10,192 bytes in 49 blocks are indirectly lost in loss record 3 of 3\n==981==    at 0x48417B4: malloc (vg_replace_malloc.c:381)\n==981==    by 0x109180: add_line (orders.c:16)\n==981== \n`;
    expect(leaksIn(indirect, 'valgrind')).toEqual([
      [1_000_000, 100, 'load_menu'],
      [10_192, 49, 'add_line'],
      [208, 1, 'add_order'],
    ]);
  });

  it('reads the sums alone, and the records where a chat lost the process number', () => {
    expect(leaksIn(sums, 'valgrind')).toEqual([
      [1_000_208, 101, null],
      [10_192, 49, null],
    ]);
    expect(leaksIn((lost + sums).replaceAll('==981== ', ''), 'valgrind')[0]).toEqual([1_000_000, 100, 'load_menu']);
    expect(leaksIn((lost + sums).replaceAll('==981==', '==00:00:01:02.117 981=='), 'valgrind')[1]).toEqual([10_400, 1, 'add_order']);
  });

  it('says what to run where nothing was lost', () => {
    const clean =
      '==981== HEAP SUMMARY:\n==981==     in use at exit: 0 bytes in 0 blocks\n==981== \n==981== All heap blocks were freed -- no leaks are possible\n';
    expect(readText(clean).unread.map(({ problem }) => problem)).toEqual([expect.stringMatching(/still reachable.*--show-leak-kinds=all/)]);
  });

  it('does not accuse who allocated what may be held by a thread that still ran, while nothing is definitely lost', () => {
    const possibly = lost.replaceAll('definitely lost', 'possibly lost').replace('1,000,000 bytes', '288,000 bytes');
    expect((readingsOf(readText(possibly), 'valgrind')[0] as Allocations).peak).toBe(true);
    expect(readText(possibly).blocks[0]?.notes.join(' ')).toMatch(/Nothing is definitely lost.*thread that still ran/);
    const much = lost.replaceAll('definitely lost', 'possibly lost').replace('1,000,000 bytes', '9,288,000 bytes');
    expect((readingsOf(readText(much), 'valgrind')[0] as Allocations).peak).toBeUndefined();
    const oneTable =
      '9,288,000 bytes in 1 blocks are possibly lost in loss record 1 of 1\nat 0x48417B4: malloc (vg_replace_malloc.c:381)\n';
    expect((readingsOf(readText(oneTable), 'valgrind')[0] as Allocations).peak).toBe(true);
    const oneIsLost = lost.replace('definitely lost', 'possibly lost');
    expect((readingsOf(readText(oneIsLost), 'valgrind')[0] as Allocations).peak).toBeUndefined();
  });

  it('does not take what is still reachable for lost', () => {
    const reachable = lost.replaceAll('definitely lost', 'still reachable');
    expect((readingsOf(readText(reachable), 'valgrind')[0] as Allocations).peak).toBe(true);
  });
});

describe('Visual Leak Detector', () => {
  const text =
    'WARNING: Visual Leak Detector detected memory leaks!\n---------- Block 9 at 0x00000000012A8E60: 512 bytes ----------\n  Leak Hash: 0x5B1E9C3D, Count: 30, Total 15360 bytes\n  Call Stack (TID 11460):\n    ucrtbased.dll!malloc()\n    d:\\work\\a b\\oven.cpp (21): bakery.exe!bake_loaf() + 0xA bytes\n    KERNEL32.DLL!BaseThreadInitThunk() + 0x14 bytes\n  Data:\n    01 01 01 01 01 01 01 01    01 01 01 01 01 01 01 01     ........ ........\n\nVisual Leak Detector detected 30 memory leaks (16400 bytes).\nLargest number used: 19690 bytes.\nTotal allocations: 19690 bytes.\nVisual Leak Detector is now exiting.\n';
  checkParser('of version 2', { parser: 'visual-leak-detector', text });

  it('multiplies a block by its count', () => {
    expect(leaksIn(text, 'visual-leak-detector')).toEqual([[15_360, 30, 'bakery!bake_loaf']]);
  });

  it('takes one small block for what the program keeps on purpose, and thirty of one place for a leak', () => {
    const one = text.replace('Count: 30, Total 15360 bytes', 'Count: 1, Total 512 bytes').replace(/\nVisual[^]*$/, '');
    const classOf = (printed: string): string =>
      judge(evidenceInText('vld.txt', new TextEncoder().encode(printed)), defaultScope).verdict.class;
    expect(classOf(one)).toBe('not-enough-data');
    expect(classOf(text)).toBe('native');
  });

  it('adds up equal stacks of version 1, which has no counts', () => {
    const block =
      '---------- Block 57 at 0x003D4C18: 40 bytes ----------\n  Call Stack:\n    c:\\work\\oven.cpp (12): bake_loaf\n    0x7C817077 (File and line number not available): RegisterWaitForInputIdle\n  Data:\n    4E 61 6D 65 00 CD CD CD    CD CD CD CD CD CD CD CD     Name.... ........\n\n';
    expect(leaksIn(`WARNING: Visual Leak Detector detected memory leaks!\n${block}${block}`, 'visual-leak-detector')).toEqual([
      [80, 2, 'bake_loaf'],
    ]);
  });
});
