/** The lines of one dump's memory report → LeakReport: a walk over them with what is being described just now. */
import { groupStacks } from '../../stacks.ts';
import type { LeakingFunction, LeakingModule, LeakReport } from '../../types.ts';
import { readGraph } from './bar-graph.ts';
import { isSampleTitle, readSample } from './call-stack-sample.ts';
import { fieldAt, graphTitle } from './labels.ts';
import { emptyDraft, functionOf, moduleOf, takeField, takeGraph } from './leak-draft.ts';
import type { Draft, ModuleDraft, Sized } from './leak-draft.ts';
import { blamedFunction, blamedModule, noticeIn } from './notices.ts';
import { leadingCount, leadingSizeBytes } from './numbers.ts';
import { topFunction } from './top-function.ts';

/** A reading is bounded: functions of one module, modules of one report, kept by bytes. */
const maxModules = 60;
const maxFunctions = 40;
const maxWarnings = 20;

/** One step of the walk: how many lines it took. */
function take(draft: Draft, lines: readonly string[], at: number, sign: '.' | ','): number {
  const line = lines[at] ?? '';
  const graph = graphTitle(line);
  if (graph !== null) {
    const { rows, next } = readGraph(lines, at + 1);
    takeGraph(draft, graph, rows, sign);
    return next - at;
  }
  if (isSampleTitle(line)) {
    const { frames, next } = readSample(lines, at);
    if (frames.length > 0) draft.function?.stacks.push(frames);
    return next - at;
  }
  const field = fieldAt(lines, at);
  if (field !== null) {
    takeField(draft, field, sign);
    return field.lines;
  }
  if (/^detailed module report ?\(/i.test(line.trim())) {
    draft.inHandles = /\(handles\)/i.test(line);
    draft.module = null;
    draft.function = null;
  }
  takeSentence(draft, line, lines[at + 1] ?? '', sign);
  return 1;
}

function takeSentence(draft: Draft, line: string, following: string, sign: '.' | ','): void {
  const top = topFunction(line);
  if (top !== null) {
    const found = functionOf(draft, top.function);
    found.allocations = leadingCount(top.count);
    found.bytes = leadingSizeBytes(top.size, sign);
    return;
  }
  const inSummary = blamedFunction(line);
  if (inSummary !== null && draft.blamedModule !== null) {
    draft.blamed.push({
      module: draft.blamedModule,
      function: inSummary.function,
      bytes: leadingSizeBytes(inSummary.size, sign),
    });
    return;
  }
  const notice = noticeIn(line, following);
  if (notice === null) return;
  if (draft.warnings.length < maxWarnings) draft.warnings.push(notice.says);
  if (notice.leakTrack !== null) draft.leakTrack = notice.leakTrack;
  const blamed = blamedModule(line);
  if (blamed === null) return;
  moduleOf(draft, blamed.module).bytes ??= leadingSizeBytes(blamed.size, sign);
  draft.blamedModule = blamed.module;
}

/** The summary's functions count only where the report itself, which tells more of them, was not copied. */
function takeSummary(draft: Draft): void {
  if ([...draft.modules.values()].some(({ functions }) => functions.size > 0)) return;
  for (const { module, function: name, bytes } of draft.blamed.slice(0, maxFunctions)) {
    moduleOf(draft, module).functions.set(name, { bytes, allocations: null, probability: null, stacks: [] });
  }
}

const byBytes = (a: Sized, b: Sized): number => (b.bytes ?? -1) - (a.bytes ?? -1);

function functionsOf({ functions }: ModuleDraft): readonly LeakingFunction[] {
  const all = [...functions].map(([name, { bytes, allocations, probability, stacks }]) => ({
    function: name,
    bytes,
    allocations,
    probability,
    stacks: groupStacks(stacks.map((frames) => ({ thread: null, frames }))),
  }));
  return all.sort(byBytes).slice(0, maxFunctions);
}

function modulesOf(draft: Draft): readonly LeakingModule[] {
  const all = [...draft.modules].map(([module, each]) => ({
    module,
    bytes: each.bytes,
    allocations: each.allocations,
    functions: functionsOf(each),
  }));
  return all.sort(byBytes).slice(0, maxModules);
}

/** Stacks decide whether there are stacks: the product prints its “no call stacks” sentence although single ones exist. */
function leakTrackOf({ leakTrack, allocations, bytes }: Draft, modules: readonly LeakingModule[]): LeakReport['leakTrack'] {
  if (leakTrack === 'not-loaded') return leakTrack;
  const hasStacks = modules.some(({ functions }) => functions.some(({ stacks }) => stacks.length > 0));
  if (allocations === 0 || (leakTrack === 'empty' && modules.length === 0)) return 'empty';
  if (leakTrack === 'no-stacks' && !hasStacks) return 'no-stacks';
  return allocations !== null || bytes !== null || modules.length > 0 ? 'tracked' : 'unknown';
}

/** The report of one dump; null where its lines say nothing of tracked allocations, nor that there are none. */
export function readMemoryReport(dump: string | null, lines: readonly string[], sign: '.' | ','): LeakReport | null {
  const draft = emptyDraft();
  for (let at = 0; at < lines.length;) at += Math.max(take(draft, lines, at, sign), 1);
  takeSummary(draft);
  const modules = modulesOf(draft);
  const leakTrack = leakTrackOf(draft, modules);
  if (leakTrack === 'unknown' && draft.handleCount === null && draft.trackingMs === null) return null;
  return {
    dump,
    leakTrack,
    trackingMs: draft.trackingMs,
    outstandingBytes: draft.bytes,
    outstandingAllocations: draft.allocations,
    outstandingHandles: draft.handleCount,
    modules,
    handlesByType: Object.fromEntries(draft.handles),
    warnings: draft.warnings,
    printedPrecision: draft.precision ?? 0,
  };
}
