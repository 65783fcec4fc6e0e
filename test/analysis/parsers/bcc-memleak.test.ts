import { describe, expect, it } from '@jest/globals';
import type { Reading, ReadResult } from '../../../analysis/types.ts';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';
import { describeWithShared, sharedText } from '../../support/fixture.ts';

type Wanted = Reading & { readonly kind: 'allocations' };
const read = (result: ReadResult): Wanted => readingsOf(result, 'bcc-memleak')[0] as Wanted;

const list = (time: string, bytes: number) =>
  `[${time}] Top 1 stacks with outstanding allocations:\n\t${bytes} bytes in ${bytes / 16} allocations from stack\n\t\t0x0000558c main+0x6d [allocs]\n\t\t__libc_start_main+0xf0 [libc-2.21.so]\n\n`.replace(
    '0x0000558c ',
    '',
  );

describe('memleak of bcc', () => {
  const text = `Attaching to pid 5193, Ctrl+C to quit.\n${list('11:16:33', 80)}${list('11:16:38', 160)}${list('11:16:43', 240)}`;
  checkParser('three lists', { parser: 'bcc-memleak', text });

  it('reads the first and the last list, with their stacks and the pid', () => {
    const readings = readingsOf(readText(text)) as readonly Wanted[];
    expect(readings.map(({ entries }) => entries[0]?.bytes)).toEqual([80, 240]);
    expect(readings[0]).toMatchObject({
      life: { pid: 5193 },
      entries: [
        { allocations: 5, stack: { frames: [{ module: 'allocs', function: 'main', offset: 0x6d }, { function: '__libc_start_main' }] } },
      ],
    });
    expect(read(readText(text)).diff).toBe(false);
  });

  it('names the module of a frame without the folder that newer releases print', () => {
    const far = text.replaceAll('[libc-2.21.so]', '[/usr/lib/x86_64-linux-gnu/libc.so.6]').replaceAll('[allocs]', '[/opt/shop bin/allocs]');
    expect(read(readText(far)).entries[0]?.stack?.frames.map(({ module }) => module)).toEqual(['allocs', 'libc.so.6']);
  });

  it('reads frames behind their addresses, whatever a paste made of the tab between them, and those of the probe', () => {
    const pasted =
      '[10:37:24] Top 10 stacks with outstanding allocations:\n        36864 bytes in 9 allocations from stack\n                0x0000fffffffff000      [unknown] [[uprobes]]\n                0x0000555e31a00879      count_stock+0x1f [tills]\n';
    expect(read(readText(pasted)).entries[0]?.stack?.frames).toMatchObject([
      { printed: '[unknown] [[uprobes]]', function: '[unknown]' },
      { module: 'tills', function: 'count_stock', offset: 0x1f },
    ]);
  });
});

describeWithShared('samples of memleak', () => {
  checkParser('output', { parser: 'bcc-memleak', text: sharedText('samples/linux/bcc_memleak_output.txt') });
});
