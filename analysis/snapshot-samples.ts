/** Single looks at a process, apart in time and perhaps in files of their own, as samples of its counters. */
import type { CounterId, CounterSeries, Evidence, ProcessLife, Sample } from './types.ts';

/** Two moments are a difference; from three on they are a log. */
const fewestMoments = 3;
/** Times of day without a day are counted from 1970 on: no process that is asked about ran then. */
const firstDated = Date.UTC(1990, 0, 1);

/** What the counter is called where the snapshot was taken; the virtual size of Linux is not that of Windows. */
export function printedAs(parser: string, counter: CounterId): string {
  if (counter !== 'virtualBytes') return counter;
  return parser === 'ps' ? 'VSZ' : parser === 'proc-status' || parser === 'pmap' ? 'VmSize' : counter;
}

/** Each value of each snapshot of a life as a series of one sample; nothing where there are too few to be a log. */
export function snapshotSeries(
  evidence: readonly Evidence[],
  belongs: (life: ProcessLife) => boolean,
): readonly (readonly [string, CounterSeries])[] {
  const all = evidence.flatMap((each) => {
    const at = each.takenAt;
    if (each.kind !== 'snapshot' || at === null || !belongs(each.life)) return [];
    return Object.entries(each.values).map(([name, value]) => {
      const counter = name as CounterId;
      return [each.id, { life: each.life, counter, printed: printedAs(each.parser, counter), samples: [{ at, value }] }] as const;
    });
  });
  const byCounter = Map.groupBy(all, ([, { counter }]) => counter);
  return [...byCounter.values()].filter((some) => new Set(some.map(([, { samples }]) => samples.at(0)?.at)).size >= fewestMoments).flat();
}

export const isDated = (at: number): boolean => at >= firstDated;

/** Samples whose day is not known cannot stand beside others whose day is. */
export function onOneClock(samples: readonly Sample[]): readonly Sample[] {
  const dated = samples.filter(({ at }) => isDated(at));
  return dated.length === 0 ? samples : dated;
}
