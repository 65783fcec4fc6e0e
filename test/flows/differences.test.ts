import { describe, expect, it } from '@jest/globals';
import { readBytes } from '../../analysis/index.ts';
import type { Investigation } from '../../flows/types.ts';
import { opened, taking } from './support/a-case.ts';
import { takeIn } from '../../flows/index.ts';

const handleSummary = (event: number, semaphore: number): string =>
  `Nthandle v5.0 - Handle viewer\n\nHandle type summary:\n  ALPC Port       : 21\n  Event           : ${event}\n  File            : 226\n  Key             : 120\n  Semaphore       : ${semaphore}\nTotal handles: ${event + semaphore + 367}\n`;
const statistic = (orders: number): string =>
  `0:000> !dumpheap -stat\nStatistics:\n              MT    Count    TotalSize Class Name\n00007ffa12345678 ${orders} ${orders * 96} Shop.Order\n00007ffa12345680 40000 2400000 System.String\nTotal ${orders + 40_000} objects, ${orders * 96 + 2_400_000} bytes\n`;
const heaps = (commit: number): string =>
  `0:000> !heap -s\n          Heap     Flags   Reserv  Commit  Virt   Free  List   UCR  Virt  Lock  Fast \n                            (k)     (k)    (k)     (k) length      blocks cont. heap \n-------------------------------------------------------------------------------------\n00000253215d0000 00000002 ${commit + 4000} ${commit} ${commit + 4000} 10 1 1 0 0 LFH\n0000025321400000 00000002 1280 340 1280 10 1 1 0 0 LFH\n-------------------------------------------------------------------------------------\n`;
const umdhLog = (bytes: number, blocks: number): string =>
  Array.from(
    { length: blocks },
    (_, i) =>
      `${bytes.toString(16)} bytes + 30 at ${(0x206edda8ba0 + i * 64).toString(16)} by BackTraceA1B2\n\tntdll!RtlAllocateHeap+274\n\tMSVCR90!malloc+79\n\tshop!Cache::Add+1E\n`,
  ).join('\n');
const domain = (generated: number): string =>
  `0:000> !dumpdomain\n--------------------------------------\nDomain 1:           000001b2a1c3a470\nName:               Shop.exe\nAssembly:           000001b2a1cae9a0 [C:\\Windows\\mscorlib.dll]\nClassLoader:        000001b2a1caeb00\n  Module Name\n00007ffc3b261000            C:\\Windows\\mscorlib.dll\n${Array.from({ length: generated }, (_, i) => `Assembly:           ${(0x1b2a1cf2c30 + i * 16).toString(16).padStart(16, '0')} [Microsoft.GeneratedCode]\n`).join('')}`;

/** Files named for their order, dropped in the order that is given. */
function dropped(files: readonly (readonly [name: string, text: string])[]): Investigation {
  return files.reduce(
    (record, [name, text], i) =>
      takeIn(record, taking(readBytes(name, new TextEncoder().encode(text)), { from: name, rawRef: `${i}`.padStart(64, name) }))
        .investigation,
    opened(),
  );
}

const kinds: readonly (readonly [kind: string, make: (i: number) => string, says: RegExp])[] = [
  [
    'handles',
    (i) => handleSummary(900 + 300 * i, 800 + 200 * i),
    /handles grow 2,067 → 2,567 → 3,067 \(\+1,000\): Event \+600 \(60 %, higher each time\) and Semaphore \+400 \(40 %, higher each time\)/,
  ],
  ['heapStatistic', (i) => statistic(50_000 + 60_000 * i), /\.NET heap grow .*: Shop\.Order \+11\.0 MB \(100 %, higher each time\)/],
  ['nativeHeaps', (i) => heaps(20_000 + 30_000 * i), /native heaps grow .*: 00000253215d0000 \+58\.6 MB \(100 %, higher each time\)/],
  [
    'assemblies',
    (i) => domain(30 + 40 * i),
    /loaded assemblies grow 31 → 71 → 111 \(\+80\): Microsoft\.GeneratedCode \+80 \(100 %, higher each time\)/,
  ],
];

describe('files of one tool, named for their order', () => {
  it.each(kinds)('%s are compared the same whichever comes first', (kind, make, says) => {
    const files = [1, 2, 3].map((i) => [`${kind}-${i}.txt`, make(i - 1)] as const);
    const [forwards, backwards] = [dropped(files), dropped(files.toReversed())].map((record) => {
      expect(record.unread).toEqual([]);
      return record.judgement!.findings.find(({ id }) => id === `difference:${kind}`)!.says;
    });
    expect(forwards).toMatch(says);
    expect(backwards).toBe(forwards);
  });

  it('UMDH logs are attributed the same whichever comes first', () => {
    const files = [1, 2, 3].map((i) => [`umdh-${i}.log`, umdhLog(4096, 100 * i * i)] as const);
    const [forwards, backwards] = [dropped(files), dropped(files.toReversed())].map((record) => record.judgement!.attribution!);
    expect(forwards).toMatchObject({ total: [409_600, 1_638_400, 3_686_400], totalGrowth: 3_276_800 });
    expect(forwards!.rows[0]).toMatchObject({ name: 'shop', share: 1 });
    expect({ ...backwards, evidence: [] }).toEqual({ ...forwards, evidence: [] });
  });
});
