/** What a scanned log amounts to: one reading with its notes, or the sentence that says why there is none. */
import type { CounterSeries, Parsed, ProcessLife } from '../../types.ts';
import { maxSamplesPerSeries } from '../../types.ts';
import { unknownLife } from '../../life.ts';
import type { LogHeader } from './header.ts';
import type { LifeBook, LifeSeries } from './lives.ts';
import type { OddRow, ScanLog } from './scan.ts';
import type { RowDates } from './times.ts';

/** A record stays under 1 MB (HOUSE §4): a series of 500 samples is 19 KB as JSON, and the record holds other evidence too. */
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

function rowNotes(header: LogHeader, log: ScanLog): readonly string[] {
  const odd = log.oddCount === 0 ? [] : [`${counted(log.oddCount, 'row was', 'rows were')} left out: ${rowsOf(log.odd, header.columns)}.`];
  const untimed = log.untimed === 0 ? [] : [`${counted(log.untimed, 'row was', 'rows were')} left out because the time could not be read.`];
  const back =
    log.backwards === 0 ? [] : [`${counted(log.backwards, 'row was', 'rows were')} left out because the clock ran backwards there.`];
  const torn = log.torn ? ['The last row is torn and was left out.'] : [];
  const shift =
    log.hourShift === 0 ? [] : ['The clock went back an hour within the log (end of summer time); later rows were moved accordingly.'];
  return [...odd, ...untimed, ...back, ...torn, ...shift];
}

function timeNotes(header: LogHeader, dates: RowDates): readonly string[] {
  const zone = header.zone === null ? ['The header does not tell the time zone: the times are taken as UTC.'] : [];
  const order = dates.sure
    ? []
    : [`Nothing in the log tells day from month; its dates are read ${dates.order === 'day-first' ? 'day first' : 'month first'}.`];
  return [...zone, ...order];
}

function joinNotes(header: LogHeader, book: LifeBook, lives: readonly LifeSeries[]): readonly string[] {
  const renumbered = lives.filter((life) => life.renumbered).map((life) => `${life.life.process ?? 'process'} (pid ${life.life.pid ?? 0})`);
  const joined =
    renumbered.length === 0
      ? []
      : [`Instance numbers changed during the log; the rows of ${renumbered.join(', ')} were joined by process id.`];
  const numbered = header.wanted.some((column) => column.instance.includes('#')) && lives.some((life) => life.life.pid === null);
  const unsafe = numbered
    ? [
        'Several processes share a name and the log has no ID Process for them: the numbers behind # may have changed owner. Add \\Process(NAME*)\\ID Process.',
      ]
    : [];
  const alone = book.unjoined();
  const apart =
    alone.length === 0
      ? []
      : [`The .NET counters of ${alone.slice(0, 5).join(', ')} could not be given to a process; add \\.NET CLR Memory(NAME*)\\Process ID.`];
  const zero = book.sawNoCollection() ? ['A GC heap of 0 means that no collection had run yet; those values were left out.'] : [];
  return [...joined, ...unsafe, ...apart, ...zero];
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

/** The answer for a log that was scanned to its end. */
export function reportOf(header: LogHeader, dates: RowDates, log: ScanLog, book: LifeBook): Parsed {
  const all = book.lives();
  if (all.length === 0) return withoutRows(header, dates, log);
  const kept = bounded(all);
  const life: ProcessLife = kept.length === 1 ? (kept[0]?.life ?? unknownLife) : { ...unknownLife, machine: kept[0]?.life.machine ?? null };
  const series = kept.flatMap((each) => each.series);
  const notes = [
    ...timeNotes(header, dates),
    ...rowNotes(header, log),
    ...joinNotes(header, book, kept),
    ...missingNote(kept),
    ...sizeNotes(kept, all),
  ];
  return { ok: true, readings: [{ kind: 'counters', life, takenAt: log.lastAt, series }], notes };
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
