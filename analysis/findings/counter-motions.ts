/** What each counter does by itself: read out, pointing nowhere. How they move together is counter-pattern's question. */
import { counterWords } from '../counter-trends.ts';
import type { CounterId } from '../types.ts';
import { finding, type Question } from './types.ts';
import { isInDoubt } from './zero-counters.ts';

const read: readonly CounterId[] = [
  'privateBytes',
  'virtualBytes',
  'workingSet',
  'gcHeap',
  'gcCommitted',
  'handles',
  'threads',
  'assemblies',
  'loaderHeap',
  'timers',
  'poolThreads',
];

export const counterMotions: Question = {
  id: 'counter-motion',
  ask: ({ file }) =>
    read.flatMap((counter) => {
      const trend = file.trend(counter);
      if (trend === null || isInDoubt(trend)) return [];
      const measured = { first: trend.first, last: trend.last, samples: trend.samples, ms: trend.to - trend.from };
      const slope: Record<string, number> = trend.slopePerHour === null ? {} : { slopePerHour: trend.slopePerHour };
      return [
        finding({
          rule: 'counter-motion',
          about: counter,
          says: trend.says,
          strength: trend.motion === 'too-early' ? 'weak' : 'strong',
          evidence: trend.evidence,
          measured: { ...measured, ...slope, bytes: counterWords[counter].isBytes ? 1 : 0 },
        }),
      ];
    }),
};
