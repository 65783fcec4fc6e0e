import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { cssVariables, dark, light, paper, type ColourName, type Palette } from '../../cards/palette.ts';

const sheet = readFileSync(join(import.meta.dirname, '../../bot/local/page/style.css'), 'utf8');
const at = sheet.indexOf('@media (prefers-color-scheme: dark)');
const names = Object.keys(light) as ColourName[];

/** Relative luminance of `#rrggbb` (WCAG 2.2). */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((from) => Number.parseInt(colour.slice(from, from + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const texts: readonly (readonly [text: ColourName, ground: ColourName])[] = [
  ...(['ink', 'soft', 'accent', 'bad', 'good', 'warn'] as const).flatMap((text) =>
    (['panel', 'bg', 'code'] as const).map((ground) => [text, ground] as const),
  ),
  ...(['series-1', 'series-2', 'series-3', 'series-4'] as const).map((text) => [text, 'panel'] as const),
  ['on-accent', 'accent'],
  ['ink', 'own'],
];

describe.each<[string, Palette]>([
  ['light', light],
  ['dark', dark],
  ['on paper', paper],
])('the colours %s', (_, palette) => {
  it.each(texts)('show %s on %s with a contrast of 4.5:1', (text, ground) => {
    expect(contrast(palette[text], palette[ground])).toBeGreaterThanOrEqual(4.5);
  });
});

describe('the page', () => {
  it.each(names)('has the same %s as the reports and the charts, light and dark', (name) => {
    expect(sheet.slice(0, at)).toContain(`--${name}: ${light[name]};`);
    expect(sheet.slice(at)).toContain(`--${name}: ${dark[name]};`);
  });

  it('can tell what may be pressed from its ground: 3:1', () => {
    const rims = [...sheet.matchAll(/--control: (#[0-9a-f]{6})/g)].map((each) => each[1] ?? '');
    expect(rims).toHaveLength(2);
    expect(contrast(rims[0] ?? '', light.panel)).toBeGreaterThanOrEqual(3);
    expect(contrast(rims[1] ?? '', dark.panel)).toBeGreaterThanOrEqual(3);
  });
});

it('a style sheet gets every colour once', () => {
  expect(cssVariables(light).split(';')).toHaveLength(names.length);
});
