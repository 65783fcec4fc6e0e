/** Compares readings of one kind and one life that are in order: what grew, by how much, and what the named rows leave unexplained. */
import { type EvidenceOf, inOrder } from '../order-of-evidence.ts';
import { riseOf } from '../rise.ts';
import type { Difference, DifferenceRow, ReadingKind } from '../types.ts';

/** Rows that a card or a report can show. */
const mostRows = 10;

/** What one reading tells, as names with an amount each. */
export interface Measured {
  readonly amounts: ReadonlyMap<string, number>;
  readonly total: number | null;
  /** Names may be missing: one that is not listed is not known, instead of none. */
  readonly partial: boolean;
  /** Of a list that is cut at its smallest: no name that is missing has more than this. Growth is counted from it. */
  readonly atMost?: number;
}

export interface Comparison<K extends ReadingKind> {
  readonly kind: K;
  readonly unit: Difference['unit'];
  readonly measure: (reading: EvidenceOf<K>) => Measured;
}

export function compare<K extends ReadingKind>(
  readings: readonly EvidenceOf<K>[],
  { kind, unit, measure }: Comparison<K>,
): Difference | null {
  if (readings.length < 2) return null;
  const measured = readings.map(measure);
  const totals = measured.map(({ total }) => total);
  // From the first reading to the last, as the rows: a total between them is of another span.
  const growth = totals[0] === null || totals.at(-1) === null ? null : riseOf(totals).growth;
  const names = [...new Set(measured.flatMap(({ amounts }) => [...amounts.keys()]))];
  const rows = names
    .flatMap((name) => rowOf(name, measured, growth))
    .map((row) => ({ row, weight: riseOf(row.values).weight }))
    .sort((a, b) => b.weight - a.weight || b.row.growth - a.row.growth || (a.row.name < b.row.name ? -1 : 1))
    .slice(0, mostRows)
    .map(({ row }) => row)
    .filter((row) => row.growth > 0);
  const explained = rows.reduce((sum, row) => sum + row.growth, 0);
  return {
    kind,
    evidence: readings.map(({ id }) => id),
    takenAt: readings.map(({ takenAt }) => takenAt),
    unit,
    totals,
    growth,
    rows,
    unexplained: growth === null ? null : growth - explained,
  };
}

function rowOf(name: string, measured: readonly Measured[], growth: number | null): readonly DifferenceRow[] {
  const values = measured.map(
    ({ amounts, partial, atMost }, i) => amounts.get(name) ?? (partial ? (i === 0 ? (atMost ?? null) : null) : 0),
  );
  const rise = riseOf(values);
  if (rise.growth === null) return [];
  const share = growth === null || growth <= 0 ? null : rise.growth / growth;
  return [{ name, values, growth: rise.growth, share, steady: rise.steady }];
}

/** The readings of a kind in order; fewer than two where their order is not known. */
export function ordered<K extends ReadingKind>(readings: readonly EvidenceOf<K>[]): readonly EvidenceOf<K>[] {
  return readings.length < 2 ? [] : inOrder(readings).ordered;
}

/** Amounts of the same name added up. */
export function summed<T>(items: readonly T[], nameOf: (item: T) => string, amountOf: (item: T) => number): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const item of items) sums.set(nameOf(item), (sums.get(nameOf(item)) ?? 0) + amountOf(item));
  return sums;
}

export function sumOf(amounts: ReadonlyMap<string, number>): number {
  return [...amounts.values()].reduce((sum, each) => sum + each, 0);
}
