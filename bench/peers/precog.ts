/**
 * After Jindal, Staab, Cardoso, Gerndt and Podolskiy, "Online memory leak detection in the cloud-based infrastructures"
 * (arXiv 2101.09799): written anew from the paper's description. Change points of the smoothed record; from its end backwards, from
 * change point to change point, the longest window through which a line fits; such windows that the clean history knows too are no
 * leak. The last one of the three (maximum filtration) also wants the record to stand above all that the history has seen.
 */
import type { Sample } from '../../analysis/types.ts';
import { growthShare, growthsTried, lineThrough } from './least-squares.ts';
import { means, type Peer } from './types.ts';

interface Point {
  readonly h: number;
  readonly v: number;
}

/** Medians of five minutes would do; half the points are enough at 48 h. */
const points = 288;
/** Iglewicz and Hoaglin's modified z score. */
const outlying = 3.5;
const shortestWindow = 36;

function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}

function changes(record: readonly Point[]): readonly number[] {
  const steps = record.slice(1).map(({ v }, i) => Math.abs(v - (record[i]?.v ?? v)));
  const usual = middle(steps);
  const scatter = middle(steps.map((each) => Math.abs(each - usual)));
  const at = steps.flatMap((step, i) => (scatter > 0 && (0.6745 * (step - usual)) / scatter > outlying ? [i + 1] : []));
  return [0, ...at.filter((i) => record.length - i > shortestWindow)];
}

interface Window {
  readonly r2: number;
  readonly growth: number;
  readonly slope: number;
  readonly hours: number;
}

/** The window to the end of the record through which a rising line fits best; a longer one may fit a little worse. */
function bestWindow(record: readonly Point[]): Window {
  let best: Window = { r2: 0, growth: 0, slope: 0, hours: 0 };
  for (const start of changes(record).toReversed()) {
    const window = record.slice(start);
    if (window.length < shortestWindow) continue;
    const { slope, r2 } = lineThrough(window);
    if (slope <= 0 || r2 < best.r2 - 0.05) continue;
    best = { r2, slope, growth: growthShare(slope, window), hours: (window.at(-1)?.h ?? 0) - (window[0]?.h ?? 0) };
  }
  return best;
}

const fitsTried = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.88, 0.92, 0.95, 0.97];

export const windowsBack: Peer = {
  name: 'backward windows and change points',
  learn: () => (samples) => {
    const { r2, growth } = bestWindow(means(samples, points));
    return [r2, growth];
  },
  thresholds: [fitsTried, growthsTried],
};

/** Trends that the history holds: the same search over its beginnings. */
function known(history: readonly Sample[]): Window {
  const record = means(history, points);
  const windows = [0.25, 0.5, 0.75, 1].map((share) => bestWindow(record.slice(0, Math.floor(share * record.length))));
  const trends = windows.filter(({ r2 }) => r2 >= 0.7);
  return {
    r2: 0,
    growth: 0,
    slope: Math.max(0, ...trends.map(({ slope }) => slope)),
    hours: Math.max(0, ...trends.map(({ hours }) => hours)),
  };
}

function createPrecog(name: string, aboveHistory: boolean): Peer {
  return {
    name,
    learn: (history) => {
      const trained = known(history);
      const top = Math.max(...means(history, points).map(({ v }) => v));
      return (samples) => {
        const record = means(samples, points);
        const window = bestWindow(record);
        const usual = window.slope <= trained.slope && window.hours <= trained.hours;
        const low = aboveHistory && (record.at(-1)?.v ?? 0) <= top;
        return usual || low ? [0, 0] : [window.r2, window.growth];
      };
    },
    thresholds: [fitsTried, growthsTried],
  };
}

export const precog = createPrecog('Precog-like (with its history)', false);
export const precogFiltered = createPrecog('Precog-like, maximum filtration', true);
