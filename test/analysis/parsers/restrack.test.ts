import { describe, expect, it } from '@jest/globals';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';

const report =
  '+++ Leaked Allocation [allocation size: 0x400 count:0x10 total size:0x4000]\n\t[0x7f0a1b2c3d4e] malloc+0x0\n\t[0x55d1a2b3c4d5] Cache::Add(Item const&)+0x1f\n\t[0x55d1a2b3c4e6] main+0x2a\n\n+++ Leaked Allocation [allocation size: 0x20 count:0x2 total size:0x40]\n\t[0x55d1a2b3c4d5] other+0x1f\n\n';

describe('a report of ProcDump -restrack', () => {
  checkParser('whole', { parser: 'restrack', text: `${report}Total leaked: 0x4040\n` });

  it('has hexadecimal sizes and a stack for each', () => {
    expect(readingsOf(readText(`${report}Total leaked: 0x4040\n`))).toMatchObject([
      {
        kind: 'allocations',
        diff: false,
        entries: [
          {
            bytes: 0x4000,
            allocations: 16,
            stack: { frames: [{ function: 'malloc' }, { function: 'Cache::Add(Item const&)', offset: 0x1f }, { function: 'main' }] },
          },
          { bytes: 0x40, allocations: 2 },
        ],
      },
    ]);
  });

  it('says what is missing', () => {
    expect(readText(report).blocks[0]?.notes).toEqual(['The line "Total leaked" is missing, so allocations may be missing too.']);
    expect(readText(`${report}Total leaked: 0x9040\n`).blocks[0]?.notes[0]).toContain('some are missing');
    expect(readText('No leaks detected.\n').unread[0]?.problem).toContain('found nothing');
  });
});
