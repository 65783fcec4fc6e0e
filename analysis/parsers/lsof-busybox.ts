/**
 * lsof of BusyBox, the one in Alpine images: every process, no heading, no options.
 *
 *   1	/usr/local/bin/tills	692	anon_inode:[eventfd]
 *   1	/usr/local/bin/tills	/var/log/tills.log
 *
 * Pid, program, the number of the descriptor (older releases leave it out), and where it leads, as readlink prints it.
 * https://git.busybox.net/busybox/tree/miscutils/lsof.c
 */
import { descriptorType } from '../linux-descriptors.ts';
import type { Parsed, TextParser } from '../types.ts';
import { answerOf } from './lsof.ts';

const row =
  /^\s{0,8}(\d{1,10})[ \t]{1,20}(\/\S{0,400})[ \t]{1,20}(?:\d{1,9}[ \t]{1,20})?((?:\/|socket:\[|pipe:\[|anon_inode:|[a-z]{2,12}:\[)\S{0,400}(?: \(deleted\))?)\s*$/;
/** A descriptor that no argument of a command line looks like. */
const distinctive = /[ \t](?:socket:\[\d{1,20}\]|pipe:\[\d{1,20}\]|anon_inode:\S)/;
/** The first descriptors of a program are often terminals and files. */
const lookAhead = 40;

function span(lines: readonly string[], from: number): number {
  if (!row.test(lines[from] ?? '') || !lines.slice(from, from + lookAhead).some((line) => distinctive.test(line))) return 0;
  let end = from;
  while (end < lines.length && row.test(lines[end] ?? '')) end++;
  return end - from > 1 && lines.slice(from, end).some((line) => distinctive.test(line)) ? end - from : 0;
}

function parse(lines: readonly string[]): Parsed {
  const found = lines.flatMap((line) => {
    const [, pid, program = '', target = ''] = row.exec(line) ?? [];
    if (pid === undefined) return [];
    const type = descriptorType(target);
    const process = program.split('/').at(-1) ?? program;
    return [{ descriptor: { process, pid: Number(pid), type, name: target }, shared: type === 'file' ? target : null }];
  });
  return answerOf(found, false, []);
}

export const lsofBusybox: TextParser = {
  id: 'lsof-busybox',
  title: 'lsof of BusyBox',
  hints: ['anon_inode:', 'socket:[', 'pipe:['],
  span,
  parse,
};
