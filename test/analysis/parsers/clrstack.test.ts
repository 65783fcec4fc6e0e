import { describe, expect, it } from '@jest/globals';
import type { Reading, ReadResult } from '../../../analysis/types.ts';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';
import { describeWithShared, sharedText } from '../../support/fixture.ts';

type Wanted = Reading & { readonly kind: 'stacks' };
const read = (result: ReadResult): Wanted => readingsOf(result, 'clrstack')[0] as Wanted;

const all = [
  '0:000> ~*e !clrstack',
  'OS Thread Id: 0x6ba8 (0)',
  '        Child SP               IP Call Site',
  '0000001fc697d5c8 00007ffb50d9de12 [HelperMethodFrame_1OBJ: 0000001fc697d5c8] System.Threading.Monitor.Enter(System.Object)',
  '0000001fc697d700 00007ffa864736bc Acme.Orders.Load(Int32, System.Collections.Generic.List`1<System.String>) [E:\\acme\\Orders.cs @ 70]',
  '0000001fc697d998 00007ffae5fdc1e3 [GCFrame: 0000001fc697d998]',
  'OS Thread Id: 0x2ae4 (1)',
  'Unable to walk the managed stack. The current thread is likely not a',
  'managed thread. You can run !threads to get a list of managed threads in',
  'the process',
  'Failed to start stack walk: 80070057',
  'OS Thread Id: 0x5ec8 (5)',
  '        Child SP               IP Call Site',
  '0000001fc70ff6e0 00007ffb5437f6e4 [HelperMethodFrame_1OBJ: 0000001fc70ff6e0] System.Threading.Monitor.Enter(System.Object)',
  '0000001fc70ff700 00007ffa864736bc Acme.Orders.Load(Int32, System.Collections.Generic.List`1<System.String>) [E:\\acme\\Orders.cs @ 71]',
].join('\n');

describe('!clrstack', () => {
  checkParser('of all threads', { parser: 'clrstack', text: all });

  it('groups equal stacks, without frames that say nothing, and counts threads without managed frames', () => {
    const result = readText(all);
    expect(read(result)).toMatchObject({ threads: 2, life: { bitness: 64 } });
    expect(read(result).stacks).toHaveLength(1);
    expect(read(result).stacks[0]).toMatchObject({ count: 2, threads: ['0 (0x6ba8)', '5 (0x5ec8)'] });
    expect(read(result).stacks[0]?.frames.map((frame) => frame.function)).toEqual(['System.Threading.Monitor.Enter', 'Acme.Orders.Load']);
    expect(result.blocks[0]?.notes).toEqual(['1 threads have no managed frames.']);
  });

  it('reads CLR 2, and parameters and locals', () => {
    const text =
      '0:000> !clrstack -a\nOS Thread Id: 0x1a4 (0)\nESP       EIP     \n0012f3a4 7c90eb94 [NDirectMethodFrameStandalone: 0012f3a4] Acme.Native.Wait()\n0012f3b4 00cb0103 Acme.Program.Main(System.String[])\n    PARAMETERS:\n        args (0x0012f3c0) = 0x013c1b10\n    LOCALS:\n        <CLR reg> = 0x00000000\n';
    expect(read(readText(text)).stacks[0]?.frames.map((frame) => frame.function)).toEqual(['Acme.Native.Wait', 'Acme.Program.Main']);
    expect(read(readText(text)).life.bitness).toBe(32);
  });

  it('reads rows without their header', () => {
    expect(
      read(
        readText(
          '00007F2B862B98B0 00007F2FE392A9E5 Acme.A.Deadlock() [/home/x.cs @ 57]\n00007F2B862B98F0 00007F2FE392A8FC Acme.A.<deadlock>b__3_0() [/home/x.cs @ 27]\n',
        ),
      ).stacks[0]?.frames,
    ).toHaveLength(2);
  });

  it('says so when no thread has managed frames', () => {
    expect(
      readText('OS Thread Id: 0x2ae4 (1)\nUnable to walk the managed stack. The current thread is likely not a\n').unread[0]?.problem,
    ).toContain('~*e !clrstack');
  });
});

describeWithShared('samples of !clrstack', () => {
  for (const path of ['samples/dotnet/clrstack_linux_deadlock.txt', 'cases/alc-unload-blocked-three-roots/clrstack.txt'])
    checkParser(path, { parser: 'clrstack', text: sharedText(path) });
});
