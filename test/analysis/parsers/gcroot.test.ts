import { describe, expect, it } from '@jest/globals';
import type { Reading, ReadResult } from '../../../analysis/types.ts';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';
import { describeWithShared, sharedText } from '../../support/fixture.ts';

type Roots = Reading & { readonly kind: 'gcRoots' };
const roots = (result: ReadResult): Roots => readingsOf(result, 'gcroot')[0] as Roots;

describe('!gcroot', () => {
  it('of CLR 2 is read where somebody noted the sizes of !objsize beside the links', () => {
    const text = [
      'DOMAIN(00000000001C4220):HANDLE(Pinned):75014e8:Root:  000000027f10c068(System.Object[])->',
      '  00000001b1180668(System.Collections.Generic.Dictionary`2[[System.Guid, mscorlib],[Acme.IFactory, Acme]])-> (912.6 MB!)',
      '  00000002302c6208(Acme.Factory)-> (31 MB)',
      '  00000001705b8640(System.String) (200 Bytes)',
    ].join('\n');
    expect(roots(readText(text)).chains[0]?.types).toEqual([
      'System.Object[]',
      'System.Collections.Generic.Dictionary`2[[System.Guid, mscorlib],[Acme.IFactory, Acme]]',
      'Acme.Factory',
      'System.String',
    ]);
  });

  it('tells each chain from its root to the object', () => {
    const text = [
      '0:000> !gcroot 000002b78000ce40',
      'Thread 4ac:',
      '    000000cf9499dd20 00007ffa7d0236bc example.Program.Main(System.String[]) [E:\\x\\Program.cs @ 70]',
      '        rbp-20: 000000cf9499dd90',
      '            ->  000002b78000d328 Acme.Cache',
      '            ->  000002b78000ce40 Acme.Item',
      '',
      'HandleTable:',
      '    000002b7f8a81198 (strong handle)',
      '    -> 000002b78000d948 System.Object[]',
      '    -> 000002b78000ce40 Acme.Item',
      '',
      'Found 2 roots.',
    ].join('\n');
    expect(roots(readText(text))).toMatchObject({
      object: 'Acme.Item',
      chains: [
        { root: 'Thread 4ac', types: ['Acme.Cache', 'Acme.Item'] },
        { root: '(strong handle)', types: ['System.Object[]', 'Acme.Item'] },
      ],
    });
  });

  it('passes over what somebody noted between the links and behind them', () => {
    const text =
      '> gcroot 2af01020\nHandleTable:\n00000000023115f8 (pinned handle)\n--statics live in this array\n-> 000012771038 System.Object[]\n-> 00000290a180 System.Collections.Generic.List<Shop.Row> (static variable: Shop.Book.s_rows) --the one that grows\n-> 00006af01020 Shop.Row[] --as many as rows\n';
    const [reading] = readingsOf(readText(text), 'gcroot');
    expect(reading?.kind === 'gcRoots' ? reading.chains : []).toEqual([
      {
        root: '(pinned handle)',
        types: ['System.Object[]', 'System.Collections.Generic.List<Shop.Row>', 'Shop.Row[]'],
        variable: 'Shop.Book.s_rows',
      },
    ]);
  });
  it('names the static variable that newer SOS prints', () => {
    const text =
      'HandleTable:\n    0000021f7fc41350 (strong handle)\n          -> 0000021f80001038     System.Object[]\n          -> 0000021f80001040     System.Collections.Generic.List<Acme.Item> (static variable: Acme.Store.s_all)\n          -> 0000021f80001044     Acme.Item\n\nFound 1 unique roots.\n';
    const result = readText(text);
    expect(roots(result).chains[0]?.types).toEqual(['System.Object[]', 'System.Collections.Generic.List<Acme.Item>', 'Acme.Item']);
    expect(result.blocks[0]?.notes).toEqual(['A static variable stands in a chain: Acme.Store.s_all.']);
  });

  it('reads the chains of CLR 2', () => {
    const text =
      '!gcroot 02b11014\nDOMAIN(0014F000):HANDLE(Pinned):9313f8:Root:02b11010(System.Object[])->\n01b2c3d4(Acme.Cache)->\n01b2c3d8(Acme.Item)\nESP:12f4c8:Root:01b2c3d8(Acme.Item)->\n01b2c3d9(Acme.Item)\n';
    expect(roots(readText(text)).chains).toEqual([
      { root: 'DOMAIN(0014F000):HANDLE(Pinned)', types: ['System.Object[]', 'Acme.Cache', 'Acme.Item'] },
      { root: 'ESP:12f4c8', types: ['Acme.Item', 'Acme.Item'] },
    ]);
  });

  it('says that an object without roots is garbage', () => {
    const result = readText('> gcroot 00007f6ad09421f8\nFound 0 unique roots.\n');
    expect(roots(result)).toMatchObject({ object: '00007f6ad09421f8', chains: [] });
    expect(result.blocks[0]?.notes[0]).toContain('Nothing holds this object');
  });

  it('gives the address where the end of the chain was cut', () => {
    const text =
      '> !gcroot 16a4d688\nThread 29fc:\n    00d9ef18 040ecf9a Acme.Host.Run()\n        edi:\n            ->  01b7483c Acme.Host\n            ...\n';
    expect(roots(readText(text)).object).toBe('16a4d688');
  });

  it('shortens a chain of hundreds and keeps both ends', () => {
    const text = `HandleTable:\n    000002b7f8a81198 (pinned handle)\n${Array.from({ length: 500 }, (_, i) => `    -> 000002b7800${(0x10000 + i).toString(16)} Acme.Node${i}`).join('\n')}\nFound 1 roots.\n`;
    const types = roots(readText(text)).chains[0]?.types ?? [];
    expect([types.length, types[0], types.at(-1)]).toEqual([61, 'Acme.Node0', 'Acme.Node499']);
  });
});

describeWithShared('samples of !gcroot', () => {
  for (const name of [
    'alc-unload-blocked-three-roots',
    'diagnosticscenarios-customercache',
    'memorycache-instance-per-call',
    'physicalfileprovider-watch-not-disposed',
    'structuremap-child-container-webjob',
  ])
    checkParser(name, { parser: 'gcroot', text: sharedText(`cases/${name}/gcroot.txt`) });

  it('find the three roots of the blocked unload', () => {
    expect(roots(readText(sharedText('cases/alc-unload-blocked-three-roots/gcroot.txt'))).chains.map(({ root }) => root)).toEqual([
      'Thread 4ac',
      '(strong handle)',
      '(pinned handle)',
    ]);
  });
});
