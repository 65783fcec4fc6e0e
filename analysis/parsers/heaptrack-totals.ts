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
import type { AllocationEntry, Parsed, ProcessLife, Reading, TextParser } from '../types.ts';
import { allocationsOf, bytesOf, consumed, counted, place } from './heaptrack/entries.ts';

const totals =
  /^\s{0,4}(total runtime|calls to allocation functions|temporary memory allocations|peak heap memory consumption|peak RSS \(including heaptrack overhead\)|total memory leaked|bytes allocated in total[^:]{0,40}|suppressed leaks): ?(\S.{0,60})$/;
const section =
  /^\s{0,4}(?:MOST CALLS|PEAK MEMORY|MEMORY LEAKS|MOST TEMPORARY|Debuggee command|reading (?:diff )?file|finished reading|heaptrack stats|WARNING - the data below|For an accurate overview|and \d+ from|and [\d.]+[BKMGT]?B? from \d+ other)\b/i;
/** With one of these the whole output begins. */
const title =
  /^(?:reading (?:diff )?file "|Debuggee command was: |MOST CALLS TO ALLOCATION FUNCTIONS|PEAK MEMORY CONSUMERS|MEMORY LEAKS|MOST TEMPORARY ALLOCATIONS)/;
const name = /^\s{0,60}[A-Za-z_~<(?0][^\n]{0,1000}$/;

function span(lines: readonly string[], from: number): number {
  const line = lines[from] ?? '';
  const next = lines[from + 1] ?? '';
  if (!totals.test(line) && !consumed.test(line) && !title.test(line)) return 0;
  if (totals.test(line) && next !== '' && !totals.test(next) && !consumed.test(next) && !section.test(next)) return 0;
  let inStack = consumed.test(line);
  const end = endOfBlock(lines, from, (each, at) => {
    if (consumed.test(each) || counted.test(each)) return (inStack = true);
    if (totals.test(each) || section.test(each)) {
      inStack = false;
      return true;
    }
    return inStack && (place.test(each) || (name.test(each) && (place.test(lines[at + 1] ?? '') || /^\s/.test(each))));
  });
  return end - from;
}

/** The file is named for the program and the pid that it had: `heaptrack.shop-api.4711.zst`. */
const recorded = /^reading (?:diff )?file "(?:[^"\n]{0,400}\/)?heaptrack\.([^"\n/]{1,120})\.(\d{1,10})(?:\.(?:gz|zst))?"/;
const debuggee = /^Debuggee command was: "?(?:[^\s"]{0,400}\/)?([^\s"/]{1,120})/;

/** Whose allocations these are, as far as the head says it. */
function lifeOf(lines: readonly string[]): ProcessLife {
  const [file, command] = [recorded, debuggee].map((pattern) => lines.map((line) => pattern.exec(line)).find((each) => each !== null));
  const pid = file?.[2];
  return { ...unknownLife, process: file?.[1] ?? command?.[1] ?? null, pid: pid === undefined ? null : Number(pid) };
}

/** Less of the total than this that no entry explains is rounding. */
const rounding = 0.02;
const mostEntries = 60;

function parse(lines: readonly string[]): Parsed {
  const printed = lines.flatMap((line) => {
    const found = totals.exec(line);
    return found === null ? [] : [{ name: found[1] ?? '', text: found[2] ?? '' }];
  });
  const leaked = printed.find((each) => each.name === 'total memory leaked');
  const size = leaked === undefined ? null : /^(-?\d{1,9}(?:\.\d{1,3})?)([BKMGT]?)B?$/i.exec(leaked.text.trim());
  const total: readonly AllocationEntry[] =
    size === null ? [] : [{ bytes: bytesOf(size[1] ?? '0', size[2] ?? ''), allocations: null, stack: null, trace: null }];
  const { entries, isPeak } = allocationsOf(lines, (line) => totals.test(line) || section.test(line));
  const listed = entries.reduce((sum, { bytes }) => sum + bytes, 0);
  // What the list leaves out is leaked as well, by nobody that it names.
  const rest = isPeak
    ? []
    : total.map((each) => ({ ...each, bytes: each.bytes - listed })).filter(({ bytes }) => bytes > rounding * listed);
  const all = entries.length > 0 ? [...entries.slice(0, mostEntries), ...rest] : total;
  if (all.length === 0) {
    return {
      ok: false,
      problem:
        'No allocation is in this part of heaptrack_print. Run heaptrack_print -l 1 FILE and paste the part MEMORY LEAKS and the totals.',
      line: 1,
    };
  }
  const diff = lines.some((line) => /^reading diff file\b/.test(line));
  const readings: readonly Reading[] = [
    { kind: 'allocations', life: lifeOf(lines), takenAt: null, diff, entries: all, ...(isPeak ? { peak: true as const } : {}) },
  ];
  return {
    ok: true,
    readings,
    notes: [
      ...(isPeak ? ['These allocations made the peak; they need not be leaked.'] : []),
      ...printed
        .filter((each) => /leaked|peak|runtime/.test(each.name))
        .map((each) => `heaptrack: ${each.name} ${each.text.replace(/\.$/, '')}.`),
    ],
  };
}

export const heaptrackTotals: TextParser = {
  id: 'heaptrack-totals',
  title: 'Allocations (heaptrack_print)',
  hints: [
    'total memory leaked',
    'consumed over',
    'leaked over',
    'total runtime',
    'peak heap memory',
    'memory leaks',
    'peak memory consumers',
  ],
  yieldsExcept: ['was-events', 'resource-exhaustion'],
  span,
  parse,
};
