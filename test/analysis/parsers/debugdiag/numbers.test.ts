import { describe, expect, it } from '@jest/globals';
import { leadingCount, leadingSizeBytes } from '../../../../analysis/parsers/debugdiag/numbers.ts';

describe('numbers of a DebugDiag report', () => {
  it.each(['13,150 allocations', '13.150 allocations', '13 150 allocations', "13'150 allocations", '13’150 allocations'])(
    'are grouped as the culture has it: %s',
    (text) => expect(leadingCount(text)).toBe(13_150),
  );

  it('are sizes, too, in Switzerland', () => {
    expect(leadingSizeBytes('1’023.5 MBytes', '.')).toBe(1023.5 * 2 ** 20);
  });
});
