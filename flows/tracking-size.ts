/** How large the process is while it is tracked, and which threshold is next. */
import type { CounterSeries } from '../analysis/types.ts';
import type { Facts, Investigation } from './types.ts';
import { isOfThisLife } from './evidence-time.ts';
import { placeOf } from './memory-leak/place.ts';

/** Private bytes of the current life in the series of a watch, oldest first. */
function privateBytes(investigation: Investigation, watch: string): CounterSeries['samples'] {
  const evidence = investigation.evidence.filter(
    (each) => each.kind === 'counters' && each.sequence?.group === `watch:${watch}` && isOfThisLife(each, investigation.target),
  );
  const series = evidence.flatMap((each) => (each.kind === 'counters' ? each.series : []));
  return series
    .filter((each) => each.counter === 'privateBytes')
    .flatMap((each) => each.samples)
    .toSorted((a, b) => a.at - b.at);
}

/**
 * The next threshold is the first above the last one that was dumped at and above the size at which the
 * watch began: a process that is already above a threshold would otherwise be dumped at once, and again.
 */
export function sizeFacts(investigation: Investigation, watch: string | null): Partial<Facts> {
  if (watch === null || placeOf(investigation.snapshot.state).step !== 'leakTracking') return {};
  const samples = privateBytes(investigation, watch);
  const [first, newest] = [samples[0], samples.at(-1)];
  if (first === undefined || newest === undefined) return {};
  const { lastThreshold, nextThreshold } = investigation.snapshot.facts;
  const base = Math.max(first.value, lastThreshold ?? 0);
  const next = investigation.plan.thresholds.map((each) => each.bytes).find((each) => each > base);
  return { privateBytes: newest.value, nextThreshold: nextThreshold ?? next ?? null };
}
