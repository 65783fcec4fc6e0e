/** The shapes that made-up series are put together from. */
export const recordHours = 48;

/** MB above the base at `h` hours. */
export type Curve = (h: number) => number;

export interface Shape {
  readonly curve: Curve;
  readonly clean: Curve;
  readonly since?: number;
}
export type Between = (low: number, high: number) => number;
export interface Kind {
  readonly name: string;
  readonly leaks: boolean;
  readonly shape: (base: number, between: Between) => Shape;
}

export const none: Curve = () => 0;
export const sum =
  (...curves: readonly Curve[]): Curve =>
  (h) =>
    curves.reduce((all, curve) => all + curve(h), 0);

export const sawTooth =
  (period: number, height: number, phase: number): Curve =>
  (h) =>
    ((h / period + phase) % 1) * height;
/** Work by day: nothing in the deepest night, 1 at its peak. */
export const load =
  (phase: number): Curve =>
  (h) =>
    (1 - Math.cos((2 * Math.PI * (h + phase)) / 24)) / 2;
/** What `load` has done since the start, in hours of full work. */
export const worked =
  (phase: number): Curve =>
  (h) =>
    h / 2 - (6 / Math.PI) * (Math.sin((2 * Math.PI * (h + phase)) / 24) - Math.sin((2 * Math.PI * phase) / 24));
export const fills =
  (height: number, tau: number): Curve =>
  (h) =>
    height * (1 - Math.exp(-h / tau));
export const since =
  (start: number, curve: Curve): Curve =>
  (h) =>
    h < start ? 0 : curve(h - start);
export const times =
  (factor: number, curve: Curve): Curve =>
  (h) =>
    factor * curve(h);
export const again =
  (every: number, first: number, curve: Curve): Curve =>
  (h) =>
    curve((h + first) % every);

/** Growth over the whole record, as a share of the base: 20 % to twice. */
export const growing = (base: number, between: Between): number => (base * 0.2 * 10 ** between(0, 1)) / recordHours;
