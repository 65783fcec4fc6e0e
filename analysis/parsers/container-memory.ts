/**
 * Memory of containers by a container's own tools: docker stats, podman stats, kubectl top pod.
 *
 *   CONTAINER ID   NAME       CPU %     MEM USAGE / LIMIT     MEM %     NET I/O         BLOCK I/O       PIDS
 *   4f2c1b9a7d3e   shop-api   12.31%    512.4MiB / 2GiB       25.02%    1.2GB / 3.4GB   12MB / 4.1kB    41
 *
 *   NAME                        CPU(cores)   MEMORY(bytes)
 *   shop-api-7c9d5b6f4-x2x9k    120m         512Mi
 *
 * Both count without the file cache that nobody uses now, for all processes of the container; PIDS are threads. [K] after
 * docs.docker.com (docker stats, resource metrics), docs.podman.io, kubernetes.io (kubectl top, resource metrics pipeline).
 */
import { unknownLife } from '../life.ts';
import { readSize } from '../numbers.ts';
import { untoldHost } from '../untold-host.ts';
import type { CounterId, Parsed, ProcessLife, Reading, TextParser } from '../types.ts';

const maxWidth = 1000;
const dockerHead = /^\s{0,8}(?:CONTAINER|NAME|ID)\b.{0,120}\bMEM USAGE \/ LIMIT\b/;
const podHead = /^\s{0,8}(?:NAMESPACE\s{1,60})?(?:POD\s{1,80})?NAME\s{1,80}CPU\(cores\)\s{1,20}MEMORY\(bytes\)\s*$/;
const size = '(\\d[\\d.,]{0,14} ?(?:[kKMGTP]i?)?B)';
const usage = new RegExp(`(?:^|\\s)${size} / ${size}(?=\\s|$)`);
const podRow = /^\s{0,8}((?:[a-z0-9][a-z0-9.-]{0,252}\s{1,80}){1,3})(?:\d{1,9}[munk]?|<unknown>)\s{1,40}(\d{1,15}(?:[KMGTP]i?|m)?)\s*$/;

interface Row {
  readonly name: string;
  readonly bytes: number;
  readonly limit: number | null;
  readonly threads: number | null;
}

/** Who it is stands before the usage, behind its id, and before a percentage of CPU. */
function dockerRow(line: string, head: string): Row | null {
  const found = line.length > maxWidth ? null : usage.exec(line);
  if (found === null) return null;
  const before = line.slice(0, found.index).trim().split(/\s+/);
  const names = before.filter((word) => word !== '' && !/^(?:[\d.,]{1,12}%|--)$/.test(word));
  const [used, limit] = [readSize(found[1] ?? ''), readSize(found[2] ?? '')];
  const name = names.at(-1);
  if (name === undefined || names.length > 2 || used === null || limit === null) return null;
  const last = /\sPIDS$/.test(head) ? /\s(\d{1,7})$/.exec(line)?.[1] : undefined;
  // Of a container that is stopped both are 0.
  return { name, bytes: used.bytes, limit: limit.bytes > 0 ? limit.bytes : null, threads: last === undefined ? null : Number(last) };
}

function podRowOf(line: string): Row | null {
  const found = line.length > maxWidth ? null : podRow.exec(line);
  const used = found === null ? null : readSize((found[2] ?? '').replace(/([KMGTP])i$/, '$1'));
  if (found === null || used === null) return null;
  return { name: (found[1] ?? '').trim().split(/\s+/).slice(-2).join('/'), bytes: used.bytes, limit: null, threads: null };
}

function rowOf(line: string, head: string): Row | null {
  if (dockerHead.test(head)) return dockerRow(line, head);
  const row = podRowOf(line);
  // The name of a pod alone, or of a pod and its container; a namespace before them tells nothing more.
  return row === null || /\bPOD\b/.test(head) ? row : { ...row, name: row.name.split('/').at(-1) ?? row.name };
}

const headAt = (line: string | undefined): string => (line === undefined || line.length > maxWidth ? '' : line.trimEnd());

function span(lines: readonly string[], from: number): number {
  const head = headAt(lines[from]);
  if (!dockerHead.test(head) && !podHead.test(head)) return 0;
  let end = from + 1;
  while (end < lines.length && rowOf(lines[end] ?? '', head) !== null) end++;
  // A heading alone is answered by what it is.
  return end === from + 1 ? 0 : end - from;
}

/** Of many containers the largest are kept. */
const maxContainers = 8;

function limitReading(life: ProcessLife, ceilingBytes: number): Reading {
  return { ...untoldHost, life, ceilingBytes };
}

function readingsOf({ name, bytes, limit, threads }: Row): readonly Reading[] {
  const life = { ...unknownLife, process: name };
  const values: Partial<Record<CounterId, number>> = { workingSet: Math.round(bytes), ...(threads === null ? {} : { threads }) };
  const look: Reading = { kind: 'snapshot', life, takenAt: null, values };
  return limit === null ? [look] : [look, limitReading(life, Math.round(limit))];
}

function parse(lines: readonly string[]): Parsed {
  const head = headAt(lines[0]);
  const rows = lines.slice(1).flatMap((line) => rowOf(line, head) ?? []);
  const running = rows.filter(({ bytes }) => bytes > 0);
  if (running.length === 0) {
    return {
      ok: false,
      problem: 'No container in this list runs: none of them has memory. Take it again while the one in question runs.',
      line: 1,
    };
  }
  const kept = [...running].sort((a, b) => b.bytes - a.bytes).slice(0, maxContainers);
  const cut = kept.length === running.length ? [] : [`Of ${running.length} containers the ${kept.length} largest were kept.`];
  const whole =
    'This counts a whole container, all of its processes, without file cache that is not in use. The process itself: cat /proc/1/status in it.';
  return { ok: true, readings: kept.flatMap(readingsOf), notes: [whole, ...cut] };
}

export const containerMemory: TextParser = {
  id: 'container-memory',
  title: 'memory of containers (docker stats, kubectl top pod)',
  hints: ['mem usage / limit', 'memory(bytes)'],
  span,
  parse,
};
