import { describe, expect, it } from '@jest/globals';
import type { Reading, ReadResult } from '../../../analysis/types.ts';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';
import { describeWithShared, sharedText } from '../../support/fixture.ts';

type Wanted = Reading & { readonly kind: 'heapBlocks' };
const read = (result: ReadResult): Wanted => readingsOf(result, 'heap-stat')[0] as Wanted;

const text =
  '0:000> !heap -stat -h 00520000\n heap @ 00520000\ngroup-by: TOTSIZE max-display: 20\n    size     #blocks     total     ( %) (percent of total busy bytes)\n    1f64 76c6 - e905f58  (99.99)\n    1800 1 - 1800  (0.00)\n';

describe('!heap -stat -h', () => {
  checkParser('of a leaking heap', { parser: 'heap-stat', text });

  it('reads size, count and total as hexadecimal', () => {
    expect(read(readText(text))).toMatchObject({
      heap: '00520000',
      sizes: [
        { size: 0x1f64, blocks: 0x76c6, bytes: 0xe905f58, percent: 99.99 },
        { size: 0x1800, blocks: 1, bytes: 0x1800, percent: 0 },
      ],
    });
    expect(readText(text).blocks[0]?.notes).toEqual([]);
  });

  it('reads a row without its dash, as people type it again', () => {
    const typed = '!heap -stat -h 00000211aa70000\n\nsize     #blocks     total     (%)\n40       8a731       229cc40   (29.33)\n';
    expect(read(readText(typed)).sizes).toEqual([{ size: 0x40, blocks: 0x8a731, bytes: 0x229cc40, percent: 29.33 }]);
  });

  it('reads the rows alone', () => {
    expect(read(readText('    74          74e   -  34f58      (16.56)\n    44          b9f   -  3163c      (15.45)\n'))).toMatchObject({
      heap: null,
      sizes: [{ size: 0x74 }, { size: 0x44 }],
    });
  });

  it('doubts numbers that do not multiply', () => {
    const result = readText('group-by: TOTSIZE max-display: 20\n    100 10 - 1600  (1.00)\n    200 10 - 3200  (1.00)\n');
    expect(result.blocks[0]?.notes[0]).toContain('may not be the hexadecimal numbers');
  });
});

describeWithShared('samples of !heap -stat', () => {
  for (const path of [
    'samples/cdb/heap_-stat_x64_netcore.txt',
    'cases/mfc-json-list-destructor/heap-stat.txt',
    'cases/physicalfileprovider-watch-not-disposed/heap-stat.txt',
  ])
    checkParser(path, { parser: 'heap-stat', text: sharedText(path) });
});
