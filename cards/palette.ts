/**
 * The colours of every face, once: the report's style and the charts are made of them, and the page's style sheet
 * is held to them by a test. Text on its ground has a contrast of at least 4.5:1 (WCAG 2.2, 1.4.3), in both schemes.
 */

const names = [
  'bg',
  'panel',
  'ink',
  'soft',
  'line',
  'accent',
  'on-accent',
  'bad',
  'good',
  'warn',
  'code',
  'own',
  'series-1',
  'series-2',
  'series-3',
  'series-4',
] as const;
export type ColourName = (typeof names)[number];
export type Palette = Readonly<Record<ColourName, string>>;

export const light: Palette = {
  bg: '#f6f7f9',
  panel: '#ffffff',
  ink: '#1b1f24',
  soft: '#57616b',
  line: '#dfe3e8',
  accent: '#2457d6',
  'on-accent': '#ffffff',
  bad: '#b92c1a',
  good: '#1a6e3d',
  warn: '#8a5c00',
  code: '#f0f2f5',
  own: '#fff3cf',
  'series-1': '#c4321f',
  'series-2': '#2457d6',
  'series-3': '#1a6e3d',
  'series-4': '#7a4bb5',
};
export const dark: Palette = {
  bg: '#14171b',
  panel: '#1c2026',
  ink: '#e7ebef',
  soft: '#a2adb8',
  line: '#2f363e',
  accent: '#7ea2ff',
  'on-accent': '#0d1117',
  bad: '#ff8a75',
  good: '#6fcf97',
  warn: '#e3b341',
  code: '#252b32',
  own: '#4a3d12',
  'series-1': '#ff8a75',
  'series-2': '#7ea2ff',
  'series-3': '#6fcf97',
  'series-4': '#c3a1f0',
};
/** Black and white: what is told apart by colour elsewhere is told apart by dash, rule and label here. */
export const paper: Palette = {
  bg: '#ffffff',
  panel: '#ffffff',
  ink: '#000000',
  soft: '#444444',
  line: '#bbbbbb',
  accent: '#000000',
  'on-accent': '#ffffff',
  bad: '#000000',
  good: '#444444',
  warn: '#444444',
  code: '#ffffff',
  own: '#ffffff',
  'series-1': '#000000',
  'series-2': '#444444',
  'series-3': '#000000',
  'series-4': '#444444',
};

/** `--bg:#f6f7f9;--panel:…` for a rule of a style sheet. */
export function cssVariables(palette: Palette): string {
  return names.map((name) => `--${name}:${palette[name]}`).join(';');
}

/** A colour of the page around it, light where the drawing stands alone. */
export function pageColour(name: ColourName): string {
  return `var(--${name}, ${light[name]})`;
}
