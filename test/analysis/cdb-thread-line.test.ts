import { describe, expect, it } from '@jest/globals';
import { readThreadLine } from '../../analysis/cdb-thread-line.ts';

const read = (line: string): unknown => readThreadLine(new TextEncoder().encode(line), 0);

describe('the line above a stack, read by bytes', () => {
  it.each([
    ['  12  Id: 1a2c.4f0 Suspend: 1 Teb: 000000d2`00002000 Unfrozen\n', { index: 12, pid: 0x1a2c, tid: 0x4f0, name: '', isWide: true }],
    ['.  0  Id: 1a2c.4f0 Suspend: 1 Teb: 7efdd000 Unfrozen\r\n', { index: 0, pid: 0x1a2c, tid: 0x4f0, name: '', isWide: false }],
    [
      '#12345  Id: 1a2c.4f0 Suspend: 0 Teb: 000000d2`00002000 Frozen "IO worker #2"  \r\n',
      { index: 12345, name: 'IO worker #2', isWide: true },
    ],
    ['   7  Id: 1a2c.4f0 Suspend: 1 Teb: 000000d2`00002000 Unfrozen ""\n', { index: 7, name: '' }],
    [' 123456  Id: 1a2c.4f0 Suspend: 1 Teb: 000000d2`00002000 Unfrozen\n', { index: 123456 }],
  ])('says what %j says', (line, says) => {
    expect(read(line)).toMatchObject({ ...says, end: line.length - 1 });
  });

  it.each([
    ['without its end', '   7  Id: 1a2c.4f0 Suspend: 1 Teb: 7efdd000 Unfrozen'],
    ['with a name in other letters', '   7  Id: 1a2c.4f0 Suspend: 1 Teb: 7efdd000 Unfrozen "Größe"\n'],
    ['with a name without its end', '   7  Id: 1a2c.4f0 Suspend: 1 Teb: 7efdd000 Unfrozen "Worker\n'],
    ['with more behind it', '   7  Id: 1a2c.4f0 Suspend: 1 Teb: 7efdd000 Unfrozen "Worker" again\n'],
    ['with zeros before an id', '   7  Id: 1a2c.04f0 Suspend: 1 Teb: 7efdd000 Unfrozen\n'],
    ['with an id in capitals', '   7  Id: 1A2C.4f0 Suspend: 1 Teb: 7efdd000 Unfrozen\n'],
    ['without a thread', '   7  Id: 1a2c Suspend: 1 Teb: 7efdd000 Unfrozen\n'],
    ['of a frame', '00 000000d2`0d0ff2c8 00007ffd`b18fba2e     ntdll!NtWaitForSingleObject+0x14\n'],
  ])('leaves a line %s to the pattern', (_, line) => {
    expect(read(line)).toBeNull();
  });
});
