import { describe, expect, it } from '@jest/globals';
import { readText, readingsOf } from '../support/check-parser.ts';

describe('lines that a console broke', () => {
  const broken = (text: string, width: number): string =>
    text
      .split('\n')
      .flatMap((line) => line.match(new RegExp(`.{1,${width}}`, 'g')) ?? [''])
      .join('\n');
  it('are joined where the output ends at an empty line', () => {
    const rows = [1, 2, 3, 4, 5].map(
      (fd) =>
        `bakery  4412 baker   ${fd}u   REG    8,1     4096 1312${fd} /opt/bakery/data/orders/2026/a-long-name-of-a-file-of-orders-${fd}.db`,
    );
    const text = `COMMAND  PID  USER   FD   TYPE DEVICE SIZE/OFF NODE NAME\nbakery  4412 baker  cwd    DIR    8,1     4096 1312 /opt/bakery\n${rows.join('\n')}\n`;
    expect(readingsOf(readText(broken(text, 80)))).toEqual(readingsOf(readText(text)));
  });

  it('are not joined where a line is as wide as a console by chance, and joining tells no more', () => {
    const screen = `${'MiB Mem :  15921.3 total,    512.1 free,   9123.4 used'.padEnd(79)}.\nMiB Swap:   2048.0 total\n\n    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND\n   4412 app       20   0    7.3g   2.0g  61440 S  12.0  12.5   1:12.44 bakeryd\n`;
    expect(readText(screen).blocks.map(({ fromLine, notes }) => [fromLine, notes.length])).toEqual([[4, 1]]);
  });

  it('are joined in a log of which some rows could be read all the same', () => {
    const event = (at: string, name: string, value: number): string =>
      JSON.stringify({
        timestamp: at,
        provider: 'System.Runtime',
        name,
        displayName: name,
        unit: 'MB',
        counterType: 'Metric',
        tags: '',
        value,
      });
    const text = `${[1, 2, 3].map((minute) => event(`2026-05-13T09:1${minute}:00.1234567+00:00`, 'gc-heap-size', minute * 44)).join('\n')}\n`;
    const samples = (read: string): readonly unknown[] =>
      readingsOf(readText(read)).map((each) => (each.kind === 'counters' ? each.series.map((series) => series.samples) : each.kind));
    expect(samples(text)).toHaveLength(1);
    expect(samples(broken(text, 80))).toEqual(samples(text));
  });

  it('are no lines of greatest length above a prompt', () => {
    const frame =
      '0000001fc697d700 00007ffa864736bc Bakery.Oven.Bake(Int32, System.Collections.Generic.List`1<System.String>) [E:\\bakery\\Oven.cs @ 70]';
    const text = `OS Thread Id: 0x6ba8 (0)\n        Child SP               IP Call Site\n${frame}\n0000001fc697d998 00007ffae5fdc1e3 [GCFrame: 0000001fc697d998]\nOS Thread Id: 0x5ec8 (5)\n        Child SP               IP Call Site\n${frame}`;
    expect(readingsOf(readText(`PS C:\\> type stacks.txt\n${text}\nPS C:\\> `))).toEqual(readingsOf(readText(text)));
  });
});
