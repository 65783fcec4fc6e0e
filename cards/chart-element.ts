/** A chart inside a card: Teams draws Chart.Line, every other client shows the fallback, which is the conclusion. */
import { inert } from './escape.ts';
import type { Element } from './parts.ts';
import { thinned } from './chart-scale.ts';
import type { ChartModel } from './types.ts';

/** Keeps the card far below 24 KB with four lines. */
const mostPoints = 60;

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

/** `Chart.Line` with minutes since start as x (Teams takes numbers or dates, no times). */
export function chartElement(model: ChartModel): Element {
  const start = model.xAxis === 'elapsed' ? 0 : Math.min(...model.lines.flatMap((line) => line.points.map(([at]) => at)));
  return {
    type: 'Chart.Line',
    xAxisTitle: model.xAxis === 'elapsed' ? 'minutes tracked' : 'minutes since start',
    yAxisTitle: model.unit,
    data: model.lines.slice(0, 4).map((line) => ({
      legend: inert(line.label, 60),
      values: thinned(line.points, mostPoints).map(([at, value]) => ({ x: Math.round((at - start) / 6000) / 10, y: rounded(value) })),
    })),
    fallback: { type: 'TextBlock', text: inert(model.alt, 400), wrap: true },
  };
}
