/**
 * Made-up private bytes of a process over 48 hours, one sample a minute: eight kinds that leak, eight that only look like it, and
 * six more that were thought of later. The same seed writes the same series on every machine. Made up: it ranks methods and
 * promises nothing about anybody's server.
 */
import type { Sample } from '../analysis/types.ts';
import { recordHours, type Between, type Curve, type Kind } from './accuracy-curves.ts';
import { further } from './accuracy-further.ts';
import { healthy } from './accuracy-healthy.ts';
import { leaking } from './accuracy-leaking.ts';
import { createRandom, type Random } from './random.ts';

const everyMs = 60_000;
const hourMs = 3_600_000;
const MB = 2 ** 20;

export interface MadeUp {
  readonly kind: string;
  readonly leaks: boolean;
  /** Hours after the start at which the leak began; 0 for a healthy one. */
  readonly since: number;
  readonly samples: readonly Sample[];
  /** The same process over two days before, when it did not leak. */
  readonly history: readonly Sample[];
}

interface Noise {
  readonly memory: number;
  readonly sigma: number;
}

function written(random: Random, base: number, { memory, sigma }: Noise, curve: Curve, from: number, gaps: readonly Curve[]): Sample[] {
  const samples: Sample[] = [];
  let drift = 0;
  for (let at = 0; at < recordHours * hourMs; at += everyMs) {
    const h = at / hourMs;
    drift = memory * drift + Math.sqrt(1 - memory * memory) * random.normal() * sigma;
    if (random.next() < 0.003 || gaps.some((gap) => gap(h) > 0)) continue;
    samples.push({ at: from + at, value: Math.round(Math.max(1, base + curve(h) + drift) * MB) });
  }
  return samples;
}

function made({ name, leaks, shape }: Kind, seed: number): MadeUp {
  const random = createRandom(seed);
  const between: Between = (low, high) => low + (high - low) * random.next();
  const base = 120 * 10 ** between(0, 1);
  const { curve, clean, since: start = 0 } = shape(base, between);
  const noise = { memory: between(0.2, 0.98), sigma: base * between(0.003, 0.03) };
  const gaps = name !== 'leak+gaps' ? [] : Array.from({ length: 4 }, () => between(0, recordHours - 3)).map(gapAt(between));
  const from = Date.UTC(2026, 2, 3);
  return {
    kind: name,
    leaks,
    since: start,
    samples: written(random, base, noise, curve, from, gaps),
    history: written(random, base, noise, clean, from - recordHours * hourMs, []),
  };
}

function gapAt(between: Between): (start: number) => Curve {
  return (start) => {
    const wide = between(1, 7);
    return (h) => (h >= start && h < start + wide ? 1 : 0);
  };
}

export const publishedKinds = [...leaking, ...healthy].map(({ name }) => name);
export const furtherKinds = further.map(({ name }) => name);

/** `each` series of every kind, in turn. */
export function* madeUpSeries(seed: number, each: number, kinds: readonly string[]): Generator<MadeUp> {
  const chosen = [...leaking, ...healthy, ...further].filter(({ name }) => kinds.includes(name));
  for (let i = 0; i < each; i++) {
    for (const [k, kind] of chosen.entries()) {
      // Spread over the generator's 32 bits, so that no two series share their numbers (Knuth's multiplicative hash).
      yield made(kind, Math.imul(seed * 1_000_003 + i * 101 + k, 2_654_435_761) >>> 0);
    }
  }
}
