import { quote } from '../../connectors/quote.ts';
import type { Collector, CollectorHow, KnownOfCase, Target } from '../types.ts';
import { pauses, readsDump } from './impacts.ts';
import { dumpPlace, dumpToRead, isWindows, pidForPeople, pidOf } from './target-values.ts';

function onWindows(target: Target, known: KnownOfCase | undefined): CollectorHow {
  const argv = ['cdb', '-z', dumpToRead(target, known), '-c', '~*kL;q'] as const;
  return {
    argv,
    shell: 'powershell',
    rights: 'read access to the dump, and symbols (-y)',
    impact: readsDump(5),
    byHand: `${dumpPlace(target, known)} ${quote(argv, 'powershell')}\nOf each dump, paste all that it prints here: equal stacks are grouped, and frames of your own code are found among the others. For managed frames without symbols: ".loadby sos clr;~*e !clrstack".`,
    timeoutMs: 900_000,
  };
}

function onModernLinux(target: Target): CollectorHow {
  const argv = ['dotnet-stack', 'report', '-p', pidForPeople(target)] as const;
  return {
    argv: pidOf(target) === null ? null : argv,
    shell: 'posix',
    rights: 'the same user as the process, or root',
    impact: pauses(1, 'The runtime stops its threads to read their stacks.'),
    byHand: `${quote(argv, 'posix')}\nPaste what it prints here.`,
    timeoutMs: 60_000,
  };
}

function onLinux(target: Target): CollectorHow {
  const argv = ['gdb', '-nx', '-batch', '-p', pidForPeople(target), '-ex', 'set pagination off', '-ex', 'thread apply all bt'] as const;
  return {
    argv: pidOf(target) === null ? null : argv,
    shell: 'posix',
    rights: 'root, or CAP_SYS_PTRACE',
    impact: pauses(5, 'gdb stops it while it reads the stacks.'),
    byHand: `${quote(argv, 'posix')}\nPaste what it prints here.`,
    timeoutMs: 120_000,
  };
}

export const callStacks: Collector = {
  id: 'call-stacks',
  title: 'Call stacks of the threads',
  yields: ['stacks'],
  tells: 'Which of your own methods calls into the module that grows: the first frame of your code above it is where the fix goes.',
  on: (target, _, known) => {
    if (isWindows(target.platform)) return onWindows(target, known);
    return target.platform === 'linux-dotnet' ? onModernLinux(target) : onLinux(target);
  },
};
