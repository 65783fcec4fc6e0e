/** Rows of a growth that is attributed: modules, functions, and what they leave unexplained. By bytes, never by count. */
import { riseOf } from './rise.ts';
import type { GrowthRow } from './types.ts';

const hourMs = 3_600_000;
/** Rows of one level that a card or a report can show. */
const mostRows = 12;

interface Amount {
  readonly bytes: number | null;
  readonly allocations: number | null;
}
export interface Named extends Amount {
  readonly name: string;
}

function lastLess(values: readonly (number | null)[]): number | null {
  const [first, last] = [values[0] ?? null, values.at(-1) ?? null];
  return values.length < 2 || first === null || last === null ? null : last - first;
}

/** A name that a report does not have held nothing then, where that report lists its names, and those with their sizes. */
const heldNothing = (list: readonly Named[] = []): boolean => list.length > 0 && list.every(({ bytes }) => bytes !== null);

function rowOf(name: string, level: GrowthRow['level'], lists: readonly (readonly Named[])[], total: number): GrowthRow {
  const found = lists.map((list) => list.find((each) => each.name === name));
  const bytes = found.map((each, i) => each?.bytes ?? (each === undefined && heldNothing(lists[i]) ? 0 : null));
  const growth = lastLess(bytes);
  return {
    name,
    level,
    bytes,
    allocations: found.map((each) => each?.allocations ?? null),
    growth,
    share: growth === null || total <= 0 ? null : growth / total,
  };
}

/** What rises from each report to the next goes before what rose and fell: its last size is a chance. */
const weightOf = ({ growth, bytes }: GrowthRow): number => (growth === null ? -Infinity : riseOf(bytes).weight);

export function rowsOf(level: GrowthRow['level'], lists: readonly (readonly Named[])[], total: number): readonly GrowthRow[] {
  const names = [...new Set(lists.flat().map(({ name }) => name))];
  return names
    .map((name) => rowOf(name, level, lists, total))
    .sort((a, b) => weightOf(b) - weightOf(a) || (b.bytes.at(-1) ?? 0) - (a.bytes.at(-1) ?? 0) || (a.name < b.name ? -1 : 1))
    .slice(0, mostRows);
}

/** What no named row explains; said, so that the rows never claim more than they hold. */
export function remainder(totals: readonly (number | null)[], modules: readonly (readonly Named[])[], growth: number): GrowthRow {
  const bytes = totals.map((total, i) => {
    const held = (modules[i] ?? []).map((each) => each.bytes);
    return total === null || held.includes(null) ? null : Math.max(0, total - held.reduce<number>((sum, each) => sum + (each ?? 0), 0));
  });
  // Whole bytes: what is left of two printed sizes is no number to keep sixteen digits of.
  const left = lastLess(bytes);
  const own = left === null ? null : Math.round(left) + 0;
  return {
    name: 'everything else',
    level: 'remainder',
    bytes,
    allocations: bytes.map(() => null),
    growth: own,
    share: own === null || growth <= 0 ? null : own / growth,
  };
}

/** Per hour between neighbours; none where the times are not known. */
export function ratesOf(totals: readonly number[], times: readonly number[] | null): readonly number[] {
  if (times === null) return [];
  return totals.slice(1).flatMap((total, i) => {
    const hours = ((times[i + 1] ?? 0) - (times[i] ?? 0)) / hourMs;
    return hours > 0 ? [(total - (totals[i] ?? total)) / hours] : [];
  });
}
