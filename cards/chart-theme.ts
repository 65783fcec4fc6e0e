/** Colours of a chart: those of the page or the report around it, so that one drawing follows light, dark and print. */
import { pageColour } from './palette.ts';

export const chartColours = {
  ink: pageColour('ink'),
  soft: pageColour('soft'),
  line: pageColour('line'),
  panel: pageColour('panel'),
  warn: pageColour('warn'),
  good: pageColour('good'),
  series: [pageColour('series-1'), pageColour('series-2'), pageColour('series-3'), pageColour('series-4')],
} as const;

/** Told apart without colour too: the first line is solid and thick, the others differ by their dashes. */
export const lineDashes = ['', '7 3', '2 3', '9 3 2 3'] as const;
