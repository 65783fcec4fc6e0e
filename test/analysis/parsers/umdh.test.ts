import { describe, expect, it } from '@jest/globals';
import { frameName } from '../../../analysis/stacks.ts';
import type { Reading, ReadResult } from '../../../analysis/types.ts';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';
import { describeWithShared, sharedText } from '../../support/fixture.ts';

type Allocations = Reading & { readonly kind: 'allocations' };
const read = (result: ReadResult): Allocations => readingsOf(result, 'umdh')[0] as Allocations;
const first = (text: string) => read(readText(text)).entries[0];
const stack = '\n\tntdll!RtlAllocateHeap+274\n\tMSVCR90!malloc+79\n\tMyApp!Leak+1E (c:\\src\\a.cpp, 12)\n\tMyApp!main+2C\n';
const compared = `// Debug library initialized ...\n// Each log entry has the following syntax:\n\n+ 2a98c90 ( 2a98c90 -     0)  15cf4 allocs\tBackTrace74050\n+   15cf4 ( 15cf4 -     0)\tBackTrace74050\tallocations\n${stack}\n\nTotal increase == 2a98c90 requested + 15cf40 overhead = 2bf4bd0\n`;

describe('UMDH', () => {
  checkParser('comparison with its stacks', { parser: 'umdh', text: compared });

  it('reads hexadecimal numbers and the stack that allocated', () => {
    const entry = first(compared);
    expect(entry).toMatchObject({ bytes: 0x2a98c90, allocations: 0x15cf4, trace: 'BackTrace74050' });
    expect(entry?.stack?.frames.map(frameName)).toEqual(['ntdll!RtlAllocateHeap', 'MSVCR90!malloc', 'MyApp!Leak', 'MyApp!main']);
  });

  it('reads decimal numbers where only they add up', () => {
    expect(first('+  131072 ( 262144 - 131072)      4 allocs\tBackTraceF9A156DA\n')).toMatchObject({ bytes: 131072 });
    expect(
      first('+     900 (   1800 -    900)      9 allocs\tBackTrace1\n+       4 (      9 -      5)\tBackTrace1\tallocations\n'),
    ).toMatchObject({ bytes: 900, allocations: 4 });
  });

  it('takes the base from the padding where both add up: five places are hexadecimal, six decimal', () => {
    const hex = readText('-    2018 (     0 -  2018)       0 allocs\tBackTrace73F28\n');
    expect(read(hex).entries[0]?.bytes).toBe(-0x2018);
    expect(hex.blocks[0]?.notes).toEqual([]);
    expect(first('+  154944 ( 154944 -      0)      1 allocs\tBackTrace9933FD81\n')?.bytes).toBe(154944);
  });

  it('takes the base in which the total at the end adds up', () => {
    const entry = '+ 27000 (27000 - 0) 9 allocs BackTrace1\n\n\tntdll!RtlAllocateHeap+12\n\n';
    const hex = readText(`${entry}Total increase == 27000 requested + 9c0 overhead = 279c0\n`);
    expect(read(hex).entries[0]?.bytes).toBe(0x27000);
    expect(hex.blocks[0]?.notes).toEqual([]);
    expect(first(`${entry}Total increase == 27000 requested + 800 overhead = 27800\n`)?.bytes).toBe(0x27000);
    expect(first(`${entry}Total increase == 27000 requested + 8000 overhead = 35000\n`)?.bytes).toBe(27000);
  });

  it('takes the base in which the bytes are whole blocks, where a chat took the padding', () => {
    const site = (bytes: string, count: string, trace: string): string =>
      `+ ${bytes} ( ${bytes} - 0) ${count} allocs BackTrace${trace}\n+ ${count} ( ${count} - 0) BackTrace${trace} allocations\n\n\tshop!Render+0x1\n\n`;
    const bytesOf = (text: string) => readingsOf(readText(text)).flatMap((each) => (each.kind === 'allocations' ? each.entries : []));
    const decimal = readText(site('27000', '9', '2A') + site('5152', '23', '2B'));
    expect(decimal.blocks[0]?.notes[0]).toContain('taken as decimal');
    expect(bytesOf(site('27000', '9', '2A') + site('5152', '23', '2B'))).toMatchObject([{ bytes: 27_000 }, { bytes: 5152 }]);
    // 0x1440 are 0x24 blocks of 144 bytes, 0x690 are 0x15 of 80; read as decimal neither comes out even.
    expect(bytesOf(site('1440', '24', '2A') + site('690', '15', '2B'))).toMatchObject([{ bytes: 0x1440 }, { bytes: 0x690 }]);
  });
  it('assumes hexadecimal where nothing decides, and says so', () => {
    const result = readText('+ 5320 (9320 - 4000) 12 allocs BackTrace00B53\n');
    expect(read(result).entries[0]?.bytes).toBe(0x5320);
    expect(result.blocks[0]?.notes[0]).toContain('taken as hexadecimal');
  });

  it('adds up the blocks of a log by their back trace', () => {
    const text =
      '30 bytes + 30 at 206EDDA8BA0 by BackTraceEDD4EEA6\n\t7FFE82352933\n\t7FFE8226DA74\n\n40 bytes + 30 at 206EDDA8CA0 by BackTraceEDD4EEA6\n\t7FFE82352933\n\t7FFE8226DA74\n';
    const result = readText(text);
    expect(read(result)).toMatchObject({ diff: false, entries: [{ bytes: 0x70, allocations: 2 }] });
    expect(result.blocks[0]?.notes[0]).toContain('_NT_SYMBOL_PATH');
  });

  it('counts what the file’s own total has beside the entries at hand as nobody’s, a decrease as less', () => {
    const of = (line: string) =>
      read(readText(`+ a0 ( f0 - 50) 3 allocs BackTrace1\nTotal ${line}\n`)).entries.map(({ bytes, trace }) => [bytes, trace]);
    expect(of('increase == a0 requested + 10 overhead = b0')).toEqual([[0xa0, 'BackTrace1']]);
    expect(of('increase == ffff')).toEqual([
      [0xa0, 'BackTrace1'],
      [0xffff - 0xa0, null],
    ]);
    expect(of('decrease == 100 requested + 10 overhead = 110')).toEqual([
      [0xa0, 'BackTrace1'],
      [-0x100 - 0xa0, null],
    ]);
  });

  it('says when entries are missing from a comparison', () => {
    const result = readText('+ a0 ( f0 - 50) 3 allocs BackTrace1\nTotal increase == ffff\n');
    expect(result.blocks[0]?.notes.join(' ')).toContain('some are missing');
  });

  it.each(['Total increase == ', 'Total increase == 2', 'Total increase =='])(
    'takes no figure from a file that was cut inside it: %j',
    (end) => {
      const result = readText(`+ a000 ( f000 - 5000) 3 allocs BackTrace1\n+ 3 ( 9 - 6) BackTrace1 allocations\n\n${end}`);
      expect(result.blocks[0]?.notes.join(' ')).not.toContain('own total');
      expect(readingsOf(result)[0]).toMatchObject({ entries: [{ bytes: 0xa000 }] });
    },
  );

  it('keeps the entries that moved most', () => {
    const text = Array.from(
      { length: 500 },
      (_, i) => `+ ${(i + 0xa00).toString(16)} ( ${(i + 0xb00).toString(16)} - 100) ${i.toString(16)} allocs BackTrace${i}`,
    ).join('\n');
    const result = readText(text);
    const { entries } = read(result);
    expect(entries.filter(({ trace }) => trace !== null)).toHaveLength(60);
    expect(entries[0]?.bytes).toBe(499 + 0xa00);
    expect(entries.reduce((sum, { bytes }) => sum + bytes, 0)).toBe((500 * 499) / 2 + 500 * 0xa00);
  });

  it('explains a file without entries', () => {
    expect(readText('// Debug library initialized ...\n// Each log entry has the following syntax:\n').unread[0]?.problem).toContain(
      '+ust',
    );
  });
});

describeWithShared('samples of UMDH', () => {
  for (const name of [
    'umdh_compare_decimal_header_lines',
    'umdh_compare_decimal_x64',
    'umdh_compare_hex_with_stack_x86',
    'umdh_compare_legacy_doc',
    'umdh_log_backtrace_doc',
    'umdh_raw_log_entry_x64',
  ])
    checkParser(name, { parser: 'umdh', text: sharedText(`samples/umdh/${name}.txt`) });

  it('tell 21,280 bytes of growth in the documentation’s comparison', () => {
    expect(first(sharedText('samples/umdh/umdh_compare_legacy_doc.txt'))).toMatchObject({ bytes: 21280, allocations: null });
    expect(first(sharedText('samples/umdh/umdh_compare_decimal_x64.txt'))).toMatchObject({ bytes: 154944, allocations: 1 });
    expect(first(sharedText('samples/umdh/umdh_compare_hex_with_stack_x86.txt'))).toMatchObject({ bytes: 0x5a2e86, allocations: 0x29998 });
  });

  it('passes over what DBGHELP tells of symbols, and is one block with it', () => {
    const text =
      '// Debug library initialized ...\nDBGHELP: MyApp - private symbols & lines\n         C:\\my symbols\\MyApp.pdb\nDBGHELP: ntdll - public symbols\n         c:\\sym\\ntdll.pdb\\1A2B\\ntdll.pdb\n//\n\n+ 209715200 ( 419430400 - 209715200)     400 allocs\tBackTrace6F0A1B2C\n+     200 (    400 -    200)\tBackTrace6F0A1B2C\tallocations\n\n\tMyApp!Cache::Add+3A (c:\\src\\my app\\cache.cpp, 41)\n\nTotal increase == 209715200 requested +   3200 overhead = 209718400\n';
    const result = readText(text);
    expect(result.unread).toEqual([]);
    expect(readingsOf(result)).toMatchObject([{ entries: [{ bytes: 209715200, allocations: 200 }] }]);
  });
});
