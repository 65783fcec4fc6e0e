/** SVG as text: elements, escaped attributes and labels, and how wide a label is. */
import { chartColours } from './chart-theme.ts';
import { escapeHtml } from './escape.ts';

/** Width of a character of 12 px system-ui, on the wide side. */
const characterWidth = 7;

export type Attributes = Readonly<Record<string, string | number>>;

/** One decimal is finer than a pixel. */
export function number(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** `d` is ours, as long as the curve is; everything else may hold a name from outside. */
function attributeText(key: string, value: string): string {
  return key === 'd' ? escapeHtml(value, value.length) : escapeHtml(value);
}

export function tag(name: string, attributes: Attributes, inside?: string): string {
  const written = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? number(value) : attributeText(key, value)}"`)
    .join('');
  return inside === undefined ? `<${name}${written}/>` : `<${name}${written}>${inside}</${name}>`;
}

export function label(text: string, x: number, y: number, attributes: Attributes): string {
  return tag('text', { x, y, ...attributes }, escapeHtml(text, 60));
}

export function path(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${number(x)} ${number(y)}`).join('');
}

/** px, estimated: no font can be measured here. */
export function widthOf(text: string): number {
  return text.length * characterWidth;
}

/** A rim in the background's colour, so that a name stays readable on a line. */
export const halo: Attributes = {
  stroke: chartColours.panel,
  'stroke-width': 3,
  'paint-order': 'stroke',
  'stroke-linejoin': 'round',
};
