/** Order statistics: what one wild sample cannot move. */

/** The k-th smallest value (from 0) of `values`, which it reorders (Hoare's quickselect, median of three as pivot). */
function select(values: Float64Array, k: number): number {
  let [low, high] = [0, values.length - 1];
  const at = (i: number): number => values[i] ?? Number.NaN;
  while (low < high) {
    const [a, b, c] = [at(low), at((low + high) >> 1), at(high)];
    const pivot = Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    let [i, j] = [low, high];
    while (i <= j) {
      while (at(i) < pivot) i += 1;
      while (at(j) > pivot) j -= 1;
      if (i > j) break;
      const kept = at(i);
      values[i] = at(j);
      values[j] = kept;
      i += 1;
      j -= 1;
    }
    if (k <= j) high = j;
    else if (k >= i) low = i;
    else break;
  }
  return at(k);
}

/** The `share` quantile (0–1, nearest rank) of `values`, which it reorders; NaN of nothing. */
export function quantileOf(values: Float64Array, share: number): number {
  if (values.length === 0) return Number.NaN;
  return select(values, Math.min(values.length - 1, Math.max(0, Math.round(share * (values.length - 1)))));
}

/** The `share` quantile (0–1, nearest rank); NaN of nothing. */
export function quantile(values: ArrayLike<number>, share: number): number {
  return quantileOf(new Float64Array(values), share);
}

/** The middle value; the mean of the two middle ones where their number is even; NaN of nothing. */
export function median(values: ArrayLike<number>): number {
  const half = values.length >> 1;
  if (values.length === 0) return Number.NaN;
  const copy = new Float64Array(values);
  const upper = select(copy, half);
  if (values.length % 2 === 1) return upper;
  let lower = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < half; i += 1) lower = Math.max(lower, copy[i] ?? lower);
  return (lower + upper) / 2;
}

/** 1.4826 × the median absolute deviation: a standard deviation that outliers do not move (normal consistency, Huber 1981). */
export function spread(values: ArrayLike<number>): number {
  const middle = median(values);
  const away = new Float64Array(values);
  for (let i = 0; i < away.length; i += 1) away[i] = Math.abs((away[i] ?? 0) - middle);
  return 1.4826 * median(away);
}

/** More values than this tell a quantile of the whole no better than every so many-th of them do. */
const enough = 720;

/** Every so many-th value, about 720 of them: for the range and the scatter of a long series. */
export function thinnedOut(values: Float64Array): Float64Array {
  const every = Math.floor(values.length / enough);
  if (every < 2) return values;
  const some = new Float64Array(Math.ceil(values.length / every));
  for (let i = 0; i < some.length; i += 1) some[i] = values[i * every] ?? 0;
  return some;
}

/** From the 2 % to the 98 % quantile: the range without its wildest values. */
export function rangeOf(values: Float64Array): number {
  const some = thinnedOut(values).slice();
  return quantileOf(some, 0.98) - quantileOf(some, 0.02);
}
