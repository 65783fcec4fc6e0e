import { describe, expect, it } from '@jest/globals';
import type { Reading, ReadResult } from '../../../analysis/types.ts';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';
import { describeWithShared, sharedText } from '../../support/fixture.ts';

type Heap = Reading & { readonly kind: 'heapStatistic' };
const heap = (result: ReadResult): Heap => readingsOf(result, 'dumpheap-stat')[0] as Heap;
const rows = '718ad824  8872810    106473720 System.Object\n718ad484  5299303    452138906 System.String\n';
const header = 'Statistics:\n      MT    Count    TotalSize Class Name\n';

describe('!dumpheap -stat', () => {
  checkParser('of .NET Framework', { parser: 'dumpheap-stat', text: `0:000> !dumpheap -stat\n${header}${rows}Total 14172113 objects\n` });
  checkParser('of dotnet-dump with separators', {
    parser: 'dumpheap-stat',
    text: '> dumpheap -stat\nStatistics:\n          MT Count TotalSize Class Name\n76bc1ef2cb20     9     1,376 System.Char[]\n572382314230   340     8,160 Free\nTotal 349 objects, 9,536 bytes\n',
  });

  it('is whole when its rows add up to the total', () => {
    expect(heap(readText(`${header}${rows}Total 14172113 objects\n`))).toMatchObject({
      totalObjects: 14172113,
      totalBytes: 558612626,
      partial: false,
    });
  });

  it('reads tabs, rows without a header, nested type arguments and Free, the largest first', () => {
    const text =
      '7f2511bc0430\t198656\t7846912\tSystem.Type[]\n556160c08a80\t16301\t29831240\tFree\n71911e28  9787140    234891360 System.Collections.Generic.Dictionary`2+Entry[[System.Type, mscorlib],[A.B`1[[C, D]], E]][]\n';
    const reading = heap(readText(text));
    expect(reading.types.map(({ type }) => type)).toEqual([
      'System.Collections.Generic.Dictionary`2+Entry[[System.Type, mscorlib],[A.B`1[[C, D]], E]][]',
      'Free',
      'System.Type[]',
    ]);
    expect(reading).toMatchObject({ totalObjects: null, totalBytes: null, partial: true });
  });

  it('reads what went through a spreadsheet: sizes with decimals, words of a name in cells of their own, empty cells behind', () => {
    const text =
      'MT\tCount\tTotalSize\tClass\tName\t\t\n000007fecdf6df78\t46895258\t1500648256,00\tShop.Row\t\t\t\n000007fee8169780\t11719237\t468769480,00\tSystem.Collections.Generic.List`1[[Shop.Name,\tShop]]\t\t\n';
    expect(heap(readText(text)).types).toEqual([
      { type: 'Shop.Row', count: 46_895_258, bytes: 1_500_648_256 },
      { type: 'System.Collections.Generic.List`1[[Shop.Name, Shop]]', count: 11_719_237, bytes: 468_769_480 },
    ]);
  });

  it('adds up a type that has several method tables and says so', () => {
    const result = readText(`${header}718ad824  10    100 Acme.Item\n718ad999  20    200 Acme.Item\nTotal 30 objects\n`);
    expect(heap(result).types).toEqual([{ type: 'Acme.Item', count: 30, bytes: 300 }]);
    expect(result.blocks[0]?.notes.join(' ')).toContain('Acme.Item stands 2 times');
  });

  it('is a part where only some types were asked for', () => {
    const result = readText(`!dumpheap -stat -type Object\n${header}${rows}Total 14172113 objects\n`);
    expect(heap(result).partial).toBe(true);
    expect(result.blocks[0]?.notes[0]).toContain('-type Object');
  });

  it('says how many objects the rows that were left out hold', () => {
    const result = readText(`${header}...\n${rows}Total 124613918 objects\n`);
    expect(heap(result)).toMatchObject({ partial: true, totalObjects: 124613918, totalBytes: null });
    expect(result.blocks[0]?.notes[0]).toBe('Rows are missing: 14172113 of 124613918 objects are listed.');
  });

  it('keeps two statistics below each other apart', () => {
    const one = `${header}${rows}Total 14172113 objects\n`;
    expect(readText(`${one}\n${one}`).blocks.map(({ parser }) => parser)).toEqual(['dumpheap-stat', 'dumpheap-stat']);
  });

  it('keeps the largest and the most numerous of thousands of types', () => {
    const many = Array.from({ length: 3000 }, (_, i) => `${(0x10000000 + i).toString(16)}  ${i + 1}  ${100000 - i} Acme.T${i}`).join('\n');
    const result = readText(`${header}${many}\nTotal 4501500 objects\n`);
    expect(heap(result).types).toHaveLength(300);
    expect(heap(result).types.map(({ type }) => type)).toContain('Acme.T2999');
    expect(heap(result).partial).toBe(false);
    expect(result.blocks[0]?.notes).toContain('2700 smaller types were left out.');
  });

  it('does not take the fields of an object, modules or heaps for types', () => {
    for (const text of [
      '718ad484  4000014       10        System.String  0 instance 16a8ce44 <Name>k__BackingField\n718ad484  4000015       18        System.Int32  1 instance        1 <Lock>k__BackingField',
      '00150000 00000002   16384  16352  16352      2     0     1    0      0   L\n00250000 00008000      64     12     12     10     1     1    0      0',
      '01000000 0100d000   stst       (deferred)\n77c10000 77c68000   msvcrt     (deferred)',
    ])
      expect(readingsOf(readText(text), 'dumpheap-stat')).toEqual([]);
  });

  it('reads digits that are grouped with blanks, also where columns are one blank apart', () => {
    const french = (row: string) =>
      heap(readText(`          MT     Count      TotalSize Class Name\n${row}\nTotal 77 854 objects, 223 182 288 bytes\n`)).types;
    const expected = [{ type: 'System.Byte[]', count: 77854, bytes: 223182288 }];
    expect(french('7ffd1c5b2c30    77\u202f854    223\u202f182\u202f288 System.Byte[]')).toEqual(expected);
    expect(french('7ffd1c5b2c30 77 854 223 182 288 System.Byte[]')).toEqual(expected);
  });

  it('takes nothing for an answer where nothing was found', () => {
    const none = heap(readText(`0:000> !dumpheap -stat -type MyApp.Gone\n${header}Total 0 objects\n`));
    expect(none).toMatchObject({ types: [], totalObjects: 0, partial: true });
  });
});

describeWithShared('samples of !dumpheap', () => {
  for (const path of [
    'samples/cdb/dumpheap_-stat_net8.txt',
    'samples/cdb/dumpheap_help_sample_old_format.txt',
    'cases/aspnetcore8-reflection-emit-typebuilders/dumpheap.txt',
    'cases/memorycache-instance-per-call/dumpheap.txt',
    'cases/structuremap-child-container-webjob/dumpheap.txt',
    'cases/diagnosticscenarios-customercache/dumpheap-mt.txt',
    'cases/physicalfileprovider-watch-not-disposed/dumpheap-fsw.txt',
  ])
    checkParser(path, { parser: 'dumpheap-stat', text: sharedText(path) });
});
