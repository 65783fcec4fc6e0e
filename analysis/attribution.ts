/** Who holds the growth: module → function over the leak reports of one life, by bytes and never by count. */
import type { CaseFile } from './case-file.ts';
import { type EvidenceOf, inOrder, reportsInOrder } from './order-of-evidence.ts';
import { blamedFrame, firstOwnFrame, frameName } from './stacks.ts';
import type { AllocationEntry, Attribution, GrowthRow, LeakReport } from './types.ts';

const hourMs = 3_600_000;
/** Rows of one level that a card or a report can show. */
const mostRows = 12;

/** `1:39:09`, as the report prints its tracking duration (without the leading zero). */
export function clockText(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** `GdiPlus!GpMemoryBitmap::AllocBitmapData+c2` → without `+c2`: the same function in the next build. */
export function withoutOffset(name: string): string {
  return name.replace(/\+(?:0x)?[0-9a-f]+$/i, '');
}

interface Amount {
  readonly bytes: number | null;
  readonly allocations: number | null;
}
interface Named extends Amount {
  readonly name: string;
}

function lastLess(values: readonly (number | null)[]): number | null {
  const [first, last] = [values[0] ?? null, values.at(-1) ?? null];
  return values.length < 2 || first === null || last === null ? null : last - first;
}

/** A name that the first report does not have held nothing then, where that report lists its names at all. */
function rowOf(name: string, level: GrowthRow['level'], lists: readonly (readonly Named[])[], total: number): GrowthRow {
  const found = lists.map((list) => list.find((each) => each.name === name));
  const bytes = found.map((each, i) => each?.bytes ?? ((lists[i]?.length ?? 0) > 0 ? 0 : null));
  const growth = lastLess(bytes);
  return {
    name,
    level,
    bytes,
    allocations: found.map((each) => each?.allocations ?? null),
    growth,
    share: growth === null || total <= 0 ? null : growth / total,
  };
}

function rowsOf(level: GrowthRow['level'], lists: readonly (readonly Named[])[], total: number): readonly GrowthRow[] {
  const names = [...new Set(lists.flat().map(({ name }) => name))];
  return names
    .map((name) => rowOf(name, level, lists, total))
    .sort(
      (a, b) =>
        (b.growth ?? -Infinity) - (a.growth ?? -Infinity) || (b.bytes.at(-1) ?? 0) - (a.bytes.at(-1) ?? 0) || (a.name < b.name ? -1 : 1),
    )
    .slice(0, mostRows);
}

/** What no named row explains; said, so that the rows never claim more than they hold. */
function remainder(totals: readonly (number | null)[], modules: readonly (readonly Named[])[], growth: number): GrowthRow {
  const bytes = totals.map((total, i) => {
    const held = (modules[i] ?? []).map((each) => each.bytes);
    return total === null || held.includes(null) ? null : Math.max(0, total - held.reduce<number>((sum, each) => sum + (each ?? 0), 0));
  });
  // Whole bytes: what is left of two printed sizes is no number to keep sixteen digits of.
  const left = lastLess(bytes);
  const own = left === null ? null : Math.round(left) + 0;
  return {
    name: 'everything else',
    level: 'remainder',
    bytes,
    allocations: bytes.map(() => null),
    growth: own,
    share: own === null || growth <= 0 ? null : own / growth,
  };
}

const modulesOf = ({ modules }: LeakReport): readonly Named[] =>
  modules.map(({ module, bytes, allocations }) => ({ name: module, bytes, allocations }));
const functionsOf = ({ modules }: LeakReport): readonly Named[] =>
  modules.flatMap(({ functions }) => functions.map(({ function: name, bytes, allocations }) => ({ name, bytes, allocations })));

/** The reports of one run of the tracker: where it had tracked for less time than before, it had been started anew. */
export function trackedRun(file: CaseFile): readonly EvidenceOf<'leakReport'>[] {
  const tracked = file.of('leakReport').filter(({ report }) => report.outstandingBytes !== null);
  const timed = inOrder(tracked).ordered;
  if (timed.length < tracked.length || tracked.length < 2) return reportsInOrder(tracked).ordered;
  const runs: EvidenceOf<'leakReport'>[][] = [];
  for (const each of timed) {
    const before = runs.at(-1)?.at(-1)?.report.trackingMs ?? -1;
    if (runs.length === 0 || (each.report.trackingMs ?? Infinity) < before) runs.push([each]);
    else runs.at(-1)?.push(each);
  }
  const byTracking = reportsInOrder(tracked).ordered;
  // Times of analysis instead of the dumps' own contradict the tracker at every step: then the tracker is right.
  if (runs.length > 2 && runs.length === tracked.length && byTracking.length === tracked.length) return byTracking;
  return runs.reduce((most, each) => (each.length >= most.length ? each : most), []);
}

/** When each report's dump was taken, on one clock: the tracker's, else the time of the output. */
export function timesOf(run: readonly EvidenceOf<'leakReport'>[]): readonly number[] | null {
  const byTracker = run.map(({ report }) => report.trackingMs);
  const byOutput = run.map(({ takenAt }) => takenAt);
  return [byTracker, byOutput].find((times): times is number[] => times.every((each) => each !== null)) ?? null;
}

function ratesOf(totals: readonly number[], times: readonly number[] | null): readonly number[] {
  if (times === null) return [];
  return totals.slice(1).flatMap((total, i) => {
    const hours = ((times[i + 1] ?? 0) - (times[i] ?? 0)) / hourMs;
    return hours > 0 ? [(total - (totals[i] ?? total)) / hours] : [];
  });
}

/** Growth over two or more leak reports of one life; null where there are fewer or their order is not known. */
export function attributeReports(file: CaseFile): Attribution | null {
  const run = trackedRun(file);
  if (run.length < 2) return null;
  const total = run.map(({ report }) => report.outstandingBytes ?? 0);
  const growth = (total.at(-1) ?? 0) - (total[0] ?? 0);
  const times = timesOf(run);
  const hours = times === null ? 0 : ((times.at(-1) ?? 0) - (times[0] ?? 0)) / hourMs;
  const modules = run.map(({ report }) => modulesOf(report));
  return {
    evidence: run.map(({ id }) => id),
    labels: run.map(({ report, from, takenAt }) =>
      report.trackingMs !== null
        ? clockText(report.trackingMs)
        : (report.dump ?? (takenAt === null ? from : new Date(takenAt).toISOString())),
    ),
    total,
    totalGrowth: growth,
    bytesPerHour: hours > 0 ? growth / hours : null,
    rates: ratesOf(total, times),
    rows: [
      ...rowsOf('module', modules, growth),
      ...rowsOf(
        'function',
        run.map(({ report }) => functionsOf(report)),
        growth,
      ),
      remainder(total, modules, growth),
    ],
  };
}

/** The names an allocation stack is counted under: the module that asked, and the own function that made it ask. */
export function namesOfEntry({ stack, trace }: AllocationEntry): { readonly module: string; readonly function: string } {
  const blamed = stack === null ? null : blamedFrame(stack.frames);
  const own = stack === null ? null : firstOwnFrame(stack.frames);
  const frame = own ?? blamed;
  return { module: frame?.module ?? 'unknown', function: frame === null ? (trace ?? 'unknown') : frameName(frame) };
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

/** A UMDH difference, or two logs of one life: growth by who asked for it. The first column is the start (nothing, in a difference). */
export function attributeAllocations(file: CaseFile): Attribution | null {
  const all = withStacks(file.of('allocations')).filter(({ entries }) => entries.length > 0);
  const difference = all.findLast(({ diff, entries }) => diff && entries.some(({ bytes }) => bytes > 0));
  const logs = inOrder(all.filter(({ diff }) => !diff)).ordered;
  const steps: readonly (readonly AllocationEntry[])[] =
    difference === undefined ? logs.map(({ entries }) => entries) : [[], difference.entries];
  if (steps.length < 2) return null;
  const total = steps.map((entries) => entries.reduce((sum, { bytes }) => sum + bytes, 0));
  const growth = (total.at(-1) ?? 0) - (total[0] ?? 0);
  const times = difference === undefined && logs.every(({ takenAt }) => takenAt !== null) ? logs.map(({ takenAt }) => takenAt ?? 0) : null;
  const hours = times === null ? 0 : ((times.at(-1) ?? 0) - (times[0] ?? 0)) / hourMs;
  const lists = (key: 'module' | 'function') =>
    steps.map((entries, i) => (difference !== undefined && i === 0 ? [{ name: '', bytes: 0, allocations: 0 }] : summed(entries, key)));
  const named = (rows: readonly GrowthRow[]): readonly GrowthRow[] => rows.filter(({ name }) => name !== '');
  return {
    evidence: difference === undefined ? logs.map(({ id }) => id) : [difference.id],
    labels: difference === undefined ? logs.map(({ from }) => from) : ['before', 'after'],
    total,
    totalGrowth: growth,
    bytesPerHour: hours > 0 ? growth / hours : null,
    rates: ratesOf(total, times),
    rows: [...named(rowsOf('module', lists('module'), growth)), ...named(rowsOf('function', lists('function'), growth))],
  };
}

export function attribute(file: CaseFile): Attribution | null {
  return attributeReports(file) ?? attributeAllocations(file);
}
