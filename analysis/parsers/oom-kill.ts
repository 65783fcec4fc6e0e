/**
 * The Linux kernel ending a process because memory ran out, in dmesg or the journal:
 *
 *   [ 8123.457001] [  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name
 *   [ 8123.457020] [   8832]  1000  8832  2974101   498211  5218304     1024             0 dotnet
 *   [ 8123.457120] Out of memory: Killed process 8832 (dotnet) total-vm:11896404kB, anon-rss:1992844kB, file-rss:0kB, shmem-rss:0kB
 *
 * total_vm, rss and swapents are pages; kB are 1024 bytes. The names of the columns changed with the releases (nr_ptes, rss_anon).
 * [K] after the kernel's mm/oom_kill.c (dump_task, __oom_kill_process) and mm/memcontrol.c.
 */
import { unknownLife } from '../life.ts';
import { runtimeOf } from '../linux-runtime.ts';
import { momentOn } from '../printed-moments.ts';
import { stampOf } from '../stamped-lines.ts';
import { untoldHost } from '../untold-host.ts';
import type { CounterId, Parsed, ProcessLife, Reading, TextParser } from '../types.ts';
import { bytesText } from '../wording.ts';

const maxWidth = 1000;
/** What dmesg, dmesg -T and the journal put before a line of the kernel. */
const prefix =
  /^.{0,90}?\bkernel: (?:\[ {0,8}\d{1,9}\.\d{6}\] )?|^\[ {0,8}\d{1,9}\.\d{6}\] |^\[([A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4})\] /;
const invoked = /^(\S.{0,60}) invoked oom-killer: /;
const limit = /^memory: usage \d{1,18}kB, limit (\d{1,18})kB/;
const header = /^\[ {1,8}pid {0,8}\] {1,8}uid {1,8}tgid {1,8}total_vm {1,12}rss (.{1,160}) name$/;
const row = /^\[ {0,12}(\d{1,10})\] {1,12}\d{1,10} {1,12}\d{1,10} {1,12}(\d{1,15}) {1,12}(\d{1,15}) {1,12}(.{1,200})$/;
const killed =
  /(?:^|: )Killed process (\d{1,10}) \((.{1,64}?)\),? (?:UID \d{1,10},? )?total-vm:(\d{1,15})kB, anon-rss:(\d{1,15})kB, file-rss:(\d{1,15})kB(?:, shmem-rss:(\d{1,15})kB)?/;
/** The report of a machine with some thousand processes. */
const longest = 4000;
/** Of an x86 or ARM kernel as distributions build it. */
const pageBytes = 4096;
/** No limit at all, as the kernel prints it. */
const unlimitedKb = 2 ** 52;

const bare = (line: string | undefined): string =>
  line === undefined || line.length > maxWidth ? '' : line.trimStart().replace(prefix, '');

function span(lines: readonly string[], from: number): number {
  const first = bare(lines[from]);
  if (killed.test(first)) return 1;
  if (!invoked.test(first) && !header.test(first)) return 0;
  let end = header.test(first) ? from + 1 : from;
  for (let at = from + 1; at < lines.length && at - from < longest; at++) {
    const line = bare(lines[at]);
    if (invoked.test(line)) break;
    if (killed.test(line)) return at + 1 - from;
    if (header.test(line) || row.test(line)) end = at + 1;
  }
  return end - from;
}

interface Process {
  readonly pid: number;
  readonly name: string;
  readonly values: Partial<Record<CounterId, number>>;
}

/** The pages that a row tells in the column of this name. */
function pagesIn(cells: readonly string[], columns: readonly string[], name: string): number | null {
  const cell = cells[columns.indexOf(name)];
  return cell !== undefined && /^\d{1,15}$/.test(cell) ? Number(cell) : null;
}

function rowOf(line: string, columns: readonly string[]): Process | null {
  const found = row.exec(line);
  if (found === null) return null;
  const [, pid, virtualPages, residentPages, rest = ''] = found;
  const cells = rest.split(/\s+/);
  const [anonymous, swapped] = [pagesIn(cells, columns, 'rss_anon'), pagesIn(cells, columns, 'swapents')];
  const own = anonymous === null ? {} : { privateBytes: (anonymous + (swapped ?? 0)) * pageBytes };
  const values = { ...own, virtualBytes: Number(virtualPages) * pageBytes, workingSet: Number(residentPages) * pageBytes };
  return { pid: Number(pid), name: cells.slice(columns.length).join(' '), values };
}

function killedOf(line: string, swappedPages: number): Process | null {
  const found = killed.exec(line);
  if (found === null) return null;
  const [virtual = 0, anonymous = 0, file = 0, shared = 0] = found.slice(3).map((each) => (Number(each) || 0) * 1024);
  const values = { privateBytes: anonymous + swappedPages * pageBytes, virtualBytes: virtual, workingSet: anonymous + file + shared };
  return { pid: Number(found[1]), name: found[2] ?? '', values };
}

/** dmesg -T prints the day in words, the journal its stamp; the seconds since the start tell no time. */
function timeOf(lines: readonly string[]): number | null {
  const last = lines.at(-1)?.trimStart() ?? '';
  const words = prefix.exec(last)?.[1];
  const moment = words === undefined ? stampOf(last) : momentOn(words);
  return moment?.dated === true ? moment.at : null;
}

function lifeOf({ pid, name, values }: Process): ProcessLife {
  const process = name === '' ? null : name;
  return { ...unknownLife, process, pid, runtime: runtimeOf(process, values.virtualBytes ?? null) };
}

function limitReading(life: ProcessLife, takenAt: number | null, ceilingBytes: number): Reading {
  return { ...untoldHost, life, takenAt, ceilingBytes };
}

/** Of a list of all processes the largest are kept. */
const maxProcesses = 4;

function parse(lines: readonly string[]): Parsed {
  const plain = lines.map(bare);
  const columns = (plain.map((line) => header.exec(line)?.[1]).find((each) => each !== undefined) ?? '').split(/\s+/);
  const listed = plain.flatMap((line) => rowOf(line, columns) ?? []);
  const swappedOf = (pid: number): number => {
    const rest = plain.map((line) => row.exec(line)).find((found) => Number(found?.[1]) === pid)?.[4] ?? '';
    return pagesIn(rest.split(/\s+/), columns, 'swapents') ?? 0;
  };
  const end = plain.find((line) => killed.test(line)) ?? '';
  const victim = killedOf(end, swappedOf(Number(killed.exec(end)?.[1] ?? -1)));
  const bySize = [...listed].sort((a, b) => (b.values.workingSet ?? 0) - (a.values.workingSet ?? 0) || a.pid - b.pid);
  const others = bySize.filter(({ pid }) => pid !== victim?.pid).slice(0, victim === null ? maxProcesses : maxProcesses - 1);
  const all = victim === null ? others : [victim, ...others];
  const [first] = all;
  if (first === undefined) {
    return {
      ok: false,
      problem: 'This is the kernel’s list of processes when memory ran out, without a row. Paste it down to the line Killed process.',
      line: 1,
    };
  }
  const takenAt = timeOf(lines);
  const looks = all.map((each): Reading => ({ kind: 'snapshot', life: lifeOf(each), takenAt, values: each.values }));
  const kilobytes = Number(plain.map((line) => limit.exec(line)?.[1]).find((each) => each !== undefined) ?? Number.NaN);
  const ceiling = kilobytes > 0 && kilobytes < unlimitedKb ? [limitReading(lifeOf(first), takenAt, kilobytes * 1024)] : [];
  return { ok: true, readings: [...looks, ...ceiling], notes: notesOf(victim, kilobytes) };
}

function notesOf(victim: Process | null, limitKb: number): readonly string[] {
  const where =
    limitKb > 0 && limitKb < unlimitedKb ? `of its container or service (limit ${bytesText(limitKb * 1024)})` : 'of the machine';
  const who = victim === null ? 'a process' : `${victim.name} (pid ${victim.pid})`;
  return [`Linux ended ${who} because the memory ${where} ran out: that says how large it was, not that it grew, nor why.`];
}

export const oomKill: TextParser = {
  id: 'oom-kill',
  title: 'Linux ending a process for want of memory (oom-killer)',
  hints: ['killed process', 'total_vm', 'invoked oom-killer'],
  span,
  parse,
};
