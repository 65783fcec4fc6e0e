/**
 * The time axis of a chart. A fix is proved days after the leak: drawn to scale, hours of samples would be
 * specks at both ends. So a stretch without samples that is longer than half of all the rest is folded to a
 * narrow band with a mark of its own, and the samples keep their room.
 */
import { timeTicks, type Tick } from './chart-scale.ts';
import type { ChartModel } from './types.ts';

/** px of a folded stretch: wide enough for its mark. */
const foldWidth = 26;

export interface Stretch {
  readonly from: number; // epoch ms
  readonly to: number;
  readonly left: number; // px
  readonly right: number;
  readonly folded: boolean;
}

/** The longest first: what is left must be able to outweigh it. */
function foldedGaps(times: readonly number[], from: number, to: number): readonly (readonly [number, number])[] {
  const gaps = times.slice(1).flatMap((at, index) => [[times[index] ?? at, at] as const]);
  const longest = gaps.toSorted((a, b) => b[1] - b[0] - (a[1] - a[0]));
  let shown = to - from;
  const folded = [];
  for (const gap of longest.slice(0, 4)) {
    const length = gap[1] - gap[0];
    if (length <= (shown - length) / 2) break;
    folded.push(gap);
    shown -= length;
  }
  // Two reports are two points: between them lies the only stretch there is, and it is no gap.
  return shown > 0 ? folded.toSorted((a, b) => a[0] - b[0]) : [];
}

/**
 * Cuts `from`…`to` (epoch ms) into stretches with their place in px. `times` are those of all samples.
 * Without a long gap there is one stretch.
 */
export function stretches(times: readonly number[], from: number, to: number, left: number, right: number): readonly Stretch[] {
  const sorted = [...new Set(times)].toSorted((a, b) => a - b);
  const gaps = foldedGaps(sorted, from, to);
  const shown = to - from - gaps.reduce((sum, [start, end]) => sum + end - start, 0);
  const scale = (right - left - gaps.length * foldWidth) / shown;
  const cuts = [...gaps.flatMap(([start, end]) => [start, end]), to];
  let [at, x] = [from, left];
  return cuts.map((end, index) => {
    const folded = index % 2 === 1;
    const width = folded ? foldWidth : (end - at) * scale;
    const stretch = { from: at, to: end, left: x, right: x + width, folded };
    [at, x] = [end, x + width];
    return stretch;
  });
}

/** px of a moment; inside a fold it stands in proportion. */
export function placeOf(all: readonly Stretch[], at: number): number {
  const found = all.find((each) => at <= each.to) ?? all.at(-1);
  if (found === undefined) return 0;
  const share = found.to > found.from ? (at - found.from) / (found.to - found.from) : 0;
  return found.left + share * (found.right - found.left);
}

/** Ticks of every stretch that is drawn to scale: as many as fit its width, and at least its beginning after a fold. */
export function ticksOf(all: readonly Stretch[], model: Pick<ChartModel, 'utcOffsetMinutes' | 'xAxis'>, most: number): readonly Tick[] {
  const drawn = all.filter((each) => !each.folded && each.right > each.left);
  const width = drawn.reduce((sum, each) => sum + each.right - each.left, 0);
  return drawn.flatMap((each) => {
    const fits = Math.max(1, Math.round((most * (each.right - each.left)) / width));
    return timeTicks(each.from, each.to, model, fits);
  });
}
