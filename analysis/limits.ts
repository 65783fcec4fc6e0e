/** Where the process must end: address space, pool, container, commit, handles. Each with its origin and where it is known from. */
import type { HostFacts, Told } from './host-facts.ts';
import type { CounterId, LimitId } from './types.ts';
import { bytesText, countText } from './wording.ts';

const MB = 1024 * 1024;

/**
 * What a 32-bit process can hold in practice, by the bitness of Windows: "Troubleshooting native memory leak in an IIS 7.x
 * application pool" (Microsoft's IIS documentation): 2,800 MB private and 3,400 MB virtual of 4 GB; 800 and 1,400 MB of 2 GB.
 */
const practical = {
  64: { privateBytes: 2800 * MB, virtualBytes: 3400 * MB },
  32: { privateBytes: 800 * MB, virtualBytes: 1400 * MB },
} as const;

/** A handle table holds 2^24 handles (Windows Internals: "Pushing the Limits of Windows: Handles"). */
const mostHandles = 2 ** 24;

export interface Limit {
  readonly limit: LimitId;
  readonly counter: CounterId;
  /** In the counter's unit. */
  readonly level: number;
  /** `the application pool recycles itself at 1.72 GB of private bytes`. */
  readonly says: string;
  readonly evidence: readonly string[];
}

export interface Process {
  readonly windows: boolean;
  /** Private bytes at an epoch time; null where the counter has no trend. */
  readonly privateBytesAt: (at: number | null) => number | null;
}

function addressSpace({ bitness, osBitness, os }: HostFacts, { windows }: Process): readonly Limit[] {
  if (bitness?.value !== 32 || (os === null ? !windows : !/windows/i.test(os.value))) return [];
  const bits = osBitness?.value ?? 64;
  const evidence = [bitness.evidence];
  const of = (counter: 'privateBytes' | 'virtualBytes', name: string): Limit => ({
    limit: 'address-space',
    counter,
    level: practical[bits][counter],
    says: `a 32-bit process${bits === 32 ? ' on 32-bit Windows' : ''} ends near ${bytesText(practical[bits][counter])} of ${name}`,
    evidence,
  });
  return [of('privateBytes', 'private bytes'), of('virtualBytes', 'virtual bytes')];
}

function amount(
  told: Told<number> | null,
  limit: LimitId,
  counter: CounterId,
  says: (level: number) => string,
  levelOf: (told: Told<number>) => number | null = ({ value }) => value,
): readonly Limit[] {
  const level = told === null ? null : levelOf(told);
  return told === null || level === null || level <= 0
    ? []
    : [{ limit, counter, level, says: says(told.value), evidence: [told.evidence] }];
}

export function limitsOf(facts: HostFacts, process: Process): readonly Limit[] {
  const byCommit = ({ value, takenAt }: Told<number>): number | null => {
    const then = process.privateBytesAt(takenAt);
    return then === null ? null : then + value;
  };
  const handles: readonly Limit[] = process.windows
    ? [
        {
          limit: 'handle-limit',
          counter: 'handles',
          level: mostHandles,
          says: `a process can have ${countText(mostHandles)} handles`,
          evidence: [],
        },
      ]
    : [];
  return [
    ...addressSpace(facts, process),
    ...amount(
      facts.poolLimitBytes,
      'pool-limit',
      'privateBytes',
      (level) => `the application pool recycles itself at ${bytesText(level)} of private bytes`,
    ),
    ...amount(
      facts.virtualLimitBytes,
      'pool-virtual-limit',
      'virtualBytes',
      (level) => `the application pool recycles itself at ${bytesText(level)} of virtual bytes`,
    ),
    ...amount(facts.ceilingBytes, 'ceiling', 'privateBytes', (level) => `the process must end at ${bytesText(level)}`),
    ...amount(
      facts.commitFreeBytes,
      'commit',
      'privateBytes',
      (level) => `the system had ${bytesText(level)} left to commit, and what asks for more than that is refused`,
      byCommit,
    ),
    ...amount(facts.openFilesLimit, 'handle-limit', 'handles', (level) => `the process may have ${countText(level)} open files`),
    ...handles,
  ];
}
