/** Readings made by hand, in the shapes that tests of judging need. */
import { defaultScope, judge } from '../../analysis/index.ts';
import { splitFrame } from '../../analysis/stacks.ts';
import type { CallStack, Evidence, HandleSummary, LeakReport, RootChain, TypeCount } from '../../analysis/types.ts';
import { counter, evidenceOf, lifeOf, noon } from './evidence.ts';

export const GB = 1024 ** 3;
export const flat = (value: number) => () => value;
export const rising = (start: number, perMinute: number) => (m: number) => start + perMinute * m;

export function counters(
  id: string,
  values: Partial<Record<Parameters<typeof counter>[0], (minute: number) => number>>,
  life = lifeOf(4312),
  minutes = 60,
  from = noon,
): Evidence {
  const series = Object.entries(values).map(([name, value]) => counter(name as Parameters<typeof counter>[0], minutes, value, life, from));
  return evidenceOf(id, { kind: 'counters', series, life });
}
export function handles(
  id: string,
  byType: Record<string, number>,
  more: Partial<HandleSummary> & { at?: number; pid?: number } = {},
): Evidence {
  const { at = null, pid, ...rest } = more;
  const summary = { byType, total: null, partial: false, byName: {}, ...rest };
  return evidenceOf(id, { kind: 'handles', summary, takenAt: at, ...(pid === undefined ? {} : { life: lifeOf(pid) }) });
}
export function report(id: string, hours: number, gigabytes: number, module: string, more: Partial<LeakReport> = {}): Evidence {
  const bytes = gigabytes * GB;
  const modules = [
    {
      module,
      bytes,
      allocations: 100,
      functions: [{ function: `${module}!Leak+c2`, bytes, allocations: 100, probability: null, stacks: [] }],
    },
  ];
  const whole: LeakReport = {
    dump: id,
    leakTrack: 'tracked',
    trackingMs: hours * 3_600_000,
    outstandingBytes: bytes + 0.3 * GB,
    outstandingAllocations: 5000,
    outstandingHandles: null,
    modules,
    handlesByType: {},
    warnings: [],
    printedPrecision: 0.005 * GB,
  };
  return evidenceOf(id, { kind: 'leakReport', report: { ...whole, ...more } });
}
export const types = (...rows: readonly (readonly [string, number, number])[]): readonly TypeCount[] =>
  rows.map(([type, count, bytes]) => ({ type, count, bytes }));
export function heap(id: string, rows: readonly TypeCount[], at: number | null = null): Evidence {
  return evidenceOf(id, { kind: 'heapStatistic', types: rows, totalObjects: null, totalBytes: null, partial: false, takenAt: at });
}
export const stack = (...frames: readonly string[]): CallStack => ({ threads: ['0'], count: 1, frames: frames.map(splitFrame) });
export const roots = (id: string, chain: RootChain): Evidence => evidenceOf(id, { kind: 'gcRoots', object: null, chains: [chain] });
export const verdictOf = (...evidence: readonly Evidence[]) => judge(evidence, defaultScope).verdict;
