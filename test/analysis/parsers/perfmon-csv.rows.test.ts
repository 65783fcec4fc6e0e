import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readDecimal } from '../../../analysis/numbers.ts';
import { cellText, chunkOf, locate, notPlain, plainNumber } from '../../../analysis/parsers/perfmon-csv/rows.ts';

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

/** Cells as PDH and spreadsheets write them. */
const cellTexts = fc.oneof(
  fc.integer({ min: 0, max: 2 ** 53 }).map(String),
  fc.double({ min: 0, max: 1e12, noNaN: true }).map((value) => value.toPrecision(17)),
  fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value.toFixed(20)),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.constantFrom('', ' ', '  12', '-1', '.', '0', '00.5', '5.', '.5', '1e3', '12 ', 'n/a', '1.2.3'),
);

describe('a cell of a row', () => {
  it('is the number that the same cell read as text is, whichever way it is read', () => {
    fc.assert(
      fc.property(cellTexts, fc.constantFrom('.' as const, ',' as const), (text, decimal) => {
        const written = text.replace('.', decimal);
        const bytes = new TextEncoder().encode(`"${written}","7"`);
        const plain = plainNumber(bytes, 0, bytes.length, decimal.charCodeAt(0));
        expect(cellText(bytes, 0, bytes.length)).toBe(written);
        if (plain === notPlain) return;
        const read = readDecimal(written, decimal) ?? Number.NaN;
        if (Number.isNaN(read)) expect(plain).toBeNaN();
        else expect(Math.abs(plain - read)).toBeLessThanOrEqual(Math.abs(read) * 1e-15);
      }),
      { numRuns: 2000 },
    );
  });

  it('with the seventeen digits that PDH prints is read at once', () => {
    for (const text of ['0.99998250030624447', '12345678901234567', '0.00012345678901234567', '1048576']) {
      const bytes = new TextEncoder().encode(`"${text}"`);
      expect(plainNumber(bytes, 0, bytes.length, 0x2e)).toBeCloseTo(Number(text), 10);
    }
  });
});
