import { describe, expect, it } from '@jest/globals';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';

const one = (text: string, parser: string) => {
  const result = readText(text);
  expect(result.blocks.map((block) => block.parser)).toEqual([parser]);
  expect(result.unread).toEqual([]);
  return { readings: readingsOf(result, parser), notes: result.blocks[0]?.notes.join(' ') ?? '' };
};

describe('heaptrack_print as a whole', () => {
  const stack = (word: string) =>
    `4.30M ${word} over 800 calls from\nmy_alloc\n  at /src/shop.c:5\n  in /opt/shop\n4.20M ${word.replace('peak memory ', '')} over 600 calls from:\n    load_image\n      at /src/shop.c:6\n      in /opt/shop\n    main\n      at /src/shop.c:9\n      in /opt/shop\n`;
  const whole = (more = '') =>
    `reading file "shop.zst" - please wait, this might take some time...\n${more}Debuggee command was: ./shop\nfinished reading file, now analyzing data:\n\nMOST CALLS TO ALLOCATION FUNCTIONS\n800 calls to allocation functions with 4.30M peak consumption from\nmy_alloc\n  at /src/shop.c:5\n  in /opt/shop\n\nPEAK MEMORY CONSUMERS\n${stack('peak memory consumed')}\n\nMEMORY LEAKS\n${stack('leaked')}\n\nMOST TEMPORARY ALLOCATIONS\n600 temporary allocations of 600 allocations in total (100.00%) from\ntemp\n  at /src/shop.c:8\n  in /opt/shop\n\ntotal runtime: 0.01s.\ntotal memory leaked: 4.30M\n`;
  checkParser('with all its parts', { parser: 'heaptrack-totals', text: whole() });

  it('counts each leak once, by its callers, and keeps what no listed caller explains', () => {
    const { readings, notes } = one(whole(), 'heaptrack-totals');
    const entries = readings[0]?.kind === 'allocations' ? readings[0].entries : [];
    expect(
      entries.map(({ bytes, allocations, stack: calls }) => [bytes, allocations, ...(calls?.frames.map((each) => each.function) ?? [])]),
    ).toEqual([
      [4_200_000, 600, 'my_alloc', 'load_image', 'main'],
      [100_000, 200, 'my_alloc'],
    ]);
    expect(notes).not.toContain('peak; they need not');
  });

  it('of two recordings is a difference', () => {
    expect(
      one(whole('reading diff file "before.zst" - please wait, this might take some time...\n'), 'heaptrack-totals').readings[0],
    ).toMatchObject({ diff: true });
    expect(one(whole(), 'heaptrack-totals').readings[0]).toMatchObject({ diff: false });
  });

  it('while it records is answered with how to see what it recorded', () => {
    const result = readText(
      'heaptrack output will be written to "/tmp/shop.zst"\nstarting application, this might take some time...\nhello from the shop\nheaptrack stats:\n\tallocations:          \t605\n\tleaked allocations:   \t604\n',
    );
    expect(result.unread.map(({ parser }) => parser)).toEqual(['heaptrack-console']);
    expect(result.unread[0]?.problem).toMatch(/604 allocations were not freed.*heaptrack_print -l 1 "\/tmp\/shop\.zst"/);
  });
});

describe('memleak of libbpf-tools', () => {
  const list = (bytes: number, count: number) =>
    `[16:52:41] Top 2 stacks with outstanding allocations:\n${bytes} bytes in ${count} allocations from stack\n\t0 [<000055d3c8a3e2a0>] load_image+0x1d\n\t1 [<000055d3c8a3e310>] main+0x6d\n120 bytes in 3 allocations from stack\n\t0 [<000055d3c8a3e2a0>] temp+0x1d\n`;
  checkParser('numbers its frames', { parser: 'bcc-memleak', text: list(7000, 1), without: ['nbsp'] });

  it('is read with its stacks, the first and the last list', () => {
    const { readings } = one(`${list(7000, 1)}${list(14000, 2)}`, 'bcc-memleak');
    expect(readings).toMatchObject([
      { entries: [{ bytes: 7000, stack: { frames: [{ printed: 'load_image+0x1d' }, { printed: 'main+0x6d' }] } }, { bytes: 120 }] },
      { entries: [{ bytes: 14000, allocations: 2 }, { bytes: 120 }] },
    ]);
  });
});

describe('gdb', () => {
  const bt = (id: number, locals = '') =>
    `Thread ${id} (Thread 0x7f07b96ee6c0 (LWP 2678${id}) "shop"):\n#0  0x00007f07ba7c3545 in wait_for (ts=0x7f07b96ede80) at /src/wait.c:48\n${locals}#1  0x000055c946016217 in work${id} (a=0x0) at /src/work.c:9\n${locals}\n`;

  it('bt full is read past the variables of each frame', () => {
    const locals = '        cancel = 0\n        ts = {tv_sec = 57,\n          tv_nsec = 477309300}\nNo locals.\n';
    expect(one(`${bt(2, locals)}${bt(1, locals)}`, 'gdb-backtrace').readings[0]).toMatchObject({
      threads: 2,
      stacks: [{ frames: [{ function: 'wait_for' }, { function: 'work2' }] }, { frames: [{}, { function: 'work1' }] }],
    });
  });

  it('the current thread’s bt is not counted again beside the list of all threads', () => {
    const single =
      '#0  0x00007f07ba7c3545 in wait_for (ts=0x7f07b96ede80) at /src/wait.c:48\n#1  0x000055c946016217 in work1 (a=0x0) at /src/work.c:9\n';
    expect(one(`${single}${bt(2)}${bt(1)}`, 'gdb-backtrace').readings[0]).toMatchObject({ threads: 2 });
    expect(one(single, 'gdb-backtrace').readings[0]).toMatchObject({ threads: 1 });
  });
});

describe('descriptors', () => {
  it('that lsof lists for each task again are counted once', () => {
    const rows = (task: string) =>
      `shop    4711 ${task} root    0r   CHR    1,3      0t0    4 /dev/null\nshop    4711 ${task} root    3u  IPv4  14907      0t0  TCP 10.0.0.1:59222->10.0.0.2:443 (ESTABLISHED)\n`;
    const listed = `COMMAND  PID   TID TASKCMD USER   FD   TYPE DEVICE SIZE/OFF NODE NAME\n${rows('             ')}${rows(' 4712 .NET\\x20S')}${rows(' 4713 shop    ')}`;
    const { readings, notes } = one(listed, 'lsof');
    expect(readings[0]).toMatchObject({ summary: { byType: { device: 1, socket: 1 }, total: 2 } });
    expect(notes).toContain('tasks');
    const old = `COMMAND  PID   TID USER   FD   TYPE DEVICE SIZE/OFF NODE NAME\n${rows('     ')}${rows(' 4712')}`;
    expect(one(old, 'lsof').readings[0]).toMatchObject({ summary: { total: 2 } });
  });

  it('of which only rows of tasks were pasted are those of the first', () => {
    const rows = (task: string) =>
      [3, 4].map((fd) => `shop    4711 ${task} root    ${fd}r   REG    8,1      700  41${fd} /srv/shop/${fd}.dll\n`).join('');
    const listed = `COMMAND  PID   TID TASKCMD USER   FD   TYPE DEVICE SIZE/OFF NODE NAME\n${rows('4712 .NET\\x20S')}${rows('4713 .NET\\x20T')}`;
    const { readings, notes } = one(listed, 'lsof');
    expect(readings).toHaveLength(1);
    expect(readings[0]).toMatchObject({ life: { pid: 4711 }, summary: { byType: { file: 2 }, total: null, partial: true } });
    expect(notes).toContain('one of its tasks');
  });

  it('of which a shell handed down a single high one are a whole list', () => {
    const row = (number: number, target: string) => `lrwx------ 1 root root 64 Nov 21 17:20 ${number} -> ${target}\n`;
    const few = row(0, '/dev/null') + row(1, 'pipe:[1]') + row(10, '/dev/null') + row(2, 'pipe:[2]') + row(251, 'pipe:[3]');
    expect(one(few, 'fd-list').readings[0]).toMatchObject({ summary: { total: 5, partial: false } });
    const cut = ['0', '1', '10', '11', '12', '13', '14', '2'].map((each) => row(Number(each), 'socket:[9]')).join('');
    expect(one(cut, 'fd-list').readings[0]).toMatchObject({ summary: { total: null, partial: true } });
  });

  it('that stat lists between quotes are read', () => {
    const text = "'/proc/4711/fd/0' -> '/dev/null'\n'/proc/4711/fd/3' -> 'socket:[9]'\n'/proc/4711/fd/4' -> 'pipe:[8]'\n";
    expect(one(text, 'fd-list').readings[0]).toMatchObject({ summary: { byType: { device: 1, socket: 1, pipe: 1 }, total: 3 } });
  });

  it('that find lists below the folder itself are their targets', () => {
    const text = '/proc/4711/fd ->\n/proc/4711/fd/0 -> /dev/null\n/proc/4711/fd/3 -> socket:[9]\n/proc/4711/fd/4 -> pipe:[8]\n';
    expect(one(text, 'fd-list').readings[0]).toMatchObject({
      life: { pid: 4711 },
      summary: { byType: { device: 1, socket: 1, pipe: 1 }, total: 3 },
    });
  });
});
