/** What grew, as the page shows it: figures in one unit, and nothing left to compute. */
import type { Attribution, GrowthRow, HandleGrowth } from '../analysis/types.ts';
import type { Investigation } from '../flows/types.ts';
import { count } from './format.ts';
import { growthSentence, inUnit, restName, shareOf, shortLabel, sizeUnit, wholeName, type SizeUnit } from './growth-rows.ts';
import { isTelling, readingNames, shownOf } from './handle-readings.ts';
import type { CaseView } from './types.ts';

const mostRows = 12;
const mostTypes = 20;

function signed(value: number | null, shown: (value: number) => string): string {
  if (value === null) return '';
  const text = shown(Math.abs(value));
  return /[1-9]/.test(text) ? `${value < 0 ? '−' : '+'}${text}` : '0';
}

/** Below its module a function needs its own name only. */
function nameOf(row: GrowthRow, above: GrowthRow | undefined): string {
  if (row.level === 'remainder') return restName;
  const prefix = `${above?.name ?? ''}!`;
  return row.level === 'function' && above !== undefined && row.name.startsWith(prefix) ? row.name.slice(prefix.length) : row.name;
}

function memoryRow(row: GrowthRow, above: GrowthRow | undefined, unit: SizeUnit, isMore: boolean) {
  return {
    name: nameOf(row, above),
    level: row.level,
    values: isMore ? [] : shownOf(row.bytes).map((each) => inUnit(each, unit)),
    growth: signed(row.growth, (value) => inUnit(value, unit)),
    share: shareOf(row),
    part: row.share,
  };
}

/** Memory by module and function between the leak reports. Of a comparison of two snapshots only what is more is known: the growth. */
export function memoryView(attribution: Attribution | null): CaseView['memory'] {
  if (attribution === null) return null;
  const unit = sizeUnit(attribution);
  const isMore = attribution.isDifference === true;
  const shown = attribution.rows.slice(0, mostRows);
  const rows = shown.map((row, index) =>
    memoryRow(
      row,
      shown.slice(0, index).findLast((each) => each.level === 'module'),
      unit,
      isMore,
    ),
  );
  const whole = {
    name: wholeName,
    level: 'whole' as const,
    values: isMore ? [] : shownOf(attribution.total).map((each) => inUnit(each, unit)),
    growth: signed(attribution.totalGrowth, (value) => inUnit(value, unit)),
    share: '',
    part: null,
  };
  return {
    head: `${unit.name} ${isMore ? 'not freed' : 'held after'}`,
    labels: isMore ? [] : shownOf(attribution.labels).map(shortLabel),
    rows: [...rows, whole],
    says: growthSentence(attribution),
    evidence: attribution.evidence,
  };
}

/** Handles by type between the readings; what a type usually is, only where it tells anything. */
export function handlesView(investigation: Investigation, handles: HandleGrowth | null): CaseView['handles'] {
  if (handles === null || handles.rows.length === 0) return null;
  const readings = Math.max(0, ...handles.rows.map((row) => row.counts.length));
  return {
    labels: shownOf(readingNames(investigation, handles, readings)),
    rows: handles.rows.slice(0, mostTypes).map((row) => ({
      name: row.type,
      values: shownOf(row.counts).map((each) => (each === null ? '?' : count(each))),
      growth: signed(row.growth, (value) => count(value)),
      usually: isTelling(row, handles.rows) ? row.usually : '',
    })),
    evidence: handles.evidence,
  };
}
