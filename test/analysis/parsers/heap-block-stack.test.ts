import { describe, expect, it } from '@jest/globals';
import type { Reading, ReadResult } from '../../../analysis/types.ts';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';
import { describeWithShared, sharedText } from '../../support/fixture.ts';

type Wanted = Reading & { readonly kind: 'allocations' };
const read = (result: ReadResult): Wanted => readingsOf(result, 'heap-block-stack')[0] as Wanted;

const block = (frames: string) =>
  `0:000> !heap -p -a 42ae5b28\n    address 42ae5b28 found in\n    _HEAP @ 6690000\n      HEAP_ENTRY Size Prev Flags    UserPtr UserSize - state\n        42ae5b28 0541 0000  [00]   42ae5b40    02800 - (busy)\n${frames}`;
const frames =
  '        77e9df42 ntdll!RtlAllocateHeap+0x00000274\n        513f3cc7 LeakTrack!CCRTMemoryLT::R90mallocDetour+0x00000067\n        61f527b8 leakcom!CLeak::Add+0x00000058\n';

describe('!heap -p -a', () => {
  checkParser('of a block with its stack', { parser: 'heap-block-stack', text: block(frames) });

  it('tells the size that was asked for and who asked', () => {
    const [entry] = read(readText(block(frames))).entries;
    expect(entry).toMatchObject({ bytes: 0x2800, allocations: 1 });
    expect(entry?.stack?.frames.map((frame) => frame.module)).toEqual(['ntdll', 'LeakTrack', 'leakcom']);
  });

  it('reads the stack below the number of its trace', () => {
    const [entry] = read(readText(block(`        Trace: 0e8c\n${frames}`))).entries;
    expect(entry?.stack?.frames).toHaveLength(3);
  });

  it('says how to get the stack where there is none', () => {
    const result = readText(block(''));
    expect(readingsOf(result)[0]).toMatchObject({ kind: 'heapBlocks', heap: '6690000', sizes: [{ size: 0x2800, blocks: 1 }] });
    expect(result.blocks[0]?.notes[0]).toContain('+ust');
  });

  it('tells the class of which most listed blocks of a size are objects', () => {
    const row = (at: number, size: string, contents: string) =>
      `        01b02${at}30 0010 0000  [00]   01b02${at}38    ${size} - (busy)\n${contents === '' ? '' : `          ${contents}\n`}`;
    const text = `0:004> !heap -flt s 70\n    _HEAP @ 1b00000\n      HEAP_ENTRY Size Prev Flags    UserPtr UserSize - state\n${row(1, '00070', "tills!CReceipt::`vftable'")}${row(2, '00070', "tills!CReceipt::`vftable'")}${row(3, '00070', 'unknown!printable')}${row(4, '00080', 'unknown!printable')}`;
    expect(readingsOf(readText(text))[0]).toMatchObject({
      kind: 'heapBlocks',
      sizes: [
        { size: 0x70, blocks: 3, holds: 'tills!CReceipt' },
        { size: 0x80, blocks: 1 },
      ],
    });
  });

  it('reads page heap', () => {
    const text =
      '   address 0b768e08 found in\n   _DPH_HEAP_ROOT @ 151000\n   in busy allocation (  DPH_HEAP_BLOCK:  UserAddr  UserSize - VirtAddr VirtSize)\n                              b72e700:  b768e08   1f4 -      b768000  2000\n   7c83d9aa ntdll!RtlAllocateHeap+0x00000e9f\n   00401046 MyApp!Leak+0x00000046\n';
    expect(read(readText(text)).entries[0]).toMatchObject({
      bytes: 500,
      stack: { frames: [{ module: 'ntdll' }, { module: 'MyApp', function: 'Leak' }] },
    });
  });

  it('keeps frames without symbols, and names that symbol noise interrupted', () => {
    const text = block(
      `${frames}*** WARNING: Unable to verify checksum for MyApp.exe\n        7ff74aefa443 MyApp!Work+0x1\n        7ff74af3d9a8 +0x0000000000000058\n`,
    );
    expect(
      read(readText(text))
        .entries[0]?.stack?.frames.map(({ printed }) => printed)
        .slice(-2),
    ).toEqual(['MyApp!Work+0x1', '+0x0000000000000058']);
  });

  it('counts the blocks of !heap -flt by size', () => {
    const row = (size: string) => `        000001976aa79db0 000a 0000  [00]   000001976aa79de0    ${size} - (busy)\n`;
    const result = readText(
      `0:000> !heap -flt s 74\n    _HEAP @ 1976aa70000\n              HEAP_ENTRY Size Prev Flags            UserPtr UserSize - state\n${row('00074')}          unknown!printable\n${row('00074')}${row('00028')}    _HEAP @ 19769100000\n`,
    );
    expect(readingsOf(result)[0]).toMatchObject({
      kind: 'heapBlocks',
      heap: '1976aa70000',
      sizes: [
        { size: 0x74, blocks: 2, bytes: 0xe8 },
        { size: 0x28, blocks: 1 },
      ],
      life: { bitness: 64 },
    });
  });
});

describeWithShared('samples of !heap -p -a', () => {
  for (const path of [
    'samples/cdb/heap_-p_-a_with_LeakTrack_detour_frame.txt',
    'cases/mfc-json-list-destructor/stacks.txt',
    'cases/mfc-json-list-destructor/heap-flt.txt',
    'cases/physicalfileprovider-watch-not-disposed/stacks.txt',
    'cases/physicalfileprovider-watch-not-disposed/heap-flt.txt',
    'cases/cppresourceleaks-heap/heap-p-a.txt',
  ])
    checkParser(path, { parser: 'heap-block-stack', text: sharedText(path) });
});
