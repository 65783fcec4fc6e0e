/**
 * ps (any format with a PID and a size) and a screen of top:
 *
 *   USER      PID    %CPU   %MEM     VSZ   RSS   TTY      STAT START   TIME COMMAND
 *   root      8832   0.4    1.3   11896404 66396 ?        SLl  11:41   0:01 dotnet ...
 *   8832 11896404 66396  25 dotnet
 *
 * VSZ and RSS are in units of 1024 bytes: ps(1), top(1). Private bytes are not in it: RSS holds
 * shared pages too.
 */
import { imageName, unknownLife } from '../life.ts';
import { runtimeOf } from '../linux-runtime.ts';
import { readDecimal } from '../numbers.ts';
import { processStart } from '../process-start.ts';
import type { CounterId, Parsed, Reading, TextParser } from '../types.ts';

const names: Readonly<Record<string, CounterId | 'pid' | 'command' | 'started'>> = {
  PID: 'pid',
  VSZ: 'virtualBytes',
  VSIZE: 'virtualBytes',
  VIRT: 'virtualBytes',
  RSS: 'workingSet',
  RSZ: 'workingSet',
  RES: 'workingSet',
  NLWP: 'threads',
  THCNT: 'threads',
  COMMAND: 'command',
  CMD: 'command',
  COMM: 'command',
  // lstart, in full; `start` and `bsdstart` of a day shorten it, and are no start to go by.
  STARTED: 'started',
};

type Columns = readonly (CounterId | 'pid' | 'command' | 'started' | null)[];

/** A heading holds only words in capitals as ps and top print them (htop: its last is not), a pid and at least one size. */
function columnsOf(line: string): Columns | null {
  if (line.length > 400 || !line.includes('PID')) return null;
  const words = line.trim().split(/\s+/);
  if (words.length > 40 || !words.every((word) => /^(?:[A-Z%+][A-Z0-9%+_-]{0,14}|Command)$/.test(word))) return null;
  const columns = words.map((word) => names[word.toUpperCase()] ?? null);
  return columns.includes('pid') && columns.some((column) => column === 'virtualBytes' || column === 'workingSet') ? columns : null;
}

/** `66396`, top's `1,2g` and `13.4m`: units of 1024 bytes where no letter says otherwise. */
export function kilobytes(text: string): number | null {
  const found = /^(\d[\d.,]{0,20})([kmgtp]?)$/i.exec(text);
  const value = found === null ? null : readDecimal(found[1] ?? '');
  const power = 'kmgtp'.indexOf(found?.[2]?.toLowerCase() || 'k');
  return value === null || power < 0 ? null : value * 1024 ** (power + 1);
}

const weekday = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)$/;

/** Cells of a row; ps prints a full start time as five words, and the command is all that is left. */
function cellsOf(line: string, columns: Columns): readonly string[] | null {
  const words = line.trim().split(/\s+/, 400);
  const joined: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const isDate = weekday.test(words[at] ?? '') && /^[A-Z][a-z]{2}$/.test(words[at + 1] ?? '') && /^\d{4}$/.test(words[at + 4] ?? '');
    joined.push(isDate ? words.slice(at, at + 5).join(' ') : (words[at] ?? ''));
    if (isDate) at += 4;
  }
  const pid = joined[columns.indexOf('pid')] ?? '';
  return joined.length >= columns.length - (columns.at(-1) === 'command' ? 1 : 0) && /^\d{1,10}$/.test(pid) ? joined : null;
}

function readingOf(cells: readonly string[], columns: Columns): Reading | null {
  const values: Partial<Record<CounterId, number>> = {};
  for (const [index, column] of columns.entries()) {
    if (column === null || column === 'pid' || column === 'command' || column === 'started') continue;
    const value = column === 'threads' ? Number(cells[index]) : kilobytes(cells[index] ?? '');
    if (value !== null && value >= 0) values[column] = value;
  }
  const command = columns.indexOf('command');
  const process = command === -1 ? null : imageName((cells[command] ?? '').replace(/^\[|\]$|:$/g, ''));
  if (values.workingSet === undefined && values.virtualBytes === undefined) return null;
  const name = process === '' ? null : process;
  const life = {
    ...unknownLife,
    ...processStart(cells[columns.indexOf('started')] ?? ''),
    process: name,
    pid: Number(cells[columns.indexOf('pid')]),
    runtime: runtimeOf(name, values.virtualBytes ?? null),
  };
  return { kind: 'snapshot', life, takenAt: null, values };
}

/** Of a list of all processes the largest are kept. */
const maxProcesses = 8;

const sizeOf = (reading: Reading): number =>
  reading.kind === 'snapshot' ? (reading.values.workingSet ?? reading.values.virtualBytes ?? 0) : 0;

function parse(lines: readonly string[]): Parsed {
  const columns = columnsOf(lines[0] ?? '') ?? [];
  const readings = lines.slice(1).flatMap((line) => {
    const cells = cellsOf(line, columns);
    return cells === null ? [] : (readingOf(cells, columns) ?? []);
  });
  if (readings.length === 0) {
    return {
      ok: false,
      problem: 'This is the heading of ps without a row below it. Paste the output of ps -o pid,vsz,rss,nlwp,comm -p PID.',
      line: 1,
    };
  }
  const kept = readings.length <= maxProcesses ? readings : [...readings].sort((a, b) => sizeOf(b) - sizeOf(a)).slice(0, maxProcesses);
  const cut = kept.length === readings.length ? [] : [`Of ${readings.length} processes the ${kept.length} largest were kept.`];
  return { ok: true, readings: kept, notes: ['RSS holds shared pages too: private bytes are in /proc/PID/status.', ...cut] };
}

export const ps: TextParser = {
  id: 'ps',
  title: 'ps',
  hints: ['vsz', 'rss', 'virt', 'rsz', 'vsize'],
  span(lines, from) {
    const columns = columnsOf(lines[from] ?? '');
    if (columns === null) return 0;
    let at = from + 1;
    while (at < lines.length && cellsOf(lines[at] ?? '', columns) !== null) at++;
    return at - from;
  },
  parse,
};
