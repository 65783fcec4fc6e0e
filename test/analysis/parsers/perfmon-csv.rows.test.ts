import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chunkOf, locate } from '../../../analysis/parsers/perfmon-csv/rows.ts';

const comma = 0x2c;

/** The same, a byte at a time. */
function oneByOne(bytes: Uint8Array, start: number, end: number, wanted: readonly number[]) {
  const starts = wanted.map(() => 0);
  let [column, next] = [0, 0];
  if (wanted[0] === 0) starts[next++] = start;
  for (let at = start; at < end; at++) {
    if (bytes[at] !== comma) continue;
    column++;
    if (wanted[next] === column) starts[next++] = at + 1;
  }
  return { column, starts };
}

describe('the cells of a wide row', () => {
  it('are found where counting byte by byte finds them, whatever the bytes and wherever the row stands', () => {
    const byte = fc.oneof(
      fc.constant(comma),
      fc.constantFrom(0, 0x2b, 0x2d, 0x22, 0x7f, 0x80, 0xac, 0xff),
      fc.integer({ min: 0, max: 255 }),
    );
    const row = fc.record({
      content: fc.array(byte, { maxLength: 500 }),
      before: fc.nat({ max: 9 }),
      after: fc.nat({ max: 9 }),
      wanted: fc.uniqueArray(fc.nat({ max: 90 }), { maxLength: 8 }),
    });
    fc.assert(
      fc.property(row, ({ content, before, after, wanted }) => {
        const bytes = Uint8Array.from([...Array<number>(before).fill(comma), ...content, ...Array<number>(after).fill(comma)]);
        const rising = wanted.toSorted((a, b) => a - b);
        const starts = new Int32Array(rising.length);
        const column = locate(chunkOf(bytes), before, before + content.length, comma, Int32Array.from(rising), starts);
        expect({ column, starts: [...starts] }).toEqual(oneByOne(bytes, before, before + content.length, rising));
      }),
      { numRuns: 400 },
    );
  });
});
