/** Who holds the growth: module → function over the leak reports of one life, by bytes and never by count. */
import type { CaseFile } from './case-file.ts';
import { attributeAllocations } from './allocation-growth.ts';
import { type Named, ratesOf, remainder, rowsOf } from './growth-rows.ts';
import { type EvidenceOf, inOrder, reportsInOrder } from './order-of-evidence.ts';
import type { Attribution, LeakReport } from './types.ts';

const hourMs = 3_600_000;

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

const modulesOf = ({ modules }: LeakReport): readonly Named[] =>
  modules.map(({ module, bytes, allocations }) => ({ name: module, bytes, allocations }));
const functionsOf = ({ modules }: LeakReport): readonly Named[] =>
  modules.flatMap(({ functions }) => functions.map(({ function: name, bytes, allocations }) => ({ name, bytes, allocations })));

interface Tracked {
  readonly run: readonly EvidenceOf<'leakReport'>[];
  /** Reports of the same process from before or after the tracker was started anew, in order: never compared with `run`. */
  readonly apart: readonly EvidenceOf<'leakReport'>[];
}

/** The reports of one run of the tracker: where it had tracked for less time than before, it had been started anew. */
function runsOfTracker(file: CaseFile): Tracked {
  const tracked = file.of('leakReport').filter(({ report }) => report.outstandingBytes !== null);
  const timed = inOrder(tracked).ordered;
  if (timed.length < tracked.length || tracked.length < 2) return { run: reportsInOrder(tracked).ordered, apart: [] };
  const runs: EvidenceOf<'leakReport'>[][] = [];
  for (const each of timed) {
    const before = runs.at(-1)?.at(-1)?.report.trackingMs ?? -1;
    if (runs.length === 0 || (each.report.trackingMs ?? Infinity) < before) runs.push([each]);
    else runs.at(-1)?.push(each);
  }
  const byTracking = reportsInOrder(tracked).ordered;
  // Times of analysis instead of the dumps' own contradict the tracker at every step: then the tracker is right.
  if (runs.length > 2 && runs.length === tracked.length && byTracking.length === tracked.length) return { run: byTracking, apart: [] };
  const run = runs.reduce((most, each) => (each.length >= most.length ? each : most), []);
  return { run, apart: timed.filter((each) => !run.includes(each)) };
}

/** The longest run of the tracker, the later of two as long. */
export const trackedRun = (file: CaseFile): Tracked['run'] => runsOfTracker(file).run;

/** What the tracker had counted before it was started anew, or after that: left out of every comparison. */
export const trackedApart = (file: CaseFile): Tracked['apart'] => runsOfTracker(file).apart;

/** When each report's dump was taken, on one clock: the tracker's, else the time of the output. */
export function timesOf(run: readonly EvidenceOf<'leakReport'>[]): readonly number[] | null {
  const byTracker = run.map(({ report }) => report.trackingMs);
  const byOutput = run.map(({ takenAt }) => takenAt);
  return [byTracker, byOutput].find((times): times is number[] => times.every((each) => each !== null)) ?? null;
}

/** How a report is headed in a table: by how long the tracker had run. */
function labelOf({ report, from, takenAt }: EvidenceOf<'leakReport'>): string {
  if (report.trackingMs !== null) return clockText(report.trackingMs);
  return report.dump ?? (takenAt === null ? from : new Date(takenAt).toISOString());
}

/** Growth over two or more leak reports of one life; null where there are fewer or their order is not known. */
export function attributeReports(file: CaseFile): Attribution | null {
  const { run: all, apart } = runsOfTracker(file);
  if (all.length < 2) return null;
  // A report that was cut between a module and its size would hide who grew in those that are whole.
  const sized = all.filter(({ report }) => report.modules.every(({ bytes }) => bytes !== null));
  const run = sized.length < 2 ? all : sized;
  const total = run.map(({ report }) => report.outstandingBytes ?? 0);
  const growth = (total.at(-1) ?? 0) - (total[0] ?? 0);
  const times = timesOf(run);
  const hours = times === null ? 0 : ((times.at(-1) ?? 0) - (times[0] ?? 0)) / hourMs;
  const modules = run.map(({ report }) => modulesOf(report));
  return {
    evidence: run.map(({ id }) => id),
    labels: run.map(labelOf),
    ...(apart.length === 0 ? {} : { apart: apart.map(labelOf) }),
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

export function attribute(file: CaseFile): Attribution | null {
  return attributeReports(file) ?? attributeAllocations(file);
}
