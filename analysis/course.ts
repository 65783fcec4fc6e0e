/** What a few readings of one number say of it: it grows, it stands, or what was there has gone again. */
import { restMs } from './heap-parts.ts';
import { timeBetween } from './order-of-evidence.ts';
import { riseOf } from './rise.ts';
import type { Evidence } from './types.ts';
import { durationText, seriesText } from './wording.ts';

/** `went`: it rose and came down again, or most of it is gone. */
export type Course = 'grows' | 'stands' | 'went';

/** So little more is what the moment holds. */
const still = 0.03;
/** What is left is this share of what was there: most of it is gone. */
const mostGone = 0.5;

type Taken = Pick<Evidence, 'takenAt'>;

/** `readings` oldest first, with a value each; null: there are fewer than two, or they are too near to each other to show rest. */
export function courseOf(readings: readonly Taken[], values: readonly number[]): Course | null {
  const { growth, swings } = riseOf(values);
  if (growth === null) return null;
  const [first = 0, last = 0, highest] = [values[0], values.at(-1), Math.max(...values)];
  const ms = timeBetween(readings);
  const stands = ms === null || ms >= restMs ? 'stands' : null;
  if (highest - Math.min(...values) <= still * highest) return stands;
  if (swings || last < mostGone * highest) return 'went';
  return growth > still * first ? 'grows' : stands;
}

/** `4,301 → 4,301 over 2 lists of assemblies (2 h)`. */
export function courseText(readings: readonly Taken[], values: readonly number[], text: (value: number) => string, many: string): string {
  const ms = timeBetween(readings);
  const span = ms === null || ms <= 0 ? '' : ` (${durationText(ms)})`;
  return `${seriesText(values, text)} over ${readings.length} ${many}${span}`;
}
