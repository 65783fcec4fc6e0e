import { describe, expect, it } from '@jest/globals';
import { checkParser, readText, readingsOf } from '../../support/check-parser.ts';
import { leastProcessorMs } from '../../support/processor-time.ts';

const targets = [
  '/dev/null',
  '/var/log/app.log',
  'anon_inode:[eventfd]',
  'anon_inode:[eventfd]',
  'anon_inode:inotify',
  'socket:[179862]',
  'pipe:[179865]',
  '/tmp/x (deleted)',
  '/var/log/app.log',
];
const rows = (line: (target: string, fd: number) => string): string => targets.map(line).join('\n');
const ls = `total 0\n${rows((target, fd) => `lrwx------ 1 app app 64 Nov 21 08:38 ${fd} -> ${target}`)}\n`;
const found = `${rows((target, fd) => `${fd} ${target}`)}\n`;
const links = `${rows((target) => target)}\n`;
const byType = { 'anon_inode:[eventfd]': 2, file: 2, device: 1, 'anon_inode:[inotify]': 1, socket: 1, pipe: 1, 'deleted file': 1 };

describe('open file descriptors', () => {
  checkParser('by ls -l', { parser: 'fd-list', text: ls });
  checkParser('by find -printf', { parser: 'fd-list', text: found });
  checkParser('by readlink', { parser: 'fd-list', text: links });

  it('are told the same where ls quotes names with brackets, as it does on a terminal, in any language', () => {
    const quoted = `totale 0\n${rows((target, fd) => `lrwx------ 1 app app 64 21 nov 08.38 ${fd} -> ${/[[ ]/.test(target) ? `'${target}'` : target}`)}\n`;
    expect(readingsOf(readText(quoted))).toEqual(readingsOf(readText(ls)));
  });

  it('are told the same with their whole paths, by ls and by find -ls', () => {
    const paths = rows((target, fd) => `lrwx------ 1 app app 64 Nov 21 08:38 /proc/731/fd/${fd} -> ${target}`);
    const found = rows(
      (target, fd) => `    ${81_000 + fd}      0 lrwx------   1 app      app            64 Nov 21 08:38 /proc/731/fd/${fd} -> ${target}`,
    );
    for (const text of [paths, found]) {
      expect(readingsOf(readText(text))).toEqual(readingsOf(readText(ls)).map((each) => ({ ...each, life: { ...each.life, pid: 731 } })));
    }
  });

  it.each([ls, found, links])('are counted by type, and files that are open more than once by name', (text) => {
    expect(readingsOf(readText(text))).toEqual([
      expect.objectContaining({ kind: 'handles', summary: { byType, total: 9, partial: false, byName: { '/var/log/app.log': 2 } } }),
    ]);
  });

  it('have the pid of the folder that was listed', () => {
    expect(readingsOf(readText(`$ ls -l /proc/4312/fd\n${ls}`))[0]?.life.pid).toBe(4312);
    expect(readingsOf(readText(`/proc/4312/fd:\n${ls}`))[0]?.life.pid).toBe(4312);
    expect(readText(`$ ls -l /proc/1/fd\n${ls}$ ls -l /proc/2/fd\n${ls}`).blocks).toHaveLength(2);
  });

  it('with dates in another language are read all the same', () => {
    expect(readingsOf(readText(ls.replaceAll('Nov 21', '21. Nov')))).toHaveLength(1);
    expect(readingsOf(readText(ls.replaceAll('Nov 21 08:38', '2026-11-21 08:38')))).toHaveLength(1);
  });

  it('are seen where a process has nothing but files open, by the rights and the size of such links', () => {
    const row = (number: number, target: string) => `l-wx------ 1 app app 64 May 12 06:10 ${number} -> ${target}\n`;
    const rows =
      row(0, '/dev/null') + row(1, '/dev/null') + row(3, '/tmp/up-170003.tmp (deleted)') + row(4, '/tmp/up-170004.tmp (deleted)');
    expect(readingsOf(readText(`total 0\n${rows}`))).toMatchObject([
      { kind: 'handles', summary: { byType: { 'deleted file': 2 }, total: 4 } },
    ]);
    // Versions of a deployment, and what a program keeps beside it, are links of other sizes that anybody may follow.
    const links =
      'lrwxrwxrwx 1 root root 17 May 12 06:10 1 -> /srv/releases/101\nlrwxrwxrwx 1 root root 17 May 12 06:10 2 -> /srv/releases/102\n';
    expect(readText(`total 0\n${links}`).blocks).toEqual([]);
  });

  it('are not seen in any list of paths', () => {
    expect(readText('/usr/lib/a.so\n/usr/lib/b.so\n/dev/null\n').blocks).toEqual([]);
  });

  it('takes linear time on hostile rows', () => {
    for (const rows of [`lrwx------ ${'1 '.repeat(9000)}->\n`.repeat(50) + 'socket:[1]', `${' '.repeat(20_000)}socket:[\n`.repeat(20)])
      expect(leastProcessorMs(() => readText(rows), 500)).toBeLessThan(500);
  });
});
