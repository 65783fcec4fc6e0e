import { describe, expect, it } from '@jest/globals';
import { withLineEnds } from '../../analysis/lost-line-ends.ts';
import { readText, readingsOf } from '../support/check-parser.ts';

const outputs: readonly (readonly [string, string])[] = [
  [
    'a summary of handles',
    'C:\\>handle64 -p 712 -s\nHandle type summary:\n  ALPC Port       : 12\n  Event           : 941\n  File            : 1307\n  WaitCompletionPacket: 15\nTotal handles: 2275',
  ],
  [
    'a statistic of the heap',
    'Statistics:\n          MT   Count   TotalSize Class Name\n7f8f8a1d2f20   2,001      48,024 Shop.Ordering.Cart<System.String, System.Int32>\n7f8f8a0f1038  41,230   3,298,400 System.Object[]\nTotal 43,231 objects, 3,346,424 bytes',
  ],
  [
    'a counter log',
    `"(PDH-CSV 4.0)","\\\\WEB01\\Process(w3wp)\\Private Bytes","\\\\WEB01\\Process(w3wp)\\ID Process"\n${Array.from({ length: 4 }, (_, at) => `"03/02/2026 08:0${at}:00.123","${300_000_000 + at}","4120"`).join('\n')}\nExiting, please wait...`,
  ],
  [
    'what ProcDump said',
    '[21:10:44] Dump 1 initiated: C:\\dumps\\shop.exe_260302_211044.dmp\n[21:10:45] Dump 1 writing: Estimated dump file size is 504 MB.\n[21:10:50] Dump 1 complete: 505 MB written in 5.2 seconds\n[21:10:50] Dump count reached.',
  ],
  [
    'a stack',
    ' # Child-SP          RetAddr           Call Site\n00 000000e5`f6bff5a8 00007ffb`2cd4c1d5 ntdll!NtWaitForSingleObject+0x14\n01 000000e5`f6bff5b0 00007ffb`0e6a1b2c Shop_Native!Shop::Cache::Add+0x4c\n02 000000e5`f6bff650 00007ffb`0e6a1f00 Shop_Native!Shop::Resize+0x9a',
  ],
  [
    'the status of a process',
    `Name:\tshop\nUmask:\t0022\nState:\tS (sleeping)\nTgid:\t412\nPid:\t412\nVmPeak:\t  900000 kB\nVmSize:\t  800000 kB\nVmRSS:\t  400000 kB\nRssAnon:\t  390000 kB\nVmSwap:\t       0 kB\nThreads:\t25`,
  ],
  [
    'a difference of UMDH',
    '+   82000 (  82000 -      0)     10 allocs\tBackTrace1A2B3C4D\n+      10 (     10 -      0)\tBackTrace1A2B3C4D\tallocations\n\n\tntdll!RtlAllocateHeap+A64\n\tShop_Native!Shop::Cache::Add+4C\n\nTotal increase == 82000 requested + 160 overhead = 82160',
  ],
];

const used = [
  '--- Usage Summary ---------------- RgnCount ----------- Total Size -------- %ofBusy %ofTotal',
  'Free                                     57          f852b000 (   3.880 GB)           97.00%',
  'Image                                   191           2eb9000 (  46.723 MB)  38.06%    1.14%',
  '<unknown>                                88           2670000 (  38.438 MB)  31.31%    0.94%',
  'Heap                                     10            13b000 (   1.230 MB)   1.00%    0.03%',
];
const states = [
  '--- Type Summary (for busy) ------ RgnCount ----------- Total Size -------- %ofBusy %ofTotal',
  'MEM_IMAGE                               198           2ec3000 (  46.762 MB)  38.09%    1.14%',
  'MEM_PRIVATE                             122           2ebc000 (  46.734 MB)  38.07%    1.14%',
  '--- State Summary ---------------- RgnCount ----------- Total Size -------- %ofBusy %ofTotal',
  'MEM_RESERVE                              65           43a4000 (  67.641 MB)  55.10%    1.65%',
  'MEM_COMMIT                              278           3721000 (  55.129 MB)  44.90%    1.35%',
];

describe('the summary of an address space', () => {
  const plain = readingsOf(readText([...used, ...states, ''].join('\n')));
  it('is read where its headings were joined with the rows above', () => {
    const text = ['0:000> !address -summary', ...used, ...states, ''].join('\n').replaceAll('\n---', '---');
    expect(plain).toHaveLength(1);
    expect(readingsOf(readText(text))).toEqual(plain);
  });
  it('is read in one line, with the numbers of the lines of a page or without them', () => {
    const blank = (line: string): string => line.replaceAll(/ +/g, ' ');
    const numbered = [...used, ...states].map((line, at) => `${at + 14} ${blank(line)}`).join(' ');
    const glued = numbered.replaceAll(/(?<=%|%ofTotal) (?=\d{2} )/g, '');
    for (const text of [[...used, ...states].map(blank).join(' '), numbered, glued])
      expect(readingsOf(readText(`1 0:006> !address -summary 2 3 ${text}`))).toEqual(plain);
  });
});

describe('an output whose line ends were lost', () => {
  it.each(outputs)('is read as before: %s', (_name, text) => {
    const [plain, oneLine] = [readText(text), readText(text.replaceAll(/\n+/g, ' '))];
    expect(readingsOf(plain)).not.toEqual([]);
    expect(readingsOf(oneLine)).toEqual(readingsOf(plain));
  });

  it('is read with one blank where there were several', () => {
    // Whether UMDH counted in hexadecimal shows in the widths of its columns alone.
    for (const [, text] of outputs.filter(([name]) => name !== 'a difference of UMDH'))
      expect(readingsOf(readText(text.replaceAll(/\s+/g, ' ')))).toEqual(readingsOf(readText(text)));
  });

  it('is left alone where its lines are short, or where no row of it is known', () => {
    for (const [, text] of outputs.filter(([name]) => name !== 'a counter log')) expect(withLineEnds(text)).toBeNull();
    expect(withLineEnds('word '.repeat(200))).toBeNull();
  });

  it('that is not known is answered by what happened to it', () => {
    const table = Array.from({ length: 40 }, (_, at) => `${4000 + at} ${90_000 + at} part${at}`).join(' ');
    expect(readText(table).unread[0]?.problem).toContain('its line ends were lost');
  });

  it('is not taken for the statistic of a heap where it is another list with such rows', () => {
    const queue =
      'SyncBlocks to be cleaned up: 0 Free-Threaded Interfaces to be released: 0 generation 0 has 46 finalizable objects (000001) Ready for finalization 744 objects Statistics: MT Count TotalSize Class Name 7f8f8a1d2f20 2 48 Shop.Cart Total 2 objects';
    expect(readText(queue).blocks.map(({ parser }) => parser)).not.toContain('dumpheap-stat');
  });
});
