import { describe, expect, it } from '@jest/globals';
import type { Reading, ReadResult } from '../../../analysis/types.ts';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';
import { describeWithShared, sharedText } from '../../support/fixture.ts';

type Wanted = Reading & { readonly kind: 'stacks' };
const read = (result: ReadResult): Wanted => readingsOf(result, 'eestack')[0] as Wanted;

const text = [
  '---------------------------------------------',
  'Thread   6',
  'Current frame: ntdll!NtRemoveIoCompletion+0x14',
  'Child-SP         RetAddr          Caller, Callee',
  '000000f66b77fa40 00007fffb53c9a8f KERNELBASE!GetQueuedCompletionStatus+0x3f, calling ntdll!NtRemoveIoCompletion',
  '000000f66b77fa60 00007fff94c14e42 *** ERROR: Symbol file could not be found.  Defaulted to export symbols for w3dt.dll - ',
  'w3dt!HTTP_WRAPPER::QueryState+0x3df2, calling ntdll!LdrpDispatchUserCallTarget',
  '000000f66b77faa0 00007fff9d962b46 (MethodDesc 00007ffbc0684a10 +0x1a Acme.Orders.Load(System.String)), calling clr!JIT_New',
].join('\n');

describe('!eestack', () => {
  checkParser('with symbol noise inside a line', { parser: 'eestack', text });

  it('takes the callers, native and managed', () => {
    const { stacks } = read(readText(text));
    expect(stacks[0]?.threads).toEqual(['6']);
    expect(stacks[0]?.frames.map((frame) => [frame.module, frame.function])).toEqual([
      ['ntdll', 'NtRemoveIoCompletion'],
      ['KERNELBASE', 'GetQueuedCompletionStatus'],
      ['w3dt', 'HTTP_WRAPPER::QueryState'],
      [null, 'Acme.Orders.Load'],
    ]);
  });

  it('warns that the frames are scanned, and names the file without symbols', () => {
    expect(readText(text).blocks[0]?.notes.join(' ')).toMatch(/scans the stacks.*Without symbols: w3dt\.dll/);
  });
});

describeWithShared('samples of !eestack', () => {
  checkParser('w3wp', { parser: 'eestack', text: sharedText('samples/cdb/eestack_w3wp_interleaved_symbol_error.txt') });
});
