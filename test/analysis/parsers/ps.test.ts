import { describe, expect, it } from '@jest/globals';
import { checkParser, readText, readingsOf } from '../../support/check-parser.ts';

const aux = `USER      PID    %CPU   %MEM     VSZ   RSS   TTY      STAT START   TIME COMMAND
app       8832   0.4    1.3   11896404 66396 ?        SLl  11:41   0:01 dotnet Shop.dll --urls http://x
`;

describe('ps', () => {
  checkParser('aux', { parser: 'ps', text: aux });

  it.each([
    [aux, { virtualBytes: 11896404 * 1024, workingSet: 66396 * 1024 }],
    [
      '  PID    VSZ   RSS NLWP COMMAND\n 8832 11896404 66396 25 dotnet\n',
      { virtualBytes: 11896404 * 1024, workingSet: 66396 * 1024, threads: 25 },
    ],
    ['  PID                  STARTED   RSS CMD\n 8832 Sat Nov 21 08:38:00 2026 66396 dotnet\n', { workingSet: 66396 * 1024 }],
    [
      '    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND\n   8832 app       20   0   11.3g  66396  40000 S   0.3   1.3   0:01.00 dotnet\n',
      { virtualBytes: 11.3 * 2 ** 30, workingSet: 66396 * 1024 },
    ],
  ])('gives size and resident size in bytes', (text, values) => {
    expect(readingsOf(readText(text))).toEqual([
      expect.objectContaining({ kind: 'snapshot', life: expect.objectContaining({ process: 'dotnet', pid: 8832 }), values }),
    ]);
  });

  it('of a whole machine keeps the largest', () => {
    const rows = Array.from({ length: 300 }, (_, index) => `${index + 1} ${index * 10} ${index} proc${index}`).join('\n');
    const result = readText(`PID VSZ RSS COMMAND\n${rows}\n`);
    expect(readingsOf(result).map((reading) => reading.life.pid)).toEqual([300, 299, 298, 297, 296, 295, 294, 293]);
    expect(result.blocks[0]?.notes.join()).toContain('300 processes');
  });

  it('takes no prose and no other table for its own', () => {
    expect(readText('The PID and the RSS of it\nPID NAME STATE\n1 a b\n').blocks).toEqual([]);
  });
});
