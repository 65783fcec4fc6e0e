import { quote } from '../../connectors/quote.ts';
import type { Collector, CollectorHow, Target } from '../types.ts';
import { harmless } from './impacts.ts';
import { isWindows, pidForPeople, pidOf } from './target-values.ts';

/** FACTS.md §3: handle64 because the 32-bit one can wrongly find nothing; both switches or it waits for a click. */
function onWindows(target: Target): CollectorHow {
  const argv = ['handle64', '-accepteula', '-nobanner', '-p', pidForPeople(target), '-s'] as const;
  return {
    argv: pidOf(target) === null ? null : argv,
    shell: 'powershell',
    rights: 'administrator',
    impact: harmless(3, 'No effect on the process; takes about 3 s.'),
    byHand: `In a console as administrator (Sysinternals Handle): ${quote(argv, 'powershell')}\nPaste what it prints here. If it says "No matching handles found", the console is not elevated.`,
    timeoutMs: 60_000,
  };
}

/** FACTS.md §9: readlink's text is not localised, the dates of `ls` are. */
function onLinux(target: Target): CollectorHow {
  const argv = ['find', `/proc/${pidForPeople(target)}/fd`, '-printf', '%f %l\\n'] as const;
  return {
    argv: pidOf(target) === null ? null : argv,
    shell: 'posix',
    rights: 'the same user as the process, or root',
    impact: harmless(1),
    byHand: `${quote(argv, 'posix')}\nPaste what it prints here; lsof -p ${pidForPeople(target)} is as good.`,
    timeoutMs: 30_000,
  };
}

export const handleSummary: Collector = {
  id: 'handle-summary',
  title: 'Handles by type',
  yields: ['handles'],
  tells:
    'Which type of handle grows usually names the kind of object that is not released. One summary is a level; a second one some minutes later, or after a known number of requests, shows growth.',
  on: (target) => (isWindows(target.platform) ? onWindows(target) : onLinux(target)),
};
