/**
 * The screen of dotnet-counters monitor, whole or a few lines of it, of any version:
 *
 *   [System.Runtime]
 *       GC Heap Size (MB)                                 30
 *       dotnet.gc.last_collection.heap.size (By)
 *           gen2 5,065,600
 *
 * One moment: values only, no time. Rates on a screen are per interval. FACTS 8; Microsoft Learn:
 * dotnet-counters monitor.
 */
import { dotnetCounterOf, unknownBeforeCollection } from '../dotnet-counter-names.ts';
import type { DotnetCounter } from '../dotnet-counter-names.ts';
import { unknownLife } from '../life.ts';
import { readDecimal } from '../numbers.ts';
import type { CounterId, Parsed, TextParser } from '../types.ts';

const start = /^\s{0,8}(?:Press p to pause|\[System\.Runtime\]|Name\s{1,60}Current Value)/;
/** A number in any culture; blanks group digits by three alone. */
const number = "-?(?:\\d{1,3}(?: \\d{3}){1,6}(?:[.,]\\d{1,9})?|\\d[\\d.,']{0,30})(?:[eE][-+]?\\d{1,3})?";
/** A name, blanks, its value; the name ends with its unit or is one without. Newer versions print the last change behind it. */
const valueLine = new RegExp(`^\\s{0,12}(\\S.{0,150}?)\\s{1,120}(${number})(?:\\s{1,120}${number})?$`);
const tagLine = new RegExp(`^\\s{0,24}(?:[\\w.]{1,60}=)?([\\w-]{1,40})\\s{1,120}(${number})(?:\\s{1,120}${number})?$`);
const status = /^\s{0,12}(?:Status: \w+|Press p to pause.{0,60}|Name\s.{0,200}|\[[\w.-]{1,100}\]|-{3,120}|\w[\w.-]{1,100}(?:=\S{1,100})?)$/;

interface ScreenValue {
  readonly counter: DotnetCounter;
  readonly value: number;
}

/**
 * The tool prints numbers in the culture of the session: `9,211` are nine thousand, or nine and a bit in Germany. A group
 * has three digits and does not stand behind a lone 0: where a screen has a comma that is none, it is the decimal sign.
 */
function decimalSignOf(lines: readonly string[]): '.' | ',' | null {
  const texts = lines.flatMap((line) => valueLine.exec(line)?.[2] ?? []);
  const has = (pattern: RegExp): boolean => texts.some((text) => pattern.test(text));
  if (has(/\.\d{3}[.,]|^0,\d|,(?:\d{1,2}|\d{4,})$/)) return ',';
  if (has(/,\d{3}[.,]|^0\.\d|\.(?:\d{1,2}|\d{4,})$/)) return '.';
  return null;
}

/** What a line says: a counter with its value, a counter whose values stand on the lines below, or nothing. */
function counterLine(line: string, sign: '.' | ',' = '.'): ScreenValue | null {
  const found = valueLine.exec(line);
  const counter = found === null ? null : dotnetCounterOf((found[1] ?? '').trim());
  const value = found === null ? null : readDecimal(found[2] ?? '', sign);
  return counter === null || value === null ? null : { counter, value };
}

const isHeadOfTags = (line: string): boolean => /^\s{0,12}dotnet\.[a-z0-9_.]{3,100} \(.{1,40}\)$/.test(line);
const isScreenLine = (line: string): boolean => valueLine.test(line) || status.test(line) || isHeadOfTags(line);

/** `gen2 5,065,600` or `gc.heap.generation=gen2  5,065,600`, below its counter. */
function tagValue(line: string, sign: '.' | ','): { readonly tag: string; readonly value: number } | null {
  const found = tagLine.exec(line);
  const value = found === null ? null : readDecimal(found[2] ?? '', sign);
  return found === null || value === null ? null : { tag: found[1] ?? '', value };
}

/** In the order in which they are printed. */
const generations: ReadonlySet<string> = new Set(['gen0', 'gen1', 'gen2', 'loh', 'poh']);

/** The heading and the counters of other providers stand above; no screen has more of them. */
const linesBeforeCounters = 40;

function span(lines: readonly string[], from: number): number {
  const first = lines[from] ?? '';
  if (!start.test(first) && counterLine(first) === null && !isHeadOfTags(first)) return 0;
  let at = from + 1;
  let counters = counterLine(first) === null && !isHeadOfTags(first) ? 0 : 1;
  for (; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (/^\s{0,8}Press p to pause/.test(line)) break;
    if (line !== '' && !isScreenLine(line)) break;
    if (counterLine(line) !== null || isHeadOfTags(line)) counters++;
    if (counters === 0 && at - from > linesBeforeCounters) return 0;
  }
  while (lines[at - 1] === '') at--;
  return counters === 0 ? 0 : at - from;
}

function valuesOf(lines: readonly string[], sign: '.' | ','): ReadonlyMap<CounterId, number> {
  const values = new Map<CounterId, number>();
  let head: string | null = null;
  let ended = true;
  for (const line of lines) {
    const own = counterLine(line, sign);
    const tagged = head === null ? null : tagValue(line, sign);
    if (isHeadOfTags(line) || own !== null) ended = true;
    if (isHeadOfTags(line)) head = line.trim();
    else if (own !== null) add(values, own);
    else if (head !== null && tagged !== null && generations.has(tagged.tag)) {
      const counter = dotnetCounterOf(`${head}[${tagged.tag}]`);
      if (counter !== null) add(values, { counter, value: tagged.value });
      if (counter?.counter === 'gcHeap') ended = tagged.tag === 'poh';
    }
  }
  // The generations are added up: a screen that ends among them has no sum.
  if (!ended) values.delete('gcHeap');
  return values;
}

/** Parts by generation are summed; a rate is no running total of collections, and is made per second otherwise. */
function add(values: Map<CounterId, number>, { counter, value }: ScreenValue): void {
  const { counter: id, factor, perSeconds, name } = counter;
  // How many threads came or went in the last interval is no number of threads.
  if (id === 'poolThreads' && perSeconds !== null) return;
  if (id === 'gen2Collections' && (perSeconds !== null || name !== 'dotnet.gc.collections')) return;
  if (id === 'allocationRate' && perSeconds === null && name === 'dotnet.gc.heap.total_allocated') return;
  const scaled = (value * factor) / (perSeconds ?? 1);
  values.set(id, id === 'gcHeap' && name.startsWith('dotnet.') ? (values.get(id) ?? 0) + scaled : scaled);
}

function parse(lines: readonly string[]): Parsed {
  const sign = decimalSignOf(lines);
  const values = valuesOf(lines, sign ?? '.');
  const noCollection = [...values].filter(([id, value]) => value === 0 && unknownBeforeCollection.has(id)).map(([id]) => id);
  const kept = Object.fromEntries([...values].filter(([id]) => !noCollection.includes(id))) as Partial<Record<CounterId, number>>;
  if (Object.keys(kept).length === 0) {
    return {
      ok: false,
      problem:
        'This is a dotnet-counters screen without a value that tells of memory. Run dotnet-counters collect -p PID --counters System.Runtime --format csv -o counters.csv for half an hour and drop the file.',
      line: 1,
    };
  }
  const life = { ...unknownLife, runtime: 'dotnet' as const };
  const megabytes = lines.some((line) => line.includes('(MB)')) ? ['MB of these counters are millions of bytes.'] : [];
  const unclear = sign === null && lines.some((line) => /\(MB\)\s{1,120}\d{1,3},\d{3}$/.test(line));
  const guess = unclear ? ['Nothing tells whether a comma groups digits or is the decimal sign here: it was taken as grouping.'] : [];
  const zero = noCollection.length === 0 ? [] : ['A .NET heap of 0 means that no collection had run yet; it was left out.'];
  return {
    ok: true,
    readings: [{ kind: 'snapshot', life, takenAt: null, values: kept }],
    notes: ['A screen shows one moment and no time.', ...megabytes, ...guess, ...zero],
  };
}

export const dotnetCountersScreen: TextParser = {
  id: 'dotnet-counters-screen',
  title: 'dotnet-counters screen',
  hints: [
    '[system.runtime]',
    'press p to pause',
    'gc heap size',
    'working set (mb)',
    'dotnet.gc.',
    'dotnet.process.',
    'dotnet.assembly.',
    'assemblies loaded',
    'threadpool thread',
    'dotnet.thread_pool.',
  ],
  yieldsExcept: [],
  span,
  parse,
};
