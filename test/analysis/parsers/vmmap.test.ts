import { describe, expect, it } from '@jest/globals';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';

const KB = 1024;
const csv = [
  '"Process:","bakery.exe"',
  '"PID:","4412"',
  '"Type","Size","Committed","Private","Total WS","Private WS","Shareable WS","Shared WS","Locked WS","Blocks","Largest"',
  '"Total","8,512,340","2,912,540","2,612,540","2,210,032","2,110,032","100,000","90,000","","3512",""',
  '"Image","312,540","312,540","12,540","120,032","10,032","110,000","90,000","","2512","60,000"',
  '"Heap","2,112,540","1,912,540","1,912,540","1,820,032","1,820,032","","","","512","16,320"',
  '"Managed Heap","393,216","112,540","112,540","110,032","110,032","","","","12","262,144"',
  '"Free","137,430,000","","","","","","","","40","130,000,000"',
  '"Address","Type","Size","Committed","Private","Total WS","Private WS","Shareable WS","Shared WS","Locked WS","Blocks","Protection","Details"',
  '"0000000000400000","Image","40","40","8","32","8","24","0","","4","Execute/Read","C:\\bakery\\bakery.exe"',
].join('\n');

describe('VMMap', () => {
  checkParser('saved as CSV', { parser: 'vmmap', text: csv });

  it('tells the private bytes, and the native heaps apart from the managed one', () => {
    const [level, space] = readingsOf(readText(csv), 'vmmap');
    expect(level).toMatchObject({
      life: { process: 'bakery', pid: 4412 },
      values: { privateBytes: 2_612_540 * KB, virtualBytes: 8_512_340 * KB, workingSet: 2_210_032 * KB },
    });
    expect(space).toMatchObject({
      usage: { Heap: 2_112_540 * KB, 'GC Heap (managed)': 393_216 * KB },
      committed: 2_912_540 * KB,
      free: 137_430_000 * KB,
      largestFree: 130_000_000 * KB,
    });
  });

  it('reads the same table copied, with a K behind each size', () => {
    const copied = csv
      .split('\n')
      .slice(2, 8)
      .map((line) =>
        line
          .slice(1, -1)
          .replace(/(\d)","/g, '$1 K","')
          .replaceAll('","', '\t'),
      )
      .join('\n');
    expect(readingsOf(readText(copied), 'vmmap')[0]).toMatchObject({ values: { privateBytes: 2_612_540 * KB } });
  });

  it('reads a copy in which wide figures stand one blank apart', () => {
    const copied =
      'Type            Size        Committed   Private\nTotal           8,512,340 2,912,540   2,612,540\nPrivate Data    5,100,000 1,000,100   980,200\nMapped File        18,220    18,220           -\n';
    const [level, space] = readingsOf(readText(copied), 'vmmap');
    expect(level).toMatchObject({ values: { privateBytes: 2_612_540 * KB } });
    expect(space).toMatchObject({ usage: { 'Private Data': 5_100_000 * KB, 'Mapped File': 18_220 * KB } });
  });
});
