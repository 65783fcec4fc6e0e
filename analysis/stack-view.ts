/** The one stack that shows where the leak is called from, with the part that each frame plays. */
import { withoutOffset } from './attribution.ts';
import type { CaseFile } from './case-file.ts';
import { entryFrame, finalizerFrame, firstOwnFrame, frameName, frameRole, moduleKey } from './stacks.ts';
import type { Attribution, CallStack, StackFrame, StackView } from './types.ts';

interface Candidate {
  readonly evidence: string;
  readonly stack: CallStack;
  /** How surely this stack is the leak's: recorded with the allocation, or only seen in a thread of the dump. */
  readonly recorded: boolean;
  /** Somebody chose it: a few stacks, not the threads of a whole dump. */
  readonly chosen: boolean;
  readonly weight: number;
}

/** Up to this many different stacks are a choice; more are the threads of a process. */
const chosenStacks = 3;

/** Every stack that may show the leak: what allocation trackers recorded, what opened handles, what threads do. */
export function candidateStacks(file: CaseFile): readonly Candidate[] {
  const recorded = [
    ...file
      .of('leakReport')
      .flatMap(({ id, report }) =>
        report.modules.flatMap(({ functions }) =>
          functions.flatMap(({ stacks, bytes }) => stacks.map((stack) => ({ evidence: id, stack, recorded: true, weight: bytes ?? 0 }))),
        ),
      ),
    ...file
      .of('allocations')
      .flatMap(({ id, entries }) =>
        entries.flatMap(({ stack, bytes }) => (stack === null ? [] : [{ evidence: id, stack, recorded: true, weight: bytes }])),
      ),
    ...file
      .of('handleTrace')
      .flatMap(({ id, open }) => open.map((stack) => ({ evidence: id, stack, recorded: true, weight: stack.count }))),
  ];
  const threads = file
    .of('stacks')
    .flatMap(({ id, stacks }) =>
      stacks.map((stack) => ({ evidence: id, stack, recorded: false, chosen: stacks.length <= chosenStacks, weight: stack.count })),
    );
  return [...recorded.map((each) => ({ ...each, chosen: true })), ...threads];
}

export interface Leaking {
  readonly modules: ReadonlySet<string>;
  readonly functions: ReadonlySet<string>;
}

/** The modules and functions that the attribution blames: those that hold a tenth of the growth or more. */
export function leakingNames(attribution: Attribution | null): Leaking {
  const blamed = (attribution?.rows ?? []).filter(
    ({ share, level, growth }) => level !== 'remainder' && (share ?? 0) >= 0.1 && (growth ?? 0) > 0,
  );
  return {
    modules: new Set(blamed.filter(({ level }) => level === 'module').map(({ name }) => moduleKey(name))),
    functions: new Set(blamed.filter(({ level }) => level === 'function').map(({ name }) => withoutOffset(name).toLowerCase())),
  };
}

export function isLeaking(frame: StackFrame, leaking: Leaking): boolean {
  if (leaking.functions.has(frameName(frame).toLowerCase())) return true;
  return frame.module !== null && leaking.modules.has(moduleKey(frame.module));
}

function roleOf(frame: StackFrame, leaking: Leaking): StackView['frames'][number]['role'] {
  const role = frameRole(frame);
  if (role === 'own') return 'own';
  if (isLeaking(frame, leaking)) return 'leaking';
  return role === 'framework' || role === 'library' || role === 'system' ? 'framework' : 'skipped';
}

/** Lock, sleep and queue waits: a thread that waits shows no allocation. */
const waits = [
  'waitfor',
  'removeiocompletion',
  'sleepex',
  'delayexecution',
  'waitviaworker',
  'zwwait',
  'ntwait',
  'getqueuedcompletion',
  'epoll_wait',
  'futex',
  'poll',
];
/** A finalizer that waits is what all others wait for. */
function isWaiting(stack: CallStack): boolean {
  const { frames } = stack;
  if (finalizerFrame(stack) !== null) return false;
  const top = frames.slice(0, 2).map((frame) => (frame.function ?? '').toLowerCase());
  return top.some((name) => waits.some((wait) => name.includes(wait)));
}

const maxFramesShown = 64;

/** Picks the stack that ties own code to the leak: one that passes through what leaks, else a recorded one, else a working thread. */
export function viewStack(file: CaseFile, attribution: Attribution | null): StackView | null {
  const leaking = leakingNames(attribution);
  const scored = candidateStacks(file).map((each) => {
    const passes = each.stack.frames.some((frame) => isLeaking(frame, leaking));
    const own = firstOwnFrame(each.stack.frames) !== null;
    const tied = passes || each.recorded || (leaking.modules.size === 0 && each.chosen && !isWaiting(each.stack));
    return { ...each, tied, score: (passes ? 4 : 0) + (own ? 2 : 0) + (each.recorded ? 1 : 0) };
  });
  const best = scored
    .filter(({ tied }) => tied)
    .reduce<(typeof scored)[number] | null>((most, each) => {
      if (most === null || each.score !== most.score) return most === null || each.score > most.score ? each : most;
      return each.weight > most.weight ? each : most;
    }, null);
  if (best === null) return null;
  const [own, entry] = [firstOwnFrame(best.stack.frames), entryFrame(best.stack.frames)];
  return {
    evidence: best.evidence,
    frames: best.stack.frames.slice(0, maxFramesShown).map((frame) => ({ printed: frame.printed, role: roleOf(frame, leaking) })),
    ownFrame: own === null ? null : frameName(own),
    entry: entry === null ? null : frameName(entry),
  };
}
