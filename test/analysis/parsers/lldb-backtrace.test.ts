import { describe, expect, it } from '@jest/globals';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';

const stack = (id: number, name: string, last: string) =>
  `${id === 1 ? '* ' : '  '}thread #${id}, name = '${name}', stop reason = signal SIGSTOP\n  ${id === 1 ? '* ' : '  '}frame #0: 0x00007f8b5b0f6b60 libc.so.6\`__poll + 79\n    frame #1: 0x00005581d0a3f217 shop\`${last}(size=7000) at shop.c:7:12\n    frame #2: 0x00007f8ae10f6b60\n`;
const text = `(lldb) thread backtrace all\n${stack(1, 'shop', 'load_image')}${stack(2, 'worker', 'Shop::Pool::run')}(lldb) \n`;

describe('LLDB', () => {
  checkParser('thread backtrace all', { parser: 'lldb-backtrace', text });

  it('tells the frames of each thread with their modules', () => {
    expect(readingsOf(readText(text), 'lldb-backtrace')[0]).toMatchObject({
      life: { bitness: 64 },
      threads: 2,
      stacks: [
        { threads: ['1 shop'], frames: [{ module: 'libc', function: '__poll' }, { module: 'shop', function: 'load_image' }, {}] },
        { threads: ['2 worker'], frames: [{}, { function: 'Shop::Pool::run' }, {}] },
      ],
    });
  });

  it('bt of one thread has no heading of its own', () => {
    const one =
      '(lldb) bt\n* thread #1, stop reason = signal SIGSTOP\n  * frame #0: 0x00007f8b5b0f6b60 libcoreclr.so`Wait(this=0x1) at w.cpp:3:5\n';
    expect(readingsOf(readText(one))[0]).toMatchObject({ life: { runtime: 'dotnet' }, threads: 1 });
  });
});

describe('a count of descriptors', () => {
  checkParser('of ls and wc', { parser: 'fd-count', text: '$ ls /proc/4711/fd | wc -l\n312\n', without: ['prompt'] });

  it('is told with the pid; the heading of ls -l is not one', () => {
    const counted = (command: string) => readingsOf(readText(`root@web:/app# ${command}\n312\nroot@web:/app# \n`))[0];
    expect(counted('ls /proc/4711/fd | wc -l')).toMatchObject({ kind: 'snapshot', life: { pid: 4711 }, values: { handles: 312 } });
    expect(counted('sudo ls -l /proc/4711/fd/ | wc -l')).toMatchObject({ values: { handles: 311 } });
    expect(counted('cat /proc/4711/maps | wc -l')).toBeUndefined();
  });

  it('of lsof is a kind of its own, for lsof lists mapped files too', () => {
    const counted = (command: string) => readingsOf(readText(`root@web:/app# ${command}\n312\nroot@web:/app# \n`))[0];
    for (const command of ['lsof -p 4711 | wc -l', 'sudo lsof -nP -p 4711 2>/dev/null | wc -l'])
      expect(counted(command)).toMatchObject({
        kind: 'handles',
        life: { pid: 4711 },
        summary: { byType: { 'lsof-listed': 311 }, total: null, partial: true },
      });
    expect(counted('lsof | wc -l')).toBeUndefined();
  });
});
