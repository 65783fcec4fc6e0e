/** Runs candidates in processes of their own and puts what they took side by side. */
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { ChildReport } from './child.ts';

export interface Row {
  readonly candidate: string;
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly peakMb: number | null;
  readonly stallMs: number | null;
  readonly busyMs: number | null;
  /** The first run of a fresh process, where later ones are what is compared. */
  readonly firstMs: number | null;
}
/** A goal of docs/benchmarks.md with what was measured; `limit` is at most or at least. */
export interface Goal {
  readonly id: string;
  readonly says: string;
  readonly measured: number;
  readonly limit: number;
  readonly kind: 'at most' | 'at least';
  /** A goal's limit asked of what the goal does not name: printed, and no reason for the run to fail. */
  readonly isAim?: true;
}
/** What is not a time: cells as they are printed. */
export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}
export interface Figure {
  readonly title: string;
  readonly rows: readonly Row[];
  readonly tables?: readonly Table[];
  readonly goals: readonly Goal[];
}
export interface BenchOptions {
  readonly folder: string;
  readonly seed: number;
  readonly rounds: number;
  readonly megabytes: number;
  /** Made-up series of each kind. */
  readonly each: number;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** One process of a candidate; Node keeps the compiled sources in `folder`, for every candidate alike. */
export function runChild(folder: string, args: readonly string[]): ChildReport {
  const out = execFileSync(process.execPath, [join(import.meta.dirname, 'child.ts'), ...args], {
    encoding: 'utf8',
    env: { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compiled') },
    maxBuffer: 2 ** 24,
  });
  return JSON.parse(out.trim().split('\n').at(-1) ?? '') as ChildReport;
}

/** The smallest value that at least `share` of the values do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export interface WordCount {
  readonly wallMs: number;
  readonly cpuMs: number;
}

/** The shell tells time in whole milliseconds: a small file is counted this often, and its time divided. */
const repeats = 5;
const smallBytes = 100e6;

/** `wc -l` as the shell times it: wall and CPU time in ms, without the start of the shell. */
export function runWordCount(path: string): WordCount {
  const times = statSync(path).size < smallBytes ? repeats : 1;
  const script = `TIMEFORMAT="%3R %3U %3S"; { time for i in $(seq ${times}); do wc -l "$0" > /dev/null; done; } 2>&1`;
  const [real = 0, user = 0, system = 0] = execFileSync('bash', ['-c', script, path], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  })
    .trim()
    .split(/\s+/)
    .map((text) => (Number(text) * 1000) / times);
  return { wallMs: real, cpuMs: user + system };
}

const peakOf = (values: readonly number[]): number | null => (values.length === 0 ? null : Math.max(...values));

/** The medians of a candidate's rounds; `warm` leaves out the first run of each process. */
export function rowOf(candidate: string, reports: readonly ChildReport[], warm: boolean): Row {
  const runs = reports.flatMap((report) => (warm ? report.runs.slice(1) : report.runs));
  return {
    candidate,
    wallMs: median(runs.map((run) => run.wallMs)),
    cpuMs: median(runs.map((run) => run.cpuMs)),
    peakMb: peakOf(reports.map((report) => report.peakMb)),
    stallMs: peakOf(runs.map((run) => run.stallMs)),
    busyMs: peakOf(runs.map((run) => run.busyMs)),
    firstMs: warm ? median(reports.map((report) => report.runs[0]?.cpuMs ?? 0)) : null,
  };
}

export function wordCountRow(counts: readonly WordCount[]): Row {
  const [wallMs, cpuMs] = [median(counts.map((each) => each.wallMs)), median(counts.map((each) => each.cpuMs))];
  return { candidate: 'wc -l', wallMs, cpuMs, peakMb: null, stallMs: null, busyMs: null, firstMs: null };
}

export interface Compared {
  readonly rows: readonly Row[];
  readonly results: readonly (readonly [string, unknown])[];
}

/** `rounds` rounds in which each candidate runs once, one after another, and `wc -l` with them. */
export function interleaved(
  options: BenchOptions,
  program: string,
  candidates: readonly string[],
  path: string,
  args: { readonly times: number; readonly columns: readonly number[] },
): Compared {
  const reports = new Map<string, ChildReport[]>(candidates.map((name) => [name, []]));
  const counts: WordCount[] = [];
  // The compiled sources and the page cache are there before anything is counted.
  for (const name of candidates) runChild(options.folder, [program, name, '0']);
  runWordCount(path);
  for (let round = 0; round < options.rounds; round++) {
    for (const name of candidates) {
      reports.get(name)?.push(runChild(options.folder, [program, name, String(args.times), path, JSON.stringify(args.columns)]));
    }
    counts.push(runWordCount(path));
  }
  return {
    rows: [...[...reports].map(([name, each]) => rowOf(name, each, args.times > 1)), wordCountRow(counts)],
    results: [...reports].map(([name, each]) => [name, each[0]?.result]),
  };
}

/** How many times the CPU time of `of` candidate `by` took; CPU time, because others may use the machine too. */
export function timesOf(rows: readonly Row[], by: string, of: string): number {
  const cpu = (name: string): number => rows.find((row) => row.candidate === name)?.cpuMs ?? Number.NaN;
  return cpu(by) / cpu(of);
}
