/** The trend as a chart, with its conclusion in words. */
import type { Investigation } from '../flows/types.ts';
import { chartsOf } from './chart.ts';
import { chartElement } from './chart-element.ts';
import { caseTitle } from './case-context.ts';
import { card, heading, subtleLine, text } from './parts.ts';
import type { AdaptiveCardJson } from './types.ts';

/** Two charts are what a phone shows without scrolling far; the page has all of them. */
const mostCharts = 2;

export function chartCard(investigation: Investigation): AdaptiveCardJson {
  const charts = chartsOf(investigation).slice(0, mostCharts);
  if (charts.length === 0) {
    return card([
      heading('Chart'),
      subtleLine(caseTitle(investigation)),
      text('There is no curve yet: it takes two samples of a counter, or two leak reports.'),
    ]);
  }
  return card([
    heading(charts[0]?.title ?? 'Chart'),
    subtleLine(caseTitle(investigation)),
    ...charts.flatMap((model, index) => [...(index === 0 ? [] : [text(model.title, { bold: true })]), chartElement(model)]),
  ]);
}
