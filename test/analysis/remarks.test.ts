import { describe, expect, it } from '@jest/globals';
import { withoutEmphasis, withoutRemarks } from '../../analysis/remarks.ts';
import { readText, readingsOf } from '../support/check-parser.ts';

const handles = (mark: string): string =>
  `0:000> !handle 0 0\n51702 Handles\nType            Count\nNone            9\nEvent           612\nKey             50981${mark}\nThread          100\n`;

describe('what somebody wrote behind the row that matters', () => {
  it.each(['  ==> far too many', ' <-- this one', '\t<==== leak?', ' <- look', '   ←', ' <--'])('is no part of it: %j', (mark) => {
    expect(withoutRemarks(handles(mark))).toBe(handles(''));
    const [reading] = readingsOf(readText(handles(mark)));
    expect(reading).toMatchObject({ kind: 'handles', summary: { byType: { Event: 612, Key: 50981, Thread: 100 }, total: 51702 } });
  });

  it('is taken away from frames and rows of other outputs too', () => {
    const stat =
      '0:000> !heap -stat -h 00150000\n heap @ 00150000\ngroup-by: TOTSIZE max-display: 20\n    size     #blocks     total     ( %) (percent of total busy bytes)\n    1000 1f40 - 1f40000  (97.65) <-- here\n    100 800 - 80000  (1.56)\n';
    const read = readText(stat);
    expect(read.unread).toEqual([]);
    expect(read.blocks.flatMap((block) => block.readings)).toEqual(
      readText(stat.replace(' <-- here', '')).blocks.flatMap((b) => b.readings),
    );
  });

  it.each([
    '==> /proc/17/status <==\nName:\tshop',
    'System.Exception: outer ---> System.IO.IOException: inner',
    'for (var i = 0; i <= n; i++) keep(i);',
    'while (n --> 0) keep(n);',
    'var f = x => x;',
    '-> 0000021af3461000 Shop.Cart',
    '<-- nothing stands before it',
    `${'a '.repeat(1500)}<-- far away`,
  ])('and nothing is taken from %j', (text) => {
    expect(withoutRemarks(text)).toBeNull();
  });
});

describe('what somebody set in bold', () => {
  const heap = (row: string) =>
    `0:000> !heap -s\n  Heap     Flags   Reserv  Commit  Virt   Free  List   UCR  Virt  Lock  Fast \n                    (k)     (k)    (k)     (k) length      blocks cont. heap \n-----------------------------------------------------------------------------\n00c40000 00000002    8192   5120   8192    120    14     3    0      0   LFH\n${row}\n`;
  it('is read as any other row', () => {
    const [reading] = readingsOf(readText(heap('01ae0000 00001002  **493472 482964 493440**    626   969    32    7      5   LFH')));
    expect(reading).toMatchObject({ kind: 'nativeHeaps', heaps: [{ heap: '00c40000' }, { heap: '01ae0000', committed: 482_964 * 1024 }] });
    expect(withoutEmphasis(handles('').replace('Key', '**Key**').replace('50981', '**50981**'))).toBe(handles(''));
  });
  it.each([
    'int main(int argc, char **argv, char **envp)',
    '*** ERROR: Symbol file could not be found. ***',
    '*****\nheap\n*****',
    'a ** b ** c',
  ])('is not seen in %j', (text) => {
    expect(withoutEmphasis(text)).toBeNull();
  });
});
