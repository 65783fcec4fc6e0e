/** UMDH, memleak, heaptrack: who allocated what was not freed, over a difference or over several logs of one life. By bytes. */
import type { CaseFile } from './case-file.ts';
import { type Named, ratesOf, remainder, rowsOf } from './growth-rows.ts';
import { type EvidenceOf, inOrder } from './order-of-evidence.ts';
import { blamedFrame, firstOwnFrame, frameName, frameRole } from './stacks.ts';
import type { AllocationEntry, Attribution, GrowthRow, StackFrame } from './types.ts';

const hourMs = 3_600_000;
/** Stacks without symbols name nobody: what they hold stays unexplained. */
export const unknownModule = 'unknown';

/** The names an allocation stack is counted under: the module that asked, and the own function that made it ask. */
/** Where the runtime itself allocates (its tracing, its loader) there is no other code to name: its first function that is no allocator. */
function runtimeFrame(frames: readonly StackFrame[]): StackFrame | null {
  return frames.find((frame) => frameRole(frame) === 'runtime' && !/alloc|operator new|^new$/i.test(frame.function ?? 'alloc')) ?? null;
}

export function namesOfEntry({ stack, trace }: AllocationEntry): { readonly module: string; readonly function: string } {
  const blamed = stack === null ? null : blamedFrame(stack.frames);
  const own = stack === null ? null : firstOwnFrame(stack.frames);
  const frame = own ?? blamed ?? (stack === null ? null : runtimeFrame(stack.frames));
  return { module: frame?.module ?? unknownModule, function: frame === null ? (trace ?? unknownModule) : frameName(frame) };
}

/** A difference pasted without its stacks finds them by the trace's id in a log of the same process. */
export function withStacks(all: readonly EvidenceOf<'allocations'>[]): readonly EvidenceOf<'allocations'>[] {
  const known = new Map(
    all.flatMap(({ entries }) =>
      entries.flatMap(({ trace, stack }) =>
        trace === null || stack === null || stack.frames.length === 0 ? [] : [[trace, stack] as const],
      ),
    ),
  );
  return all.map((each) => ({
    ...each,
    entries: each.entries.map((entry) => ({ ...entry, stack: entry.stack ?? known.get(entry.trace ?? '') ?? null })),
  }));
}

function summed(entries: readonly AllocationEntry[], key: 'module' | 'function'): readonly Named[] {
  return [...Map.groupBy(entries, (each) => namesOfEntry(each)[key])].map(([name, some]) => ({
    name,
    bytes: some.reduce((sum, { bytes }) => sum + bytes, 0),
    allocations: some.every(({ allocations }) => allocations !== null)
      ? some.reduce((sum, { allocations }) => sum + (allocations ?? 0), 0)
      : null,
  }));
}

const bytesOf = (entries: readonly AllocationEntry[]): number => entries.reduce((sum, { bytes }) => sum + bytes, 0);

/** The differences in which anything grew, the one that shows most first: the order in which they came says nothing. */
export function allocationDifferences(file: CaseFile): readonly EvidenceOf<'allocations'>[] {
  return withStacks(file.of('allocations'))
    .filter(({ diff, entries }) => diff && entries.some(({ bytes }) => bytes > 0))
    .sort((a, b) => bytesOf(b.entries) - bytesOf(a.entries));
}

/** A block that somebody looked up, or that was left at the end of the program, is no log of a moment. */
const lookedUp: ReadonlySet<string> = new Set(['heap-block-stack', 'crt-leak-dump', 'sanitizer-leaks', 'valgrind', 'visual-leak-detector']);

/** The logs of the tool that wrote most of them: two tools count differently, and are not compared. */
export function allocationLogs(file: CaseFile): readonly EvidenceOf<'allocations'>[] {
  const logs = withStacks(file.of('allocations')).filter(
    ({ diff, entries, parser }) => !diff && entries.length > 0 && !lookedUp.has(parser),
  );
  const byTool = [...Map.groupBy(logs, ({ parser }) => parser).values()];
  return byTool.reduce((most, each) => (each.length > most.length ? each : most), []);
}

/** In how many of the differences a function has more than it gave back. */
export function growsIn(differences: readonly EvidenceOf<'allocations'>[], name: string): number {
  return growthsOf(differences, name).filter((bytes) => bytes > 0).length;
}

/** What a function has more in each of the differences, the most first. */
export function growthsOf(differences: readonly EvidenceOf<'allocations'>[], name: string): readonly number[] {
  return differences.map(({ entries }) => bytesOf(entries.filter((each) => namesOfEntry(each).function === name))).sort((a, b) => b - a);
}

/** As many rows of functions are shown. */
const mostTraces = 3;
const isTrace = (name: string): boolean => /^BackTrace/i.test(name);
const nothing: Named = { name: '', bytes: 0, allocations: 0 };

function rowsOver(steps: readonly (readonly AllocationEntry[])[], total: readonly number[]): readonly GrowthRow[] {
  const growth = (total.at(-1) ?? 0) - (total[0] ?? 0);
  // The start of a difference is a list in which nothing is held.
  const lists = (key: 'module' | 'function') => steps.map((entries) => (entries.length === 0 ? [nothing] : summed(entries, key)));
  const [modules = [], functions = []] = (['module', 'function'] as const).map((key) =>
    lists(key).map((list) => list.filter(({ name }) => name !== unknownModule)),
  );
  const rows = [...rowsOf('module', modules, growth), ...rowsOf('function', functions, growth)].filter(({ name }) => name !== nothing.name);
  // A trace whose stack is not there has a row of its own and no module: what it holds is not also left over.
  const traces = new Set(rows.flatMap(({ level, name }) => (level === 'function' && isTrace(name) ? [name] : [])).slice(0, mostTraces));
  const explained = modules.map((list, i) => [...list, ...(functions[i] ?? []).filter(({ name }) => traces.has(name))]);
  return [...rows, remainder(total, explained, growth)];
}

/** A UMDH difference, or two logs of one life: growth by who asked for it. The first column is the start (nothing, in a difference). */
export function attributeAllocations(file: CaseFile): Attribution | null {
  const [difference] = allocationDifferences(file);
  const logs = inOrder(allocationLogs(file)).ordered;
  const steps = difference === undefined ? logs.map(({ entries }) => entries) : [[], difference.entries];
  if (steps.length < 2) return null;
  const total = steps.map(bytesOf);
  const growth = (total.at(-1) ?? 0) - (total[0] ?? 0);
  const times = difference === undefined && logs.every(({ takenAt }) => takenAt !== null) ? logs.map(({ takenAt }) => takenAt ?? 0) : null;
  const hours = times === null ? 0 : ((times.at(-1) ?? 0) - (times[0] ?? 0)) / hourMs;
  return {
    evidence: difference === undefined ? logs.map(({ id }) => id) : [difference.id],
    labels: difference === undefined ? logs.map(({ from }) => from) : ['before', 'after'],
    total,
    totalGrowth: growth,
    bytesPerHour: hours > 0 ? growth / hours : null,
    rates: ratesOf(total, times),
    rows: rowsOver(steps, total),
    ...(difference === undefined ? {} : { isDifference: true as const }),
  };
}
