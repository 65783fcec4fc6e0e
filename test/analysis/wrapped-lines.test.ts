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

describe('an output whose rows were copied with blanks up to the edge of the window', () => {
  const padded = (text: string, width: number): string =>
    broken(text, width)
      .split('\n')
      .map((line) => line.padEnd(width))
      .join('\n');

  it.each([80, 120])('of %i columns is read whole', (width) => {
    const read = readText(padded(output, width));
    expect(read.blocks).toHaveLength(1);
    expect(readingsOf(read)[0]).toMatchObject({
      partial: false,
      types: expect.arrayContaining([{ type: long, count: 2001, bytes: 48024 }]) as unknown,
    });
  });
});

/** As a mail breaks it: at the last blank that is not beyond the width. */
const asMail = (text: string, width: number): string =>
  text
    .split('\n')
    .flatMap((line) => line.match(new RegExp(`.{1,${width}}(?: |$)|\\S+(?: |$)`, 'g')) ?? [''])
    .map((line) => line.trimEnd())
    .join('\n');

describe('an output that a mail broke between words', () => {
  const stack = [
    '0:000> k',
    'Child-SP          RetAddr           Call Site',
    '000000e5`f6bff5a8 00007ffb`2cd4c1d5 ntdll!NtWaitForSingleObject+0x14',
    '000000e5`f6bff5b0 00007ffb`0e6a1b2c Shop_Native!Shop::Imaging::ThumbnailCache::Add [d:\\src\\shop\\imaging\\thumbnail cache.cpp @ 212]',
    '000000e5`f6bff650 00007ffb`0e6a1f00 Shop_Native!Shop::Imaging::Resize+0x9a',
  ].join('\n');

  it.each([
    ['as it is', (text: string) => text],
    ['quoted in the answer', (text: string) => text.replace(/^/gm, '> ')],
  ])('is read whole, %s', (_name, quoted) => {
    expect(readingsOf(readText(quoted(asMail(stack, 76))))).toEqual(readingsOf(readText(stack)));
  });

  it('is a counter log although its header lost blanks, and rows their date', () => {
    const head = ['Private Bytes', 'Virtual Bytes', 'Handle Count', 'ID Process'].map((name) => `"\\\\WEB01\\Process(w3wp)\\${name}"`);
    const rows = Array.from(
      { length: 12 },
      (_, at) =>
        `"03/02/2026 08:${String(at).padStart(2, '0')}:00.123","${300_000_000 + at}.000000","5000000000.000000","1450.000000","4120.000000"`,
    );
    const log = ['"(PDH-CSV 4.0)",' + head.join(','), ...rows].join('\n');
    const valuesOf = (text: string): unknown =>
      readingsOf(readText(text)).map((each) =>
        each.kind === 'counters' ? each.series.map(({ counter, samples }) => [counter, samples]) : null,
      );
    for (const width of [64, 72, 76, 90, 120]) expect([width, valuesOf(asMail(log, width))]).toEqual([width, valuesOf(log)]);
  });
});

/** As a mail that is `format=flowed` breaks it: the blanks stay at the end of the line, and what begins with one gets another. */
const mailed = (text: string): string =>
  text
    .split('\n')
    .flatMap((line) =>
      (line.startsWith(' ') ? ` ${line}` : line).split(/(?<= )(?=\S)/).reduce<string[]>((lines, word) => {
        const last = lines.at(-1) ?? '';
        return last === '' || last.length + word.length > 72 ? [...lines, word] : [...lines.slice(0, -1), last + word];
      }, []),
    )
    .join('\n');

describe('an output that a flowed mail broke', () => {
  const heaps =
    '          Heap     Flags   Reserv  Commit  Virt   Free  List   UCR  Virt  Lock  Fast\n                    (k)     (k)    (k)     (k) length      blocks cont. heap\n';
  const rows = `${'-'.repeat(85)}\n0000015d85bb0000 08000002    8376   6816   8176    254    97     5    1      3   LFH\n0000015d84290000 08008000      64      4     64      2     1     1    0      0      \n`;

  it('is read as it was', () => {
    const [whole, again] = [heaps + rows + '-'.repeat(85), mailed(heaps + rows + '-'.repeat(85))].map((text) => readingsOf(readText(text)));
    expect(whole).toMatchObject([{ kind: 'nativeHeaps' }]);
    expect(again).toEqual(whole);
    expect(mailed(rows)).toContain('5    \n1      3   LFH');
  });

  it('keeps a word that is longer than its lines with the blanks before it', () => {
    const stacks = `Thread (0x151c):\n    [Native Frames]\n    Shop!Shop.Ordering.${'Very'.repeat(14)}LongName.Wait(int, System.Threading.CancellationToken)\n    Shop!Shop.Program.Main(System.String[])\n`;
    expect(mailed(stacks)).toMatch(/^ {5}$/m);
    expect(readingsOf(readText(mailed(stacks)))).toEqual(readingsOf(readText(stacks)));
  });
});
