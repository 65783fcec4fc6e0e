/**
 * A log that a script or the program itself writes: on each line a time and figures of one process, each with its name.
 *
 *   2026-03-02 08:00:00 RSS: 48.2 MB, threads=12, fds=214
 *   [2026-03-02T08:10:00Z] pid=4068 rss_kb=51200 handles=655
 *   Mon Mar  2 08:20:00 UTC 2026 214               (below the loop with ls /proc/4068/fd | wc -l, which names it)
 *
 * Only names that leave no doubt, and sizes whose unit stands behind the figure or in the name. All lines of a log have the
 * same names.
 */
import { imageName, unknownLife } from '../life.ts';
import { readSize } from '../numbers.ts';
import { momentOn } from '../printed-moments.ts';
import { processProperty } from '../process-cells.ts';
import { createSeries } from '../thin.ts';
import type { CounterId, Parsed, ProcessLife, TextParser } from '../types.ts';

/** Longer lines are no figures that somebody logs. */
const maxWidth = 400;
/** As few lines with the same names are no chance. */
const leastLines = 3;
/** `Mon Mar  2 08:20:00 UTC 2026`. */
const mostDateWords = 6;
const pair =
  /([A-Za-z][\w.]{0,24}(?:[ ][A-Za-z]{1,12})?(?:\([A-Za-z]{1,3}\))?)\s?[:=]\s?(\d[\d.,]{0,18})(?: ?([KMG]i?B|kB|bytes|B|[KMG])\b)?/g;
const pidPair = /\bpid\s?[:=]\s?(\d{1,10})\b/i;
/** In a loop: what each line's figure counts, and of which process. */
const loop =
  /(?:\/proc\/(\d{1,10}|\$\w{1,20}|\$\(pidof (?:-s )?([\w.-]{1,40})\))\/fd\b|\blsof [^|]{0,40}-p ?(\d{1,10}))[^|]{0,60}\|\s{0,4}wc -l/;

/** What people call them, as the columns of listings are called. */
const alias: Readonly<Record<string, string>> = {
  vmrss: 'rss',
  res: 'rss',
  resident: 'rss',
  'rss memory': 'rss',
  'memory rss': 'rss',
  ws: 'working set',
  vsz: 'vms',
  virt: 'vms',
  vmsize: 'vms',
  privatebytes: 'private bytes',
  fd: 'fds',
  nfds: 'fds',
  'open fds': 'fds',
  'open files': 'fds',
  'file descriptors': 'fds',
  'handle count': 'handles',
  handlecount: 'handles',
  'thread count': 'threads',
  nthreads: 'threads',
};

interface Line {
  readonly at: number;
  readonly pid: number | null;
  readonly values: ReadonlyMap<CounterId, number>;
}

const zone = /^(?:[+-]\d{2}:?\d{2}|Z|[A-Z]{3,4})$/;

/** The date at the beginning of a line, as few words as are one, and what stands behind it; null where none does. */
function dated(line: string): { readonly at: number; readonly rest: string } | null {
  if (line.length > maxWidth || !/\d:\d\d|\d{10}/.test(line)) return null;
  const words = line.trim().split(/\s+/);
  for (let count = 1; count <= Math.min(mostDateWords, words.length - 1); count++) {
    const moment = momentOn(words.slice(0, count).join(' '));
    if (moment?.dated !== true) continue;
    const withZone = zone.test(words[count] ?? '') && count + 1 < words.length ? momentOn(words.slice(0, count + 1).join(' ')) : null;
    return withZone?.dated === true
      ? { at: withZone.at, rest: words.slice(count + 1).join(' ') }
      : { at: moment.at, rest: words.slice(count).join(' ') };
  }
  return null;
}

/** bytes, or a count; null where the name is none that is known, or nobody tells the unit. */
function valueOf(name: string, printed: string, unit: string | undefined): readonly [CounterId, number] | null {
  const lower = name.toLowerCase().trim();
  const known = alias[lower] ?? lower;
  const count = Number(printed.replaceAll(',', ''));
  const property = processProperty(unit === undefined ? known : `${known} (kb)`) ?? (unit === undefined ? null : processProperty(known));
  if (property === null || !Number.isFinite(count)) return null;
  const { counter } = property;
  if (counter === 'handles' || counter === 'threads') return unit === undefined && Number.isInteger(count) ? [counter, count] : null;
  if (unit !== undefined) {
    const size = readSize(`${printed} ${unit === 'bytes' ? 'B' : unit}`);
    return size === null ? null : [counter, Math.round(size.bytes)];
  }
  return property.unit > 1 ? [counter, Math.round(count * property.unit)] : null;
}

function lineOf(line: string): Line | null {
  const found = dated(line);
  if (found === null) return null;
  const values = new Map<CounterId, number>();
  for (const [, name = '', printed = '', unit] of found.rest.matchAll(pair)) {
    const value = valueOf(name, printed, unit);
    if (value !== null && !values.has(value[0])) values.set(...value);
  }
  const pid = pidPair.exec(found.rest)?.[1];
  return values.size === 0 ? null : { at: found.at, pid: pid === undefined ? null : Number(pid), values };
}

/** Below a loop that counts descriptors a line is a date and a figure. */
function countOf(line: string): Line | null {
  const found = dated(line);
  const count = found === null ? null : /^[:,]? ?(\d{1,9})$/.exec(found.rest)?.[1];
  return found === null || count === null || count === undefined
    ? null
    : { at: found.at, pid: null, values: new Map([['handles', Number(count)]]) };
}

const namesOf = ({ values }: Line): string => [...values.keys()].sort().join();

function span(lines: readonly string[], from: number): number {
  const first = lines[from] ?? '';
  const counts = first.length <= maxWidth && first.includes('wc -l') && loop.test(first);
  const start = counts ? from + 1 : from;
  const read = counts ? countOf : lineOf;
  const top = read(lines[start] ?? '');
  if (top === null) return 0;
  let end = start;
  for (; end < lines.length; end++) {
    const line = read(lines[end] ?? '');
    if (line === null || namesOf(line) !== namesOf(top) || line.pid !== top.pid) break;
  }
  return end - start >= leastLines ? end - from : 0;
}

function parse(lines: readonly string[]): Parsed {
  const command = loop.exec(lines[0] ?? '');
  const rows = lines.slice(command === null ? 0 : 1).flatMap((line) => (command === null ? lineOf(line) : countOf(line)) ?? []);
  const [first] = rows;
  if (first === undefined) return { ok: false, problem: 'No line of this log has a time and a figure that is known here.', line: 1 };
  const told = Number(command?.[1] ?? command?.[3] ?? Number.NaN);
  const process = command?.[2] === undefined ? null : imageName(command[2]);
  const life: ProcessLife = { ...unknownLife, process, pid: first.pid ?? (told > 0 ? told : null) };
  const ordered = [...rows].sort((a, b) => a.at - b.at);
  const series = [...first.values.keys()].map((counter) => {
    const builder = createSeries();
    let last = Number.NEGATIVE_INFINITY;
    for (const { at, values } of ordered) {
      const value = values.get(counter);
      if (value === undefined || at <= last) continue;
      builder.add(at, value);
      last = at;
    }
    return { life, counter, printed: counter, samples: builder.samples() };
  });
  return {
    ok: true,
    readings: [{ kind: 'counters', life, takenAt: ordered.at(-1)?.at ?? null, series }],
    notes: ['Times without a zone are taken as UTC.'],
  };
}

export const stampedValues: TextParser = {
  id: 'stamped-values',
  title: 'figures of one process with their times',
  hints: ['rss', 'handle', 'working set', 'private', 'fds', '/fd', 'threads', 'open files', 'descriptors', 'vsz', 'lsof', 'vmsize'],
  span,
  parse,
};
