import type { StepId } from './types.ts';

/** What a step is called in a sentence. */
export const stepTitles: Readonly<Record<StepId, string>> = {
  intake: 'Which process',
  preflight: 'Preflight',
  counters: 'Counters',
  addressSpace: 'Address space',
  assemblies: 'Assemblies',
  managedHeap: '.NET heap',
  handleTypes: 'Handle types',
  plainDump: 'One dump',
  leakTracking: 'Leak tracking',
  leakReports: 'Leak reports',
  callStacks: 'Call stacks',
  concluded: 'Verdict',
  verifyingFix: 'Verifying the fix',
  reported: 'Report',
  closed: 'Closed',
  cancelled: 'Cancelled',
  paused: 'Paused',
};
