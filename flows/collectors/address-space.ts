import { quote } from '../../connectors/quote.ts';
import type { Collector, CollectorHow, KnownOfCase, Target } from '../types.ts';
import { harmless, readsDump } from './impacts.ts';
import { dumpPlace, dumpToRead, isWindows, pidForPeople, pidOf } from './target-values.ts';

/** Reads a dump: a live, even non-invasive debugger (cdb -pv) suspends the process (FACTS.md §6). */
function onWindows(target: Target, known: KnownOfCase | undefined): CollectorHow {
  const argv = ['cdb', '-z', dumpToRead(target, known), '-c', '!address -summary;!heap -s;q'] as const;
  return {
    argv,
    shell: 'powershell',
    rights: 'read access to the dump',
    impact: readsDump(1),
    byHand: `${dumpPlace(target, known)} ${quote(argv, 'powershell')}\nPaste what it prints here. VMMap (File, Save as text) shows the same of a running process.`,
    timeoutMs: 300_000,
  };
}

/**
 * The list of mappings says who holds the addresses (proc_pid_smaps(5)); their sum, smaps_rollup, does not. A mapping is some
 * 700 bytes of it, and a process has at most 65,530 of them (vm.max_map_count).
 */
function onLinux(target: Target): CollectorHow {
  const argv = ['cat', `/proc/${pidForPeople(target)}/smaps`, `/proc/${pidForPeople(target)}/status`] as const;
  return {
    argv: pidOf(target) === null ? null : argv,
    shell: 'posix',
    rights: 'the same user as the process, or root',
    impact: harmless(1),
    byHand: `${quote(argv, 'posix')}\nPaste what it prints here. VmSize counts arenas that nobody uses and decides nothing.`,
    timeoutMs: 30_000,
  };
}

export const addressSpace: Collector = {
  id: 'address-space',
  title: 'What the address space is used for',
  yields: ['addressSpace', 'nativeHeaps'],
  tells:
    'Who holds the reserved addresses: heaps, stacks of threads, mapped files, or memory that was reserved and never used. It also shows whether a large enough free block is left.',
  on: (target, _, known) => (isWindows(target.platform) ? onWindows(target, known) : onLinux(target)),
};
