/**
 * /proc/PID/status of Linux, whole or the lines that a grep left:
 *
 *   Name:	leakdemo
 *   VmSize:	  239092 kB
 *   RssAnon:	   15552 kB
 *
 * kB are 1024 bytes. proc_pid_status(5). Private bytes are RssAnon + VmSwap (SPEC §3); RssAnon is
 * missing before Linux 4.5. The name is cut at 15 characters by the kernel.
 */
import { unknownLife } from '../life.ts';
import { runtimeOf } from '../linux-runtime.ts';
import { commandOf } from '../prompt.ts';
import type { CounterId, Parsed, TextParser } from '../types.ts';

const key =
  /^\s{0,8}(Name|Umask|State|Tgid|Ngid|Pid|PPid|TracerPid|Uid|Gid|FDSize|Groups|NS[a-z]{2,5}|Kthread|Vm[A-Z][A-Za-z]{1,4}|Rss(?:Anon|File|Shmem)|HugetlbPages|CoreDumping|THP_enabled|untag_mask|Threads|Sig[A-Z][A-Za-z]{0,4}|Shd[A-Z]\w{1,4}|Cap[A-Z]\w{1,4}|NoNewPrivs|Seccomp(?:_filters)?|Speculation\w{1,40}|SpeculationIndirectBranch|Cpus_allowed(?:_list)?|Mems_allowed(?:_list)?|\w{0,3}voluntary_ctxt_switches|x86_\w{1,40}):\s{0,20}(.{0,4000})$/;
const command = /\/proc\/(\d{1,10})\/status\b/;

function span(lines: readonly string[], from: number): number {
  const asked = command.test(commandOf(lines[from] ?? '') ?? '');
  const start = asked ? from + 1 : from;
  const keys = new Set<string>();
  let at = start;
  for (; at < lines.length; at++) {
    const name = key.exec(lines[at] ?? '')?.[1];
    // A key that comes again is of the next process.
    if (name === undefined || keys.has(name)) break;
    keys.add(name);
  }
  const tellsMemory = lines.slice(start, at).some((line) => /^\s{0,8}(?:Vm(?:Size|RSS|Swap)|RssAnon|State):/.test(line));
  return at > start && tellsMemory ? at - from : 0;
}

function parse(lines: readonly string[]): Parsed {
  const fields = new Map(
    lines
      .flatMap((line) => [key.exec(line)])
      .flatMap((found) => (found === null ? [] : [[found[1] ?? '', (found[2] ?? '').trim()] as const])),
  );
  const kilobytes = (name: string): number | null => {
    const found = /^(\d{1,15})(?: kB(?:\s.{0,200})?)?$/.exec(fields.get(name) ?? '');
    return found === null ? null : Number(found[1]) * 1024;
  };
  const count = (name: string): number | null => (/^\d{1,10}$/.test(fields.get(name) ?? '') ? Number(fields.get(name)) : null);
  const asked = command.exec(lines[0] ?? '');
  const pid = count('Tgid') ?? count('Pid') ?? (asked === null ? null : Number(asked[1]));
  const anonymous = kilobytes('RssAnon');
  const swapped = kilobytes('VmSwap');
  const privateBytes = anonymous === null ? null : anonymous + (swapped ?? 0);
  const measured: readonly (readonly [CounterId, number | null])[] = [
    ['privateBytes', privateBytes],
    ['virtualBytes', kilobytes('VmSize')],
    ['workingSet', kilobytes('VmRSS')],
    ['threads', count('Threads')],
    ['handleSlots', count('FDSize')],
  ];
  const values = Object.fromEntries(measured.filter(([, value]) => value !== null)) as Partial<Record<CounterId, number>>;
  if (values.privateBytes === undefined && values.virtualBytes === undefined && values.workingSet === undefined)
    return withoutMemory(fields.get('State') ?? '');
  const process = fields.get('Name') ?? null;
  const life = { ...unknownLife, process, pid, runtime: runtimeOf(process, values.virtualBytes ?? null) };
  const withoutSwap = anonymous !== null && swapped === null ? ['VmSwap is missing: private bytes are RssAnon alone.'] : [];
  const withoutAnon = anonymous === null ? ['RssAnon is missing, so private bytes are not known from this.'] : [];
  return { ok: true, readings: [{ kind: 'snapshot', life, takenAt: null, values }], notes: [...withoutSwap, ...withoutAnon] };
}

function withoutMemory(state: string): Parsed {
  const isZombie = state.startsWith('Z');
  return {
    ok: false,
    problem: isZombie
      ? 'This is the status of a process that has ended (state Z): it has no memory any more. Look up the pid of the running one.'
      : 'This is a /proc/PID/status without a line of memory (a kernel thread, or a part that was cut). Paste the whole output of cat /proc/PID/status.',
    line: 1,
  };
}

export const procStatus: TextParser = {
  id: 'proc-status',
  title: '/proc/PID/status',
  hints: ['vmrss:', 'vmsize:', 'rssanon:', 'vmswap:', 'tracerpid:', 'fdsize:'],
  span,
  parse,
};
