import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../../analysis/index.ts';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';
import { evidenceInText } from '../../support/evidence.ts';

const rows = (pid: number, program: string, from: number, count: number, target: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => `${pid}\t${program}\t${from + n}\t${target(n)}`).join('\n');
const tills = '/usr/local/bin/tills';
const few = `1\t${tills}\t0\t/dev/null\n1\t${tills}\t1\tpipe:[5190]\n1\t${tills}\t3\tanon_inode:[eventpoll]\n1\t${tills}\t4\t/var/log/tills.log\n`;

describe('lsof of BusyBox', () => {
  checkParser('a container', { parser: 'lsof-busybox', text: `${few}${rows(44, '/bin/sh', 0, 3, () => '/dev/pts/0')}\n` });

  it('counts the descriptors of each process by their kind', () => {
    const readings = readingsOf(readText(`/ # lsof\n${few}44\t/bin/sh\t0\t/dev/pts/0\n44\t/bin/sh\t10\t/dev/tty\n`), 'lsof-busybox');
    expect(readings).toMatchObject([
      { life: { pid: 1, process: 'tills' }, summary: { total: 4, byType: { device: 1, pipe: 1, 'anon_inode:[eventpoll]': 1, file: 1 } } },
      { life: { pid: 44, process: 'sh' }, summary: { total: 2, byType: { device: 2 } } },
    ]);
  });

  it('is read without the numbers too, as older releases print it', () => {
    const old = few.replaceAll(/\t\d\t/g, '\t');
    expect(readingsOf(readText(old), 'lsof-busybox')[0]).toMatchObject({ summary: { total: 4 } });
  });

  it('shows what piles up', () => {
    const text = `${few}${rows(1, tills, 20, 900, () => 'anon_inode:[pidfd]')}\n`;
    const { verdict } = judge(evidenceInText('lsof.txt', new TextEncoder().encode(text)), defaultScope);
    expect(verdict).toMatchObject({ class: 'handle', component: 'anon_inode:[pidfd]' });
    expect(verdict.confidence).toBeLessThanOrEqual(0.7);
  });

  it('is no list of commands', () => {
    expect(readingsOf(readText('1 /usr/local/bin/tills 3 /var/log\n7 /usr/bin/watch 2 /usr/bin/tills\n'), 'lsof-busybox')).toEqual([]);
  });
});
