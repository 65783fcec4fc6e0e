/** What each step of the path collects on this platform, what it needs, and what stands in its way. Pure. */
import type { Evidence, Judgement, ReadingKind } from '../analysis/types.ts';
import type { CollectingStep, FlowSettings, Need, Plan, PlannedStep, Platform, Target } from './types.ts';
import { collectingSteps } from './types.ts';
import { collectorById } from './collectors/index.ts';
import { dumpPlan } from './dump-plan.ts';
import { defaultThresholds } from './dump-thresholds.ts';
import { minuteMs } from './figures.ts';
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

/** What the plan goes by beside the target and the evidence. */
export interface PlanMore {
  readonly judgement?: Judgement | null;
  /** Dump thresholds in bytes, rising: the default's unless the person set others. */
  readonly wanted?: readonly number[];
  /** When LeakTrack was attached, epoch ms. */
  readonly trackedSince?: number | null;
}

/** The plan for a target with what has been read so far. The thresholds that are wanted are never changed here, only judged. */
export function plan(target: Target | null, evidence: readonly Evidence[], settings: FlowSettings, more: PlanMore = {}): Plan {
  const { judgement = null, wanted = defaultThresholds, trackedSince = null } = more;
  return {
    steps: collectingSteps.map((step) => plannedStep(step, target, settings, wanted.length)),
    ...dumpPlan({ target, evidence, judgement, wanted, trackedSince }),
    endsAt: judgement?.forecasts?.[0] ?? null,
    minimumCountersMs: settings.minimumCountersMs,
    sampleIntervalMs: settings.sampleIntervalMs,
    verification: verificationOf(judgement, settings.minimumCountersMs),
  };
}
