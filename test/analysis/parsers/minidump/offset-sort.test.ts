import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sortByOffset } from '../../../../analysis/parsers/minidump/offset-sort.ts';

describe('offsets in a dump put in order', () => {
  it('rise, and each keeps the number beside it', () => {
    const pair = fc.tuple(fc.oneof(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 0, max: 2 ** 32 - 1 })), fc.nat(1000));
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 300 }), (pairs) => {
        const [offsets, numbers] = [Uint32Array.from(pairs, ([offset]) => offset), Uint32Array.from(pairs, ([, number]) => number)];
        sortByOffset(offsets, numbers);
        const sorted = [...pairs].sort(([a], [b]) => a - b);
        expect(Array.from(offsets, (offset, at) => [offset, numbers[at]])).toEqual(sorted);
      }),
    );
  });
});
