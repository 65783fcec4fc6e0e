import { quote } from '../../connectors/quote.ts';
import type { Collector, CollectorHow, KnownOfCase, Target } from '../types.ts';
import { writesDump } from './impacts.ts';
import { dumpFolder, isWindows, pidForPeople, pidOf } from './target-values.ts';

/** Options stand before the pid: what follows it is a file name by the documented grammar (FACTS.md §4). */
function onWindows(target: Target, known?: KnownOfCase): CollectorHow {
  const argv = ['procdump64', '-accepteula', '-ma', '-r', '-a', pidForPeople(target), dumpFolder] as const;
  return {
    argv: pidOf(target) === null ? null : argv,
    shell: 'powershell',
    rights: 'administrator',
    impact: writesDump(
      known?.privateBytes ?? null,
      'It dumps a clone (-r), so the site goes on; the clone takes about 2 s. Watch Requests/Sec.',
    ),
    byHand: `In a console as administrator (Sysinternals ProcDump): ${quote(argv, 'powershell')}\nPaste what it prints here. Needs free disk of 1.2 times private bytes and 5 GB. The dump holds secrets and personal data: leave it on the host.`,
    timeoutMs: 600_000,
  };
}

function onModernLinux(target: Target, known?: KnownOfCase): CollectorHow {
  const argv = ['dotnet-dump', 'collect', '-p', pidForPeople(target), '--type', 'Heap'] as const;
  return {
    argv: pidOf(target) === null ? null : argv,
    shell: 'posix',
    rights: 'the same user as the process, or root',
    impact: writesDump(known?.privateBytes ?? null, 'The process stands still while it is written.'),
    byHand: `${quote(argv, 'posix')}\nPaste what it prints here. The dump holds secrets: leave it on the host.`,
    timeoutMs: 600_000,
  };
}

/** Size by what is committed and readable, never by VmSize (FACTS.md §9). */
function onLinux(target: Target, known?: KnownOfCase): CollectorHow {
  const argv = ['gcore', '-o', 'core', pidForPeople(target)] as const;
  return {
    argv: pidOf(target) === null ? null : argv,
    shell: 'posix',
    rights: 'root, or CAP_SYS_PTRACE',
    impact: writesDump(known?.privateBytes ?? null, 'The process stands still while it is written.'),
    byHand: `${quote(argv, 'posix')}\nThe core file stays on the host; paste what gcore prints here. It needs about Rss and Swap of /proc/${pidForPeople(target)}/smaps_rollup in free disk.`,
    timeoutMs: 600_000,
  };
}

export const processDump: Collector = {
  id: 'process-dump',
  title: 'A dump of the process',
  yields: ['dumpLog'],
  tells:
    'A picture of everything the process holds at this moment, which can be questioned later without touching the process again: waiting finalizers, loaded modules, and, when LeakTrack was attached, who allocated what.',
  on: (target, _, known) => {
    if (isWindows(target.platform)) return onWindows(target, known);
    return target.platform === 'linux-dotnet' ? onModernLinux(target, known) : onLinux(target, known);
  },
};
