/** Samples that were taken within a minute or two, and hours before the next, are one look: between them nothing had time to move. */
import type { Sample } from './types.ts';

/** A scrape, a screen or a table printed three times: no look lasts longer. */
const longestLookMs = 2 * 60_000;
/** Looks stand apart by at least this, and by so many times as long as the longest of them lasts. */
const leastApartMs = 10 * 60_000;
const timesApart = 10;

/** The samples (in order of time) in groups between the wide gaps. */
function groupsOf(samples: readonly Sample[]): readonly (readonly Sample[])[] {
  const starts = samples.flatMap((each, i) => (i === 0 || each.at - (samples[i - 1]?.at ?? 0) >= leastApartMs ? [i] : []));
  return starts.map((from, i) => samples.slice(from, starts[i + 1] ?? samples.length));
}

const lasts = (group: readonly Sample[]): number => (group.at(-1)?.at ?? 0) - (group[0]?.at ?? 0);

function middleOf(group: readonly Sample[]): Sample | undefined {
  return group.toSorted((a, b) => a.value - b.value)[(group.length - 1) >> 1];
}

/** One sample a look, its middle value at the time that it had it, where all of them are such looks; else the samples as they are. */
export function oneALook(samples: readonly Sample[]): readonly Sample[] {
  const groups = groupsOf(samples);
  if (groups.length < 2 || groups.length === samples.length) return samples;
  const longest = Math.max(...groups.map(lasts));
  const gaps = groups.slice(1).map((group, i) => (group[0]?.at ?? 0) - (groups[i]?.at(-1)?.at ?? 0));
  if (longest > longestLookMs || Math.min(...gaps) < timesApart * longest) return samples;
  return groups.flatMap((group) => middleOf(group) ?? []);
}
