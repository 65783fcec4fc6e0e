import { describe, expect, it } from '@jest/globals';
import type { Reading, ReadResult } from '../../../analysis/types.ts';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';
import { describeWithShared, sharedText } from '../../support/fixture.ts';

type Wanted = Reading & { readonly kind: 'addressSpace' };
const read = (result: ReadResult): Wanted => readingsOf(result, 'address-summary')[0] as Wanted;

const modern = [
  '0:000> !address -summary',
  '',
  '--- Usage Summary ---------------- RgnCount ----------- Total Size -------- %ofBusy %ofTotal',
  'Free                                    338     7ffe`d06bb000 ( 127.995 TB)          100.00%',
  '<unknown>                              4715        0`feb0f000 (   3.980 GB)  83.90%    0.00%',
  'Heap                                    519        0`0b997000 ( 185.590 MB)   3.82%    0.00%',
  '',
  '--- Type Summary (for busy) ------ RgnCount ----------- Total Size -------- %ofBusy %ofTotal',
  'MEM_PRIVATE                            5051        1`1e9d4000 (   4.478 GB)  94.41%    0.00%',
  '',
  '--- State Summary ---------------- RgnCount ----------- Total Size -------- %ofBusy %ofTotal',
  'MEM_RESERVE                            2503        0`cdc3c000 (   3.215 GB)  67.78%    0.00%',
  'MEM_COMMIT                             4356        0`61cf9000 (   1.528 GB)  32.22%    0.00%',
  '',
  '--- Largest Region by Usage ----------- Base Address -------- Region Size ----------',
  'Free                                      1`a0000000     7dfd`30000000 ( 125.989 TB)',
  'Heap                                    1f3`12340000        0`00fd0000 (  15.813 MB)',
].join('\n');

describe('!address -summary', () => {
  checkParser('of a current debugger', { parser: 'address-summary', text: modern });

  it('takes the exact hexadecimal sizes', () => {
    expect(read(readText(modern))).toMatchObject({
      usage: { Free: 0x7ffed06bb000, '<unknown>': 0xfeb0f000, Heap: 0xb997000 },
      privateBytes: 0x11e9d4000,
      committed: 0x61cf9000,
      reserved: 0xcdc3c000,
      largestFree: 0x7dfd30000000,
      life: { bitness: 64 },
    });
  });

  it('reads the old table of RegionUsage rows, behind the list of regions too', () => {
    const text = [
      '0:000> !address',
      '  00010000 : 00010000 - 00002000',
      '              Type     00020000 MEM_PRIVATE',
      '              Protect  00000004 PAGE_READWRITE',
      '-------------------- Usage SUMMARY --------------------------',
      '   TotSize (      KB)   Pct(Tots) Pct(Busy)   Usage',
      '   11c4000 (   18192) : 00.87%    02.27%    : RegionUsageIsVAD',
      '  4f132000 ( 1295560) : 61.78%    00.00%    : RegionUsageFree',
      '      Tot: 7fff0000 (2097088 KB) Busy: 30ebe000 (801528 KB)',
      '',
      '-------------------- State SUMMARY --------------------------',
      '   TotSize (      KB)   Pct(Tots)  Usage',
      '  2f4cf000 (  774972) : 36.95%   : MEM_COMMIT',
      '',
      'Largest free region: Base 30f00000 - Size 2a970000 (697792 KB)',
    ].join('\n');
    expect(read(readText(text))).toMatchObject({
      usage: { RegionUsageIsVAD: 0x11c4000, RegionUsageFree: 0x4f132000 },
      committed: 0x2f4cf000,
      largestFree: 0x2a970000,
      life: { bitness: 32 },
    });
  });

  it('reads the head whose dashes a page has squeezed, and no list that begins with a dash', () => {
    const text =
      '-Usage Summary -RgnCount --Total Size --- %ofBusy %ofTotal\nHeap             2741       533c0000 ( 1.301 GB)  71.38%   65.03%\n<unknown>        3881       14139000 ( 321.223 MB)  17.22%   15.69%\n';
    expect(read(readText(text))).toMatchObject({ usage: { Heap: 0x533c0000, '<unknown>': 0x14139000 } });
    expect(readText('- Usage Summary of the printers\n- Type Summary\n').blocks).toEqual([]);
  });

  it('reads old rows whose names stand on the next line', () => {
    const text = [
      '-------------------- Usage SUMMARY --------------------------',
      '    TotSize (      KB)   Pct(Tots) Pct(Busy)   Usage',
      '   29b32000 (  683208) : 32.58%    41.98%    :',
      'RegionUsageIsVAD',
      '   2896a000 (  665000) : 31.71%    40.86%    :',
      'RegionUsageHeap',
      '      f0000 (     960) : 00.05%    00.06%    : RegionUsageTeb',
    ].join('\n');
    expect(read(readText(text)).usage).toEqual({ RegionUsageIsVAD: 0x29b32000, RegionUsageHeap: 0x2896a000, RegionUsageTeb: 0xf0000 });
    expect(readText(text).unread).toEqual([]);
  });

  it('reads the largest free region behind the row of reserved memory too', () => {
    const text = [
      '------------------- State SUMMARY --------------------------',
      '    TotSize (      KB)   Pct(Tots)  Usage',
      '   3152f000 (  808124) : 38.54%   : MEM_COMMIT',
      '   32010000 (  819264) : 39.07%   : MEM_RESERVE Largest free region: Base 6b0b2000 - Size 0203e000 (33016 KB) *',
    ].join('\n');
    expect(read(readText(text))).toMatchObject({ committed: 0x3152f000, reserved: 0x32010000, largestFree: 0x203e000 });
  });

  it('knows a 32-bit process in a 64-bit dump by its Heap32', () => {
    const text =
      '--- Usage Summary ---------------- RgnCount ----------- Total Size -------- %ofBusy %ofTotal\nHeap32                                   67        0`709f3000 (   1.760 GB)  91.47%   87.99%\n';
    const result = readText(text);
    expect(read(result).life.bitness).toBe(32);
    expect(result.blocks[0]?.notes[0]).toContain('State Summary');
  });

  it('leaves the description of one address alone', () => {
    expect(readText('0:000> !address 0b768e08\nUsage:                   PageHeap\nBase Address:            0b768000\n').blocks).toEqual([]);
  });
});

describeWithShared('samples of !address', () => {
  for (const path of [
    'samples/cdb/address_-summary_wow64_heap_leak.txt',
    'samples/cdb/address_-summary_wow64_virtualalloc_leak.txt',
    'samples/cdb/address_-summary_x64_netfx.txt',
    'samples/cdb/address_-summary_x86_2015_Mb_units.txt',
    'cases/cppresourceleaks-heap/address-summary.txt',
    'cases/loh-doc-healthy-address/address-summary.txt',
  ])
    checkParser(path, { parser: 'address-summary', text: sharedText(path) });
});
