/** Every kind of reading of which two, apart in time, are compared by themselves. Leak reports and UMDH: see attribution.ts. */
import type { CaseFile } from '../case-file.ts';
import type { Difference } from '../types.ts';
import { addressSpaceDifference } from './address-space.ts';
import { assemblyDifference } from './assemblies.ts';
import { finalizerDifference } from './finalizer-queue.ts';
import { handleDifference } from './handles.ts';
import { heapBlockDifference } from './heap-blocks.ts';
import { heapDifference } from './heap-statistic.ts';
import { nativeHeapDifference } from './native-heaps.ts';
import { stackDifference } from './stacks.ts';

const comparisons = [
  handleDifference,
  heapDifference,
  assemblyDifference,
  nativeHeapDifference,
  heapBlockDifference,
  addressSpaceDifference,
  finalizerDifference,
  stackDifference,
] as const;

export function differencesOf(file: CaseFile): readonly Difference[] {
  return comparisons.flatMap((comparison) => comparison(file) ?? []);
}
