/** What grew between lists of all mappings of one process (smaps): how much of it lies in the range that the .NET GC reserved. */
import type { CaseFile } from './case-file.ts';
import { type EvidenceOf, inOrder } from './order-of-evidence.ts';
import { riseOf } from './rise.ts';

export interface MappedGrowth {
  /** Oldest first. */
  readonly readings: readonly EvidenceOf<'snapshot'>[];
  /** Private bytes of the first and the last. */
  readonly first: number;
  readonly last: number;
  /** Of the growth in the GC's range, 0–1; null where the process has no such range. */
  readonly gcShare: number | null;
  /** Three or more, it never gave much back, and the last step is no smaller than half the mean one: a start slows down. */
  readonly steady: boolean;
}

/** Growth below this is what any heap does between two looks at it. */
const leastBytes = 16 * 1024 * 1024;

const slows = 0.5;

function lastStep(ordered: MappedGrowth['readings']): number {
  const [before, last] = [ordered.at(-2)?.values.privateBytes ?? 0, ordered.at(-1)?.values.privateBytes ?? 0];
  return last - before;
}

/** Null where fewer than two of one life are in order, or nothing grew that is worth a word. */
export function mappedGrowth(file: CaseFile): MappedGrowth | null {
  const lists = file.of('snapshot').filter(({ parser, values }) => parser === 'smaps-rollup' && values.privateBytes !== undefined);
  const withRange = lists.filter(({ values }) => values.gcCommitted !== undefined);
  const chosen = withRange.length > 1 ? withRange : lists.filter(({ life }) => life.runtime === 'native');
  const { ordered } = inOrder(chosen);
  const [first, last] = [ordered[0], ordered.at(-1)];
  if (first === undefined || last === undefined || first === last) return null;
  const memory = riseOf(ordered.map(({ values }) => values.privateBytes ?? null));
  if (memory.growth === null || memory.growth < leastBytes || memory.swings) return null;
  const gc = withRange.length > 1 ? riseOf(ordered.map(({ values }) => values.gcCommitted ?? null)).growth : null;
  return {
    readings: ordered,
    first: first.values.privateBytes ?? 0,
    last: last.values.privateBytes ?? 0,
    gcShare: gc === null ? null : Math.min(1, Math.max(0, gc / memory.growth)),
    steady: memory.steady && lastStep(ordered) >= (slows * memory.growth) / (ordered.length - 1),
  };
}
