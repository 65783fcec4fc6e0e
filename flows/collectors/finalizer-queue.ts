import type { Collector } from '../types.ts';
import { sosOfDump } from './sos-of-dump.ts';

const inDebugDiag =
  'The same is in DebugDiag Analysis: tick DotNetMemoryAnalysis, Add Data Files, Start Analysis, and drop the report (.mht) here.';

export const finalizerQueue: Collector = {
  id: 'finalizer-queue',
  title: 'What waits for its finalizer',
  yields: ['finalizerQueue'],
  tells:
    'Objects that own handles and were never disposed wait here; the most frequent type names what is not released. A long queue of ready objects means that the finalizer thread is blocked or too slow.',
  on: (target, _, known) => sosOfDump(target, known, ['finalizequeue'], inDebugDiag),
};
