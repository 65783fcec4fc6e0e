/**
 * heaptrack_print: its totals and the allocations that are leaked or make the peak.
 *
 *   total memory leaked: 3.62M
 *   peak heap memory consumption: 2.72G
 *   8.65M consumed over 16 calls from:
 *
 * Sizes are decimal (K = 1,000). Older releases write `34.47M peak memory consumed over 92 calls from`.
 * https://github.com/KDE/heaptrack
 */
import { endOfBlock } from '../debugger-text.ts';
import { unknownLife } from '../life.ts';
import { createStackGrouper, moduleKey } from '../stacks.ts';
import type { AllocationEntry, Parsed, Reading, TextParser } from '../types.ts';

const totals =
  /^\s{0,4}(total runtime|calls to allocation functions|temporary memory allocations|peak heap memory consumption|peak RSS \(including heaptrack overhead\)|total memory leaked|bytes allocated in total[^:]{0,40}|suppressed leaks): ?(\S.{0,60})$/;
const consumed =
  /^\s{0,40}(-?\d{1,9}(?:\.\d{1,3})?)([BKMGT]?)B? (?:peak memory |leaked |memory )?(?:consumed|leaked) over (\d{1,12}) calls? from:?\s*$/i;
const place = /^\s{1,60}(?:in|at) (\S.{0,400})$/;
const section =
  /^\s{0,4}(?:MOST CALLS|PEAK MEMORY|MEMORY LEAKS|MOST TEMPORARY|Debuggee command|reading file|finished reading|heaptrack stats|and \d+ from|and [\d.]+[BKMGT]?B? from \d+ other)\b/i;
const name = /^\s{0,60}[A-Za-z_~<(?0][^\n]{0,1000}$/;

const power: Readonly<Record<string, number>> = { '': 0, B: 0, K: 1, M: 2, G: 3, T: 4 };

function span(lines: readonly string[], from: number): number {
  const line = lines[from] ?? '';
  const next = lines[from + 1] ?? '';
  if (!totals.test(line) && !consumed.test(line)) return 0;
  if (totals.test(line) && next !== '' && !totals.test(next) && !consumed.test(next) && !section.test(next)) return 0;
  let inStack = consumed.test(line);
  const end = endOfBlock(lines, from, (each, at) => {
    if (consumed.test(each)) return (inStack = true);
    if (totals.test(each) || section.test(each)) {
      inStack = false;
      return true;
    }
    return inStack && (place.test(each) || (name.test(each) && (place.test(lines[at + 1] ?? '') || /^\s/.test(each))));
  });
  return end - from;
}

function bytesOf(digits: string, unit: string): number {
  return Number(digits) * 1000 ** (power[unit.toUpperCase()] ?? 0);
}

function entriesOf(lines: readonly string[]): readonly AllocationEntry[] {
  const found: { bytes: number; allocations: number; frames: { printed: string; symbol: string }[] }[] = [];
  for (const line of lines) {
    const start = consumed.exec(line);
    const last = found.at(-1);
    const where = place.exec(line)?.[1];
    if (start !== null) found.push({ bytes: bytesOf(start[1] ?? '0', start[2] ?? ''), allocations: Number(start[3]), frames: [] });
    else if (last === undefined || totals.test(line) || section.test(line) || line.trim() === '') continue;
    else if (where === undefined) last.frames.push({ printed: line.trim(), symbol: line.trim() });
    else {
      const frame = last.frames.at(-1);
      if (frame !== undefined && where.includes('/lib')) frame.symbol = `${moduleKey(where)}!${frame.printed}`;
    }
  }
  return found.map(({ bytes, allocations, frames }) => {
    const grouper = createStackGrouper();
    for (const { printed, symbol } of frames.slice(0, 100)) grouper.frame(printed, symbol);
    grouper.end(null);
    return { bytes, allocations, stack: grouper.grouped()[0] ?? null, trace: null };
  });
}

function parse(lines: readonly string[]): Parsed {
  const printed = lines.flatMap((line) => {
    const found = totals.exec(line);
    return found === null ? [] : [{ name: found[1] ?? '', text: found[2] ?? '' }];
  });
  const leaked = printed.find((each) => each.name === 'total memory leaked');
  const size = leaked === undefined ? null : /^(-?\d{1,9}(?:\.\d{1,3})?)([BKMGT]?)B?$/i.exec(leaked.text.trim());
  const total: readonly AllocationEntry[] =
    size === null ? [] : [{ bytes: bytesOf(size[1] ?? '0', size[2] ?? ''), allocations: null, stack: null, trace: null }];
  const entries = entriesOf(lines);
  const all = entries.length > 0 ? entries : total;
  if (all.length === 0) {
    return {
      ok: false,
      problem:
        'No allocation is in this part of heaptrack_print. Run heaptrack_print -l 1 FILE and paste the part MEMORY LEAKS and the totals.',
      line: 1,
    };
  }
  const readings: readonly Reading[] = [{ kind: 'allocations', life: unknownLife, takenAt: null, diff: false, entries: all.slice(0, 60) }];
  const peak = lines.some((line) => /peak memory/i.test(line)) && entries.length > 0;
  return {
    ok: true,
    readings,
    notes: [
      ...(peak ? ['These allocations made the peak; they need not be leaked.'] : []),
      ...printed
        .filter((each) => /leaked|peak|runtime/.test(each.name))
        .map((each) => `heaptrack: ${each.name} ${each.text.replace(/\.$/, '')}.`),
    ],
  };
}

export const heaptrackTotals: TextParser = {
  id: 'heaptrack-totals',
  title: 'Allocations (heaptrack_print)',
  hints: ['total memory leaked', 'consumed over', 'leaked over', 'total runtime', 'peak heap memory'],
  span,
  parse,
};
