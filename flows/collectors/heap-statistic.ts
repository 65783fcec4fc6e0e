import { quote } from '../../connectors/quote.ts';
import type { Collector, CollectorHow, KnownOfCase, Target } from '../types.ts';
import { pauses, readsDump } from './impacts.ts';
import { dumpToRead, isDotnet, pidForPeople, pidOf } from './target-values.ts';

/** .NET Framework has no EventPipe: its heap is read from a dump (FACTS.md §8). */
function onFramework(target: Target, known: KnownOfCase | undefined): CollectorHow {
  const argv = ['cdb', '-z', dumpToRead(target, known), '-c', '.loadby sos clr;!dumpheap -stat;q'] as const;
  return {
    argv,
    shell: 'powershell',
    rights: 'read access to the dump',
    impact: readsDump(5),
    byHand: `Twice, of two dumps some minutes apart, with the path of each: ${quote(argv, 'powershell')}\nPaste both outputs here. Then !gcroot -all with the address of one object of the type that grew most (!dumpheap -mt MT lists addresses) shows who holds it.`,
    timeoutMs: 900_000,
  };
}

/** `report -p` collects and reports at once; collecting forces a gen-2 collection (FACTS.md §8). */
function onModern(target: Target): CollectorHow {
  const argv = ['dotnet-gcdump', 'report', '-p', pidForPeople(target)] as const;
  return {
    argv: pidOf(target) === null ? null : argv,
    shell: target.platform === 'linux-dotnet' ? 'posix' : 'powershell',
    rights: 'the same user as the process, or root',
    impact: pauses(2, 'It forces one full garbage collection; a large heap takes longer.'),
    byHand: `Twice, some minutes apart: ${quote(argv, 'posix')}\nPaste both outputs here. To see who holds the type that grew: dotnet-dump analyze FILE -c "dumpheap -mt MT" -c "gcroot ADDRESS" -c exit.`,
    timeoutMs: 120_000,
  };
}

export const heapStatistic: Collector = {
  id: 'heap-statistic',
  title: 'Objects on the .NET heap by type',
  yields: ['heapStatistic', 'gcRoots'],
  tells:
    'Which types grow between two moments, and with a root chain who keeps them alive. One statistic alone shows what is large, which is often only strings and arrays.',
  on: (target, _, known) =>
    target.platform === 'linux-native' ? null : isDotnet(target.platform) ? onModern(target) : onFramework(target, known),
};
