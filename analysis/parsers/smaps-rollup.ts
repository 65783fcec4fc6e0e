/**
 * /proc/PID/smaps_rollup of Linux, or smaps with all mappings, which is summed up the same:
 *
 *   56422c23f000-7ffe23598000 ---p 00000000 00:00 0                          [rollup]
 *   Rss:               17772 kB
 *   Anonymous:         16580 kB
 *
 * kB are 1024 bytes. proc_pid_smaps(5). Private bytes are Anonymous + Swap: what only this process
 * holds, in memory or swapped out. All mappings tell also what the address space is used for.
 */
import { unknownLife } from '../life.ts';
import { measureMappings } from '../linux-mappings.ts';
import type { Mapping } from '../linux-mappings.ts';
import { commandOf } from '../prompt.ts';
import type { CounterId, Parsed, ProcessLife, Reading, TextParser } from '../types.ts';

const mapping = /^\s{0,8}([0-9a-f]{6,16})-([0-9a-f]{6,16}) ([-r][-w][-x][-ps]) [0-9a-f]{8,16} \S{1,11} \d{1,20}(?:\s{1,80}(\S.{0,4000}))?$/;
const field =
  /^\s{0,8}(Size|Rss|Pss(?:_\w{1,10})?|Shared_\w{1,10}|Private_\w{1,10}|Referenced|Anonymous|KSM|LazyFree|\w{1,10}HugePages|\w{1,10}PmdMapped|Swap|SwapPss|Locked|KernelPageSize|MMUPageSize|THPeligible|ProtectionKey|VmFlags):\s{1,40}(\S.{0,400})$/;
const command = /\/proc\/(\d{1,10})\/smaps(?:_rollup)?\b/;

function span(lines: readonly string[], from: number): number {
  const first = lines[from] ?? '';
  const asked = command.test(commandOf(first) ?? '');
  let at = asked ? from + 1 : from;
  const start = at;
  if (!mapping.test(lines[at] ?? '') && !/^\s{0,8}(?:Rss|Size):\s{1,40}\d{1,15} kB$/.test(lines[at] ?? '')) return 0;
  // Within a list that was told to hold no field from its first row on.
  if (!asked && from > 0 && mapping.test(lines[from - 1] ?? '')) return 0;
  let fields = 0;
  for (; at < lines.length && (mapping.test(lines[at] ?? '') || field.test(lines[at] ?? '')); at++)
    if (field.test(lines[at] ?? '')) fields++;
  return fields > 0 && at > start ? at - from : 0;
}

interface Row {
  readonly start: number;
  readonly end: number;
  readonly access: string;
  readonly path: string;
  touched: number | null;
}

interface Listed {
  /** Bytes of each field, over all mappings. */
  readonly sums: ReadonlyMap<string, number>;
  readonly mappings: readonly Mapping[];
}

function listed(lines: readonly string[]): Listed {
  const sums = new Map<string, number>();
  const mappings: Row[] = [];
  for (const line of lines) {
    const head = mapping.exec(line);
    if (head !== null) {
      const [, start = '', end = '', access = '', path = ''] = head;
      mappings.push({ start: Number.parseInt(start, 16), end: Number.parseInt(end, 16), access, path: path.trim(), touched: null });
      continue;
    }
    const found = field.exec(line);
    const kilobytes = /^(\d{1,15}) kB$/.exec(found?.[2] ?? '');
    if (found === null || kilobytes === null) continue;
    const [name, bytes] = [found[1] ?? '', Number(kilobytes[1]) * 1024];
    sums.set(name, (sums.get(name) ?? 0) + bytes);
    const last = mappings.at(-1);
    if (last !== undefined && (name === 'Anonymous' || name === 'Swap')) last.touched = (last.touched ?? 0) + bytes;
  }
  return { sums, mappings };
}

/** Fewer mappings than a program and its C library have are a part of the list. */
const wholeList = 8;

/** What the whole list tells beside its sums. */
function detailed(
  life: ProcessLife,
  mappings: readonly Mapping[],
): { readonly life: ProcessLife; readonly gc: number | null; readonly readings: readonly Reading[] } {
  if (mappings.length < wholeList) return { life, gc: null, readings: [] };
  const { runtime, usage, touched, gcTouched, untouched } = measureMappings(mappings);
  const known = { ...life, runtime };
  const space = { usage, privateBytes: touched, committed: touched, reserved: untouched, free: null, largestFree: null };
  return { life: known, gc: gcTouched, readings: [{ kind: 'addressSpace', life: known, takenAt: null, ...space }] };
}

function parse(lines: readonly string[]): Parsed {
  const { sums, mappings } = listed(lines);
  const resident = sums.get('Rss');
  const anonymous = sums.get('Anonymous');
  const base = anonymous ?? sums.get('Private_Dirty');
  if (base === undefined) {
    return {
      ok: false,
      problem: 'This is a part of smaps_rollup without its line Anonymous. Paste the whole output of cat /proc/PID/smaps_rollup.',
      line: lines.length,
    };
  }
  const asked = command.exec(lines[0] ?? '');
  const { life, gc, readings } = detailed({ ...unknownLife, pid: asked === null ? null : Number(asked[1]) }, mappings);
  const values: Partial<Record<CounterId, number>> = {
    privateBytes: base + (sums.get('Swap') ?? 0),
    ...(resident === undefined ? {} : { workingSet: resident }),
    ...(gc === null ? {} : { gcCommitted: gc }),
  };
  const summed = mappings.length > 1 ? [`${mappings.length} mappings were summed up.`] : [];
  const instead = anonymous === undefined ? ['Anonymous is missing; Private_Dirty stands for it.'] : [];
  const range = gc === null ? [] : ['The GC heap of .NET is what lies around the largest reserved range, with the tables of the GC.'];
  return { ok: true, readings: [{ kind: 'snapshot', life, takenAt: null, values }, ...readings], notes: [...summed, ...instead, ...range] };
}

export const smapsRollup: TextParser = {
  id: 'smaps-rollup',
  title: '/proc/PID/smaps_rollup',
  hints: ['private_dirty:', 'pss:', '[rollup]', 'anonymous:'],
  span,
  parse,
};
