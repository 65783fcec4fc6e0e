/** Rows of text cells by property name → moments of processes: for listings that are no JSON. */
import { dateOrderOf, inOrder, isoTime, numericDateOf } from './dates.ts';
import { imageName, unknownLife } from './life.ts';
import { isMeasure, readDecimal, readInteger, readSize } from './numbers.ts';
import { processStart, startNames } from './process-start.ts';
import { machineNames, nameNames, pidNames, processProperties, timeNames } from './process-moments.ts';
import type { Moment } from './process-moments.ts';
import type { CounterId } from './types.ts';

/** By the property's name in lower case. */
export type ProcessRow = ReadonlyMap<string, string>;

/** PowerShell's short columns: `PM(K)` of 5.1, `PM(M)` of 7, `PM` of Select-Object in bytes; tasklist's `Mem Usage`. */
const shortNames: Readonly<Record<string, CounterId>> = {
  handles: 'handles',
  threads: 'threads',
  pm: 'privateBytes',
  vm: 'virtualBytes',
  ws: 'workingSet',
  'mem usage': 'workingSet',
  // Task Manager's columns, copied: what it calls memory is the private part of the working set.
  'commit size': 'privateBytes',
  'working set (memory)': 'workingSet',
  'memory (active private working set)': 'workingSet',
  'memory (private working set)': 'workingSet',
  // psutil's counts, as monitors of many products write them.
  num_handles: 'handles',
  num_fds: 'handles',
  open_fds: 'handles',
  fds: 'handles',
  num_threads: 'threads',
};
/** Columns that people compute themselves: `@{n='Private MB';e={$_.PrivateMemorySize64/1MB}}`. Only names that leave no doubt. */
const ownNames: Readonly<Record<string, CounterId>> = {
  private: 'privateBytes',
  'private bytes': 'privateBytes',
  'private memory': 'privateBytes',
  privatememory: 'privateBytes',
  privatememorysize: 'privateBytes',
  'virtual memory': 'virtualBytes',
  virtualmemory: 'virtualBytes',
  virtualmemorysize: 'virtualBytes',
  'working set': 'workingSet',
  // The same of psutil; without a unit nobody knows whether they are bytes or kB.
  rss: 'workingSet',
  vms: 'virtualBytes',
  uss: 'privateBytes',
};
/** Who it is, in the headings of monitors. */
const whoNames: readonly string[] = [...nameNames, 'process', 'process_name', 'process name', 'daemon'];
const units: Readonly<Record<string, number>> = { k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

interface Property {
  readonly counter: CounterId;
  readonly unit: number;
}

/** What a column or a property tells; null for any other. */
export function processProperty(name: string): Property | null {
  const found = /^(.{1,40}?)[ _]?\(([kmg])i?b?\)$/.exec(name) ?? /^(.{1,40}?)[ _]?(?:in )?([kmg])i?b$/.exec(name);
  const bare = found?.[1] ?? name;
  const tables = found === null ? [processProperties, shortNames] : [processProperties, shortNames, ownNames];
  const counter = tables.find((table) => Object.hasOwn(table, bare))?.[bare];
  return counter === undefined ? null : { counter, unit: units[found?.[2] ?? ''] ?? 1 };
}

/** Is this the heading of a listing of processes: who, and at least one size or count? */
export function describesProcesses(names: readonly string[]): boolean {
  const sizes = names.filter((name) => processProperty(name) !== null);
  const who = names.some((name) => pidNames.includes(name) || whoNames.includes(name));
  // A column "Threads" or "WS" alone is no listing of processes.
  return who && sizes.some((name) => name.length > 2 && name !== 'threads');
}

function amount(text: string): number | null {
  return readInteger(text) ?? readDecimal(text) ?? readSize(text.replace(/([kmg])o$/i, '$1'))?.bytes ?? null;
}

/** tasklist counts whole units of 1024 bytes, its thousands set apart as the language does: `212.004 K`, `1 482 004 Ko`, `8 КБ`. */
const kilobytes = (text: string): number | null => (/^\d[\d.,' ]{0,24}\D{0,4}$/.test(text) ? Number(text.replace(/\D/g, '')) * 1024 : null);

const firstOf = (row: ProcessRow, names: readonly string[]): string | null =>
  names.map((name) => row.get(name)?.trim()).find((text) => text !== undefined && text !== '') ?? null;

function valuesOf(row: ProcessRow): ReadonlyMap<CounterId, number> {
  const values = new Map<CounterId, number>();
  for (const [name, text] of row) {
    const property = processProperty(name);
    const read = name === 'mem usage' ? kilobytes : amount;
    const value = property === null || text.trim() === '' ? null : read(text.trim());
    if (property !== null && value !== null && value >= 0) values.set(property.counter, Math.round(value * property.unit));
  }
  return values;
}

function momentOf(row: ProcessRow, at: number | null): Moment | null {
  const pid = Number(firstOf(row, pidNames) ?? Number.NaN);
  const name = firstOf(row, whoNames);
  const values = valuesOf(row);
  if (values.size === 0 || (!(pid > 0) && name === null)) return null;
  const process = name === null ? null : imageName(name).replace(/#\d{1,6}$/, '');
  return {
    life: {
      ...unknownLife,
      ...processStart(firstOf(row, startNames) ?? ''),
      machine: firstOf(row, machineNames),
      process,
      pid: pid > 0 && isMeasure(pid) ? pid : null,
    },
    at,
    values,
  };
}

/** Moments of all rows; times are read in the order of day and month that the rows themselves show. */
export function momentsOfRows(rows: readonly ProcessRow[]): { readonly moments: readonly Moment[]; readonly notes: readonly string[] } {
  const texts = rows.map((row) => firstOf(row, timeNames));
  const dates = texts.map((text) => (text === null ? null : numericDateOf(text)));
  const { order, sure } = dateOrderOf(dates.filter((date) => date !== null));
  const timeAt = (index: number): number | null => {
    const date = dates[index] ?? null;
    return isoTime(texts[index] ?? '') ?? (date === null || !date.hasTime ? null : inOrder(date, order));
  };
  const moments = rows.flatMap((row, index) => momentOf(row, timeAt(index)) ?? []);
  const local = moments.some((moment) => moment.at !== null) && texts.some((text) => text !== null && !/Z$|[+-]\d{2}:?\d{2}$/.test(text));
  const guessed = local && !sure && dates.some((date) => date !== null);
  return {
    moments,
    notes: [
      ...(local ? ['The times tell no zone: they are taken as UTC.'] : []),
      ...(guessed ? [`Nothing tells day from month; the dates are read ${order === 'day-first' ? 'day' : 'month'} first.`] : []),
    ],
  };
}
