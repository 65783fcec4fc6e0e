import { describe, expect, it } from '@jest/globals';
import type { Reading, ReadResult } from '../../../analysis/types.ts';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';
import { describeWithShared, sharedText } from '../../support/fixture.ts';

type Wanted = Reading & { readonly kind: 'nativeHeaps' };
const read = (result: ReadResult): Wanted => readingsOf(result, 'heap-s')[0] as Wanted;

const header =
  '          Heap     Flags   Reserv  Commit  Virt   Free  List   UCR  Virt  Lock  Fast \n                            (k)     (k)    (k)     (k) length      blocks cont. heap \n-------------------------------------------------------------------------------------\n';
const row =
  '00000218f1710000 00000002   65320  14712  64928   5575   163    16    2      c   LFH\n    External fragmentation  38 % (163 free blocks)\n';

describe('!heap -s', () => {
  checkParser('with banner, rule and fragmentation', {
    parser: 'heap-s',
    text: `0:000> !heap -s\n\n\n******************\n   NT HEAP STATS BELOW\n******************\nLFH Key                   : 0xa893144b6b979747\nTermination on corruption : ENABLED\n${header}${row}-----------------------\n`,
  });

  it('turns kilobytes into bytes', () => {
    expect(read(readText(header + row)).heaps).toEqual([
      { heap: '00000218f1710000', reserved: 65320 * 1024, committed: 14712 * 1024, largeBlocks: 2, free: 5575 * 1024 },
    ]);
  });

  it('reads rows that end behind what a heap spans, below the head of their columns', () => {
    const old =
      '0:000> !heap -s\n  Heap     Flags   Reserv  Commit  Virt\n                    (k)     (k)    (k)\n---------------------------------------\n00150000 00000002    2048   1024   1096\n00330000 00001002    7168   4300   4596\n---------------------------------------\n';
    expect(read(readText(old)).heaps).toEqual([
      { heap: '00150000', reserved: 2048 * 1024, committed: 1024 * 1024 },
      { heap: '00330000', reserved: 7168 * 1024, committed: 4300 * 1024 },
    ]);
    expect(readText('00330000 00001002    7168   4300   4596\n').blocks).toEqual([]);
  });

  it('tells fragmentation and large blocks outside the segments', () => {
    const rule = '-'.repeat(85);
    expect(readText(`${header}${row}${rule}\n`).blocks[0]?.notes).toEqual([
      '38 % of heap 00000218f1710000 is free space between blocks.',
      'Heap 00000218f1710000 has 2 large blocks outside its segments (over 508 KB, 1016 KB on x64).',
    ]);
  });

  it('reads segment heaps and NT heaps of one process, also those without a lock', () => {
    const text = [
      '0:033> !heap -s',
      '                                        Process     Total       Total',
      '                            Global      Heap        Reserved    Committed',
      '      Heap Address Signature  Flags     List        Bytes       Bytes',
      '                                        Index         (K)         (K)',
      '',
      '       2531eb90000  ddeeddee     1000       1      2683012     2020796',
      '************************************************************************',
      '                                              NT HEAP STATS BELOW',
      '************************************************************************',
      'LFH Key                   : 0xd7b666e8f5a4b98',
      'Affinity manager status:',
      '   - Virtual affinity limit 8',
      '          Heap     Flags   Reserv  Commit  Virt   Free  List   UCR  Virt  Lock  Fast',
      '                            (k)     (k)    (k)     (k) length      blocks cont. heap',
      '-------------------------------------------------------------------------------------',
      '00000253215d0000 00000001      16     16     16     10     1     1    0    N/A',
      '-------------------------------------------------------------------------------------',
      '0:033> q',
    ].join('\n');
    const result = readText(text);
    expect(result.unread).toEqual([]);
    expect(read(result).heaps).toEqual([
      { heap: '2531eb90000', committed: 2020796 * 1024, reserved: 2683012 * 1024 },
      { heap: '00000253215d0000', committed: 16 * 1024, reserved: 16 * 1024, free: 10 * 1024 },
    ]);
    expect(result.blocks[0]?.notes).toEqual([]);
  });

  it('answers a list without sizes with the command that shows them', () => {
    const list =
      '0:000> !heap\n        Heap Address      NT/Segment Heap\n\n         14bff720000         Segment Heap\n        7df42cce0000              NT Heap\n';
    expect(readText(list).unread[0]?.problem).toContain('2 heaps without their sizes. Run !heap -s');
  });

  it('says that heaps may be missing where the table is not closed', () => {
    expect(readText(header + row).blocks[0]?.notes.at(-1)).toContain('heaps may be missing');
  });

  it('reads the hexadecimal summary of !heap -stat without a heap', () => {
    const text =
      '0:000> !heap -stat\n_HEAP 00140000\n     Segments            00000003\n         Reserved  bytes 00400000\n         Committed bytes 00279000\n     VirtAllocBlocks     00000001\n         VirtAlloc bytes 00100000\n';
    expect(read(readText(text)).heaps).toEqual([{ heap: '00140000', committed: 0x379000, reserved: 0x500000 }]);
  });

  it('says that only the head was pasted', () => {
    expect(readText(`0:000> !heap -s\n${header}`).unread[0]?.problem).toContain('Run !heap -s');
  });
});

describeWithShared('samples of !heap -s', () => {
  for (const path of [
    'samples/cdb/heap_-s_x64_NT_HEAP_STATS_banner.txt',
    'samples/cdb/heap_-s_x64_rows.txt',
    'cases/cppresourceleaks-heap/heap-s.txt',
    'cases/mfc-json-list-destructor/heap-s-after.txt',
    'cases/mfc-json-list-destructor/heap-s-before.txt',
  ])
    checkParser(path, { parser: 'heap-s', text: sharedText(path) });

  it('are kept apart from the !heap -stat that follows', () => {
    expect(readText(sharedText('samples/cdb/heap_-s_and_-stat_x86.txt')).blocks.map(({ parser }) => parser)).toEqual([
      'heap-s',
      'heap-stat',
    ]);
  });
});
