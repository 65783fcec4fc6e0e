/** Colours of a chart: told apart without colour too, by dash and by the label at the end. */

/** `page` takes the page's CSS variables, so that one drawing follows light, dark and print. */
export type ChartTheme = 'light' | 'dark' | 'print' | 'page';

export interface ChartColours {
  readonly ink: string;
  readonly soft: string;
  readonly line: string;
  readonly panel: string;
  readonly warn: string;
  readonly good: string;
  readonly series: readonly [string, string, string, string];
}

const light: ChartColours = {
  ink: '#1b1f24',
  soft: '#57616b',
  line: '#dfe3e8',
  panel: '#ffffff',
  warn: '#8a5c00',
  good: '#1a6e3d',
  series: ['#c4321f', '#2457d6', '#1a6e3d', '#7a4bb5'],
};
const dark: ChartColours = {
  ink: '#e7ebef',
  soft: '#a2adb8',
  line: '#2f363e',
  panel: '#1c2026',
  warn: '#e3b341',
  good: '#6fcf97',
  series: ['#ff8a75', '#7ea2ff', '#6fcf97', '#c3a1f0'],
};
const print: ChartColours = {
  ink: '#000000',
  soft: '#444444',
  line: '#cccccc',
  panel: '#ffffff',
  warn: '#444444',
  good: '#444444',
  series: ['#000000', '#444444', '#000000', '#444444'],
};
const [one, two, three, four] = light.series;
const page: ChartColours = {
  ink: `var(--ink, ${light.ink})`,
  soft: `var(--soft, ${light.soft})`,
  line: `var(--line, ${light.line})`,
  panel: `var(--panel, ${light.panel})`,
  warn: `var(--warn, ${light.warn})`,
  good: `var(--good, ${light.good})`,
  series: [`var(--series-1, ${one})`, `var(--series-2, ${two})`, `var(--series-3, ${three})`, `var(--series-4, ${four})`],
};

export const chartColours: Readonly<Record<ChartTheme, ChartColours>> = { light, dark, print, page };

/** The first line is solid and thick, the others differ by their dashes. */
export const lineDashes = ['', '7 3', '2 3', '9 3 2 3'] as const;
