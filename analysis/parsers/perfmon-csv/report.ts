/** What a scanned log amounts to: one reading with its notes, or the sentence that says why there is none. */
import type { CounterSeries, Parsed, ProcessLife } from '../../types.ts';
import { maxSamplesPerSeries } from '../../types.ts';
import { unknownLife } from '../../life.ts';
import type { LogHeader } from './header.ts';
import type { LifeBook, LifeSeries } from './lives.ts';
import type { OrderLog } from './row-order.ts';
import type { OddRow, ScanLog } from './scan.ts';
import type { RowDates } from './times.ts';

/** A record stays under 1 MB (HOUSE §4): a series of 1,000 samples is 8 to 14 KB as it is stored, and the record holds other evidence too. */
const maxSeries = 32;
/** Kept before others where a log of a whole machine must be cut: what this investigation is mostly about. */
const servers = new Set(['w3wp', 'iisexpress', 'dotnet']);

export const whatToAdd =
  '\\Process(NAME*)\\Private Bytes, Virtual Bytes, Handle Count, Thread Count and ID Process, and for .NET Framework \\.NET CLR Memory(NAME*)\\# Bytes in all Heaps and Process ID';

export function withoutCounters(header: LogHeader): Parsed {
  const holds =
    header.holds.length === 0 ? 'its header names no counter at all' : `it holds for example ${header.holds.join(', ').slice(0, 300)}`;
  return {
    ok: false,
    problem: `This is a counter log, but none of its counters tells of the memory or the handles of a process: ${holds}. Add ${whatToAdd}, and log again.`,
    line: 1,
  };
}

function rowsOf(rows: readonly OddRow[], columns: number): string {
  return rows.map((row) => `line ${row.line} has ${row.values} values where the header has ${columns}`).join('; ');
}

/** How much of the private bytes (or what stands for them) one life gained, whatever the direction. */
function movement(life: LifeSeries): number {
  const series = (['privateBytes', 'workingSet', 'virtualBytes', 'gcHeap'] as const).map((id) =>
    life.series.find((each) => each.counter === id),
  );
  const told = series.find((each) => each !== undefined)?.samples ?? [];
  return Math.abs((told.at(-1)?.value ?? 0) - (told[0]?.value ?? 0));
}

function rank(life: LifeSeries): number {
  const isServer = servers.has(life.life.process?.replace(/#\d+$/, '').toLowerCase() ?? '');
  return movement(life) + (isServer ? Number.MAX_SAFE_INTEGER / 2 : 0);
}

function bounded(lives: readonly LifeSeries[]): readonly LifeSeries[] {
  const chosen = new Set<LifeSeries>();
  let series = 0;
  for (const life of [...lives].sort((a, b) => rank(b) - rank(a))) {
    series += life.series.length;
    if (series > maxSeries && chosen.size > 0) break;
    chosen.add(life);
  }
  return lives.filter((life) => chosen.has(life));
}

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** From this share of the rows on, what is left says little of the whole; a twentieth is what sampling and torn rows lose at most. */
const manyLost = 0.05;

function lostNote(log: ScanLog, order: OrderLog): readonly string[] {
  const lost = log.oddCount + log.untimed;
  const all = lost + order.rows;
  return lost <= all * manyLost
    ? []
    : [`Only ${order.rows} of ${all} rows could be used: do not rely on a verdict from this log; drop it as the collector wrote it.`];
}

/** Half a log would be judged as if it were the whole. */
function outOfOrder({ rows, backwards }: OrderLog): Parsed {
  return {
    ok: false,
    problem: `The rows of this counter log are not in the order of time: ${backwards} of ${rows + backwards} are earlier than rows before them, and the log is too large to be sorted here. Drop the log as the collector wrote it; where several were joined, drop each of them.`,
    line: null,
  };
}

function orderNotes(order: OrderLog, sorted: boolean): readonly string[] {
  const { backwards, repeated, hourBack, hourForward } = order;
  const back = backwards === 0 ? [] : [sorted ? sortedNote : `${counted(backwards, 'row was', 'rows were')} left out: ${tooLarge}`];
  const twice =
    repeated === 0 ? [] : [`${counted(repeated, 'row has', 'rows have')} the time of another row; of each time the first row was kept.`];
  const shift = hourBack ? ['The clock went back an hour within the log (end of summer time); later rows were moved accordingly.'] : [];
  const forward = hourForward
    ? ['The clock went forward an hour within the log (start of summer time); later rows were moved accordingly.']
    : [];
  return [...back, ...twice, ...shift, ...forward];
}

const sortedNote = 'The rows were not in the order of time; they were sorted.';
const tooLarge = 'they are earlier than rows before them, and the log is too large to be sorted here.';

function rowNotes(header: LogHeader, log: ScanLog): readonly string[] {
  const odd = log.oddCount === 0 ? [] : [`${counted(log.oddCount, 'row was', 'rows were')} left out: ${rowsOf(log.odd, header.columns)}.`];
  const untimed = log.untimed === 0 ? [] : [`${counted(log.untimed, 'row was', 'rows were')} left out because the time could not be read.`];
  const torn = log.torn ? ['The last row is torn and was left out.'] : [];
  return [...odd, ...untimed, ...torn];
}

function timeNotes(header: LogHeader, dates: RowDates): readonly string[] {
  const zone = header.zone === null ? ['The header does not tell the time zone: the times are taken as UTC.'] : [];
  const order = dates.sure
    ? []
    : [`Nothing in the log tells day from month; its dates are read ${dates.order === 'day-first' ? 'day first' : 'month first'}.`];
  return [...zone, ...order];
}

/** What became of the .NET counters that tell no process id. */
function unjoinedNotes(book: LifeBook): readonly string[] {
  const { fitted, inOrder, left } = book.unjoined();
  const about = (instances: readonly string[], says: string): readonly string[] =>
    instances.length === 0
      ? []
      : [`The .NET counters of ${instances.slice(0, 5).join(', ')} ${says} Add \\.NET CLR Memory(NAME*)\\Process ID.`];
  return [
    ...about(left, 'were left out: nothing tells which of the processes of that name they are of.'),
    ...about(fitted, 'tell no process id: each was given to the one process of that name whose private bytes it fits.'),
    ...about(inOrder, 'tell no process id: none of them grows, so they were taken in the order of their numbers.'),
  ];
}

function joinNotes(header: LogHeader, book: LifeBook, lives: readonly LifeSeries[]): readonly string[] {
  const renumbered = lives.filter((life) => life.renumbered).map((life) => `${life.life.process ?? 'process'} (pid ${life.life.pid ?? 0})`);
  const joined =
    renumbered.length === 0
      ? []
      : [`Instance numbers changed during the log; the rows of ${renumbered.join(', ')} were joined by process id.`];
  const nameOf = (instance: string): string => instance.replace(/#\d{1,6}$/, '').toLowerCase();
  const shared = new Set(header.wanted.filter((column) => /#\d{1,6}$/.test(column.instance)).map((column) => nameOf(column.instance)));
  const numbered = lives.some(({ life }) => life.pid === null && life.process !== null && shared.has(nameOf(life.process)));
  const unsafe = numbered
    ? [
        'Several processes share a name and the log has no ID Process for them: the numbers behind # may have changed owner. Add \\Process(NAME*)\\ID Process.',
      ]
    : [];
  const zero = book.sawNoCollection() ? ['A .NET heap of 0 means that no collection had run yet; those values were left out.'] : [];
  return [...joined, ...unsafe, ...unjoinedNotes(book), ...zero];
}

function sizeNotes(kept: readonly LifeSeries[], all: readonly LifeSeries[]): readonly string[] {
  const left = all.length - kept.length;
  const cut =
    left === 0
      ? []
      : [
          `The log has ${all.length} processes; the ${kept.length} that matter most were kept (web servers, then what moved most), ${left} were left out.`,
        ];
  const most = Math.max(...kept.map((life) => life.measured));
  const thin =
    most <= maxSamplesPerSeries
      ? []
      : [`Of up to ${most} samples a series ${maxSamplesPerSeries} were kept: the lowest and highest of each stretch.`];
  return [...cut, ...thin];
}

const helpful: readonly (readonly [CounterSeries['counter'], string])[] = [
  ['privateBytes', 'Private Bytes'],
  ['virtualBytes', 'Virtual Bytes'],
  ['handles', 'Handle Count'],
];

function missingNote(lives: readonly LifeSeries[]): readonly string[] {
  const missing = helpful.filter(([id]) => !lives.some((life) => life.series.some((series) => series.counter === id)));
  return missing.length === 0 ? [] : [`Not in this log: ${missing.map(([, name]) => name).join(', ')}.`];
}

/** A log that was scanned to its end. */
export interface ScannedLog {
  readonly dates: RowDates;
  readonly log: ScanLog;
  readonly book: LifeBook;
  readonly order: OrderLog;
  /** Rows out of order were sorted in, not left out. */
  readonly sorted: boolean;
}

/** The answer for a log; notes that qualify what it says come first. */
export function reportOf(header: LogHeader, { dates, log, book, order, sorted }: ScannedLog): Parsed {
  const all = book.lives();
  if (all.length === 0) return withoutRows(header, dates, log);
  if (!sorted && order.backwards > (order.rows + order.backwards) * manyLost) return outOfOrder(order);
  const kept = bounded(all);
  const life: ProcessLife = kept.length === 1 ? (kept[0]?.life ?? unknownLife) : { ...unknownLife, machine: kept[0]?.life.machine ?? null };
  const series = kept.flatMap((each) => each.series);
  const notes = [
    ...lostNote(log, order),
    ...orderNotes(order, sorted),
    ...rowNotes(header, log),
    ...joinNotes(header, book, kept),
    ...timeNotes(header, dates),
    ...missingNote(kept),
    ...sizeNotes(kept, all),
  ];
  // The header counts minutes west of UTC.
  const clock = header.zone === null ? {} : { utcOffsetMinutes: 0 - header.zone };
  return { ok: true, readings: [{ kind: 'counters', life, takenAt: order.lastAt, series, ...clock }], notes };
}

function withoutRows(header: LogHeader, dates: RowDates, log: ScanLog): Parsed {
  if (dates.unreadable !== null) {
    return {
      ok: false,
      problem: `This is a counter log, but its times cannot be read ("${dates.unreadable.slice(0, 40)}"). A spreadsheet may have saved them as it shows them: drop the file that relog or typeperf wrote.`,
      line: 2,
    };
  }
  const first = log.odd[0];
  if (first !== undefined) {
    return {
      ok: false,
      problem: `This is a counter log, but ${rowsOf(log.odd, header.columns)}, and no row could be read. Write it again with relog -f csv.`,
      line: first.line,
    };
  }
  return {
    ok: false,
    problem:
      'This is a counter log whose header names the right counters, but no row has a value for them: the process may not have run, or the log was copied right after its start.',
    line: log.line,
  };
}
