/** What happened at a moment, above the plot: restarts, fixes, deployments; and where time is folded. */
import { momentRow, type Plot } from './chart-plot.ts';
import { chartColours } from './chart-theme.ts';
import { dayAndTime } from './format.ts';
import { halo, label, number, tag, widthOf } from './svg-tags.ts';
import type { ChartModel } from './types.ts';

type Mark = ChartModel['marks'][number];

interface Placed {
  readonly mark: Mark;
  readonly x: number;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly row: number;
}

const anchors = { start: 0, middle: 0.5, end: 1 } as const;

/** A name goes to the lowest row in which it does not cover its left neighbour; a third one is left out. */
function placed(marks: readonly Mark[], plot: Plot): readonly Placed[] {
  const ends = [0, 0];
  return marks
    .toSorted((a, b) => a.at - b.at)
    .map((mark) => {
      const x = plot.x(mark.at);
      const width = widthOf(mark.label);
      const anchor = x > plot.right - width / 2 ? 'end' : x < plot.left + width / 2 ? 'start' : 'middle';
      const left = x - width * anchors[anchor];
      const row = ends.findIndex((end) => left > end + 6);
      if (row >= 0) ends[row] = left + width;
      return { mark, x, anchor, row };
    });
}

function fold(model: ChartModel, plot: Plot): string {
  return plot.stretches
    .filter((each) => each.folded)
    .map((each) => {
      const middle = (each.left + each.right) / 2;
      const slash = (x: number) => `M${number(x - 3)} ${number(plot.bottom + 5)}L${number(x + 3)} ${number(plot.bottom - 5)}`;
      const said = model.xAxis === 'elapsed' ? '' : dayAndTime(each.to, model.utcOffsetMinutes).slice(5, 10);
      return (
        tag('path', { d: slash(middle - 4) + slash(middle + 4), stroke: chartColours.soft, fill: 'none' }) +
        (said === '' ? '' : label(said, each.right, plot.bottom + 33, { fill: chartColours.soft, 'text-anchor': 'middle', ...halo }))
      );
    })
    .join('');
}

export function moments(model: ChartModel, plot: Plot): string {
  const marks = model.marks.filter((each) => each.value === null);
  const drawn = placed(marks, plot).map(({ mark, x, anchor, row }) => {
    const stroke = mark.kind === 'fix' ? chartColours.good : chartColours.soft;
    const d = `M${number(x)} ${number(plot.top - 8)}V${number(plot.bottom)}`;
    const line = tag('path', { d, stroke, fill: 'none', ...(mark.kind === 'restart' ? {} : { 'stroke-dasharray': '1 3' }) });
    const name = { fill: stroke, 'text-anchor': anchor, ...halo };
    return row < 0 ? line : line + label(mark.label, x, plot.top - 14 - row * momentRow, name);
  });
  return drawn.join('') + fold(model, plot);
}
