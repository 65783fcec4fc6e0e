/** At what time a curve changed its slope or its level: what "since the deployment" is compared with. */
import type { Sample } from '../types.ts';
import { binned, hourMs, lastingHours, pointsOf, type Point } from './points.ts';
import { median, spread } from './robust-statistics.ts';
import { floorOf, sawToothOf, windowsInPeriod } from './saw-tooth.ts';
import { repeating } from './slope.ts';
import { straightPieces, sumsOf, type Fit, type Sums } from './straight-pieces.ts';

export interface ChangePoint {
  /** `slope`: it began to grow faster or slower; `level`: it jumped. */
  readonly kind: 'slope' | 'level';
  /** Epoch ms: the likeliest time, and the 95 % interval about it. */
  readonly at: number;
  readonly earliest: number;
  readonly latest: number;
  /** Per hour before and after, in the unit of the values. */
  readonly before: number;
  readonly after: number;
  /** How far the level jumped at that time; 0 where only the slope changed. */
  readonly jump: number;
}

/** Bins: 12 minutes of two days. More cost the square of their number and tell a change of slope no better. */
const bins = 160;
/** Less than this has no change that could be told from chance. */
const fewestPoints = 16;
/** No piece is shorter than this share of the watch, nor than this many points. */
const shortestShare = 0.04;
const shortestPoints = 5;
/** A curve that bends more often is no row of straight pieces (a cycle, a saw-tooth, a cache): its bends date nothing. */
const mostChanges = 4;
/** One more piece costs three numbers (time, slope, level); each by log(n), as the Bayesian criterion of Schwarz 1978, and as much again. */
const numbersPerPiece = 3;
const strictness = 2;
/** A change smaller than this share of the whole range is not worth a time. */
const materialShare = 0.1;
/** The 95 % points of the likelihood ratio of a break: continuous (χ² with one degree) and in a jump (Hansen 2000, table 1). */
const ratioOfBend = 3.84;
const ratioOfJump = 7.35;

/** The curve without its teeth and without more points than help. */
function outline(points: readonly Point[]): readonly Point[] {
  const coarse = points.length > bins ? binned(points, lastingHours(points) / bins + 1e-12, 0.5) : points;
  const tooth = points.length < 3 * fewestPoints ? null : sawToothOf(points, coarse);
  if (tooth === null) return coarse;
  // One point a window: the windows of a floor overlap, and a lowest value that is seen twice is no level of its own.
  const floor = floorOf(points, tooth).filter((_, i) => i % windowsInPeriod === 0);
  return floor.length >= fewestPoints ? floor : [];
}

/** Neighbours that repeat each other more than this cannot be told from a curve that wanders. */
const longestMemory = 0.9;

/**
 * What the noise of a point adds to a mean of many, from differences alone, which no change of slope or level moves much: with a
 * memory φ from one point to the next, differences over four points are (1 + φ²) times as scattered as those over two. (Not one and
 * two: what a bin averages blurs into the next.)
 */
function wandering(points: readonly Point[]): number {
  const differences = (lag: number): number => spread(points.slice(lag).map(({ v }, i) => v - (points[i]?.v ?? v))) ** 2;
  const two = differences(2);
  const memory = two === 0 ? 0 : Math.min(longestMemory, Math.sqrt(Math.max(0, differences(4) / two - 1)));
  return two / (2 * (1 - memory) ** 2);
}

/** The long-run variance: of one point, times how much neighbours repeat each other. */
function noiseAbout(points: readonly Point[], starts: readonly number[], sums: Sums): number {
  const edges = [0, ...starts, points.length];
  const residuals = new Float64Array(points.length);
  edges.slice(1).forEach((until, k) => {
    const from = edges[k] ?? 0;
    const { perHour, at0 } = sums.fit(from, until);
    for (let i = from; i < until; i += 1) residuals[i] = (points[i]?.v ?? 0) - at0 - perHour * (points[i]?.h ?? 0);
  });
  const variance = residuals.reduce((sum, each) => sum + each * each, 0) / Math.max(1, points.length - 2 * (edges.length - 1));
  // A curve without any noise still has the width of its last digit.
  const digits = (1e-9 * Math.max(...points.map(({ v }) => Math.abs(v)), 1)) ** 2;
  return Math.max(digits, variance * repeating(residuals), wandering(points));
}

/** The fewest pieces that more pieces do not beat by more than their price; null where it never stops. */
function startsOf(points: readonly Point[], sums: Sums): { readonly starts: readonly number[]; readonly noise: number } | null {
  const shortest = Math.max(shortestPoints, Math.ceil(shortestShare * points.length));
  const found = straightPieces(points.length, sums, mostChanges + 2, shortest);
  const price = (noise: number): number => strictness * numbersPerPiece * Math.log(points.length) * noise;
  for (const [k, { starts, squares }] of found.entries()) {
    const beaten = found.slice(k + 1).some((more, j) => squares - more.squares > (j + 1) * price(noiseAbout(points, more.starts, sums)));
    if (!beaten) return k > mostChanges ? null : { starts, noise: noiseAbout(points, starts, sums) };
  }
  return null;
}

interface Break {
  readonly h: number;
  readonly earliest: number;
  readonly latest: number;
  readonly squares: number;
}

/** All places for a break, what is left at each, and those that the least cannot be told from. */
function within(places: readonly { readonly h: number; readonly squares: number }[], allowed: number): Break | null {
  const [first] = places;
  if (first === undefined) return null;
  const best = places.reduce((least, each) => (each.squares < least.squares ? each : least), first);
  const alike = places.filter(({ squares }) => squares - best.squares <= allowed).map(({ h }) => h);
  return { h: best.h, earliest: Math.min(...alike), latest: Math.max(...alike), squares: best.squares };
}

/** The best bend without a jump between two edges: least squares on [1, t − τ, (t − τ)+] for each τ. */
function bendOf(points: readonly Point[], allowed: number): Break | null {
  const from = points[2]?.h ?? 0;
  const until = points.at(-3)?.h ?? 0;
  const steps = 2 * points.length;
  const places = Array.from({ length: steps + 1 }, (_, i) => {
    const h = from + ((until - from) * i) / steps;
    return { h, squares: squaresOfBend(points, h) };
  });
  return within(places, allowed);
}

function squaresOfBend(points: readonly Point[], at: number): number {
  const n = points.length;
  let [sa, sb, saa, sab, sbb, sv, sav, sbv, svv] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  const v0 = points[n >> 1]?.v ?? 0;
  for (const { h, v } of points) {
    const [a, b, dv] = [Math.min(0, h - at), Math.max(0, h - at), v - v0];
    sa += a;
    sb += b;
    saa += a * a;
    sbb += b * b;
    sab += a * b;
    sv += dv;
    sav += a * dv;
    sbv += b * dv;
    svv += dv * dv;
  }
  // Centred normal equations of the two slopes.
  const [aa, bb, ab] = [saa - (sa * sa) / n, sbb - (sb * sb) / n, sab - (sa * sb) / n];
  const [av, bv, vv] = [sav - (sa * sv) / n, sbv - (sb * sv) / n, svv - (sv * sv) / n];
  const det = aa * bb - ab * ab;
  if (det <= 0) return vv;
  const [left, right] = [(av * bb - bv * ab) / det, (bv * aa - av * ab) / det];
  return Math.max(0, vv - left * av - right * bv);
}

/** The best jump between two edges: a line before and a line after, wherever each point may be the first of the later. */
function jumpOf(points: readonly Point[], allowed: number): Break | null {
  const sums = sumsOf(points);
  const places = points.flatMap(({ h }, i) => {
    if (i < 2 || i + 2 > points.length) return [];
    const squares = sums.fit(0, i).squares + sums.fit(i, points.length).squares;
    return [{ h: (h + (points[i - 1]?.h ?? h)) / 2, squares }];
  });
  return within(places, allowed);
}

interface Placed extends Break {
  readonly kind: ChangePoint['kind'];
  readonly before: Fit;
  readonly after: Fit;
}

/** Bend or jump: a bend where a jump explains no more than chance would. */
function placed(points: readonly Point[], noise: number): Placed | null {
  const [bend, jump] = [bendOf(points, ratioOfBend * noise), jumpOf(points, ratioOfJump * noise)];
  if (bend === null || jump === null) return null;
  const isBend = bend.squares - jump.squares <= ratioOfJump * noise;
  const found = isBend ? bend : jump;
  const cut = points.findIndex(({ h }) => h >= found.h);
  const sums = sumsOf(points);
  return { ...found, kind: isBend ? 'slope' : 'level', before: sums.fit(0, cut), after: sums.fit(cut, points.length) };
}

const valueAt = ({ perHour, at0 }: Fit, h: number): number => at0 + perHour * h;

/**
 * The changes of one counter of one process life, in order of time. None where the samples are too few, where nothing changed that
 * noise could not have done, or where the curve bends all the time. The teeth of a saw-tooth are no changes; its floor is looked at.
 */
export function changePoints(samples: readonly Sample[]): readonly ChangePoint[] {
  const all = pointsOf(samples);
  const points = all.length < fewestPoints ? [] : outline(all);
  if (points.length < fewestPoints || lastingHours(points) <= 0) return [];
  const found = startsOf(points, sumsOf(points));
  if (found === null) return [];
  const start = samples.reduce((first, { at }) => (at < first ? at : first), Number.POSITIVE_INFINITY);
  const edges = [0, ...found.starts, points.length];
  const range = Math.max(...points.map(({ v }) => v)) - Math.min(...points.map(({ v }) => v));
  const width = median(points.slice(1).map(({ h }, i) => h - (points[i]?.h ?? h)));
  const at = (h: number): number => Math.round(start + h * hourMs);
  return found.starts.flatMap((_, k) => {
    const piece = points.slice(edges[k] ?? 0, edges[k + 2] ?? points.length);
    const change = placed(piece, found.noise);
    if (change === null) return [];
    const jump = change.kind === 'slope' ? 0 : valueAt(change.after, change.h) - valueAt(change.before, change.h);
    const bend = Math.abs(change.after.perHour - change.before.perHour) * lastingHours(piece) * 0.5;
    if (Math.max(Math.abs(jump), bend) < materialShare * range) return [];
    const [earliest, latest] = [at(change.earliest - width), at(change.latest + width)];
    return [{ kind: change.kind, at: at(change.h), earliest, latest, before: change.before.perHour, after: change.after.perHour, jump }];
  });
}
