import { describe, expect, it } from '@jest/globals';
import { checkParser, readText, readingsOf } from '../../support/check-parser.ts';

const studio = [
  'Object Type\tCount\tSize (Bytes)\tInclusive Size (Bytes)',
  'Shop.Order\t412,877\t33,030,160\t61,222,100',
  'System.String\t1,301,181\t71,122,334\t71,122,334',
  'System.Collections.Generic.Dictionary<String, Object>\t12\t960\t62,122,334',
  '',
].join('\n');
const types = (text: string) =>
  readingsOf(readText(text), 'profiler-types').map((each) => (each.kind === 'heapStatistic' ? each.types : []));

describe('the table of types of a profiler', () => {
  checkParser('of Visual Studio', { parser: 'profiler-types', text: studio });

  it('has the own size of the objects, not what they keep alive', () => {
    expect(types(studio)).toEqual([
      [
        { type: 'System.String', count: 1_301_181, bytes: 71_122_334 },
        { type: 'Shop.Order', count: 412_877, bytes: 33_030_160 },
        { type: 'System.Collections.Generic.Dictionary<String, Object>', count: 12, bytes: 960 },
      ],
    ]);
  });

  it('may leave the namespace of simple types out, and print sizes with their unit', () => {
    const text =
      'Type              Objects      Bytes      Retained bytes\nShop.Order        412,877      33.0 MB    61.2 MB\nString          1,301,181      71.1 MB    71.1 MB\nByte[]                204      12.5 MB    12.5 MB\n';
    expect(types(text)[0]?.map(({ type, count }) => [type, count])).toEqual([
      ['System.String', 1_301_181],
      ['Shop.Order', 412_877],
      ['System.Byte[]', 204],
    ]);
  });

  it('may have the namespace in a column of its own, and bars between', () => {
    const text =
      '| Class name | Namespace | Live size (bytes) | Live instances |\n|---|---|---|---|\n| Order | Shop | 33,030,160 | 412,877 |\n| string | System | 71,122,334 | 1,301,181 |\n';
    expect(types(text)[0]).toEqual([
      { type: 'System.String', count: 1_301_181, bytes: 71_122_334 },
      { type: 'Shop.Order', count: 412_877, bytes: 33_030_160 },
    ]);
  });

  it('is two looks where it has differences', () => {
    const text = [
      'Object Type\tCount Diff.\tSize Diff. (Bytes)\tCount\tSize (Bytes)',
      'Shop.Order\t+98,000\t+7,840,000\t112,877\t9,030,160',
      'System.String\t−1,000\t−32,000\t301,181\t11,122,334',
      '',
    ].join('\n');
    expect(types(text)).toEqual([
      [
        { type: 'System.String', count: 302_181, bytes: 11_154_334 },
        { type: 'Shop.Order', count: 14_877, bytes: 1_190_160 },
      ],
      [
        { type: 'System.String', count: 301_181, bytes: 11_122_334 },
        { type: 'Shop.Order', count: 112_877, bytes: 9_030_160 },
      ],
    ]);
  });

  it('is none where other things are counted, or no row follows', () => {
    expect(readText('Name      Objects   Size\nbucket-a  12        33,030\nbucket-b  40        71,122\n').blocks).toEqual([]);
    expect(types('Object Type\tCount\tSize (Bytes)\n')).toEqual([]);
  });
});
