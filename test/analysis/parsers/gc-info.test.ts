import { describe, expect, it } from '@jest/globals';
import { checkParser, readText, readingsOf } from '../../support/check-parser.ts';

const text = `- GC GetTotalMemory: 73 MiB
- GC Info HeapSizeBytes: 73 MiB
- GC Info TotalCommittedBytes: 10,257 MiB
- GC Info FragmentedBytes: 0 MiB
- Process PrivateMemorySize: 11,218 MiB
- Process VirtualMemorySize: 2,151,659 MiB
- Process WorkingSet: 10,644 MiB
- Process PeakWorkingSet: 15,221 MiB
- Task Manager Working Set: 10,625 MiB
`;

describe('GC figures that a program printed', () => {
  checkParser('with the process’ own', { parser: 'gc-info', text });

  it('are the heap, and a moment of the process', () => {
    const mib = 2 ** 20;
    expect(readingsOf(readText(text))).toEqual([
      expect.objectContaining({ kind: 'gcHeap', bytes: 73 * mib, committed: 10257 * mib, free: 0 }),
      expect.objectContaining({
        kind: 'snapshot',
        values: {
          privateBytes: 11218 * mib,
          virtualBytes: 2151659 * mib,
          workingSet: 10644 * mib,
          gcHeap: 73 * mib,
          gcCommitted: 10257 * mib,
        },
      }),
    ]);
  });

  it('in plain bytes with an equals sign are read too', () => {
    expect(readingsOf(readText('HeapSizeBytes = 76546048\nTotalCommittedBytes = 80000000'))[0]).toMatchObject({
      bytes: 76546048,
      committed: 80000000,
    });
  });
});
