import { describe, expect, it } from '@jest/globals';
import { checkParser, readText, readingsOf } from '../../support/check-parser.ts';

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
    const before = performance.now();
    readText(`${heading}\n${`a 1 ${'b '.repeat(10_000)}\n`.repeat(20)}`);
    readText(`${'COMMAND PID '.repeat(1500)}\n`.repeat(20));
    expect(performance.now() - before).toBeLessThan(2000);
  });
});
