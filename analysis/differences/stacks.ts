import type { CaseFile } from '../case-file.ts';
import { stackListings } from '../stack-listings.ts';
import { blamedFrame, firstOwnFrame, frameName } from '../stacks.ts';
import type { CallStack, Difference } from '../types.ts';
import { compare, ordered, summed } from './compare.ts';

/** Fewer stacks are a choice of a person, not the threads of a process. */
const wholeProcess = 5;

/** Where a thread stands: its first own frame, else the function that did not come from the system. */
export function placeOf({ frames }: CallStack): string {
  const frame = firstOwnFrame(frames) ?? blamedFrame(frames) ?? frames[0];
  return frame === undefined ? 'no frame' : frameName(frame);
}

/** Threads by where they stand, between two listings of all threads by the same tool. */
export function stackDifference(file: CaseFile): Difference | null {
  const whole = stackListings(file).map((each) => each.whole);
  const byTool = [...Map.groupBy(whole, ({ parser }) => parser).values()].map((some) => ordered(some));
  const readings = byTool.reduce((most, each) => (each.length > most.length ? each : most), []);
  if (readings.some(({ threads }) => threads < wholeProcess)) return null;
  return compare(readings, {
    kind: 'stacks',
    unit: 'count',
    measure: ({ threads, stacks }) => ({ amounts: summed(stacks, placeOf, ({ count }) => count), total: threads, partial: false }),
  });
}
