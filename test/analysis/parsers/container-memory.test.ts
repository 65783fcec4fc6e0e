import { describe, expect, it } from '@jest/globals';
import { checkParser, readText, readingsOf } from '../../support/check-parser.ts';

const stats = `CONTAINER ID   NAME       CPU %     MEM USAGE / LIMIT   MEM %     NET I/O         BLOCK I/O     PIDS
0c1d2e3f4a5b   orders     7.10%     300.5MiB / 1GiB     29.35%    9.1MB / 8MB     0B / 4.1kB    33
5b4a3f2e1d0c   gateway    0.02%     41MiB / 15.5GiB     0.26%     1kB / 2kB       0B / 0B       5
`;
const pods = `NAME                      CPU(cores)   MEMORY(bytes)
orders-6d5f7c9b8-q2w3e    88m          1210Mi
gateway-7f6d5c4b3-z9x8c   3m           64Mi
`;
const MiB = 2 ** 20;
const looks = (text: string): unknown =>
  readingsOf(readText(text)).flatMap((each) => (each.kind === 'snapshot' ? [[each.life.process, each.values]] : []));

describe('memory of containers', () => {
  checkParser('docker stats', { parser: 'container-memory', text: stats });
  checkParser('kubectl top pod', { parser: 'container-memory', text: pods });

  it('is that of each container, with its threads and its limit', () => {
    expect(looks(stats)).toEqual([
      ['orders', { workingSet: 300.5 * MiB, threads: 33 }],
      ['gateway', { workingSet: 41 * MiB, threads: 5 }],
    ]);
    expect(readingsOf(readText(stats)).flatMap((each) => (each.kind === 'host' ? [each.ceilingBytes] : []))).toEqual([
      1024 * MiB,
      15.5 * 1024 * MiB,
    ]);
    expect(looks(pods)).toEqual([
      ['orders-6d5f7c9b8-q2w3e', { workingSet: 1210 * MiB }],
      ['gateway-7f6d5c4b3-z9x8c', { workingSet: 64 * MiB }],
    ]);
  });

  it.each([
    ['columns of its own', 'NAME      MEM USAGE / LIMIT\norders    300.5MiB / 1GiB\n', 'orders'],
    ['collapsed blanks', stats.split('\n').slice(0, 2).join('\n').replaceAll(/ {2,}/g, ' '), 'orders'],
    [
      'pods with their containers',
      'POD         NAME   CPU(cores)   MEMORY(bytes)\norders-x1   api    88m          1210Mi\n',
      'orders-x1/api',
    ],
    ['all namespaces', 'NAMESPACE   NAME        CPU(cores)   MEMORY(bytes)\nshop        orders-x1   88m          1210Mi\n', 'orders-x1'],
  ])('is read in %s', (_name, text, process) => {
    expect(readingsOf(readText(text), 'container-memory')[0]).toMatchObject({ kind: 'snapshot', life: { process } });
  });

  it('seen again and again below a date is a log', () => {
    const text = Array.from(
      { length: 14 },
      (_, hour) => `Mon Mar  2 ${String(hour).padStart(2, '0')}:00:00 UTC 2026\n${pods.replace('1210', String(1210 + 20 * hour))}`,
    ).join('');
    expect(readingsOf(readText(text)).map((each) => [each.kind, each.life.process])).toEqual([
      ['counters', 'orders-6d5f7c9b8-q2w3e'],
      ['counters', 'gateway-7f6d5c4b3-z9x8c'],
    ]);
  });

  it('of none that runs is said; nodes are no containers', () => {
    expect(
      readText('CONTAINER ID   NAME   CPU %   MEM USAGE / LIMIT\n0c1d2e3f4a5b   a      0.00%   0B / 0B\n').unread[0]?.problem,
    ).toContain('No container in this list runs');
    expect(
      readText('NAME    CPU(cores)   CPU%   MEMORY(bytes)   MEMORY%\nnode1   250m         12%    3210Mi          41%\n').blocks,
    ).toEqual([]);
  });
});
