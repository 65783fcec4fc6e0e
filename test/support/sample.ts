/**
 * Seeded series of a process that leaks or does not: the eight kinds of each that are known to fool a trend test.
 * The same seed gives the same series on every machine. The numbers are made up; they rank methods, they promise nothing.
 */
import type { Sample } from '../../analysis/types.ts';

const MB = 1024 * 1024;
const hourMs = 3_600_000;

/** mulberry32 (Tommy Ettinger, public domain): 32 bits of state, 0 ≤ x < 1. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A standard normal value from two uniform ones (Box–Muller). */
export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

export const leakKinds = ['leak', 'leak+gc', 'slow', 'leak~load', 'leak+recycle', 'late', 'staircase', 'leak+gaps'] as const;
export const healthyKinds = ['noise', 'warmup', 'step', 'daily', 'gc', 'recycle', 'cache', 'spikes'] as const;
export type SeriesKind = (typeof leakKinds)[number] | (typeof healthyKinds)[number];

export interface SeriesPlan {
  readonly hours: number;
  readonly everyMs: number;
}
export const twoDays: SeriesPlan = { hours: 48, everyMs: 60_000 };

interface Shape {
  readonly base: number;
  readonly hours: number;
  readonly between: (low: number, high: number) => number;
}
/** MB at `h` hours after the start. */
type Curve = (h: number) => number;

function sawTooth(period: number, height: number): Curve {
  return (h) => ((h % period) / period) * height;
}

/** Work by day: none at night, most at noon; its integral over one day is `perDay`. */
function byDay(perDay: number, phase: number): Curve {
  return (h) => (perDay * h) / 24 - (perDay / (2 * Math.PI)) * Math.sin((2 * Math.PI * (h + phase)) / 24);
}

const curves: Readonly<Record<SeriesKind, (shape: Shape) => Curve>> = {
  leak: ({ between }) => {
    const rate = between(4, 40);
    return (h) => rate * h;
  },
  'leak+gc': ({ between }) => {
    const [rate, tooth] = [between(4, 30), sawTooth(between(0.3, 3), between(40, 300))];
    return (h) => rate * h + tooth(h);
  },
  slow: ({ between, base }) => {
    const rate = (base * between(0.08, 0.2)) / 48;
    return (h) => rate * h;
  },
  'leak~load': ({ between }) => byDay(between(100, 600), between(0, 24)),
  'leak+recycle': ({ between }) => {
    const [rate, every] = [between(10, 60), between(8, 20)];
    return (h) => rate * (h % every);
  },
  late: ({ between, hours }) => {
    const [rate, from] = [between(10, 50), hours * between(0.2, 0.65)];
    return (h) => Math.max(0, h - from) * rate;
  },
  staircase: ({ between }) => {
    const [height, every] = [between(20, 120), between(1.5, 6)];
    return (h) => height * Math.floor(h / every);
  },
  'leak+gaps': ({ between }) => {
    const rate = between(4, 40);
    return (h) => rate * h;
  },
  noise: () => () => 0,
  warmup: ({ between, base }) => {
    const [height, tau] = [base * between(0.2, 1.2), between(0.3, 5)];
    return (h) => height * (1 - Math.exp(-h / tau));
  },
  step: ({ between, hours, base }) => {
    const [height, at] = [base * between(0.15, 0.8), hours * between(0.15, 0.85)];
    return (h) => (h >= at ? height : 0);
  },
  daily: ({ between, base }) => {
    const [height, phase] = [base * between(0.1, 0.6), between(0, 24)];
    return (h) => (height / 2) * (1 - Math.cos((2 * Math.PI * (h + phase)) / 24));
  },
  gc: ({ between }) => sawTooth(between(0.2, 4), between(60, 500)),
  recycle: ({ between, base }) => {
    const [every, height, tau] = [between(6, 20), base * between(0.2, 0.6), between(0.2, 1)];
    return (h) => height * (1 - Math.exp(-(h % every) / tau));
  },
  cache: ({ between, base }) => {
    const [height, tau] = [base * between(0.3, 1.2), between(3, 9)];
    return (h) => height * (1 - Math.exp(-h / tau));
  },
  spikes: ({ between, hours, base }) => {
    const spikes = Array.from({ length: 6 }, () => ({ at: between(0, hours), wide: between(0.1, 1), high: base * between(0.2, 1) }));
    return (h) => spikes.reduce((sum, { at, wide, high }) => sum + (h >= at && h < at + wide ? high : 0), 0);
  },
};

/** Private bytes of one made-up process, with noise that remembers (AR(1)) and now and then a lost sample. */
export function madeUpSeries(kind: SeriesKind, seed: number, plan: SeriesPlan = twoDays): readonly Sample[] {
  const random = seededRandom(seed);
  const between = (low: number, high: number) => low + (high - low) * random();
  const base = between(150, 900);
  const curve = curves[kind]({ base, hours: plan.hours, between });
  const [memory, sigma] = [between(0, 0.9), base * between(0.002, 0.02)];
  const gaps = kind === 'leak+gaps' ? Array.from({ length: 3 }, () => ({ at: between(2, plan.hours - 8), wide: between(1, 6) })) : [];
  const start = Date.UTC(2026, 2, 3);
  const samples: Sample[] = [];
  let drift = 0;
  for (let at = 0; at < plan.hours * hourMs; at += plan.everyMs) {
    const h = at / hourMs;
    drift = memory * drift + Math.sqrt(1 - memory * memory) * normal(random) * sigma;
    if (gaps.some((gap) => h >= gap.at && h < gap.at + gap.wide) || random() < 0.002) continue;
    samples.push({ at: start + at, value: Math.round(Math.max(1, base + curve(h) + drift) * MB) });
  }
  return samples;
}
