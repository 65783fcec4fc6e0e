import { describe, expect, it } from '@jest/globals';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';

const row = (size: number, command = '/usr/local/bin/tilld -f') =>
  `shop      5494  0.0 12.8 1137912 ${size} ?        Sl   Feb06 107:20 ${command}\n`;
const at = (minute: string, size: number) => `Mon Mar  2 08:${minute}:01 UTC 2026 ${row(size)}`;

describe('rows of ps and top without their heading', () => {
  checkParser('dated by a loop', { parser: 'ps-rows', text: at('00', 1_050_980) + at('15', 1_061_112) + at('30', 1_071_176) });

  it('are one look at a process each, at the time that stands before them', () => {
    expect(readingsOf(readText(at('00', 1_050_980) + at('15', 1_061_112)))).toEqual([
      expect.objectContaining({
        kind: 'snapshot',
        takenAt: Date.UTC(2026, 2, 2, 8, 0, 1),
        life: expect.objectContaining({ process: 'tilld', pid: 5494 }),
        values: { virtualBytes: 1_137_912 * 1024, workingSet: 1_050_980 * 1024 },
      }),
      expect.objectContaining({ takenAt: Date.UTC(2026, 2, 2, 8, 15, 1) }),
    ]);
  });

  it('of ps aux | grep need no date', () => {
    const grep = `shop     21001  0.0  0.0   6480  2312 pts/0    S+   08:31   0:00 grep tilld\n`;
    expect(readingsOf(readText(`$ ps aux | grep tilld\n${row(66_396)}${grep}`)).map(({ takenAt, life }) => [takenAt, life.pid])).toEqual([
      [null, 5494],
      [null, 21_001],
    ]);
  });

  it('of top are read by its columns', () => {
    const text = '   8832 shop      20   0   11.3g  66396  40000 S   0.3   1.3   0:01.00 tilld\n';
    expect(readingsOf(readText(text))).toEqual([
      expect.objectContaining({
        life: expect.objectContaining({ process: 'tilld', pid: 8832 }),
        values: { virtualBytes: 11.3 * 2 ** 30, workingSet: 66_396 * 1024 },
      }),
    ]);
  });

  it('are not found in prose that has as many numbers', () => {
    expect(readText('At 08:31 the till had 5494 0.0 12.8 1137912 1050980 ? and 107:20 more\n').blocks).toEqual([]);
    expect(readText(`last week ${row(66_396)}`).blocks).toEqual([]);
  });
});
