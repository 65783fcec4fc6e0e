/** Rows of dotnet-counters → series: generations summed, increments added up, units made bytes. */
import { dateOrderOf, inOrder, isoTime, numericDateOf } from '../../dates.ts';
import type { DateOrder, NumericDate } from '../../dates.ts';
import { dotnetCounterOf, unknownBeforeCollection } from '../../dotnet-counter-names.ts';
import type { DotnetCounter } from '../../dotnet-counter-names.ts';
import { unknownLife } from '../../life.ts';
import { readDecimal } from '../../numbers.ts';
import { createSeries } from '../../thin.ts';
import type { SeriesBuilder } from '../../thin.ts';
import { maxSamplesPerSeries } from '../../types.ts';
import type { CounterId, Parsed } from '../../types.ts';

export interface CounterRow {
  readonly time: string;
  readonly printed: string;
  readonly isRate: boolean;
  readonly value: number;
}

export const isCsvHeading = (line: string): boolean => /^"?Timestamp"?([,;])"?Provider"?\1"?Counter Name"?\1"?Counter Type"?\1/i.test(line);

/** Excel saves with semicolons and decimal commas where the culture of the machine has them. */
const separatorOf = (line: string): ',' | ';' => (/;(?:Metric|Rate);/.test(line) ? ';' : ',');

/** A culture whose decimal is a comma makes six cells of five, and tags may hold commas: the type is the landmark. */
export function readRow(line: string): CounterRow | null {
  const separator = separatorOf(line);
  const cells = line.split(separator);
  const type = cells.findLastIndex((cell) => cell === 'Metric' || cell === 'Rate');
  if (type < 3 || type === cells.length - 1 || !/^\d{1,4}[./-]\d/.test(line)) return null;
  const value = readDecimal(cells.slice(type + 1).join('.'), separator === ';' ? ',' : '.');
  if (value === null) return null;
  return { time: cells[0] ?? '', printed: cells.slice(2, type).join(','), isRate: cells[type] === 'Rate', value };
}

export const isCounterRow = (line: string): boolean =>
  /^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}[ T]/.test(line) && /([,;])(?:Metric|Rate)\1/.test(line);

interface Written {
  readonly order: DateOrder;
  readonly sure: boolean;
}

/** How the times of these rows are written. */
export function datesOfRows(lines: readonly string[]): Written {
  const times = new Set(lines.filter(isCounterRow).map((line) => line.slice(0, line.indexOf(separatorOf(line)))));
  const dates = [...times].map(numericDateOf).filter((date): date is NumericDate => date !== null);
  return dateOrderOf(dates);
}

interface Counter {
  readonly printed: string;
  readonly builder: SeriesBuilder;
  /** The tick that is being gathered: its parts by tag. */
  at: number;
  readonly parts: Map<string, number>;
  /** How many parts the tick before had. */
  partsBefore: number;
  lastAt: number;
  total: number;
}

export interface CounterRows {
  /** null: every time tells its zone, and needs no order. */
  readonly dates: Written | null;
  readonly counters: Map<CounterId, Counter>;
  /** Lines that start like a row and are none. */
  readonly broken: number[];
  rows: number;
  untimed: number;
  sawNoCollection: boolean;
  /** Image name, where the log tells it. */
  process: string | null;
  sawMegabytes: boolean;
  sawChangesOfThreads: boolean;
  readonly known: Map<string, DotnetCounter | null>;
  readonly times: Map<string, number | null>;
}

export function createCounterRows(dates: Written | null): CounterRows {
  return {
    dates,
    process: null,
    counters: new Map(),
    broken: [],
    rows: 0,
    untimed: 0,
    sawNoCollection: false,
    sawMegabytes: false,
    sawChangesOfThreads: false,
    known: new Map(),
    times: new Map(),
  };
}

/** A log repeats its names and times over and over; a hostile one does not, and must not fill the memory. */
const maxRemembered = 5000;

function remembered<Value>(cache: Map<string, Value>, key: string, compute: (key: string) => Value): Value {
  const known = cache.get(key);
  if (known !== undefined || cache.has(key)) return known as Value;
  if (cache.size >= maxRemembered) cache.clear();
  const value = compute(key);
  cache.set(key, value);
  return value;
}

function timeOf(rows: CounterRows, text: string): number | null {
  return remembered(rows.times, text, (time) => {
    const iso = isoTime(time);
    const date = iso === null ? numericDateOf(time) : null;
    return iso ?? (date === null ? null : inOrder(date, rows.dates?.order ?? 'month-first'));
  });
}

export function takeRow(rows: CounterRows, row: CounterRow): void {
  rows.rows++;
  const counter = remembered(rows.known, row.printed, dotnetCounterOf);
  if (counter === null) return;
  const at = timeOf(rows, row.time);
  if (at === null) {
    rows.untimed++;
    return;
  }
  if (counter.factor === 1e6) rows.sawMegabytes = true;
  if (counter.counter === 'poolThreads' && row.isRate) rows.sawChangesOfThreads = true;
  const kept = rows.counters.get(counter.counter) ?? createCounter(row.printed);
  rows.counters.set(counter.counter, kept);
  if (kept.at !== at || kept.parts.has(counter.tags)) close(rows, counter.counter, kept);
  kept.at = at;
  kept.parts.set(counter.tags, valueOf(counter, row, kept));
}

const createCounter = (printed: string): Counter => ({
  printed: printed.replace(/^([^[]*?)\s?\[.*\]$/, '$1'),
  builder: createSeries(),
  at: Number.NaN,
  parts: new Map(),
  partsBefore: 0,
  lastAt: Number.NEGATIVE_INFINITY,
  total: 0,
});

/** Counted as a rate, these tell by how many they changed: .NET 9 counts the threads of the pool so (RuntimeMetrics.cs). */
const increments: ReadonlySet<CounterId> = new Set<CounterId>(['gen2Collections', 'poolThreads']);

/** Increments are kept as a running total; other rates are made per second. */
function valueOf(counter: DotnetCounter, row: CounterRow, kept: Counter): number {
  if (increments.has(counter.counter) && row.isRate) return (kept.total += row.value);
  return (row.value * counter.factor) / (row.isRate ? (counter.perSeconds ?? 1) : 1);
}

/** Ends a tick: its parts summed are one sample. Ticks that do not go on in time are left out. */
function close(rows: CounterRows, id: CounterId, counter: Counter): void {
  if (counter.parts.size === 0) return;
  const value = [...counter.parts.values()].reduce((sum, part) => sum + part, 0);
  // The tool was stopped while it wrote: a sum of some generations is no heap size.
  const isTorn = id === 'gcHeap' && counter.parts.size < counter.partsBefore;
  counter.partsBefore = counter.parts.size;
  counter.parts.clear();
  if (isTorn) return;
  const isUnknown = value === 0 && unknownBeforeCollection.has(id);
  if (isUnknown) rows.sawNoCollection = true;
  if (isUnknown || counter.at <= counter.lastAt) return;
  counter.lastAt = counter.at;
  counter.builder.add(counter.at, value);
}

const localTimeNotes = ({ order, sure }: Written): readonly string[] => [
  'The times are the local time of whoever ran dotnet-counters and tell no zone: they are taken as UTC.',
  ...(sure ? [] : [`Nothing in the log tells day from month; its dates are read ${order === 'day-first' ? 'day first' : 'month first'}.`]),
];

function notesOf(rows: CounterRows, most: number): readonly string[] {
  return [
    ...(rows.dates === null ? [] : localTimeNotes(rows.dates)),
    ...(rows.sawMegabytes ? ['MB of these counters are millions of bytes.'] : []),
    ...(rows.sawChangesOfThreads
      ? ['This release tells only how the number of threads changes: they are counted from the start of the log.']
      : []),
    ...(rows.sawNoCollection ? ['A .NET heap of 0 means that no collection had run yet; those values were left out.'] : []),
    ...(rows.broken.length === 0
      ? []
      : [
          `${rows.broken.length === 1 ? 'One torn row was' : `${rows.broken.length} torn rows were`} left out (line ${rows.broken.slice(0, 5).join(', ')}).`,
        ]),
    ...(rows.untimed === 0 ? [] : [`${rows.untimed} rows were left out because their time could not be read.`]),
    ...(most > maxSamplesPerSeries
      ? [`Of up to ${most} samples a series ${maxSamplesPerSeries} were kept: the lowest and highest of each stretch.`]
      : []),
  ];
}

export function resultOf(rows: CounterRows): Parsed {
  for (const [id, counter] of rows.counters) close(rows, id, counter);
  const counters = [...rows.counters].filter(([, counter]) => counter.builder.count() > 0);
  if (counters.length === 0) {
    const problem =
      rows.rows === 0
        ? 'This starts like a dotnet-counters log, but no row follows its heading: let it run for at least half an hour before it is stopped.'
        : 'This is a dotnet-counters log, but none of the runtime’s memory counters has a value in it. Collect them with dotnet-counters collect -p PID --counters System.Runtime --format csv -o counters.csv.';
    return { ok: false, problem, line: rows.broken[0] ?? 1 };
  }
  const life = { ...unknownLife, process: rows.process, runtime: 'dotnet' as const };
  const series = counters.map(([counter, { printed, builder }]) => ({ life, counter, printed, samples: builder.samples() }));
  const takenAt = Math.max(...counters.map(([, counter]) => counter.lastAt));
  const most = Math.max(...counters.map(([, counter]) => counter.builder.count()));
  return { ok: true, readings: [{ kind: 'counters', life, takenAt, series }], notes: notesOf(rows, most) };
}
