import { describe, expect, it } from '@jest/globals';
import type { Reading, ReadResult } from '../../../analysis/types.ts';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';
import { describeWithShared, sharedText } from '../../support/fixture.ts';

type Wanted = Reading & { readonly kind: 'assemblies' };
const read = (result: ReadResult): Wanted => readingsOf(result, 'dumpdomain')[0] as Wanted;

const assembly = (address: string, path: string, dynamic = '') =>
  `Assembly:           ${address} ${dynamic}[${path}]\nClassLoader:        0000014c430a0cc0\n  Module Name\n00007ffc072b1000            ${path || 'Dynamic Module'}\n\n`;
const domain = (name: string) =>
  `--------------------------------------\n${name}          0000014c4303a470\nLowFrequencyHeap:   0000014c4303ac68\nStage:              OPEN\nName:               None\n`;

describe('!dumpdomain', () => {
  const text = `${domain('Shared Domain:')}${assembly('0000014c430a0ba0', 'C:\\W\\mscorlib.dll')}${domain('Domain 1: ')}${assembly('0000014c430a0ba0', 'C:\\W\\mscorlib.dll')}${['1', '2', '3'].map((n) => assembly(`0000014c43100ba${n}`, '', '(Dynamic) ')).join('')}${assembly('0000014c43200ba0', 'C:\\a\\Plug.dll')}${assembly('0000014c43300ba0', 'D:\\b\\Plug.dll')}`;
  checkParser('of two domains', { parser: 'dumpdomain', text: `0:000> !dumpdomain\n${text}` });

  it('counts an assembly that domains share once, and the dynamic ones', () => {
    expect(read(readText(text))).toMatchObject({ total: 6, dynamic: 3 });
  });

  it('names what repeats, most frequent first', () => {
    expect(read(readText(text)).repeated).toEqual([
      { type: 'Dynamic Module', count: 3, bytes: null },
      { type: 'Plug.dll', count: 2, bytes: null },
    ]);
  });

  it('reads the newer SOS, which heads modules with one word, as one list', () => {
    const core =
      'System Domain:        00007ffd8e3a1b20\nLowFrequencyHeap:     00007FFD8E3A2100\nStage:                OPEN\nName:                 None\n';
    const loaded = (address: string) =>
      `Assembly:             ${address} (Dynamic) []\nClassLoader:          0000021C70C10080\n  Module\n  00007ffd2e3f4000    Microsoft.GeneratedCode\n\n`;
    const result = readText(
      `${core}--------------------------------------\nDomain 1:             0000021c70a10000\nName:                 clrhost\n${loaded('0000021c70c10000')}${loaded('0000021c70d10000')}`,
    );
    expect(result.blocks).toHaveLength(1);
    expect(read(result)).toMatchObject({ total: 2, dynamic: 2, repeated: [{ type: 'Microsoft.GeneratedCode', count: 2 }] });
  });
});

describeWithShared('samples of !dumpdomain', () => {
  checkParser('.NET Framework 4.8', { parser: 'dumpdomain', text: sharedText('samples/cdb/dumpdomain_netfx48_x64.txt') });
});
