import { describe, expect, it } from '@jest/globals';
import type { Reading, ReadResult } from '../../../analysis/types.ts';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';
import { describeWithShared, sharedText } from '../../support/fixture.ts';

type Wanted = Reading & { readonly kind: 'stacks' };
const read = (result: ReadResult): Wanted => readingsOf(result, 'dotnet-stack')[0] as Wanted;

const text =
  '> dotnet-stack report -p 1234\nThread (0x151c):\n    [Native Frames]\n    System.Private.CoreLib!System.Threading.Monitor.Wait(class System.Object,int32)\n    Acme!Acme.Program.Main(System.String[])\n\nThread (0x152b):\n    [Native Frames]\n';

describe('dotnet-stack and dotnet-monitor', () => {
  checkParser('a report', { parser: 'dotnet-stack', text });

  it('tell the pid of the command, the frames, and threads without managed frames', () => {
    const result = readText(text);
    expect(read(result)).toMatchObject({ threads: 1, life: { pid: 1234, runtime: 'dotnet' } });
    expect(read(result).stacks[0]?.frames.map((frame) => `${frame.module ?? ''}!${frame.function ?? ''}`)).toEqual([
      'System.Private.CoreLib!System.Threading.Monitor.Wait',
      'Acme!Acme.Program.Main',
    ]);
    expect(result.blocks[0]?.notes).toEqual(['1 threads have no managed frames.']);
  });

  it('name modules without .dll', () => {
    const monitor =
      'Thread: (0x68C0)\n  System.Private.CoreLib.dll!System.Threading.Monitor.Wait\n  WebApplication5.dll!WebApplication5.Program.Main\n';
    expect(read(readText(monitor)).stacks[0]?.frames.map((frame) => frame.module)).toEqual(['System.Private.CoreLib', 'WebApplication5']);
  });
});

describeWithShared('samples of dotnet-stack', () => {
  for (const name of ['dotnet-stack_report', 'dotnet-monitor_stacks_text'])
    checkParser(name, { parser: 'dotnet-stack', text: sharedText(`samples/dotnet/${name}.txt`) });
});
