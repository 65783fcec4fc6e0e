/** Everything that can be collected. */
import type { Collector } from '../types.ts';
import { addressSpace } from './address-space.ts';
import { assemblyList } from './assembly-list.ts';
import { callStacks } from './call-stacks.ts';
import { counters } from './counters.ts';
import { finalizerQueue } from './finalizer-queue.ts';
import { handleSummary } from './handle-summary.ts';
import { heapStatistic } from './heap-statistic.ts';
import { leakReport } from './leak-report.ts';
import { leakTracking } from './leak-tracking.ts';
import { preflight } from './preflight.ts';
import { processDump } from './process-dump.ts';
import { source } from './source.ts';

export const collectors: readonly Collector[] = [
  preflight,
  counters,
  handleSummary,
  addressSpace,
  assemblyList,
  heapStatistic,
  processDump,
  finalizerQueue,
  leakTracking,
  leakReport,
  callStacks,
  source,
];

export function collectorById(id: string): Collector | null {
  return collectors.find((collector) => collector.id === id) ?? null;
}
