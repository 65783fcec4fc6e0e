import { describe, expect, it } from '@jest/globals';
import { checkParser, readText, readingsOf } from '../../support/check-parser.ts';
import { notes } from '../../support/counter-log.ts';

const report = `     39,114,093  GC Heap bytes
          2,384  GC Heap objects
        101,692  Total references

   Object Bytes     Count  Type
        200,024       190  System.Byte[] (Bytes > 100K)  [System.Private.CoreLib.dll]
          4,120       100  System.Byte[] (Bytes > 1K)  [System.Private.CoreLib.dll]
             22     2,094  System.String  [System.Private.CoreLib.dll]
`;

describe('dotnet-gcdump report', () => {
  checkParser('with its references', { parser: 'gcdump-report', text: report });
  checkParser('in a culture with dots', { parser: 'gcdump-report', text: report.replaceAll(',', '.') });

  it('multiplies the size of one object with their number, over all classes of sizes', () => {
    expect(readingsOf(readText(report))).toEqual([
      expect.objectContaining({
        kind: 'heapStatistic',
        partial: false,
        totalObjects: 2384,
        totalBytes: 39_114_093,
        types: [
          { type: 'System.Byte[]', count: 290, bytes: 190 * 200_024 + 100 * 4120 },
          { type: 'System.String', count: 2094, bytes: 46_068 },
        ],
      }),
      expect.objectContaining({ kind: 'gcHeap', bytes: 39_114_093 }),
    ]);
  });

  it('is no whole heap where the tool stopped at ten million objects', () => {
    const full = report.replace('          2,384  GC Heap objects', '     10,000,000  GC Heap objects');
    expect(readingsOf(readText(full))).toEqual([
      expect.objectContaining({ kind: 'heapStatistic', partial: true, capped: true, totalBytes: null, totalObjects: null }),
    ]);
    expect(notes(readText(full))).toContain('stops at 10,000,000 objects');
  });

  it('says that rows are missing where it was cut', () => {
    const cut = report.split('\n').slice(0, 6).join('\n');
    expect(readingsOf(readText(cut))[0]).toMatchObject({ partial: true });
    expect(notes(readText(cut))).toContain('190 of 2384');
    expect(readingsOf(readText(report.split('\n').slice(0, 4).join('\n'))).map((each) => each.kind)).toEqual(['gcHeap']);
  });

  it('keeps two reports in one paste apart', () => {
    expect(readText(`${report}\n${report}`).blocks).toHaveLength(2);
  });
});
