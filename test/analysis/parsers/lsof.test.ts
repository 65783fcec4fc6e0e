import { readBytes } from '../../../analysis/read.ts';
import { describe, expect, it } from '@jest/globals';
import { checkParser, readText, readingsOf } from '../../support/check-parser.ts';
import { leastProcessorMs } from '../../support/processor-time.ts';

const heading = 'COMMAND    PID    USER   FD   TYPE DEVICE SIZE/OFF   NODE NAME';
const row = (fd: string, type: string, rest: string, pid = 2705): string =>
  `fluent-bi ${pid} enukane ${fd.padStart(4)} ${type.padStart(6)} ${rest}`;
const peer = 'TCP 192.168.0.230:59222->192.168.0.240:11185';
const text = [
  "lsof: WARNING: can't stat() fuse.gvfsd-fuse file system /run/user/112/gvfs",
  heading,
  row('cwd', 'DIR', '8,1 4096 817620 /home/enukane'),
  row('mem', 'REG', '8,1 1754876 671725 /lib/libc.so'),
  row('0u', 'CHR', '4,64 0t0 8239 /dev/ttyS0'),
  row('3u', 'IPv4', `14907 0t0 ${peer} (ESTABLISHED)`),
  row('4u', 'IPv4', `14908 0t0 ${peer} (CLOSE_WAIT)`),
  row('5w', 'REG', '8,1 100 55 /var/log/x.log (deleted)'),
  row('6u', 'a_inode', '0,14 0 13 [eventfd]'),
  row('7r', 'FIFO', '0,13 0t0 99 pipe'),
  '',
].join('\n');

describe('lsof', () => {
  checkParser('of one process', { parser: 'lsof', text });

  it('reads rows without their heading whose descriptors are of an old kernel', () => {
    const rows = Array.from(
      { length: 3 },
      (_, i) =>
        `  tilld 7007 6980 shop  ${i * 2 + 5}u  unix 0xffff880032e57100      0t0 14390${i} /tmp/till-${i}\n  tilld 7007 6980 shop  ${i * 2 + 6}u  0000                0,9        0   7524 anon_inode\n`,
    ).join('');
    expect(readingsOf(readText(rows))[0]).toMatchObject({ life: { pid: 7007 }, summary: { partial: true, byType: { socket: 3 } } });
  });

  it('counts numbered descriptors by type, CLOSE_WAIT apart, and the other ends', () => {
    const result = readText(text);
    expect(readingsOf(result)).toEqual([
      expect.objectContaining({
        kind: 'handles',
        life: expect.objectContaining({ process: 'fluent-bi', pid: 2705 }),
        summary: {
          byType: { device: 1, socket: 1, 'socket (CLOSE_WAIT)': 1, 'deleted file': 1, 'anon_inode:[eventfd]': 1, pipe: 1 },
          total: 6,
          partial: false,
          byName: { 'socket to 192.168.0.240:11185': 2 },
        },
      }),
    ]);
    expect(result.blocks[0]?.notes.join()).toContain('1 sockets are in CLOSE_WAIT');
  });

  it('of several processes is one reading each, the largest first', () => {
    const two = `${text}${row('3u', 'REG', '8,1 5 5 /x', 9)}`;
    expect(readingsOf(readText(two)).map((reading) => reading.life.pid)).toEqual([2705, 9]);
  });

  it('that was not allowed to look says so', () => {
    expect(readText(`${heading}\n${row('NOFD', ' ', '/proc/2705/fd (opendir: Permission denied)')}`).unread[0]?.problem).toContain('sudo');
  });

  it('takes linear time on hostile rows', () => {
    for (const rows of [`${heading}\n${`a 1 ${'b '.repeat(10_000)}\n`.repeat(20)}`, `${'COMMAND PID '.repeat(1500)}\n`.repeat(20)])
      expect(leastProcessorMs(() => readText(rows), 500)).toBeLessThan(500);
  });
});

describe('lsof without its heading', () => {
  const rows = (port: number): string =>
    `agentd   1811 app  ${port}u  IPv4 90${port}      0t0      TCP 10.1.0.4:40${port}->10.1.0.9:443 (CLOSE_WAIT)`;

  it('as a grep leaves it counts what it lists, and claims no whole', () => {
    const { blocks } = readBytes('grep.txt', new TextEncoder().encode([20, 21, 22].map(rows).join('\n')));
    const [reading] = blocks[0]?.readings ?? [];
    expect(reading?.life).toMatchObject({ process: 'agentd', pid: 1811 });
    expect(reading?.kind === 'handles' ? reading.summary : null).toMatchObject({
      byType: { 'socket (CLOSE_WAIT)': 3 },
      total: null,
      partial: true,
      byName: { 'socket to 10.1.0.9:443': 3 },
    });
  });

  it('one line of a letter that looks like a row is none', () => {
    expect(readBytes('letter.txt', new TextEncoder().encode(`We saw this:\n${rows(20)}\nand then it died.`)).blocks).toEqual([]);
  });
});

describe('lsof -F', () => {
  const fields = [
    'p1811',
    'cagentd',
    'fcwd',
    'tDIR',
    'n/srv',
    'f0',
    'tCHR',
    'n/dev/null',
    'f20',
    'tIPv4',
    'n10.1.0.4:4020->10.1.0.9:443',
    'TST=CLOSE_WAIT',
    'f21',
    'ta_inode',
    'n[eventfd:77]',
    'f22',
    'ta_inode',
    'n[eventfd:78]',
  ];

  it('is read field by field', () => {
    const { blocks, unread } = readBytes('fields.txt', new TextEncoder().encode(fields.join('\n')));
    expect(unread).toEqual([]);
    expect(blocks[0]?.parser).toBe('lsof-fields');
    const [reading] = blocks[0]?.readings ?? [];
    expect(reading?.life).toMatchObject({ process: 'agentd', pid: 1811 });
    expect(reading?.kind === 'handles' ? reading.summary.byType : null).toEqual({
      'anon_inode:[eventfd]': 2,
      device: 1,
      'socket (CLOSE_WAIT)': 1,
    });
  });

  it('without a numbered descriptor says so', () => {
    const { unread } = readBytes('fields.txt', new TextEncoder().encode(fields.slice(0, 5).join('\n')));
    expect(unread[0]?.problem).toContain('without a numbered descriptor');
  });
});
