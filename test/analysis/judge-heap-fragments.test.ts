/** Native heaps that are large and hold little: fragments, reserve, page heap. None of them is a leak by itself. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import { evidenceInText } from '../support/evidence.ts';

const judged = (text: string) => judge(evidenceInText('pasted text', new TextEncoder().encode(text)), defaultScope);

const table = (...rows: readonly (readonly [heap: string, committed: number, free: number])[]) =>
  [
    '0:000> !heap -s',
    '  Heap     Flags   Reserv  Commit  Virt   Free  List   UCR  Virt  Lock  Fast ',
    '                    (k)     (k)    (k)     (k) length      blocks cont. heap ',
    '-----------------------------------------------------------------------------',
    ...rows.map(([heap, committed, free]) => `${heap} 00001002 1812480 ${committed} 1812480 ${free}  5120   290    0      3   LFH`),
    '-----------------------------------------------------------------------------',
    '',
  ].join('\n');

describe('a large native heap', () => {
  it('is no sign of a leak where half of it lies free between its blocks', () => {
    const { verdict, findings } = judged(table(['00520000', 1_680_000, 1_302_000], ['00830000', 2100, 31]));
    expect(verdict.class).toBe('not-enough-data');
    expect(findings.find(({ rule }) => rule === 'native-heap-large')).toMatchObject({
      points: null,
      says: expect.stringContaining('1.24 GB of it lie free between its blocks: that is fragmentation, and 369 MB are in use'),
    });
    expect(judged(table(['00520000', 1_680_000, 12_000], ['00830000', 2100, 31])).verdict.class).toBe('native');
  });

  it('that grew by what is free again did not grow', () => {
    const before = table(['00520000', 180_000, 9_000], ['00830000', 2100, 31]);
    const peaked = table(['00520000', 470_000, 280_000], ['00830000', 2100, 31]);
    expect(judged(`1st dump\n\n${before}\n2nd dump\n\n${peaked}`).verdict.class).toBe('not-enough-data');
    const filled = table(['00520000', 470_000, 15_000], ['00830000', 2100, 31]);
    expect(judged(`1st dump\n\n${before}\n2nd dump\n\n${filled}`).verdict).toMatchObject({
      class: 'native',
      component: 'native heap 00520000',
    });
  });
});

describe('hundreds of native heaps', () => {
  const listed = (count: number) =>
    judged(
      table(
        ...Array.from({ length: count }, (_, i): readonly [string, number, number] => [
          (0x1a00000 + i * 0x20000).toString(16).padStart(8, '0'),
          160,
          6,
        ]),
      ),
    );
  it('lean to somebody who creates one for each call; some dozens do not', () => {
    const { verdict, findings } = listed(420);
    expect(findings.find(({ rule }) => rule === 'native-heaps-many')).toMatchObject({ points: 'native', strength: 'weak' });
    expect(verdict.lead).toContain('420 native heaps are listed, with 65.6 MB committed');
    expect(listed(64).findings.map(({ rule }) => rule)).not.toContain('native-heaps-many');
  });
});

describe('an address space full of heaps', () => {
  const space = (heap: string, usage: string, committed: number) => {
    const kB = (hex: string) => Number.parseInt(hex, 16) / 1024;
    const row = (hex: string, name: string) => `    ${hex} ( ${kB(hex)}) : 09.00%    09.00%    : ${name}`;
    return [
      '0:000> !address -summary',
      '-------------------- Usage SUMMARY --------------------------',
      '    TotSize (      KB)   Pct(Tots) Pct(Busy)   Usage',
      row('2400000', 'RegionUsageIsVAD'),
      row('3100000', 'RegionUsageImage'),
      row(heap, usage),
      row('9400000', 'RegionUsageFree'),
      '-------------------- State SUMMARY --------------------------',
      '    TotSize (      KB)   Pct(Tots)  Usage',
      row(committed.toString(16), 'MEM_COMMIT'),
      row('9400000', 'MEM_FREE'),
      row((Number.parseInt(heap, 16) + 0x5500000 - committed).toString(16), 'MEM_RESERVE'),
      '',
    ].join('\n');
  };

  it('points to them surely where they are in use, and says what is only reserved', () => {
    const used = judged(space('70000000', 'RegionUsageHeap', 0x68000000));
    expect(used.verdict).toMatchObject({ class: 'native', component: 'native heaps' });
    expect(used.verdict.lead).toMatch(/^Native heaps take 1\.75 GB, \d\d % of the address space in use\.$/);
    const reserved = judged(space('70000000', 'RegionUsageHeap', 0x1d000000));
    expect(reserved.verdict.confidence).toBeLessThan(used.verdict.confidence);
    expect(reserved.findings.find(({ rule }) => rule === 'native-heap-dominates')?.says).toMatch(
      /All that is committed is 464 MB: most of the heaps is reserved and not in use/,
    );
  });

  it('is the tool’s where full page heap was left on', () => {
    const { verdict, findings } = judged(space('60000000', 'RegionUsagePageHeap', 0x50000000));
    expect(verdict.class).toBe('not-enough-data');
    expect(verdict.lead).toMatch(/^Full page heap is on/);
    expect(findings.find(({ rule }) => rule === 'page-heap-on')?.says).toMatch(/Full page heap is on: its pages take 1\.50 GB.*gflags/);
  });
});
