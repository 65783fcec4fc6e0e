import { describe, expect, it } from '@jest/globals';
import type { Reading, ReadResult } from '../../../analysis/types.ts';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';
import { describeWithShared, sharedText } from '../../support/fixture.ts';

type Wanted = Reading & { readonly kind: 'allocations' };
const read = (result: ReadResult): Wanted => readingsOf(result, 'crt-leak-dump')[0] as Wanted;

describe('the leak dump of the debug C runtime', () => {
  const text =
    'Detected memory leaks!\nDumping objects ->\nc:\\src\\list.cpp(42) : {118722} normal block at 0x0000019F71CD4780, 16 bytes long.\n Data: <  @s            > B0 1E 40 73 \nc:\\src\\list.cpp(42) : {118700} normal block at 0x0000019F71CD4790, 16 bytes long.\n Data: <  @s            > B0 1E 40 73 \n{118721} client block at 0x0000019F73401EA0, subtype c0, 64 bytes long.\n Data: <  @s            > B0 1E 40 73 \nObject dump complete.\n';
  checkParser('with source lines', { parser: 'crt-leak-dump', text });

  it('adds up blocks of one size from one place', () => {
    expect(
      read(readText(text)).entries.map(({ bytes, allocations, stack }) => [bytes, allocations, stack?.frames[0]?.printed ?? null]),
    ).toEqual([
      [64, 1, null],
      [32, 2, 'c:\\src\\list.cpp(42)'],
    ]);
  });

  it('says how to find the place where none is printed', () => {
    const result = readText('Detected memory leaks!\nDumping objects ->\n{57} normal block at 0x00DA4780, 16 bytes long.\n');
    expect(result.blocks[0]?.notes[0]).toContain('_CrtSetBreakAlloc(57)');
  });
});

describeWithShared('a case with a CRT leak dump', () => {
  checkParser('MFC', { parser: 'crt-leak-dump', text: sharedText('cases/mfc-json-list-destructor/crt-leak-dump.txt') });

  it('names the line that called new, which is all that is known of who allocated', () => {
    const text =
      'Detected memory leaks!\nDumping objects ->\nd:\\shop\\src\\menu.cpp(212) : {57} normal block at 0x003D4C18, 40 bytes long.\n Data: <    > 00 00 00 00 \nObject dump complete.\n';
    expect(readingsOf(readText(text))[0]).toMatchObject({ entries: [{ stack: { frames: [{ function: 'menu.cpp:212' }] } }] });
  });
});
