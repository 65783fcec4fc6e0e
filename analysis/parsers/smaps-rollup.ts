/**
 * /proc/PID/smaps_rollup of Linux, or smaps with all mappings, which is summed up the same:
 *
 *   56422c23f000-7ffe23598000 ---p 00000000 00:00 0                          [rollup]
 *   Rss:               17772 kB
 *   Anonymous:         16580 kB
 *
 * kB are 1024 bytes. proc_pid_smaps(5). Private bytes are Anonymous + Swap: what only this process
 * holds, in memory or swapped out.
 */
import { unknownLife } from '../life.ts';
import { commandOf } from '../prompt.ts';
import type { CounterId, Parsed, TextParser } from '../types.ts';

const mapping = /^\s{0,8}[0-9a-f]{6,16}-[0-9a-f]{6,16} [-r][-w][-x][-ps] [0-9a-f]{8,16} \S{1,11} \d{1,20}(?:\s.{0,4000})?$/;
const field =
  /^\s{0,8}(Size|Rss|Pss(?:_\w{1,10})?|Shared_\w{1,10}|Private_\w{1,10}|Referenced|Anonymous|KSM|LazyFree|\w{1,10}HugePages|\w{1,10}PmdMapped|Swap|SwapPss|Locked|KernelPageSize|MMUPageSize|THPeligible|ProtectionKey|VmFlags):\s{1,40}(\S.{0,400})$/;
const command = /\/proc\/(\d{1,10})\/smaps(?:_rollup)?\b/;

function span(lines: readonly string[], from: number): number {
  const first = lines[from] ?? '';
  const asked = command.test(commandOf(first) ?? '');
  let at = asked ? from + 1 : from;
  const start = at;
  if (!mapping.test(lines[at] ?? '') && !/^\s{0,8}(?:Rss|Size):\s{1,40}\d{1,15} kB$/.test(lines[at] ?? '')) return 0;
  let fields = 0;
  for (; at < lines.length && (mapping.test(lines[at] ?? '') || field.test(lines[at] ?? '')); at++)
    if (field.test(lines[at] ?? '')) fields++;
  return fields > 0 && at > start ? at - from : 0;
}

function parse(lines: readonly string[]): Parsed {
  const sums = new Map<string, number>();
  let mappings = 0;
  for (const line of lines) {
    if (mapping.test(line)) mappings++;
    const found = field.exec(line);
    const kilobytes = /^(\d{1,15}) kB$/.exec(found?.[2] ?? '');
    if (found === null || kilobytes === null) continue;
    sums.set(found[1] ?? '', (sums.get(found[1] ?? '') ?? 0) + Number(kilobytes[1]) * 1024);
  }
  const resident = sums.get('Rss');
  const anonymous = sums.get('Anonymous');
  const dirty = sums.get('Private_Dirty');
  const base = anonymous ?? dirty;
  if (base === undefined) {
    return {
      ok: false,
      problem: 'This is a part of smaps_rollup without its line Anonymous. Paste the whole output of cat /proc/PID/smaps_rollup.',
      line: lines.length,
    };
  }
  const asked = command.exec(lines[0] ?? '');
  const life = { ...unknownLife, pid: asked === null ? null : Number(asked[1]) };
  const values: Partial<Record<CounterId, number>> = {
    privateBytes: base + (sums.get('Swap') ?? 0),
    ...(resident === undefined ? {} : { workingSet: resident }),
  };
  const summed = mappings > 1 ? [`${mappings} mappings were summed up.`] : [];
  const instead = anonymous === undefined ? ['Anonymous is missing; Private_Dirty stands for it.'] : [];
  return { ok: true, readings: [{ kind: 'snapshot', life, takenAt: null, values }], notes: [...summed, ...instead] };
}

export const smapsRollup: TextParser = {
  id: 'smaps-rollup',
  title: '/proc/PID/smaps_rollup',
  hints: ['private_dirty:', 'pss:', '[rollup]', 'anonymous:'],
  span,
  parse,
};
