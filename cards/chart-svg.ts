/**
 * Draws a chart as SVG: one y-axis from zero with its unit, names at the lines' ends, dashed thresholds,
 * rings for dumps, a dotted forecast with its interval, a gap and a thin line for a new process life.
 * Deterministic: the same model gives the same text. No style sheets, no ids, no scripts: it passes a
 * strict Content-Security-Policy, and everything from outside is escaped.
 */
import { moments } from './chart-moments.ts';
import { extent, plotOf, thresholdName, type ChartSize, type Plot } from './chart-plot.ts';
import { spread, thinned, valueTicks, type Point } from './chart-scale.ts';
import { chartColours, lineDashes } from './chart-theme.ts';
import { ticksOf } from './chart-time.ts';
import { chartSays } from './chart-words.ts';
import { halo, label, number, path, tag, widthOf } from './svg-tags.ts';
import type { ChartLine, ChartModel } from './types.ts';

const lineHeight = 15;
const mostPoints = 240;

function axes(model: ChartModel, plot: Plot): string {
  const { largest } = extent(model);
  const { left, right, bottom } = plot;
  const values = valueTicks(largest, model.unit);
  const grid = values.map((tick) => `M${number(left)} ${number(plot.y(tick.at))}H${number(right)}`).join('');
  const times = ticksOf(plot.stretches, model, plot.narrow ? 4 : 7);
  const soft = { fill: chartColours.soft };
  return [
    tag('path', { d: grid, stroke: chartColours.line, fill: 'none' }),
    ...values.map((tick) => label(tick.label, left - 6, plot.y(tick.at) + 4, { ...soft, 'text-anchor': 'end' })),
    label(model.unit === 'count' ? 'count' : model.unit, left - 6, plot.top - 14, { ...soft, 'text-anchor': 'end' }),
    ...times.map(({ at, label: time }) =>
      label(time, Math.min(plot.x(at), right - 4), bottom + 18, {
        ...soft,
        'text-anchor': plot.x(at) > right - widthOf(time) / 2 ? 'end' : 'middle',
      }),
    ),
  ].join('');
}

function thresholds(model: ChartModel, plot: Plot): string {
  const { largest } = extent(model);
  const shown = model.thresholds.filter((each) => each.value <= (valueTicks(largest, model.unit).at(-1)?.at ?? largest));
  const { left, right } = plot;
  const wished = shown.map((each) => plot.y(each.value) + 4);
  const placed = spread(wished, lineHeight - 2, plot.top - 6, plot.bottom);
  return shown
    .map((each, index) => {
      const line = tag('path', {
        d: `M${number(left)} ${number(plot.y(each.value))}H${number(right)}`,
        stroke: chartColours.warn,
        'stroke-dasharray': '5 4',
        fill: 'none',
      });
      return line + label(thresholdName(each.label, plot.narrow), right + 6, placed[index] ?? 0, { fill: chartColours.soft, ...halo });
    })
    .join('');
}

/** Lines of one name belong together: the same colour and dash for every process life. */
function seriesNames(lines: readonly ChartLine[]): readonly string[] {
  return [...new Set(lines.map((line) => seriesName(line)))];
}

function seriesName(line: ChartLine): string {
  return line.label.replace(/ [\d.,?]{1,20}$/, '');
}

function curves(model: ChartModel, plot: Plot): string {
  const names = seriesNames(model.lines);
  return model.lines
    .map((line) => {
      const index = Math.min(names.indexOf(seriesName(line)), 3);
      const points = thinned(line.points, mostPoints).map(([at, value]: Point) => [plot.x(at), plot.y(value)] as const);
      const dash = lineDashes[line.dashed ? Math.max(1, index) : 0] ?? '';
      const stroke = chartColours.series[index] ?? chartColours.ink;
      return tag('path', {
        d: path(points),
        fill: 'none',
        stroke,
        'stroke-width': index === 0 ? 2.5 : 2,
        'stroke-linejoin': 'round',
        ...(dash === '' ? {} : { 'stroke-dasharray': dash }),
      });
    })
    .join('');
}

function forecast(model: ChartModel, plot: Plot): string {
  if (model.forecast === null) return '';
  const { from, to, low, high } = model.forecast;
  const [start, end] = [[plot.x(from[0]), plot.y(from[1])] as const, [plot.x(to[0]), plot.y(to[1])] as const];
  const [colour] = chartColours.series;
  const interval = path([start, [end[0], plot.y(high)], [end[0], plot.y(low)]]);
  return (
    tag('path', { d: `${interval}Z`, fill: colour, 'fill-opacity': '0.14' }) +
    tag('path', { d: path([start, end]), fill: 'none', stroke: colour, 'stroke-width': 2, 'stroke-dasharray': '2 4' })
  );
}

/** Rings on the curve where dumps were taken. */
function rings(model: ChartModel, plot: Plot): string {
  return model.marks
    .flatMap(({ at, value }) =>
      value === null
        ? []
        : [
            tag('circle', {
              cx: plot.x(at),
              cy: plot.y(value),
              r: 4.5,
              fill: chartColours.panel,
              stroke: chartColours.series[0],
              'stroke-width': 2.5,
            }),
          ],
    )
    .join('');
}

/** The name of each series at its end: above a rising line, below a falling one. */
function names(model: ChartModel, plot: Plot): string {
  const ends = seriesNames(model.lines).flatMap((name, index) => {
    const line = model.lines.findLast((each) => seriesName(each) === name);
    const last = line?.points.at(-1);
    const earlier = line?.points[Math.floor((line.points.length - 1) * 0.75)] ?? last;
    if (line === undefined || last === undefined || earlier === undefined) return [];
    const falling = plot.y(earlier[1]) < plot.y(last[1]) - lineHeight;
    return [{ line, index, x: plot.x(last[0]), y: plot.y(last[1]) + (falling ? lineHeight : -9) }];
  });
  const placed = spread(
    ends.map((each) => each.y),
    lineHeight,
    plot.top - 2,
    plot.bottom - 4,
  );
  return ends
    .map(({ line, index, x }, nth) => {
      const fits = x - widthOf(line.label) > plot.left;
      const fill = chartColours.series[Math.min(index, 3)] ?? chartColours.ink;
      return label(line.label, fits ? x - 4 : plot.left + 4, placed[nth] ?? 0, {
        fill,
        'font-weight': 600,
        'text-anchor': fits ? 'end' : 'start',
        ...halo,
      });
    })
    .join('');
}

/** A chart as one SVG element; `width` and `height` in px give its shape, the picture itself scales. */
export function chartSvg(model: ChartModel, size: ChartSize): string {
  const root = {
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `0 0 ${size.width} ${size.height}`,
    width: '100%',
    role: 'img',
    'aria-label': chartSays(model),
    'font-family': "system-ui, 'Segoe UI', sans-serif",
    'font-size': 12,
  };
  if (model.lines.every((line) => line.points.length === 0)) return tag('svg', root, '');
  const plot = plotOf(model, size);
  return tag('svg', root, [axes, thresholds, moments, forecast, curves, rings, names].map((draw) => draw(model, plot)).join(''));
}
