/** The tables behind the verdict's links: what grew between the reports, and the handles by type. */
import type { Attribution, HandleGrowth } from '../analysis/types.ts';
import type { Investigation } from '../flows/types.ts';
import { cut } from './escape.ts';
import { count } from './format.ts';
import {
  columnLabels,
  columnValues,
  inUnit,
  restName,
  shareOf,
  shortFunction,
  shortLabel,
  sizeUnit,
  topRows,
  wholeName,
} from './growth-rows.ts';
import { readingNames } from './handle-readings.ts';
import { table, type Element } from './parts.ts';

/** Columns that fit 380 px beside the name and the share. */
const mostReports = 3;
const longestName = 40;

/** Held at each report, by module and function; of a comparison of two snapshots what is more. */
export function growthTable(attribution: Attribution): Element {
  const unit = sizeUnit(attribution);
  const columns = columnLabels(attribution).slice(-mostReports);
  const values = (row: readonly (number | null)[]): readonly string[] =>
    columnValues(attribution, row)
      .slice(-mostReports)
      .map((each) => inUnit(each, unit));
  const names = { module: (name: string) => name, function: shortFunction, remainder: () => restName };
  const rows = topRows(attribution, 1, 1).map((row) => [cut(names[row.level](row.name), longestName), ...values(row.bytes), shareOf(row)]);
  const total = [wholeName, ...values(attribution.total), ''];
  return table(
    [`${unit.name} ${attribution.isDifference === true ? 'not freed' : 'held at'}`, ...columns.map(shortLabel), 'share'],
    [total, ...rows],
    [11, ...columns.map(() => 4), 5],
    true,
  );
}

/** Handles by type, the growing ones; where none grows, the largest. */
export function handleTable(investigation: Investigation, handles: HandleGrowth): Element | null {
  const readings = Math.max(0, ...handles.rows.map((row) => row.counts.length));
  if (handles.rows.length === 0 || readings === 0) return null;
  const growing = handles.rows.filter((row) => (row.growth ?? 0) > 0);
  const whole = handles.rows.filter((row) => row.counts.every((each) => each !== null));
  const shown = [growing, whole, handles.rows].find((rows) => rows.length > 0)?.slice(0, 3) ?? [];
  const signed = (growth: number | null): string => (growth === null ? '' : growth > 0 ? `+${count(growth)}` : count(growth));
  const rows = shown.map((row) => {
    const counts = row.counts.slice(-mostReports).map((each) => (each === null ? '?' : count(each)));
    return [cut(row.type, longestName), ...counts, ...(readings > 1 ? [signed(row.growth)] : [])];
  });
  const header = ['Handles', ...readingNames(investigation, handles, readings).slice(-mostReports), ...(readings > 1 ? ['growth'] : [])];
  const widths = header.map((_, column) => (column === 0 ? 4 : 3));
  return table(header, rows, widths, readings > 1);
}
