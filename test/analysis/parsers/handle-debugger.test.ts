import { describe, expect, it } from '@jest/globals';
import type { Reading, ReadResult } from '../../../analysis/types.ts';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';
import { describeWithShared, sharedText } from '../../support/fixture.ts';

type Wanted = Reading & { readonly kind: 'handles' };
const read = (result: ReadResult): Wanted => readingsOf(result, 'handle-debugger')[0] as Wanted;

describe('!handle', () => {
  checkParser('counts by type', {
    parser: 'handle-debugger',
    text: '0:102> !handle 0 0 \nType           \tCount\nEvent          \t26762\nKey            \t20745\n',
  });

  it('reads the counts below a full listing, and the names that handles share', () => {
    const one = (handle: string, name: string) =>
      `Handle ${handle}\n  Type         \tEvent\n  Attributes   \t0\n  GrantedAccess\t0x1f0003:\n         Delete,ReadControl\n  HandleCount  \t2\n  Name         \t${name}\n`;
    const text = `0:000> !handle 0 f\n${one('4', '\\BaseNamedObjects\\SendSAS')}${one('8', '\\BaseNamedObjects\\SendSAS')}${one('c', '<none>')}3 Handles\nType           \tCount\nEvent          \t3\n`;
    expect(read(readText(text)).summary).toEqual({
      byType: { Event: 3 },
      total: 3,
      partial: false,
      byName: { '\\BaseNamedObjects\\SendSAS': 2 },
    });
  });

  it('reads hexadecimal counts where only they add up to the total', () => {
    const text = '50 Handles\nType           \tCount\nEvent          \t30\nFile           \t20\n';
    expect(read(readText(text)).summary).toMatchObject({ byType: { Event: 30, File: 20 }, total: 50 });
    expect(read(readText('1a Handles\nType           \tCount\nEvent          \t10\nFile           \ta\n')).summary).toMatchObject({
      byType: { Event: 16, File: 10 },
      total: 26,
    });
  });

  it('takes one handle as a part', () => {
    expect(read(readText('0:000> !handle 0x3c \nHandle 3c\n Type             File\n')).summary).toEqual({
      byType: { File: 1 },
      total: null,
      partial: true,
      byName: {},
    });
  });
});

describeWithShared('samples of !handle', () => {
  for (const name of ['handle_0_0_leak_event_key', 'handle_all_types_doc', 'handle_one_detailed_doc'])
    checkParser(name, { parser: 'handle-debugger', text: sharedText(`samples/cdb/${name}.txt`) });
});
