import { describe, expect, it } from '@jest/globals';
import type { Reading, ReadResult } from '../../../analysis/types.ts';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';
import { describeWithShared, sharedText } from '../../support/fixture.ts';

type Wanted = Reading & { readonly kind: 'heapBlocks' };
const read = (result: ReadResult): Wanted => readingsOf(result, 'heap-list')[0] as Wanted;

const header =
  'Entry     User      Heap      Segment       Size  PrevSize  Unused    Flags\n-----------------------------------------------------------------------------\n';

describe('!heap -l, -x and -a', () => {
  checkParser('of unreachable blocks', {
    parser: 'heap-list',
    text: `0:000> !heap -l\nSearching the memory for potential unreachable busy blocks.\nHeap 00150000\nScanning VM ...\n${header}00154640  00154648  00150000  00150000       200       200         c  busy\n00154840  00154848  00150000  00150000       200       200         c  busy\n...\n\n29050 potential unreachable blocks were detected.\n`,
  });

  it('tells what the program asked for: the size without its overhead', () => {
    const result = readText(
      `${header}00154640  00154648  00150000  00150000       200       200         c  busy\n00154840  00154848  00150000  00150000       200       200         c  free\n1 potential unreachable blocks were detected.\n`,
    );
    expect(read(result)).toMatchObject({ heap: '00150000', sizes: [{ size: 0x1f4, blocks: 1, bytes: 0x1f4 }] });
    expect(result.blocks[0]?.notes[0]).toContain('their pointers are lost');
  });

  it('counts the busy blocks of !heap -a', () => {
    const text =
      '       00246240: 00200 . 00200 [01] - busy (1f4)\n       00246440: 00200 . 00200 [01] - busy (1f4)\n       00246640: 00200 . 00200 [00]\n';
    expect(read(readText(text)).sizes).toEqual([{ size: 500, blocks: 2, bytes: 1000, percent: null }]);
  });
});

describeWithShared('samples of listed blocks', () => {
  for (const name of ['heap-l', 'heap-x', 'heap-a'])
    checkParser(name, { parser: 'heap-list', text: sharedText(`cases/cppresourceleaks-heap/${name}.txt`) });
});
