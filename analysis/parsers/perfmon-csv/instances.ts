/** Instance names of a log → whose values a column holds, and by what that can be told row by row. */
import type { CounterId } from '../../types.ts';
import type { Column } from './header.ts';
import type { CounterSet } from './counter-names.ts';

export interface CounterSlot {
  readonly counter: CounterId;
  /** Index into the row's values. */
  readonly slot: number;
  readonly printed: string;
}

/** The columns of one instance of one set. */
export interface InstanceColumns {
  readonly set: CounterSet;
  readonly machine: string | null;
  readonly instance: string;
  /** Image name without the number that Windows puts behind it. */
  readonly base: string;
  /** Pid told by the instance's name. */
  readonly namePid: number | null;
  readonly appPool: string | null;
  readonly pidSlot: number | null;
  readonly elapsedSlot: number | null;
  readonly counters: readonly CounterSlot[];
}

/** Sums over the whole machine, and what is no process. */
const noProcess = new Set(['_total', 'idle', '_global_', '_gesamt', '_total_']);

interface InstanceName {
  readonly base: string;
  readonly pid: number | null;
  readonly appPool: string | null;
}

/**
 * The forms of FACTS 1.4: `w3wp#1` · `w3wp:1234` (Process V2) · `w3wp_p1416_r10` (.NET CLR with
 * ProcessNameFormat) · `w3wp_1234` (Process with ProcessNameFormat 2, told from names that merely
 * end so by its being so for all) · `1234_Pool` (W3SVC_W3WP).
 */
function instanceName(set: CounterSet, instance: string, numbersArePids: boolean): InstanceName {
  const byVersion2 = set === 'processV2' ? /^(.+):(\d{1,10})$/.exec(instance) : null;
  const byClr = set === 'clr' ? /^(.+)_p(\d{1,10})_r\d{1,6}$/.exec(instance) : null;
  const byFormat = set === 'process' && numbersArePids ? /^(.+)_(\d{1,10})$/.exec(instance) : null;
  const byName = byVersion2 ?? byClr ?? byFormat;
  if (byName !== null) return { base: byName[1] ?? instance, pid: Number(byName[2]), appPool: null };
  const worker = set === 'workerProcess' ? /^(\d{1,10})_(.+)$/.exec(instance) : null;
  if (worker !== null) return { base: 'w3wp', pid: Number(worker[1]), appPool: worker[2] ?? null };
  return { base: instance.replace(/#\d{1,6}$/, ''), pid: null, appPool: null };
}

/** Does this machine name processes `name_pid`? Then every instance of the set ends so. */
function numbersArePids(columns: readonly Column[]): boolean {
  const names = columns
    .filter((each) => each.set === 'process' && !noProcess.has(each.instance.toLowerCase()))
    .map((each) => each.instance);
  return names.length > 0 && names.every((name) => /_\d{1,10}$/.test(name));
}

/** Groups the wanted columns by instance; the index of a column in `columns` is its slot in a row. */
export function instancesOf(columns: readonly Column[]): readonly InstanceColumns[] {
  const byKey = new Map<string, { readonly column: Column; readonly slots: number[] }>();
  const pids = numbersArePids(columns);
  for (const [slot, column] of columns.entries()) {
    if (noProcess.has(column.instance.toLowerCase())) continue;
    const key = `${column.set}|${column.machine?.toLowerCase() ?? ''}|${column.instance.toLowerCase()}`;
    const group = byKey.get(key);
    if (group === undefined) byKey.set(key, { column, slots: [slot] });
    else group.slots.push(slot);
  }
  const groups = [...byKey.values()].map(({ column, slots }): InstanceColumns => {
    const name = instanceName(column.set, column.instance, pids);
    const slotOf = (wanted: Column['counter']): number | null => slots.find((slot) => columns[slot]?.counter === wanted) ?? null;
    return {
      set: column.set,
      machine: column.machine,
      instance: column.instance,
      base: name.base,
      namePid: name.pid,
      appPool: name.appPool,
      pidSlot: slotOf('pid'),
      elapsedSlot: slotOf('elapsedSeconds'),
      counters: slots.flatMap((slot) => counterSlot(columns, slot)),
    };
  });
  return withoutTwice(groups);
}

function counterSlot(columns: readonly Column[], slot: number): readonly CounterSlot[] {
  const column = columns[slot];
  if (column === undefined || column.counter === 'pid' || column.counter === 'elapsedSeconds') return [];
  return [{ counter: column.counter, slot, printed: column.printed }];
}

/** A log with both Process and Process V2 has each process twice: the set whose names are stable is taken. */
function withoutTwice(groups: readonly InstanceColumns[]): readonly InstanceColumns[] {
  const stable = new Set(groups.filter((each) => each.set === 'processV2').map((each) => each.base.toLowerCase()));
  const total = groups.some((each) => each.set === 'requests' && isRequestTotal(each));
  return groups.filter((each) => {
    if (each.set === 'requests') return !total || isRequestTotal(each);
    return each.set !== 'process' || !stable.has(each.base.toLowerCase());
  });
}

/** ASP.NET sums its applications up itself; single applications are added only where that sum is missing. */
const isRequestTotal = (columns: InstanceColumns): boolean => columns.instance === '__Total__';
