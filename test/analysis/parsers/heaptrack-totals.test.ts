import { describe, expect, it } from '@jest/globals';
import type { Reading, ReadResult } from '../../../analysis/types.ts';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';
import { describeWithShared, sharedText } from '../../support/fixture.ts';

type Wanted = Reading & { readonly kind: 'allocations' };
const read = (result: ReadResult): Wanted => readingsOf(result, 'heaptrack-totals')[0] as Wanted;

describe('heaptrack_print', () => {
  const totals =
    'total runtime: 15.17s.\ntemporary memory allocations: 2485778 (163839/s)\npeak heap memory consumption: 2.72G\npeak RSS (including heaptrack overhead): 3.29G\ntotal memory leaked: 3.62M\n';
  checkParser('the totals', { parser: 'heaptrack-totals', text: totals });

  it('reads what was leaked, in powers of ten', () => {
    expect(read(readText(totals)).entries).toEqual([{ bytes: 3_620_000, allocations: null, stack: null, trace: null }]);
  });

  it('reads who leaked it', () => {
    const text =
      '12.5K leaked over 3 calls from:\n    acme::grow(int)\n      at /src/pool.cpp:31\n      in /opt/acme/bin/acme\n    main\n      in /opt/acme/bin/acme\n';
    expect(read(readText(text)).entries[0]).toMatchObject({
      bytes: 12500,
      allocations: 3,
      stack: { frames: [{ function: 'acme::grow' }, { function: 'main' }] },
    });
  });
});

describeWithShared('samples of heaptrack_print', () => {
  for (const name of ['heaptrack_print_totals', 'heaptrack_print_peak_excerpt'])
    checkParser(name, { parser: 'heaptrack-totals', text: sharedText(`samples/linux/${name}.txt`) });
});
