/** How a few readings of one value move: two points have a difference, three or more show whether it goes on. */

export interface Rise {
  /** Last less first; null where fewer than two readings tell. */
  readonly growth: number | null;
  /** Three or more readings, and what was ever given back is little. */
  readonly steady: boolean;
  /** It grew and gave most of it back on the way: up and down, no growth. */
  readonly swings: boolean;
  /** What to rank by: growth less what it swung. */
  readonly weight: number;
}

/** Of all rises this share may be given back in a growth that counts as steady, and in one that counts as growth at all. */
const steadyShare = 0.1;
const swingShare = 0.5;

/** The values in order of time; what a reading does not tell is passed over. */
export function riseOf(values: readonly (number | null)[]): Rise {
  const known = values.filter((each) => each !== null);
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined || known.length < 2) return { growth: null, steady: false, swings: false, weight: 0 };
  const steps = known.slice(1).map((each, i) => each - (known[i] ?? each));
  const rises = steps.reduce((sum, step) => sum + Math.max(0, step), 0);
  const falls = steps.reduce((sum, step) => sum + Math.max(0, -step), 0);
  const growth = last - first;
  return {
    growth,
    steady: known.length > 2 && growth > 0 && falls <= steadyShare * rises && steps.filter((step) => step > 0).length > 1,
    swings: rises > 0 && falls > swingShare * rises,
    weight: growth <= 0 ? growth : growth * (1 - falls / Math.max(1, rises)),
  };
}
