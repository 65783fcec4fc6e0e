import { describe, expect, it } from '@jest/globals';
import type { Reading, ReadResult } from '../../../analysis/types.ts';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';
import { describeWithShared, sharedText } from '../../support/fixture.ts';

type Wanted = Reading & { readonly kind: 'gcHeap' };
const read = (result: ReadResult): Wanted => readingsOf(result, 'heapstat')[0] as Wanted;

describe('!heapstat', () => {
  const text =
    '0:263> !heapstat\nHeap             Gen0         Gen1         Gen2          LOH\nHeap0       147705848      1719008    515352896       200208\n\nFree space:                                                 Percentage\nHeap0        26358048        52032    442079744        33920SOH: 70% LOH: 16%\n';
  checkParser('of a workstation heap', { parser: 'heapstat', text });

  it('sums the generations and the free space between objects', () => {
    expect(read(readText(text))).toMatchObject({ bytes: 664977960, free: 468523744, loh: 200208, committed: null });
  });

  it('goes on behind the word that somebody broke a command off', () => {
    const broken =
      "0:085> !heapstat\nHeap             Gen0         Gen1         Gen2          LOH\nCommand cancelled at the user's request.\nHeap0         7333544       766768    407008544       597240\nHeap1        15533568       525424    309947288           24\nTotal        22867112      1292192    716955832       597264\n";
    expect(read(readText(broken))).toMatchObject({ bytes: 741712400, loh: 597264 });
  });

  it('takes the row Total of server GC, and does not count EPH twice', () => {
    const server =
      'Heap     EPH        Gen0       Gen1       Gen2       LOH        POH\nHeap0    30   10   20   30   40   5\nHeap1    30   10   20   30   40   5\nTotal    60   20   40   60   80   10\n';
    expect(read(readText(server))).toMatchObject({ bytes: 210, loh: 80 });
  });
});

describeWithShared('samples of !heapstat', () => {
  checkParser('a fragmented heap', { parser: 'heapstat', text: sharedText('cases/signalr-1470-client-fragmentation/heapstat.txt') });

  it('stand between others in one text', () => {
    expect(readText(sharedText('samples/cdb/sos_net10_triage_excerpts.txt')).blocks.map(({ parser }) => parser)).toEqual([
      'eeheap-gc',
      'heapstat',
      'dumpheap-stat',
    ]);
  });
});
