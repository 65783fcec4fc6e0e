import { describe, expect, it } from '@jest/globals';
import { readText } from '../../support/check-parser.ts';

const problem = (text: string) => readText(text).unread[0];

describe('messages of the debugger', () => {
  it.each([
    ['0:000> !finalizequeue\nNo export finalizequeue found\n', '.loadby sos clr'],
    [
      '0:000> !dumpheap -stat\nFailed to load data access DLL, 0x80004005\nVerify that 1) you have a recent build of the debugger\n',
      '.cordll -ve -u -l',
    ],
    ['0:000> !eeheap -gc\nSOS does not support the current target architecture.\n', 'x86 cdb'],
    ["0:000> .loadby sos clr\nUnable to find module 'clr'\n", 'not a .NET one'],
    ['0:000> !clrstack\nThe current thread is unmanaged\n', '~*e !clrstack'],
    [
      '0:000> !heap -s\n***    Your debugger is not using the correct symbols                 ***\n***                                                                   ***\n',
      '.symfix+',
    ],
    ['0:000> !heap -s\nInvalid type information\n', 'symfix+'],
    ['The garbage collector data structures are not in a valid state for traversal.\n', 'Take another dump'],
  ])('say what to do: %s', (text, help) => {
    expect(problem(text)?.problem).toContain(help);
  });

  it('name the command that was refused', () => {
    expect(problem('0:000> !finalizequeue\nNo export finalizequeue found\n')).toMatchObject({ parser: 'debugger-trouble', fromLine: 2 });
    expect(problem('0:000> !finalizequeue\nNo export finalizequeue found\n')?.problem).toMatch(/^!finalizequeue was refused\./);
  });

  it('do not hide the outputs around them', () => {
    const result = readText(
      '0:000> !finalizequeue\nNo export finalizequeue found\n0:000> k\nChildEBP RetAddr\n0012f9b8 7c90df5a MyApp!go+0x47\n',
    );
    expect(result.blocks.map(({ parser }) => parser)).toEqual(['cdb-stacks']);
    expect(result.unread).toHaveLength(1);
  });
});
