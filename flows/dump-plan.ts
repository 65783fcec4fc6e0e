/** What the evidence tells the dump planner: size, slope and limits, each from the output that knows it; and what stands in the way. */
import { defaultScope } from '../analysis/index.ts';
import { growingTrend } from '../analysis/growing-trend.ts';
import { hostFacts, type HostFacts } from '../analysis/host-facts.ts';
import { isInScope } from '../analysis/lives.ts';
import type { Evidence, Judgement } from '../analysis/types.ts';
import { diskFor } from './dump-ceiling.ts';
import { dumpThresholds, type ThresholdAnswer } from './dump-thresholds.ts';
import { bytes, clock, duration } from './figures.ts';
import type { KnownOfHost, Target } from './types.ts';

export interface DumpPlanInput {
  readonly target: Target | null;
  readonly evidence: readonly Evidence[];
  readonly judgement: Judgement | null;
  /** Bytes, rising. */
  readonly wanted: readonly number[];
  /** When LeakTrack was attached, epoch ms; null: it is not. */
  readonly trackedSince: number | null;
}
export interface DumpPlan extends ThresholdAnswer {
  readonly warnings: readonly string[];
  readonly known: readonly KnownOfHost[];
}

/** When the life of the target began; of a process that was not chosen yet, whatever the outputs agree on. */
function startOf({ target, evidence }: DumpPlanInput): number | null {
  if (target?.startedAt != null) return target.startedAt;
  const starts = new Set(evidence.flatMap(({ life }) => (life.startedAt === null ? [] : [life.startedAt])));
  return starts.size === 1 ? ([...starts][0] ?? null) : null;
}

/** Size and slope of private and virtual bytes, now. */
function growthNow(judgement: Judgement | null) {
  const trends = judgement?.trends ?? [];
  const own = growingTrend(trends, 'privateBytes');
  const virtual = growingTrend(trends, 'virtualBytes');
  const grows = own?.motion === 'grows';
  return {
    startBytes: own?.last ?? null,
    at: own?.to ?? null,
    from: own?.from ?? null,
    slopePerHour: grows ? own.slopePerHour : null,
    ci95: grows ? own.ci95 : null,
    borrowed: own?.borrowed ?? false,
    unsure: own?.unsure ?? false,
    stands: own !== null && !grows && own.motion !== 'too-early',
    virtualBytes: virtual?.last ?? null,
    virtualPerHour: virtual?.motion === 'grows' ? virtual.slopePerHour : null,
  };
}

/** Each thing that is known of host and pool, with the output that told it. */
function knownOf(facts: HostFacts): readonly KnownOfHost[] {
  const names = {
    os: ['system', String],
    bitness: ['bits of the process', (value) => `${value} bits`],
    ceilingBytes: ['the process must end at', (value) => bytes(Number(value))],
    poolLimitBytes: ['the pool recycles at private bytes of', (value) => (value === 0 ? 'no limit' : bytes(Number(value)))],
    virtualLimitBytes: ['the pool recycles at virtual bytes of', (value) => (value === 0 ? 'no limit' : bytes(Number(value)))],
    restartEveryMs: ['the pool restarts the process after', (value) => (value === 0 ? 'no time' : duration(Number(value)))],
    commitFreeBytes: ['the system can commit', (value) => `${bytes(Number(value))} more`],
    freeDiskBytes: ['free disk', (value) => bytes(Number(value))],
    openFilesLimit: ['open files allowed', String],
    rights: ['rights', String],
    deployedAt: ['deployed', (value) => clock(Number(value))],
  } satisfies Partial<Record<keyof HostFacts, readonly [string, (value: string | number) => string]>>;
  return (Object.keys(names) as (keyof typeof names)[]).flatMap((key) => {
    const [name, says] = names[key];
    const told = facts[key];
    return told === null ? [] : [{ name, says: says(told.value), evidence: told.evidence }];
  });
}

/** What stands in the way whatever the growth is: the bits of the process, a limit of its pool, the disk, the rights. */
function warningsOf(facts: HostFacts, wanted: readonly number[]): readonly string[] {
  const warnings: string[] = [];
  const most = Math.max(...wanted);
  const [pool, disk] = [facts.poolLimitBytes?.value ?? 0, facts.freeDiskBytes?.value ?? null];
  if (facts.bitness?.value === 32) {
    const ends = facts.osBitness?.value === 32 ? '800 MB' : '2.73 GB (2,800 MB)';
    warnings.push(`The process has 32 bits: it ends near ${ends} of private bytes, so a dump at ${bytes(most)} may never be taken.`);
  }
  if (pool > 0 && pool <= most) {
    warnings.push(
      `The application pool recycles itself at ${bytes(pool)} of private bytes, before ${bytes(most)} is reached. Changing a pool setting recycles it, too.`,
    );
  }
  if (disk !== null && disk < diskFor(wanted.length, most)) {
    warnings.push(
      `${bytes(disk)} of disk are free; ${wanted.length} dumps of up to ${bytes(most)} need about ${bytes(diskFor(wanted.length, most))}.`,
    );
  }
  if (facts.rights?.value === 'limited') {
    warnings.push('The rights seen so far are limited: handles and dumps of this process need an elevated console.');
  }
  return warnings;
}

export function dumpPlan(input: DumpPlanInput): DumpPlan {
  const scope = { ...defaultScope, process: input.target?.process ?? null };
  const facts = hostFacts(input.evidence.filter((each) => isInScope(each.life, scope)));
  const answer = dumpThresholds({
    ...growthNow(input.judgement),
    wanted: input.wanted,
    trackedSince: input.trackedSince,
    startedAt: startOf(input),
    bitness: facts.bitness?.value ?? null,
    osBitness: facts.osBitness?.value ?? null,
    ceilingBytes: facts.ceilingBytes?.value ?? null,
    poolLimitBytes: facts.poolLimitBytes?.value ?? null,
    virtualLimitBytes: facts.virtualLimitBytes?.value ?? null,
    commitFreeBytes: facts.commitFreeBytes?.value ?? null,
    freeDiskBytes: facts.freeDiskBytes?.value ?? null,
    restartEveryMs: facts.restartEveryMs?.value ?? null,
  });
  return { ...answer, warnings: warningsOf(facts, input.wanted), known: knownOf(facts) };
}
