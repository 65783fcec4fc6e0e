/** A figure as a table for a terminal: what each candidate took, and which goals hold. */
import type { Figure, Goal, Row } from './measure.ts';

export function isMet({ measured, limit, kind }: Goal): boolean {
  return kind === 'at most' ? measured <= limit : measured >= limit;
}

const number = (value: number | null): string => (value === null ? '-' : value >= 100 ? value.toFixed(0) : value.toFixed(1));

function rowText(row: Row, ours: Row | undefined): readonly string[] {
  const times = ours === undefined ? null : row.cpuMs / ours.cpuMs;
  return [
    row.candidate,
    number(row.wallMs),
    number(row.cpuMs),
    times === null ? '-' : times.toFixed(2),
    number(row.peakMb),
    number(row.stallMs),
    number(row.busyMs),
    number(row.firstMs),
  ];
}

function aligned(table: readonly (readonly string[])[]): string {
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  return table
    .map((row) =>
      row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  '),
    )
    .join('\n');
}

export function figureText({ title, rows, tables = [], goals }: Figure): string {
  const ours = rows.find((row) => row.candidate === 'plumbline');
  const head = ['candidate', 'wall ms', 'CPU ms', 'CPU × ours', 'peak MB', 'stall ms', 'busy ms', 'first CPU ms'];
  const goalLines = goals.map(
    (goal) =>
      `${isMet(goal) ? 'holds ' : goal.isAim === true ? 'short ' : 'MISSED'}  ${goal.id}: ${goal.measured.toFixed(2)} ${goal.says} (${goal.kind} ${goal.limit})`,
  );
  const times = rows.length === 0 ? [] : [aligned([head, ...rows.map((row) => rowText(row, ours))])];
  const others = tables.map((table) => `\n${table.title}\n${aligned([table.head, ...table.rows])}`);
  return `${[title, ...times, ...others, ...goalLines].join('\n')}\n`;
}
