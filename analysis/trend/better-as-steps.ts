/** A level that changed once or twice in the noise looks like growth to a test of blocks: which of the two explains the curve better? */
import type { Point } from './points.ts';
import { spread } from './robust-statistics.ts';
import { repeating } from './slope.ts';

/** A level that was held by fewer points than this is no level. */
const fewestHeld = 5;
/** One more number in the explanation costs log(n) (Schwarz 1978), and as much again. */
const strictness = 2;
/** The place of a bend or a step need not be exact for what is left about it. */
const bendEvery = 5;
const stepEvery = 2;
/** The day's work is a wave of a day and one of half a day. */
const wavesADay = [1, 2];

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/** What is left of `values` when what they share with each of `basis` (of length 1, at right angles to each other) is taken out. */
function without(values: Float64Array, basis: readonly Float64Array[]): Float64Array {
  const rest = values.slice();
  for (const each of basis) {
    const share = dot(rest, each);
    for (let i = 0; i < rest.length; i += 1) rest[i] = (rest[i] ?? 0) - share * (each[i] ?? 0);
  }
  return rest;
}

/** What explains nothing of a growth: the level, and where two days were seen the day's work; at right angles to each other. */
function backgroundOf(points: readonly Point[], daily: boolean): readonly Float64Array[] {
  const waves = daily
    ? wavesADay.flatMap((times) => [Math.cos, Math.sin].map((wave) => (h: number) => wave((2 * Math.PI * times * h) / 24)))
    : [];
  return [() => 1, ...waves].reduce<readonly Float64Array[]>((basis, shape) => {
    const next = without(
      Float64Array.from(points, ({ h }) => shape(h)),
      basis,
    );
    const length = Math.sqrt(dot(next, next));
    return length < 1e-6 ? basis : [...basis, next.map((each) => each / length)];
  }, []);
}

/** How two shapes overlap, and how the values lie on them. */
interface Overlap {
  readonly aa: number;
  readonly ab: number;
  readonly bb: number;
  readonly onA: number;
  readonly onB: number;
}

/** How much of the squares of the values both shapes explain together. */
function explained({ aa, ab, bb, onA, onB }: Overlap): number {
  const det = aa * bb - ab * ab;
  if (det <= 1e-9 * aa * bb) return aa <= 0 ? 0 : onA ** 2 / aa;
  return (onA ** 2 * bb - 2 * onA * onB * ab + onB ** 2 * aa) / det;
}

/** Both steps go up: what comes down again is the day's work, and no level. */
const bothRise = ({ aa, ab, bb, onA, onB }: Overlap): boolean => onA * bb > onB * ab && onB * aa > onA * ab;

/** Sums from each point to the end: how a step that begins there lies on the values. */
function sumsToEnd(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let i = values.length - 1; i >= 0; i -= 1) sums[i] = (sums[i + 1] ?? 0) + (values[i] ?? 0);
  return sums;
}

interface Steps {
  readonly starts: readonly number[];
  readonly explains: number;
}

const nothing: Steps = { starts: [], explains: 0 };

/** The best one step and the best two, all upwards. */
function stepsOf(values: Float64Array, basis: readonly Float64Array[]): readonly Steps[] {
  const n = values.length;
  const on = sumsToEnd(values);
  const shared = basis.map(sumsToEnd);
  const overlap = (a: number, b: number): number => {
    let sum = n - Math.max(a, b);
    for (const each of shared) sum -= (each[a] ?? 0) * (each[b] ?? 0);
    return sum;
  };
  const own = Float64Array.from({ length: n }, (_, a) => overlap(a, a));
  let [one, two]: [Steps, Steps] = [nothing, nothing];
  for (let a = fewestHeld; a + fewestHeld <= n; a += stepEvery) {
    const [aa, onA] = [own[a] ?? 0, on[a] ?? 0];
    const alone = onA <= 0 ? 0 : onA ** 2 / aa;
    if (alone > one.explains) one = { starts: [a], explains: alone };
    for (let b = a + fewestHeld; b + fewestHeld <= n; b += stepEvery) {
      const both: Overlap = { aa, ab: overlap(a, b), bb: own[b] ?? 0, onA, onB: on[b] ?? 0 };
      const explains = bothRise(both) ? explained(both) : 0;
      if (explains > two.explains) two = { starts: [a, b], explains };
    }
  }
  return [one, two];
}

/** How much the best line explains that bends once at most: a growth that may have begun late, or become faster. */
function bendExplains(points: readonly Point[], values: Float64Array, basis: readonly Float64Array[]): number {
  const line = without(
    Float64Array.from(points, ({ h }) => h),
    basis,
  );
  const [aa, onLine] = [dot(line, line), dot(line, values)];
  let most = aa <= 0 ? 0 : onLine ** 2 / aa;
  for (let at = bendEvery; at + 2 < points.length; at += bendEvery) {
    const from = points[at]?.h ?? 0;
    const bend = without(
      Float64Array.from(points, ({ h }) => Math.max(0, h - from)),
      basis,
    );
    most = Math.max(most, explained({ aa, ab: dot(line, bend), bb: dot(bend, bend), onA: onLine, onB: dot(bend, values) }));
  }
  return most;
}

/** The values with the steps taken out, too. */
function leftOf(values: Float64Array, basis: readonly Float64Array[], { starts }: Steps): Float64Array {
  const shapes = starts.reduce<readonly Float64Array[]>((all, start) => {
    const next = without(
      Float64Array.from(values, (_, i) => (i >= start ? 1 : 0)),
      [...basis, ...all],
    );
    const length = Math.sqrt(dot(next, next));
    return length < 1e-9 ? all : [...all, next.map((each) => each / length)];
  }, []);
  return without(values, shapes);
}

/** Where the one step begins that explains most of the points: the index of the first after it; null where none goes up. */
export function greatestStep(points: readonly Point[], daily: boolean): number | null {
  if (points.length < 4 * fewestHeld) return null;
  const basis = backgroundOf(points, daily);
  const raw = Float64Array.from(points, ({ v }) => v - (points[0]?.v ?? 0));
  return stepsOf(without(withoutSpikes(raw), basis), basis)[0]?.starts[0] ?? null;
}

/** Of each stretch of this share of the points the lowest value is what stays: spikes and the night's batch are shorter. */
const longestSpike = 0.1;

/** The highest of the lowest values (an opening with a flat window): excursions upwards that are shorter than the window are gone. */
function withoutSpikes(values: Float64Array): Float64Array {
  const reach = Math.floor((longestSpike * values.length) / 2);
  const over = (some: Float64Array, better: (a: number, b: number) => number): Float64Array =>
    Float64Array.from(some, (each, i) => {
      let best = each;
      for (let k = Math.max(0, i - reach); k <= Math.min(some.length - 1, i + reach); k += 1) best = better(best, some[k] ?? best);
      return best;
    });
  return over(over(values, Math.min), Math.max);
}

/**
 * Whether one or two steps explain the points so much better than a growth that bends once at most that chance does not: then
 * nobody knows that it goes on. `daily`: two days were seen, so that the day's work can be told from both.
 */
export function isBetterAsSteps(points: readonly Point[], daily: boolean): boolean {
  const n = points.length;
  if (n < 4 * fewestHeld) return false;
  const basis = backgroundOf(points, daily);
  const raw = Float64Array.from(points, ({ v }) => v - (points[0]?.v ?? 0));
  const [whole, values] = [without(raw, basis), without(withoutSpikes(raw), basis)];
  const bend = bendExplains(points, values, basis);
  return stepsOf(values, basis).some((steps) => {
    if (steps.explains <= bend) return false;
    const [left, rest] = [leftOf(values, basis, steps), leftOf(whole, basis, steps)];
    const smooth = (dot(left, left) / Math.max(1, n - basis.length - 2 * steps.starts.length)) * repeating(left);
    // Teeth that are too near to each other to be seen make stairs of any growth once their tops are gone: with their tops they do not.
    const noise = Math.max(smooth, spread(rest) ** 2);
    if (steps.explains - bend <= strictness * Math.log(n) * noise * steps.starts.length) return false;
    return dot(whole, whole) - dot(rest, rest) > bendExplains(points, whole, basis);
  });
}
