/** What each step of the path collects on this platform, what it needs, and what stands in its way. Pure. */
import type { Evidence, Judgement, ReadingKind } from '../analysis/types.ts';
import type { CollectingStep, FlowSettings, Need, Plan, PlannedStep, Platform, Target } from './types.ts';
import { collectingSteps } from './types.ts';
import { collectorById } from './collectors/index.ts';
import { defaultThresholds, dumpThresholds } from './dump-thresholds.ts';
import { bytes, minuteMs } from './figures.ts';
import { verificationOf } from './verification.ts';

/** Two heap statistics closer than this differ by what a collection happened to leave. */
const heapStatisticsApartMs = 5 * minuteMs;

interface Draft {
  readonly collectors: readonly string[];
  readonly need: Need;
}

function need(kinds: readonly ReadingKind[], atLeast: number, apartMs = 0, sameLife = false): Need {
  return { kinds, atLeast, apartMs, sameLife };
}

function draft(step: CollectingStep, settings: FlowSettings, dumps: number): Draft {
  const drafts: Readonly<Record<CollectingStep, Draft>> = {
    preflight: { collectors: ['preflight'], need: need(['host', 'snapshot'], 1) },
    counters: {
      collectors: ['counters'],
      need: need(['counters', 'snapshot'], 1, settings.minimumCountersMs, true),
    },
    addressSpace: { collectors: ['address-space'], need: need(['addressSpace', 'nativeHeaps'], 1) },
    assemblies: { collectors: ['assembly-list', 'source'], need: need(['assemblies'], 1) },
    managedHeap: { collectors: ['heap-statistic'], need: need(['heapStatistic'], 2, heapStatisticsApartMs) },
    handleTypes: {
      collectors: ['handle-summary'],
      need: need(['handles'], 2, settings.handleSummariesApartMs, true),
    },
    plainDump: {
      collectors: ['process-dump', 'finalizer-queue', 'source'],
      need: need(['finalizerQueue', 'heapStatistic'], 1),
    },
    leakTracking: {
      collectors: ['leak-tracking', 'process-dump'],
      need: need(['dumpLog', 'leakReport'], dumps, 0, true),
    },
    leakReports: { collectors: ['leak-report'], need: need(['leakReport', 'allocations'], dumps) },
    callStacks: { collectors: ['call-stacks', 'source'], need: need(['stacks', 'handleTrace', 'allocations'], 1) },
  };
  return drafts[step];
}

const noLeakTrack =
  "LeakTrack exists on Windows only. By hand, as root, growth by call stack: bpftrace -p PID -e 'software:page-faults:1 /pid == PID/ { @pages[ustack(perf,24)] = count(); }' for some minutes; or start the program again under heaptrack PROGRAM.";
const ruledOut: Readonly<Record<Platform, Partial<Record<CollectingStep, string>>>> = {
  'windows-netfx': {},
  'windows-dotnet': {},
  'linux-dotnet': {
    leakTracking: noLeakTrack,
    leakReports: 'There are no LeakTrack reports on Linux; what heaptrack_print or bpftrace prints is read as well.',
    callStacks: 'The stacks of the threads say what they do now, not who allocated what is still held; bpftrace and heaptrack say that.',
  },
  'linux-native': {
    assemblies: 'There is no .NET in this process, so there are no assemblies.',
    managedHeap: 'There is no .NET in this process, so there is no managed heap.',
    plainDump: 'Without .NET there is no finalizer queue, and a core file does not say who allocated.',
    leakTracking: noLeakTrack,
    leakReports: 'There are no LeakTrack reports on Linux; what heaptrack_print or bpftrace prints is read as well.',
    callStacks: 'The stacks of the threads say what they do now, not who allocated what is still held; bpftrace and heaptrack say that.',
  },
};

function plannedStep(step: CollectingStep, target: Target | null, settings: FlowSettings, dumps: number): PlannedStep {
  const { collectors, need: wanted } = draft(step, settings, dumps);
  const reason = target === null ? null : (ruledOut[target.platform][step] ?? null);
  const possible = target === null ? collectors : collectors.filter((id) => collectorById(id)?.on(target, 1) != null);
  return { step, collectors: possible, need: wanted, ruledOut: reason };
}

type Host = Extract<Evidence, { kind: 'host' }>;

function newestHost(evidence: readonly Evidence[]): Host | null {
  const hosts = evidence.filter((each): each is Host => each.kind === 'host');
  return hosts.toSorted((a, b) => (b.takenAt ?? 0) - (a.takenAt ?? 0))[0] ?? null;
}

/** Dumps and handles of another user's process need an elevated console. */
function warningsOf(host: Host | null, bitness: 32 | 64 | null, wanted: readonly number[]): readonly string[] {
  const warnings: string[] = [];
  const most = Math.max(...wanted);
  if (bitness === 32) {
    warnings.push(
      `The process has 32 bits: it ends near 2.73 GB (2,800 MB) of private bytes, so a dump at ${bytes(most)} may never be taken.`,
    );
  }
  if (host === null) return warnings;
  if (host.poolLimitBytes !== null && host.poolLimitBytes > 0 && host.poolLimitBytes <= most) {
    warnings.push(
      `The application pool recycles itself at ${bytes(host.poolLimitBytes)} of private bytes, before ${bytes(most)} is reached. Changing a pool setting recycles it, too.`,
    );
  }
  if (host.freeDiskBytes !== null && host.freeDiskBytes < wanted.length * most * 1.2) {
    warnings.push(`${bytes(host.freeDiskBytes)} of disk are free; ${wanted.length} dumps of up to ${bytes(most)} need more.`);
  }
  if (host.rights === 'limited') {
    warnings.push('The rights seen so far are limited: handles and dumps of this process need an elevated console.');
  }
  return warnings;
}

/** The line through private bytes of the newest life that was long enough to be judged. */
function growthNow(judgement: Judgement | null) {
  const trends = judgement?.trends.filter((trend) => trend.counter === 'privateBytes') ?? [];
  const newest = trends.toSorted((a, b) => b.to - a.to)[0];
  if (newest === undefined) return { startBytes: null, at: null, slopePerHour: null, ci95: null };
  const grows = newest.motion === 'grows';
  return {
    startBytes: newest.last,
    at: newest.to,
    slopePerHour: grows ? newest.slopePerHour : null,
    ci95: grows ? newest.ci95 : null,
  };
}

function bitnessOf(evidence: readonly Evidence[]): 32 | 64 | null {
  return evidence.find((each) => each.life.bitness !== null)?.life.bitness ?? null;
}

/**
 * The plan for a target with what has been read so far. `wanted` are the dump thresholds in bytes,
 * rising (the default's unless the person set others); they are never changed here, only judged.
 */
export function plan(
  target: Target | null,
  evidence: readonly Evidence[],
  settings: FlowSettings,
  judgement: Judgement | null = null,
  wanted: readonly number[] = defaultThresholds,
): Plan {
  const host = newestHost(evidence);
  const bitness = host?.life.bitness ?? bitnessOf(evidence);
  const answer = dumpThresholds({
    wanted,
    bitness,
    ...growthNow(judgement),
    ceilingBytes: host?.ceilingBytes ?? null,
    poolLimitBytes: host?.poolLimitBytes ?? null,
    freeDiskBytes: host?.freeDiskBytes ?? null,
  });
  return {
    steps: collectingSteps.map((step) => plannedStep(step, target, settings, wanted.length)),
    warnings: warningsOf(host, bitness, wanted),
    ...answer,
    minimumCountersMs: settings.minimumCountersMs,
    sampleIntervalMs: settings.sampleIntervalMs,
    verification: verificationOf(judgement, settings.minimumCountersMs),
  };
}
