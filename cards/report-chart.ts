/** What the leak reports say is still held, over the time it was tracked: the curve a report without counters still has. */
import type { Investigation } from '../flows/types.ts';
import { evidenceOf } from './case-context.ts';
import { inUnit, sizeUnit, topRows } from './growth-rows.ts';
import { duration } from './format.ts';
import type { ChartLine, ChartModel } from './types.ts';

interface Tracked {
  readonly at: number;
  readonly total: number;
}

/** Total held at each report of the attribution, by how long it had been tracked. */
function tracked(investigation: Investigation): readonly Tracked[] {
  const attribution = investigation.judgement?.attribution ?? null;
  const reports = new Map(evidenceOf(investigation, 'leakReport').map((each) => [each.id, each.report]));
  return (attribution?.evidence ?? []).flatMap((id) => {
    const report = reports.get(id);
    return report?.trackingMs == null || report.outstandingBytes === null
      ? []
      : [{ at: report.trackingMs, total: report.outstandingBytes }];
  });
}

/** Held memory by module over tracking time; null with fewer than two timed reports. */
export function reportChart(investigation: Investigation): ChartModel | null {
  const attribution = investigation.judgement?.attribution ?? null;
  const points = tracked(investigation);
  const [first, last] = [points[0], points.at(-1)];
  if (attribution === null || first === undefined || last === undefined || points.length < 2 || points.length !== attribution.total.length)
    return null;
  const unit = sizeUnit(attribution);
  const line = (name: string, values: readonly (number | null)[], dashed: boolean): ChartLine => ({
    label: `${name} ${inUnit(values.at(-1) ?? null, unit)}`,
    points: points.flatMap(({ at }, index) => {
      const value = values[index] ?? null;
      return value === null ? [] : [[at, value / unit.bytes] as const];
    }),
    dashed,
  });
  const [module] = topRows(attribution, 1, 0).filter((row) => row.level === 'module');
  const modules = module === undefined ? [] : [line(module.name, module.bytes, true)];
  return {
    title: 'Still held, by the leak reports',
    alt: `Outstanding allocations go from ${inUnit(first.total, unit)} to ${inUnit(last.total, unit)} ${unit.name} between ${duration(first.at)} and ${duration(last.at)} of tracking${module === undefined ? '' : `; ${module.name} from ${inUnit(module.bytes[0] ?? null, unit)} to ${inUnit(module.bytes.at(-1) ?? null, unit)} ${unit.name}`}.`,
    unit: unit.name,
    lines: [line('all', attribution.total, false), ...modules],
    thresholds: [],
    marks: points.map(({ at, total }, index) => ({ at, value: total / unit.bytes, label: `dump ${index + 1}`, kind: 'dump' as const })),
    forecast: null,
    utcOffsetMinutes: 0,
    xAxis: 'elapsed',
  };
}
