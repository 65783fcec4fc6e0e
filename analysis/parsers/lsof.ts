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
/** With -K, and in releases before 4.90 without it, each task of a process has its rows: they are the process's own once more. */
const fdOfTask = '\\s{1,20}(?:\\d|cwd|rtd|txt|mem|DEL|NOFD)';
const taskRow = new RegExp(`^\\s{0,8}\\S{1,40}\\s{1,40}\\d{1,10}\\s{1,40}\\d{1,10}\\s{1,40}\\S{1,40}\\s{1,40}\\S{1,40}${fdOfTask}`);
const oldTaskRow = new RegExp(`^\\s{0,8}\\S{1,40}\\s{1,40}\\d{1,10}\\s{1,40}\\d{1,10}\\s{1,40}\\S{1,40}${fdOfTask}`);

const ids = /^\s{0,8}\S{1,40}\s{1,40}(\d{1,10})\s{1,40}(\d{1,10})\s/;
const firstId = /^\s{0,8}\S{1,40}\s{1,40}(\d{1,10})\s/;

/**
 * The rows of processes; by the heading, which names the columns of a task where there are any. Of a process whose own rows
 * were not pasted those of its first task: tasks share their descriptors.
 */
function withoutTasks(lines: readonly string[]): { readonly own: readonly string[]; readonly isCut: boolean } {
  const columns = lines[0] ?? '';
  if (!/\sTID\s/.test(columns)) return { own: lines, isCut: false };
  const isTask = /\sTASKCMD\s/.test(columns) ? taskRow : oldTaskRow;
  const listed = new Set(lines.flatMap((line) => (isTask.test(line) ? [] : (firstId.exec(line)?.[1] ?? []))));
  const standsFor = new Map<string, string>();
  const own = lines.filter((line) => {
    if (!isTask.test(line)) return true;
    const [, pid = '', task = ''] = ids.exec(line) ?? [];
    if (listed.has(pid)) return false;
    if (!standsFor.has(pid)) standsFor.set(pid, task);
    return standsFor.get(pid) === task;
  });
  return { own, isCut: standsFor.size > 0 };
}

/** A row whose columns are beyond doubt: two of them are a list whose heading was left out (`lsof | grep`). */
const plain =
  /^\s{0,8}\S{1,40}\s{1,40}\d{1,10}\s{1,40}(?:\d{1,10}\s{1,40}(?:\S{1,40}\s{1,40})?)?\S{1,40}\s{1,20}(?:\d{1,9}[rwu-][a-zA-Z ]?|cwd|rtd|txt|mem|DEL)\s{1,20}(?:REG|DIR|CHR|BLK|FIFO|IPv4|IPv6|sock|unix|a_inode|0000|netlink|unknown)\s{1,40}(?:\d{1,5},\d{1,9}|0x[0-9a-f]{1,16}|\d{1,20})\s/;
const warning = /^\s{0,8}lsof: |^\s{4,12}(?:Output information may be incomplete|assuming "dev=)/;
/** Every process has such rows. */
const standing = /\s(?:cwd|rtd|txt)\s/;
const tooLow = 'Some rows could not be read by lsof (Permission denied): the counts are too low.';
/** Of a list of all processes those with the most descriptors are kept. */
const maxProcesses = 8;

export interface Descriptor {
  readonly process: string;
  readonly pid: number;
  readonly type: string;
  readonly name: string;
}

/** The kind of a descriptor by its TYPE and its NAME. */
export function typeOf(type: string, name: string): string {
  if (/^(?:IPv4|IPv6|sock|unix|inet|raw6?|pack|netlink|socket)$/i.test(type))
    return name.includes('(CLOSE_WAIT)') ? 'socket (CLOSE_WAIT)' : 'socket';
  if (type === 'FIFO' || type === 'PIPE') return 'pipe';
  if (type === 'a_inode' || type === '0000')
    return descriptorType(
      `anon_inode:${/\[[\w-]{1,60}(?::[\d,.]{1,200})?\]/.exec(name)?.[0] ?? name.trim().split(' ').at(-1) ?? 'unknown'}`,
    );
  if (type === 'CHR' || type === 'BLK') return 'device';
  if (type === 'DIR') return 'directory';
  if (type === 'REG') return name.endsWith('(deleted)') || name.endsWith(' (path inode=0)') ? 'deleted file' : 'file';
  return type === 'unknown' || type === 'unkn' ? 'unknown' : type.slice(0, 40);
}

/** What many descriptors share: the other end of a connection, or the file. */
export function nameOf(type: string, rest: string): string | null {
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
  const headed = heading.test(lines[from] ?? '');
  if (!headed && !(plain.test(lines[from] ?? '') && plain.test(lines[from + 1] ?? ''))) return 0;
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
    summary: {
      byType: countByType(descriptors.map((each) => each.type)),
      total: partial ? null : descriptors.length,
      partial,
      byName: sharedNames(shared),
    },
  };
}

/** Descriptors of one or more processes → a reading a process, of those with the most. */
export function answerOf(
  found: readonly { readonly descriptor: Descriptor; readonly shared: string | null }[],
  partial: boolean,
  notes: readonly string[],
): Extract<Parsed, { ok: true }> {
  const byPid = Map.groupBy(found, ({ descriptor }) => descriptor.pid);
  const processes = [...byPid.values()].sort((a, b) => b.length - a.length);
  const kept = processes.slice(0, maxProcesses);
  const waiting = kept.flat().filter(({ descriptor }) => descriptor.type === 'socket (CLOSE_WAIT)').length;
  return {
    ok: true,
    readings: kept.map((each) =>
      readingOf(
        each.map(({ descriptor }) => descriptor),
        each.flatMap(({ shared }) => shared ?? []),
        partial,
      ),
    ),
    notes: [
      ...notes,
      ...(waiting === 0 ? [] : [`${waiting} sockets are in CLOSE_WAIT: the other side has closed them and this process has not.`]),
      ...(kept.length === processes.length
        ? []
        : [`Of ${processes.length} processes the ${kept.length} with the most descriptors were kept.`]),
    ],
  };
}

function parse(lines: readonly string[]): Parsed {
  const { own, isCut } = withoutTasks(lines);
  const found = own.flatMap((line) => {
    const read = descriptorOf(line);
    return read?.descriptor == null ? [] : [{ descriptor: read.descriptor, shared: read.shared }];
  });
  const denied = own.some((line) => line.includes('Permission denied'));
  if (found.length === 0) {
    return {
      ok: false,
      problem: denied
        ? 'lsof was not allowed to see the descriptors of that process (Permission denied). Run it again with sudo.'
        : 'This is the heading of lsof, but no row with a numbered descriptor follows. Paste the whole output of lsof -nP -p PID.',
      line: 1,
    };
  }
  const filtered = !heading.test(lines[0] ?? '') && !own.some((line) => standing.test(line));
  const cut = 'The rows of a process itself are missing: those of one of its tasks stand for it.';
  const tasks = 'lsof listed the tasks of each process too; their rows are the same descriptors and were left out.';
  const chosen = 'The heading and the rows of the program itself are missing: these are some of its descriptors, chosen by a filter.';
  return answerOf(found, denied || filtered || isCut, [
    ...(own.length < lines.length ? [tasks] : []),
    ...(isCut ? [cut] : []),
    ...(filtered ? [chosen] : []),
    ...(denied ? [tooLow] : []),
  ]);
}

export const lsof: TextParser = {
  id: 'lsof',
  title: 'lsof',
  hints: ['size/off', 'node name', ' reg ', ' ipv4 ', ' ipv6 ', ' fifo ', ' a_inode ', ' sock ', ' unix '],
  span,
  parse,
};
