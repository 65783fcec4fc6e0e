import { describe, expect, it } from '@jest/globals';
import { readBytes } from '../../../analysis/read.ts';
import type { Reading } from '../../../analysis/types.ts';
import { checkParser } from '../../support/check-parser.ts';

const rows: readonly (readonly [start: string, kb: number, dirty: number, mode: string, name: string])[] = [
  ['0000561200000000', 40, 0, 'r-x--', 'billingd'],
  ['000056120000a000', 8, 8, 'rw---', 'billingd'],
  ['0000561300000000', 132, 60, 'rw---', '  [ anon ]'],
  ['00007f3000000000', 40960, 12, 'rw---', '  [ anon ]'],
  ['00007f4000000000', 1480, 0, 'r-x--', 'libc.so.6'],
  ['00007f4000172000', 16, 16, 'rw---', 'libc.so.6'],
  ['00007f4100000000', 64, 0, 'rw-s-', 'queue'],
  ['00007ffd00000000', 132, 24, 'rw---', '  [ stack ]'],
];
const extended = [
  '731:   /opt/billing/billingd --port 8080',
  'Address           Kbytes     RSS   Dirty Mode  Mapping',
  ...rows.map(
    ([start, kb, dirty, mode, name]) =>
      `${start} ${String(kb).padStart(7)} ${String(dirty).padStart(7)} ${String(dirty).padStart(7)} ${mode} ${name}`,
  ),
  '---------------- ------- ------- ------- ',
  'total kB           42832     120     120',
].join('\n');
const plain = [
  '731:   /opt/billing/billingd --port 8080',
  ...rows.map(([start, kb, , mode, name]) => `${start} ${String(kb).padStart(6)}K ${mode} ${name}`),
  ' total            42832K',
].join('\n');
const maps = rows
  .map(([start, kb, , mode, name]) => {
    const from = Number.parseInt(start, 16);
    const range = `${from.toString(16)}-${(from + kb * 1024).toString(16)}`;
    const file = name.includes('anon') ? '' : `                   ${name.includes('stack') ? '[stack]' : `/opt/${name}`}`;
    return `${range} ${mode.slice(0, 3)}${mode.charAt(3) === 's' ? 's' : 'p'} 00000000 00:00 0${file}`;
  })
  .join('\n');

const readingsOf = (text: string): readonly Reading[] => {
  const { blocks, unread } = readBytes('pmap.txt', new TextEncoder().encode(text));
  expect(unread).toEqual([]);
  return blocks.flatMap(({ readings }) => readings);
};

describe('pmap -x', () => {
  checkParser('whole', { parser: 'pmap', text: extended });

  it('tells the process, its size, and what of its address space is in use', () => {
    const [snapshot, space] = readingsOf(extended);
    expect(snapshot).toMatchObject({
      kind: 'snapshot',
      life: { pid: 731, process: 'billingd', runtime: 'native' },
      values: { virtualBytes: 42832 * 1024, workingSet: 120 * 1024 },
    });
    expect(space).toMatchObject({
      kind: 'addressSpace',
      usage: { 'other anonymous memory': (132 + 40960) * 1024, 'shared memory': 64 * 1024 },
      committed: 120 * 1024,
      reserved: (40960 + 132 + 132 - 12 - 60 - 24) * 1024,
    });
  });
});

describe('pmap and /proc/PID/maps', () => {
  it.each([
    ['pmap', plain, 731],
    ['maps behind its command', `app@web01:~$ cat /proc/731/maps\n${maps}`, 731],
    ['maps', maps, null],
  ])('%s tells sizes, and that it does not tell what is in use', (_, text, pid) => {
    const [snapshot, space] = readingsOf(text);
    expect(snapshot).toMatchObject({ life: { pid }, values: { virtualBytes: 42832 * 1024 } });
    expect(space).toMatchObject({ kind: 'addressSpace', committed: null, reserved: null });
    expect(space?.kind === 'addressSpace' ? space.usage['other anonymous memory'] : null).toBe((132 + 40960) * 1024);
  });

  it('a part of a list is asked for whole', () => {
    const { unread } = readBytes('part.txt', new TextEncoder().encode(maps.split('\n').slice(0, 3).join('\n')));
    expect(unread[0]?.problem).toContain('part of a list of mappings');
  });
});

describe('pmap with named columns, and its sum alone', () => {
  const named = [
    '731:   /opt/billing/billingd --port 8080',
    '         Address Perm   Offset Device Inode  Size  Rss  Pss Anonymous Swap THPeligible Mapping',
    ...rows.map(([start, kb, dirty, mode, name]) =>
      `    ${start.slice(4)} ${mode.slice(0, 3)}${mode.charAt(3) === 's' ? 's' : 'p'} 00000000  00:00     0 ${kb} ${dirty + 4} ${dirty} ${dirty} 0 0 ${name.includes('anon') ? '' : name.trim()}`.trimEnd(),
    ),
    '                                     ===== ==== ==== ========= ==== ===========',
    '                                     42832  152  120       120    0           0 KB',
  ].join('\n');
  checkParser('of -X', { parser: 'pmap', text: named });

  it('tells what each mapping holds by itself, as -x does', () => {
    const [level, space] = readingsOf(named);
    expect(level).toMatchObject({
      life: { pid: 731, process: 'billingd' },
      values: { virtualBytes: 42_832 * 1024, workingSet: 152 * 1024 },
    });
    expect(space).toMatchObject({
      privateBytes: readingsOf(extended)
        .map((each) => (each.kind === 'addressSpace' ? each.privateBytes : 0))
        .at(-1),
    });
  });

  it('is a level where only the last line was pasted', () => {
    expect(readingsOf('$ pmap -x 731 | tail -1\ntotal kB           42832     120     120\n')).toMatchObject([
      { kind: 'snapshot', values: { virtualBytes: 42_832 * 1024, workingSet: 120 * 1024 } },
    ]);
  });

  it('is one block with the sum below a plain list', () => {
    expect(readBytes('pasted text', new TextEncoder().encode(plain)).blocks).toHaveLength(1);
  });
});
