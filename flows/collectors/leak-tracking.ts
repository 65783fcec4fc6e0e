import type { Collector, CollectorHow, Target } from '../types.ts';
import { orPlayed } from './recorded.ts';
import { dumpFolder, isWindows, pidForPeople } from './target-values.ts';

/** No command line is documented for this (FACTS.md §5.2): the tool's own window is the way. */
function inDebugDiag(target: Target): CollectorHow {
  const process = target.process ?? 'the process';
  return {
    argv: null,
    shell: 'powershell',
    rights: 'administrator on the host, with DebugDiag 2 Collection installed',
    impact: {
      kind: 'injects',
      seconds: 15 * 60,
      bytes: null,
      says: 'Loads LeakTrack.dll into the process; every allocation gets slower. Use a node with little traffic, and restart the process first.',
    },
    byHand: [
      `1. Restart ${process} (recycle its application pool), because only what is allocated after the injection is seen.`,
      '2. Make a small number of requests, so that the assemblies are loaded.',
      '3. Open DebugDiag 2 Collection, tab Processes, sort by Process Name.',
      `4. Find ${process} (the application pool stands at its right; the pid now is ${pidForPeople(target)} until the restart), right-click, Monitor For Leaks.`,
      '5. Let 15 minutes pass before the first dump: LeakTrack records call stacks only after its warm-up.',
      '6. Go on with many requests, and watch Private Bytes in the same tab.',
      `7. At each threshold: right-click, Create Full Userdump (or procdump64 -accepteula -ma -r -a PID ${dumpFolder}, options before the pid), and paste what it printed here.`,
      '8. After the last dump: right-click, Stop Monitoring.',
      'Paste here that LeakTrack is loaded: tasklist /m LeakTrack.dll',
    ].join('\n'),
    timeoutMs: 60_000,
  };
}

export const leakTracking: Collector = {
  id: 'leak-tracking',
  title: 'Leak tracking with LeakTrack',
  yields: ['modules', 'dumpLog'],
  tells:
    'LeakTrack writes down every allocation that is not freed, with its call stack. Dumps at three rising sizes show which of them grow: two could differ by chance, a third shows that the same thing goes on growing.',
  on: (target, occurrence) => (isWindows(target.platform) ? orPlayed(inDebugDiag(target), 'leak-tracking', target, occurrence) : null),
};
