import type { Collector, CollectorHow, Target } from '../types.ts';
import { readsDump } from './impacts.ts';
import { orPlayed } from './recorded.ts';
import { isWindows } from './target-values.ts';

function inDebugDiag(occurrence: number): CollectorHow {
  return {
    argv: null,
    shell: 'powershell',
    rights: 'read access to the dump, with DebugDiag 2 Analysis installed',
    impact: readsDump(5),
    byHand: [
      '1. Open DebugDiag 2 Analysis and tick MemoryAnalysis only.',
      `2. Add Data Files: dump ${occurrence}, one dump for each report. Start Analysis.`,
      '3. Drop the report (.mht) here, or copy its text and paste it.',
      'Do the same for the other dumps; their order does not matter, the reports tell their tracking time.',
      'Without LeakTrack: umdh -d -v log1.txt log2.txt of two UMDH logs is read, too.',
    ].join('\n'),
    timeoutMs: 1_800_000,
  };
}

export const leakReport: Collector = {
  id: 'leak-report',
  title: 'DebugDiag report of a dump',
  yields: ['leakReport', 'allocations'],
  tells:
    'How much each module and function still holds. Compared by bytes over the dumps, it names the one that grows; counts can fall while bytes rise.',
  on: (target: Target, occurrence) =>
    isWindows(target.platform) ? orPlayed(inDebugDiag(occurrence), 'leak-report', target, occurrence) : null,
};
