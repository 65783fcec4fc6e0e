/**
 * lsof -p PID (or of all processes):
 *
 *   COMMAND    PID    USER   FD   TYPE DEVICE SIZE/OFF   NODE NAME
 *   fluent-bi 2705 enukane  txt    REG    8,1    56056 818517 /home/enukane/bin/fluent-bit
 *   fluent-bi 2705 enukane    3u  IPv4  14907      0t0    TCP 192.168.0.230:59222->192.168.0.240:11185 (ESTABLISHED)
 *
 * lsof(8). Only rows with a numbered FD are open descriptors; cwd, rtd, txt, mem and DEL are none.
 * A socket in CLOSE_WAIT was closed by the other side and not by this one: counted apart.
 */
import { countByType, descriptorType, sharedNames } from '../linux-descriptors.ts';
import { unknownLife } from '../life.ts';
import type { Parsed, Reading, TextParser } from '../types.ts';

const heading = /^\s{0,8}COMMAND\s{1,40}PID\s.{0,120}\bFD\s{1,20}TYPE\s/;
/** COMMAND PID [TID [TASKCMD]] [PGID PPID] USER FD TYPE rest; blanks within COMMAND come as \x20. */
const row =
  /^\s{0,8}(\S{1,40})\s{1,40}(\d{1,10})\s{1,40}(?:\d{1,10}\s{1,40}(?:\S{1,40}\s{1,40})?)?(\S{1,40})\s{1,20}(\d{1,9}[a-zA-Z -]{0,3}?|cwd|rtd|txt|mem|mmap|DEL|ltx|NOFD|err|jld|pd|tr|v86|Lnn|m86|fp\.)\s{1,20}(\S{1,12})(?:\s{1,40}(.{0,4000}))?$/;
const warning = /^\s{0,8}lsof: |^\s{4,12}(?:Output information may be incomplete|assuming "dev=)/;
/** Of a list of all processes those with the most descriptors are kept. */
const maxProcesses = 8;

interface Descriptor {
  readonly process: string;
  readonly pid: number;
  readonly type: string;
  readonly name: string;
}

function typeOf(type: string, name: string): string {
  if (/^(?:IPv4|IPv6|sock|unix|inet|raw6?|pack|netlink|socket)$/i.test(type))
    return name.includes('(CLOSE_WAIT)') ? 'socket (CLOSE_WAIT)' : 'socket';
  if (type === 'FIFO' || type === 'PIPE') return 'pipe';
  if (type === 'a_inode' || type === '0000')
    return descriptorType(`anon_inode:${/\[[\w-]{1,60}\]/.exec(name)?.[0] ?? name.trim().split(' ').at(-1) ?? 'unknown'}`);
  if (type === 'CHR' || type === 'BLK') return 'device';
  if (type === 'DIR') return 'directory';
  if (type === 'REG') return name.endsWith('(deleted)') || name.endsWith(' (path inode=0)') ? 'deleted file' : 'file';
  return type === 'unknown' || type === 'unkn' ? 'unknown' : type.slice(0, 40);
}

/** What many descriptors share: the other end of a connection, or the file. */
function nameOf(type: string, rest: string): string | null {
  const peer = /->(\S{1,260})/.exec(rest);
  if (peer !== null) return `socket to ${peer[1] ?? ''}`;
  const path = rest.indexOf(' /');
  return type === 'REG' && path !== -1 ? rest.slice(path + 1).trim() : null;
}

function descriptorOf(line: string): { readonly descriptor: Descriptor | null; readonly shared: string | null } | null {
  const found = row.exec(line);
  if (found === null) return null;
  const [, process = '', pid = '', , fd = '', type = '', rest = ''] = found;
  if (!/^\d/.test(fd)) return { descriptor: null, shared: null };
  const descriptor = { process: process.replaceAll('\\x20', ' '), pid: Number(pid), type: typeOf(type, rest), name: rest };
  return { descriptor, shared: nameOf(type, rest) };
}

function span(lines: readonly string[], from: number): number {
  if (!heading.test(lines[from] ?? '')) return 0;
  let at = from + 1;
  for (; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (!row.test(line) && !warning.test(line) && !/\(?(?:readlink|stat|opendir): /.test(line)) break;
  }
  return at - from;
}

function readingOf(descriptors: readonly Descriptor[], shared: readonly string[], partial: boolean): Reading {
  const first = descriptors[0];
  const life = { ...unknownLife, process: first?.process ?? null, pid: first?.pid ?? null };
  return {
    kind: 'handles',
    life,
    takenAt: null,
    summary: { byType: countByType(descriptors.map((each) => each.type)), total: descriptors.length, partial, byName: sharedNames(shared) },
  };
}

function parse(lines: readonly string[]): Parsed {
  const byPid = new Map<number, { readonly descriptors: Descriptor[]; readonly shared: string[] }>();
  for (const line of lines) {
    const read = descriptorOf(line);
    if (read?.descriptor == null) continue;
    const own = byPid.get(read.descriptor.pid) ?? { descriptors: [], shared: [] };
    byPid.set(read.descriptor.pid, own);
    own.descriptors.push(read.descriptor);
    if (read.shared !== null) own.shared.push(read.shared);
  }
  const denied = lines.some((line) => line.includes('Permission denied'));
  if (byPid.size === 0) {
    return {
      ok: false,
      problem: denied
        ? 'lsof was not allowed to see the descriptors of that process (Permission denied). Run it again with sudo.'
        : 'This is the heading of lsof, but no row with a numbered descriptor follows. Paste the whole output of lsof -nP -p PID.',
      line: 1,
    };
  }
  const processes = [...byPid.values()].sort((a, b) => b.descriptors.length - a.descriptors.length);
  const kept = processes.slice(0, maxProcesses);
  const waiting = kept.flatMap(({ descriptors }) => descriptors).filter((each) => each.type === 'socket (CLOSE_WAIT)').length;
  return {
    ok: true,
    readings: kept.map(({ descriptors, shared }) => readingOf(descriptors, shared, denied)),
    notes: [
      ...(waiting === 0 ? [] : [`${waiting} sockets are in CLOSE_WAIT: the other side has closed them and this process has not.`]),
      ...(denied ? ['Some rows could not be read by lsof (Permission denied): the counts are too low.'] : []),
      ...(kept.length === processes.length
        ? []
        : [`Of ${processes.length} processes the ${kept.length} with the most descriptors were kept.`]),
    ],
  };
}

export const lsof: TextParser = { id: 'lsof', title: 'lsof', hints: ['size/off', 'node name'], span, parse };
