/**
 * Rows of ps and top without their heading, as grep leaves them; a loop that writes the date before each makes a log of them:
 *
 *   root      5494  0.0 12.8 1137912 1050980 ?     Sl   May06 107:20 /usr/local/bin/vmtoolsd
 *   Thu Jul 30 15:58:53 UTC 2020 root 5494 0.0 12.8 1137912 1050980 ? Sl May06 107:20 /usr/local/bin/vmtoolsd
 *   8832 app       20   0   11.3g  66396  40000 S   0.3   1.3   0:01.00 dotnet
 *
 * The columns of `ps aux` and of top, which nobody reorders without printing their names. Sizes in units of 1024 bytes:
 * ps(1), top(1).
 */
import { imageName, unknownLife } from '../life.ts';
import { runtimeOf } from '../linux-runtime.ts';
import { momentOn } from '../printed-moments.ts';
import type { Parsed, Reading, TextParser } from '../types.ts';
import { kilobytes } from './ps.ts';

/** USER PID %CPU %MEM VSZ RSS TTY STAT START TIME COMMAND; from PID on. */
const aux = [
  /^\d{1,10}$/,
  /^\d{1,5}(?:[.,]\d)?$/,
  /^\d{1,3}(?:[.,]\d)?$/,
  /^\d{1,15}$/,
  /^\d{1,15}$/,
  /^(?:\?|-|pts\/\d{1,5}|tty\S{0,8}|con\S{0,8})$/,
  /^[DIRSTtWXZ][<NLsl+]{0,5}$/,
  /^(?:\d\d:\d\d|\p{L}{2,4}\.?\d\d|\d{4})$/u,
  /^\d{1,7}:\d\d(?:[.,]\d\d)?$/,
];
/** PID USER PR NI VIRT RES SHR S %CPU %MEM TIME+ COMMAND. */
const size = /^\d[\d.,]{0,15}[kmgtp]?$/i;
const top = [
  /^\d{1,10}$/,
  /^\S{1,32}$/,
  /^(?:-?\d{1,3}|rt)$/,
  /^-?\d{1,2}$/,
  size,
  size,
  size,
  /^[DIRSTtWXZ]$/,
  /^\d{1,5}[.,]\d$/,
  /^\d{1,3}[.,]\d$/,
  /^\d{1,7}:\d\d[.,]\d\d$/,
];

interface Layout {
  readonly columns: readonly RegExp[];
  /** Words between the date and the PID: the user of ps. */
  readonly before: number;
  readonly virtual: number;
  readonly resident: number;
}
const layouts: readonly Layout[] = [
  { columns: aux, before: 1, virtual: 3, resident: 4 },
  { columns: top, before: 0, virtual: 4, resident: 5 },
];

/** `Thu Jul 30 15:58:53 UTC 2020`: the words that a date has at most. */
const mostDateWords = 7;

interface Row {
  readonly pid: number;
  readonly process: string | null;
  readonly virtualBytes: number | null;
  readonly workingSet: number | null;
  /** null: no date stands before the row. */
  readonly at: number | null;
}

function rowIn(words: readonly string[], start: number, { columns, virtual, resident }: Layout, at: number | null): Row {
  const command = words[start + columns.length] ?? '';
  return {
    pid: Number(words[start]),
    process: imageName(command.replace(/^\[|\]$|:$/g, '')),
    virtualBytes: kilobytes(words[start + virtual] ?? ''),
    workingSet: kilobytes(words[start + resident] ?? ''),
    at,
  };
}

/** A row with the moment that stands before it; null where the line is none. */
function rowOf(line: string): Row | null {
  if (line.length > 4000 || !/ \d{1,7}:\d\d/.test(line)) return null;
  const words = line.trim().split(/\s+/, 400);
  for (const layout of layouts) {
    for (let start = layout.before; start <= mostDateWords + layout.before && start + layout.columns.length < words.length; start++) {
      if (!layout.columns.every((column, i) => column.test(words[start + i] ?? ''))) continue;
      const date = words.slice(0, start - layout.before).join(' ');
      const at = date === '' ? null : (momentOn(date)?.at ?? null);
      if (date === '' || at !== null) return rowIn(words, start, layout, at);
    }
  }
  return null;
}

function readingOf({ pid, process, virtualBytes, workingSet, at }: Row): Reading {
  const values = { ...(virtualBytes === null ? {} : { virtualBytes }), ...(workingSet === null ? {} : { workingSet }) };
  return {
    kind: 'snapshot',
    life: { ...unknownLife, process, pid, runtime: runtimeOf(process, virtualBytes) },
    takenAt: at,
    values,
  };
}

/** Of a list of one moment the largest are kept; of a log all its rows, as far as a record holds them. */
const maxProcesses = 8;
const maxRows = 500;

function parse(lines: readonly string[]): Parsed {
  const rows = lines.flatMap((line) => rowOf(line) ?? []);
  const isLog = rows.some(({ at }) => at !== null);
  const most = isLog ? maxRows : maxProcesses;
  const sorted = isLog ? rows : [...rows].sort((a, b) => (b.workingSet ?? 0) - (a.workingSet ?? 0));
  const kept = rows.length <= most ? rows : sorted.slice(0, most);
  const cut = kept.length === rows.length ? [] : [`Of ${rows.length} rows the ${kept.length} ${isLog ? 'first' : 'largest'} were kept.`];
  return {
    ok: true,
    readings: kept.map(readingOf),
    notes: ['Read as the columns of ps aux or top.', 'RSS holds shared pages too: private bytes are in /proc/PID/status.', ...cut],
  };
}

export const psRows: TextParser = {
  id: 'ps-rows',
  title: 'Rows of ps or top without their heading',
  // A terminal, a state, or the hundredths that top prints.
  hints: [' ? ', ' pts/', ' tty', ' s ', ' r ', ' d '],
  span(lines, from) {
    let at = from;
    while (at < lines.length && rowOf(lines[at] ?? '') !== null) at++;
    return at - from;
  },
  parse,
};
