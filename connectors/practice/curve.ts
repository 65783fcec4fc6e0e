/** Counter curves that a source shows only as a picture, drawn again from what it says about them: straight lines and a little noise. */
import { z } from 'zod';

const drawn = z.strictObject({
  /** [minutes since `from`, value]; straight lines between them, level before the first and after the last. */
  points: z.array(z.tuple([z.number(), z.number()])).min(1),
  /** Values are multiples of this many; 1048576 for MB. */
  scale: z.number().positive(),
  /** Largest deviation from the line, in multiples of `scale`. */
  noise: z.number().min(0),
  /** Never falls: a running total. */
  total: z.boolean().optional(),
});

export const curve = z.strictObject({
  /** What is known of the real curve, and that this one is reconstructed. */
  note: z.string(),
  pid: z.int().positive(),
  startedAt: z.iso.datetime(),
  from: z.iso.datetime(),
  everySeconds: z.number().positive(),
  lastsMinutes: z.number().positive(),
  seed: z.int(),
  counters: z.record(z.string(), drawn),
});
export type Curve = z.infer<typeof curve>;
type Drawn = z.infer<typeof drawn>;

export interface CurveLine {
  /** Seconds since the curve begins. */
  readonly afterSeconds: number;
  /** A line of the bot's own sampler. */
  readonly line: string;
}

/** All lines of a curve; the same at each call. */
export function curveLines(curve: Curve, about: { readonly machine: string; readonly process: string }): readonly CurveLine[] {
  const count = Math.floor((curve.lastsMinutes * 60) / curve.everySeconds) + 1;
  const columns = Object.entries(curve.counters).map(([counter, each], at) => [counter, valuesOf(each, curve, count, curve.seed + at)] as const);
  return Array.from({ length: count }, (_, at) => {
    const afterSeconds = at * curve.everySeconds;
    const values = Object.fromEntries(columns.map(([counter, values]) => [counter, values[at]]));
    const life = { machine: about.machine, process: about.process, pid: curve.pid, startedAt: new Date(curve.startedAt).toISOString() };
    const taken = new Date(Date.parse(curve.from) + afterSeconds * 1000).toISOString();
    return { afterSeconds, line: JSON.stringify({ plumbline: 'sample', at: taken, ...life, runtime: 'netfx', bitness: 64, ...values }) };
  });
}

function valuesOf(drawn: Drawn, { everySeconds }: Curve, count: number, seed: number): number[] {
  const chance = seeded(seed);
  let highest = 0;
  return Array.from({ length: count }, (_, at) => {
    const value = Math.max(0, (lineAt(drawn.points, (at * everySeconds) / 60) + drawn.noise * (2 * chance() - 1)) * drawn.scale);
    highest = Math.max(highest, value);
    return Math.round(drawn.total === true ? highest : value);
  });
}

function lineAt(points: Drawn['points'], minute: number): number {
  const after = points.findIndex(([at]) => at >= minute);
  const [laterAt, later] = points[after === -1 ? points.length - 1 : after] ?? [0, 0];
  const [earlierAt, earlier] = points[Math.max(0, after - 1)] ?? [laterAt, later];
  if (after <= 0) return later;
  return earlier + ((later - earlier) * (minute - earlierAt)) / (laterAt - earlierAt);
}

/** mulberry32: the same numbers from 0 to 1 for the same seed, everywhere. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
