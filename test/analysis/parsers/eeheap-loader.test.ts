import { describe, expect, it } from '@jest/globals';
import type { Reading, ReadResult } from '../../../analysis/types.ts';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';
import { describeWithShared, sharedText } from '../../support/fixture.ts';

type Wanted = Reading & { readonly kind: 'snapshot' };
const read = (result: ReadResult): Wanted => readingsOf(result, 'eeheap-loader')[0] as Wanted;

describe('!eeheap -loader', () => {
  checkParser('of CLR 2', {
    parser: 'eeheap-loader',
    text: '0:119> !eeheap -loader\nLoader Heap:\n--------------------------------------\nSystem Domain: 79bbd970\nLowFrequencyHeap: Size: 0x0(0)bytes.\nTotal size: 0x9000(36864)bytes\n--------------------------------------\nTotal LoaderHeap size: 0x1e5000(1986560)bytes\n',
  });

  it('reads the total of newer runtimes', () => {
    expect(
      read(
        readText(
          'Loader Heap:\n--------------------------------------\nDomain 1:           0000014c4303a470\nLowFrequencyHeap:   00007ffc(3000:2000) Size: 0x2000 (8192) bytes.\nTotal LoaderHeap size:   Size: 0x5b000 (372,736) bytes total, 0x1000 (4,096) bytes wasted.\n',
        ),
      ).values,
    ).toEqual({ loaderHeap: 0x5b000 });
  });

  it('asks for the total where it was cut off', () => {
    expect(readText('Loader Heap:\n----------\nSystem Domain: 79bbd970\nTotal size: 0x9000(36864)bytes\n').unread[0]?.problem).toContain(
      'at least 36864 bytes',
    );
  });
});

describeWithShared('samples of !eeheap -loader', () => {
  it('are read to their total', () => {
    expect(read(readText(sharedText('samples/cdb/eeheap_help_sample_loader_old_format.txt'))).values).toEqual({ loaderHeap: 86016 });
  });
});
