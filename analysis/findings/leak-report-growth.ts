/** Outstanding allocations over the leak reports of one life: how much, how fast, who holds it. By bytes, never by count. */
import { isMemoryManager } from '../allocating-code.ts';
import { trackedRun } from '../attribution.ts';
import { moduleKey } from '../stacks.ts';
import type { Attribution, GrowthRow, LeakClass } from '../types.ts';
import { bytesText, countText, durationText, shareText } from '../wording.ts';
import { finding, type Question } from './types.ts';

/** Modules of the CLR: what they hold is the GC heap or the loader heap, not a native leak. */
const clrModules = new Set(['clr', 'coreclr', 'mscorwks', 'mscorsvr', 'clrgc', 'libcoreclr']);
/** Growth below this share of what is outstanding is noise between two dumps. */
const materialShare = 0.05;
/** Less than this share unexplained needs no word. */
const worthSaying = 0.05;

export function topRow(attribution: Attribution, level: GrowthRow['level']): GrowthRow | null {
  const row = attribution.rows.find((each) => each.level === level && (each.growth ?? 0) > 0);
  return row ?? null;
}

function classOf(module: GrowthRow | null): LeakClass {
  return module !== null && clrModules.has(moduleKey(module.name)) && (module.share ?? 0) > 0.5 ? 'managed' : 'native';
}

function speed(attribution: Attribution): string {
  if (attribution.bytesPerHour === null) return '';
  const [first, last] = [attribution.rates[0] ?? 0, attribution.rates.at(-1) ?? 0];
  const quickens =
    attribution.rates.length > 1 && last > first * 1.05
      ? ', accelerating'
      : attribution.rates.length > 1 && last < first * 0.95
        ? ', slowing'
        : '';
  const steps = attribution.rates.length > 1 ? ` (${attribution.rates.map((rate) => bytesText(rate)).join(', then ')}${quickens})` : '';
  return `, ${bytesText(attribution.bytesPerHour)} an hour${steps}`;
}

export const leakReportGrowth: Question = {
  id: 'leak-report-growth',
  ask: ({ file, attribution }) => {
    const run = trackedRun(file).filter(({ id }) => attribution?.evidence.includes(id));
    if (attribution === null || run.length < 2 || attribution.evidence[0] !== run[0]?.id) return [];
    const [first, last] = [attribution.total[0] ?? 0, attribution.total.at(-1) ?? 0];
    const module = topRow(attribution, 'module');
    const top = topRow(attribution, 'function');
    const material =
      attribution.totalGrowth > Math.max(materialShare * first, 2 * Math.max(...run.map(({ report }) => report.printedPrecision)));
    const totals = attribution.total.map((each) => bytesText(each ?? 0)).join(' → ');
    if (!material) {
      return [
        finding({
          rule: 'leak-report-flat',
          says: `Outstanding allocations do not grow over ${run.length} reports: ${totals}.`,
          evidence: attribution.evidence,
          measured: { firstBytes: first, lastBytes: last },
        }),
      ];
    }
    const span = (run.at(-1)?.report.trackingMs ?? 0) - (run[0]?.report.trackingMs ?? 0);
    const held = module === null ? '' : ` ${module.name} holds ${bytesText(module.growth ?? 0)} of it (${shareText(module.share ?? 0)})`;
    const inside = top === null || module === null ? '' : `, ${top.name} ${bytesText(top.growth ?? 0)} (${shareText(top.share ?? 0)})`;
    return [
      finding({
        rule: 'leak-report-growth',
        says: `Outstanding allocations grow ${totals}${span > 0 ? ` in ${durationText(span)}` : ''}: +${bytesText(attribution.totalGrowth)}${speed(attribution)}.${held}${inside}${held === '' ? '' : '.'}${managerText(module)}${unexplained(attribution)}`,
        points: classOf(module),
        strength: 'strong',
        evidence: attribution.evidence,
        measured: {
          firstBytes: first,
          lastBytes: last,
          growthBytes: attribution.totalGrowth,
          bytesPerHour: attribution.bytesPerHour ?? 0,
          reports: run.length,
        },
      }),
      ...countFalls(
        attribution,
        run.map(({ report }) => report.outstandingAllocations),
      ),
    ];
  },
};

/** Whoever reads that the C library grows would look for the leak there. */
export function managerText(module: { readonly name: string } | null): string {
  return module !== null && isMemoryManager(module.name) ? ` ${module.name} is a memory manager: it allocates for whoever called it.` : '';
}

/** What no module of the reports explains; silent about what is little. */
function unexplained({ rows }: Attribution): string {
  const rest = rows.find(({ level }) => level === 'remainder');
  const share = rest?.share ?? 0;
  return share < worthSaying
    ? ''
    : ` ${bytesText(rest?.growth ?? 0)} (${shareText(share)}) is in none of the modules that the reports name.`;
}

/** Fewer allocations that hold more bytes: whoever ranks by count looks at the wrong place. */
function countFalls(attribution: Attribution, counts: readonly (number | null)[]): ReturnType<Question['ask']> {
  const [first, last] = [counts[0] ?? null, counts.at(-1) ?? null];
  if (first === null || last === null || last >= first) return [];
  return [
    finding({
      rule: 'allocation-count-falls',
      says: `The number of outstanding allocations falls from ${countText(first)} to ${countText(last)} while their size grows: few large blocks leak, so the count would lead astray.`,
      evidence: attribution.evidence,
      measured: { first, last },
    }),
  ];
}
