import { describe, expect, it } from '@jest/globals';
import type { Reading, ReadResult } from '../../../analysis/types.ts';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';
import { describeWithShared, sharedText } from '../../support/fixture.ts';

type Wanted = Reading & { readonly kind: 'gcHeap' };
const read = (result: ReadResult): Wanted => readingsOf(result, 'eeheap-gc')[0] as Wanted;

describe('!eeheap -gc', () => {
  it('reads CLR 2, .NET Framework 4 and current totals', () => {
    expect(
      read(readText('Heap Size  0xae65830(182868016)\n------------------------------\nGC Heap Size  0x21ead7ac(569038764)\n')),
    ).toMatchObject({ bytes: 569038764, committed: null });
    expect(
      read(
        readText(
          '!eeheap -gc\nNumber of GC Heaps: 1\ngeneration 0 starts at 0x02b21000\nTotal Size:              Size: 0xdbecfd08 (3689741576) bytes.\n------------------------------\nGC Heap Size:    Size: 0xdbecfd08 (3689741576) bytes.\n',
        ),
      ),
    ).toMatchObject({ bytes: 3689741576 });
    expect(
      read(
        readText(
          '> eeheap -gc\nNumber of GC Heaps: 4\n------------------------------\nGC Allocated Heap Size:    Size: 0xc95c000 (211,140,608) bytes.\nGC Committed Heap Size:    Size: 0xd95c000 (227,917,824) bytes.\n',
        ),
      ),
    ).toMatchObject({ bytes: 211140608, committed: 227917824 });
  });

  it('sums the large object heap, where empty regions leave a cell blank', () => {
    const text =
      '         segment            begin        allocated        committed allocated size     committed size    \ngeneration 0:\n    76ad4ad7e250     76ad6ac00028     76ad6aec3008     76ad6aed1000 0x2c2fe0 (2895840) 0x2d1000 (2953216)\nLarge object heap\n         segment            begin        allocated        committed allocated size     committed size    \n    76ad4ad7e2f8     76ad6b000028     76ad6b000028     76ad6b001000                    0x1000 (4096)     \n    76ad4ad7e2f9     76ad6b000028     76ad6b000028     76ad6b001000 0x800 (2048)       0x1000 (4096)     \nGC Allocated Heap Size:    Size: 0x2c9510 (2921744) bytes.\n';
    expect(read(readText(text)).loh).toBe(2048);
  });

  it('does not invent a total that was cut off', () => {
    const result = readText(
      '0:263> !eeheap -gc\nNumber of GC Heaps: 1\ngeneration 0 starts at 0x000000d23df94ae0\nsegment     begin allocated  size\n000000d267270000  000000d267271000  000000d276dcfa38  0xfb5ea38(263580216)\n',
    );
    expect(read(result).bytes).toBeNull();
    expect(result.blocks[0]?.notes[0]).toContain('263580216');
  });
});

describeWithShared('samples of !eeheap -gc', () => {
  checkParser('server GC of .NET 6', { parser: 'eeheap-gc', text: sharedText('samples/cdb/eeheap_-gc_server_net6_two_heaps.txt') });

  it('are read to their last line', () => {
    for (const path of [
      'samples/cdb/eeheap_-gc_net8_regions_linux.txt',
      'samples/cdb/eeheap_help_sample_gc_old_format.txt',
      'cases/structuremap-child-container-webjob/eeheap.txt',
      'cases/signalr-1470-client-fragmentation/eeheap.txt',
    ])
      expect(readText(sharedText(path)).blocks.map(({ parser }) => parser)).toEqual(['eeheap-gc']);
    expect(read(readText(sharedText('samples/cdb/eeheap_-gc_server_net6_two_heaps.txt')))).toMatchObject({
      bytes: 340107152,
      committed: 405618688,
    });
  });

  it('are read behind the loader heaps of !eeheap', () => {
    const result = readText(sharedText('samples/cdb/eeheap_old_clr2_server_4heaps_x86.txt'));
    expect(result.blocks.map(({ parser }) => parser)).toEqual(['eeheap-loader', 'eeheap-gc']);
    expect(read(result).bytes).toBe(569038764);
  });
});
