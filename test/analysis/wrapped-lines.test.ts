import { describe, expect, it } from '@jest/globals';
import { withoutWraps } from '../../analysis/wrapped-lines.ts';
import { readText, readingsOf } from '../support/check-parser.ts';

/** As a console of this width breaks it. */
const broken = (text: string, width: number): string =>
  text
    .split('\n')
    .flatMap((line) => line.match(new RegExp(`.{1,${width}}`, 'g')) ?? [''])
    .join('\n');
const long = 'System.Collections.Generic.Dictionary<System.String, System.Collections.Generic.List<Shop.Ordering.OrderLine>>';
const output = `> dumpheap -stat\nStatistics:\n          MT   Count   TotalSize Class Name\n7f8f8a1d2f20   2,001      48,024 ${long}\n7f8f8a0f1038  41,230   3,298,400 System.Object[]\n7f8f8a0e9f30 512,004  96,223,112 System.String\nTotal 555,235 objects, 99,569,536 bytes\n`;

describe('an output that a console broke at its width', () => {
  it.each([80, 120])('of %i columns is read whole, and says so', (width) => {
    const read = readText(broken(output, width));
    expect(read.blocks).toHaveLength(1);
    expect(readingsOf(read)[0]).toMatchObject({
      partial: false,
      types: expect.arrayContaining([{ type: long, count: 2001, bytes: 48024 }]) as unknown,
    });
    expect(read.blocks[0]?.notes.join(' ')).toContain('broken at the width of a console');
  });

  it('keeps the number of its lines', () => {
    expect(withoutWraps(broken(output, 80))?.split('\n')).toHaveLength(broken(output, 80).split('\n').length);
  });

  it('is left alone where its longest lines are just long, or where joining them makes no more sense', () => {
    expect(withoutWraps(output)).toBeNull();
    const rows = `${'7f8f8a0f1038  41,230   3,298,400 System.Object[]'.padEnd(90, 'x')}\n`;
    const read = readText(
      `Statistics:\n          MT   Count   TotalSize Class Name\n${rows}${rows}Total 82,460 objects, 6,596,800 bytes\n`,
    );
    expect(readingsOf(read)[0]).toMatchObject({ totalObjects: 82460, partial: false });
    expect(read.blocks[0]?.notes.join(' ')).not.toContain('joined again');
  });
});
