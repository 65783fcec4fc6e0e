import { quote } from '../../connectors/quote.ts';
import type { Collector, CollectorHow, KnownOfCase, Target } from '../types.ts';
import { readsDump } from './impacts.ts';
import { dumpPlace, dumpToRead, isWindows } from './target-values.ts';

function onWindows(target: Target, known: KnownOfCase | undefined): CollectorHow {
  const runtime = target.platform === 'windows-netfx' ? 'clr' : 'coreclr';
  const argv = ['cdb', '-z', dumpToRead(target, known), '-c', `.loadby sos ${runtime};!finalizequeue;q`] as const;
  return {
    argv,
    shell: 'powershell',
    rights: 'read access to the dump',
    impact: readsDump(2),
    byHand: `${dumpPlace(target, known)} ${quote(argv, 'powershell')}\nPaste what it prints here. The same is in DebugDiag Analysis: tick DotNetMemoryAnalysis, Add Data Files, Start Analysis, and drop the report (.mht) here.`,
    timeoutMs: 600_000,
  };
}

function onLinux(target: Target, known: KnownOfCase | undefined): CollectorHow {
  const argv = ['dotnet-dump', 'analyze', dumpToRead(target, known), '-c', 'finalizequeue', '-c', 'exit'] as const;
  return {
    argv,
    shell: 'posix',
    rights: 'read access to the dump',
    impact: readsDump(2),
    byHand: `${dumpPlace(target, known)} ${quote(argv, 'posix')}\nPaste what it prints here.`,
    timeoutMs: 600_000,
  };
}

export const finalizerQueue: Collector = {
  id: 'finalizer-queue',
  title: 'What waits for its finalizer',
  yields: ['finalizerQueue'],
  tells:
    'Objects that own handles and were never disposed wait here; the most frequent type names what is not released. A long queue of ready objects means that the finalizer thread is blocked or too slow.',
  on: (target, _, known) =>
    target.platform === 'linux-native' ? null : isWindows(target.platform) ? onWindows(target, known) : onLinux(target, known),
};
