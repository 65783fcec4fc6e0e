import { describe, expect, it } from '@jest/globals';
import type { Reading, ReadResult } from '../../../analysis/types.ts';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';
import { describeWithShared, sharedText } from '../../support/fixture.ts';

type Wanted = Reading & { readonly kind: 'snapshot' };
const read = (result: ReadResult): Wanted => readingsOf(result, 'runaway')[0] as Wanted;

describe('!runaway', () => {
  const text =
    '0:000> !runaway 3\n User Mode Time\n  Thread       Time\n   0:2024      0 days 0:02:10.015\n   6:375c      0 days 0:00:00.000\n Kernel Mode Time\n  Thread       Time\n   0:2024      1 days 0:00:00.046\n';
  checkParser('user and kernel time', { parser: 'runaway', text });

  it('counts the threads and names the busy ones', () => {
    const result = readText(text);
    expect(read(result).values).toEqual({ threads: 2 });
    expect(result.blocks[0]?.notes).toContain('Thread 0 (2024) has used 130 s of CPU.');
  });
});

describeWithShared('samples of !runaway', () => {
  checkParser('user and kernel', { parser: 'runaway', text: sharedText('samples/cdb/runaway_user_kernel.txt') });
});
