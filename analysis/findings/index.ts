/** Every question that the evidence is asked. */
import type { Finding } from '../types.ts';
import { addressSpace } from './address-space.ts';
import { afterFix } from './after-fix.ts';
import { allocationSize } from './allocation-size.ts';
import { allocations } from './allocations.ts';
import { besideGcHeap } from './beside-gc-heap.ts';
import { blockSizes } from './block-sizes.ts';
import { contradictions } from './contradictions.ts';
import { counterMotions } from './counter-motions.ts';
import { counterPattern } from './counter-pattern.ts';
import { deployment } from './deployment.ts';
import { deploymentMended } from './deployment-mended.ts';
import { differences } from './differences.ts';
import { dynamicAssemblies } from './dynamic-assemblies.ts';
import { emitBuilders } from './emit-builders.ts';
import { finalizableGrowth } from './finalizable-growth.ts';
import { finalizerBacklog } from './finalizer-backlog.ts';
import { finalizerStuck } from './finalizer-stuck.ts';
import { fullCollections } from './full-collections.ts';
import { gcHandles } from './gc-handles.ts';
import { gcHeapGrowth } from './gc-heap-growth.ts';
import { gcHeapKept } from './gc-heap-kept.ts';
import { gcHeapSize } from './gc-heap-size.ts';
import { gcRoot } from './gc-root.ts';
import { growthStopped } from './growth-stopped.ts';
import { handleGrowth } from './handle-growth.ts';
import { handleTrace } from './handle-trace.ts';
import { heapAgainstMemory } from './heap-against-memory.ts';
import { heapCohort } from './heap-cohort.ts';
import { heapFamily } from './heap-family.ts';
import { heapGrowth } from './heap-growth.ts';
import { heapLevel } from './heap-level.ts';
import { knownTypes } from './known-types.ts';
import { largeReservation } from './large-reservation.ts';
import { leakReportGrowth } from './leak-report-growth.ts';
import { leakReportLevel } from './leak-report-level.ts';
import { leakingStack } from './leaking-stack.ts';
import { limitForecast } from './limit-forecast.ts';
import { lives } from './lives.ts';
import { loaderAllocator } from './loader-allocator.ts';
import { loaderHeap } from './loader-heap.ts';
import { loaderObjects } from './loader-objects.ts';
import { mappingGrowth } from './mapping-growth.ts';
import { nativeHeaps } from './native-heaps.ts';
import { nativeHeapsTogether } from './native-heaps-together.ts';
import { orderUnknown } from './order-unknown.ts';
import { otherLifeGrew } from './other-life-grew.ts';
import { privateMemoryGrowth } from './private-memory-growth.ts';
import { reportedHandles } from './reported-handles.ts';
import { slotsGrow } from './slots-grow.ts';
import { snapshotCounts } from './snapshot-counts.ts';
import { snapshotMemoryGrowth } from './snapshot-memory-growth.ts';
import { sourcePatterns } from './source-patterns.ts';
import { threadPileUp } from './thread-pile-up.ts';
import { timersGrow } from './timers-grow.ts';
import { twoLives } from './two-lives.ts';
import type { Exhibits, Question } from './types.ts';
import { zeroCounters } from './zero-counters.ts';

export const questions: readonly Question[] = [
  counterPattern,
  counterMotions,
  zeroCounters,
  contradictions,
  fullCollections,
  heapAgainstMemory,
  growthStopped,
  gcHeapKept,
  leakReportGrowth,
  leakReportLevel,
  allocationSize,
  reportedHandles,
  leakingStack,
  handleGrowth,
  handleTrace,
  dynamicAssemblies,
  emitBuilders,
  loaderAllocator,
  loaderHeap,
  loaderObjects,
  knownTypes,
  heapGrowth,
  finalizableGrowth,
  heapLevel,
  heapCohort,
  heapFamily,
  gcRoot,
  gcHandles,
  gcHeapSize,
  gcHeapGrowth,
  besideGcHeap,
  finalizerBacklog,
  finalizerStuck,
  nativeHeaps,
  nativeHeapsTogether,
  blockSizes,
  allocations,
  addressSpace,
  largeReservation,
  mappingGrowth,
  privateMemoryGrowth,
  snapshotMemoryGrowth,
  snapshotCounts,
  slotsGrow,
  threadPileUp,
  timersGrow,
  sourcePatterns,
  differences,
  orderUnknown,
  limitForecast,
  deployment,
  deploymentMended,
  afterFix,
  lives,
  otherLifeGrew,
  twoLives,
];

/** All that the evidence answers, each finding id once. */
export function findingsOf(exhibits: Exhibits): readonly Finding[] {
  const all = questions.flatMap((question) => question.ask(exhibits));
  return [...new Map([...all].reverse().map((each) => [each.id, each])).values()].reverse();
}
