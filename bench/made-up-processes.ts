/**
 * Counter logs of whole processes: the made-up private bytes of the accuracy bench, and beside them the counters that tell where
 * the memory is. Text as PerfMon writes it, so that what is judged is what a person would drop.
 */
import type { LeakClass, Sample } from '../analysis/types.ts';
import { madeUpSeries, publishedKinds } from './accuracy-series.ts';
import type { MadeUp } from './accuracy-series.ts';
import { createRandom } from './random.ts';
import type { Random } from './random.ts';

const MB = 2 ** 20;

export interface MadeUpProcess {
  readonly kind: string;
  readonly truth: LeakClass;
  /** PDH-CSV. */
  readonly log: string;
}

/** A counter of the process for each sample of its private bytes; `above`: bytes over the lowest of them. */
type Column = (random: Random, samples: readonly Sample[]) => (privateBytes: number, above: number) => number;

/** A level that a busy process keeps: it wavers, and goes nowhere. */
const steady =
  (low: number, high: number): Column =>
  (random) => {
    const level = low + (high - low) * random.next();
    return () => Math.round(level * (1 + 0.02 * random.normal()));
  };
/** One more for so many bytes of growth. */
const risingWith =
  (start: number, bytesEach: readonly [low: number, high: number]): Column =>
  (random) => {
    const [low, high] = bytesEach;
    const each = low + (high - low) * random.next();
    return (_, above) => start + Math.round(above / each);
  };
/** A GC heap that goes nowhere, with its collections. */
const heapFlat: Column = (random, samples) => {
  const lowest = Math.min(...samples.map(({ value }) => value));
  const [share, tooth] = [0.15 + 0.2 * random.next(), 20 + random.below(60)];
  let collected = 0;
  return () => {
    collected = (collected + 1) % tooth;
    return Math.round(lowest * share * (0.8 + (0.2 * collected) / tooth));
  };
};
/** A GC heap in which the growth is. */
const heapFollows: Column = (random, samples) => {
  const lowest = Math.min(...samples.map(({ value }) => value));
  const share = 0.4 + 0.4 * random.next();
  return (_, above) => Math.round(lowest * share + above * (0.9 + 0.02 * random.normal()));
};

interface Plan {
  readonly truth: LeakClass;
  readonly heap: Column | null;
  readonly handles: Column;
  readonly assemblies: Column | null;
}
const calm = steady(300, 3000);
const fewAssemblies: Column = (random) => {
  const count = 40 + random.below(200);
  return () => count;
};
const leaking: readonly Plan[] = [
  { truth: 'native', heap: heapFlat, handles: calm, assemblies: fewAssemblies },
  // Nobody collected the GC heap: of such logs as many are of one class as of the other, and no more can be known.
  { truth: 'native', heap: null, handles: calm, assemblies: null },
  { truth: 'managed', heap: null, handles: calm, assemblies: null },
  { truth: 'managed', heap: heapFollows, handles: calm, assemblies: fewAssemblies },
  { truth: 'loader-heap', heap: heapFlat, handles: calm, assemblies: risingWith(120, [30_000, 150_000]) },
  { truth: 'handle', heap: heapFlat, handles: risingWith(500, [2000, 40_000]), assemblies: fewAssemblies },
];
const healthy: readonly Plan[] = [
  { truth: 'no-leak', heap: heapFollows, handles: calm, assemblies: fewAssemblies },
  { truth: 'no-leak', heap: heapFlat, handles: calm, assemblies: fewAssemblies },
  { truth: 'no-leak', heap: null, handles: calm, assemblies: null },
];

const two = (value: number): string => String(value).padStart(2, '0');
function stamp(at: number): string {
  const time = new Date(at);
  const date = `${two(time.getUTCMonth() + 1)}/${two(time.getUTCDate())}/${time.getUTCFullYear()}`;
  return `${date} ${two(time.getUTCHours())}:${two(time.getUTCMinutes())}:${two(time.getUTCSeconds())}.000`;
}

function logOf(series: MadeUp, { heap, handles, assemblies }: Plan, random: Random): string {
  const { samples } = series;
  const lowest = Math.min(...samples.map(({ value }) => value));
  const reserved = 2048 * MB;
  const columns: readonly (readonly [path: string, column: Column | null])[] = [
    ['Process(w3wp)\\Private Bytes', () => (value) => value],
    ['Process(w3wp)\\Virtual Bytes', () => (value) => value + reserved],
    ['.NET CLR Memory(w3wp)\\# Bytes in all Heaps', heap],
    ['Process(w3wp)\\Handle Count', handles],
    ['Process(w3wp)\\Thread Count', steady(30, 120)],
    ['.NET CLR Loading(w3wp)\\Current Assemblies', assemblies],
  ];
  const present = columns.flatMap(([path, column]) => (column === null ? [] : [{ path, value: column(random, samples) }]));
  const head = ['"(PDH-CSV 4.0) (UTC)(0)"', ...present.map(({ path }) => `"\\\\WEB01\\${path}"`)].join(',');
  const rows = samples.map(({ at, value }) =>
    [`"${stamp(at)}"`, ...present.map((column) => `"${column.value(value, value - lowest)}"`)].join(','),
  );
  return [head, ...rows, ''].join('\r\n');
}

/** These leak in a part of the record only. */
const notAlways: ReadonlySet<string> = new Set(['late', 'leak+gaps']);

/** A part of the record, as somebody on call sees it. */
function windowOf(series: MadeUp, hours: number, random: Random): MadeUp {
  const [first, last] = [series.samples[0]?.at ?? 0, series.samples.at(-1)?.at ?? 0];
  const ms = hours * 3_600_000;
  const from = first + random.next() * Math.max(0, last - first - ms);
  return { ...series, samples: series.samples.filter(({ at }) => at >= from && at < from + ms) };
}

/** The same processes, each seen for `hours` somewhere in its record. */
export function* seenFor(hours: number, seed: number, each: number): Generator<MadeUpProcess> {
  const random = createRandom(seed);
  for (const series of madeUpSeries(seed, each, publishedKinds)) {
    const chosen = series.leaks ? leaking[0] : healthy[1];
    if (chosen === undefined || notAlways.has(series.kind)) continue;
    yield { kind: series.kind, truth: chosen.truth, log: logOf(windowOf(series, hours, random), chosen, random) };
  }
}

/** `each` series of every kind; each leaking one as every class of leak, each healthy one as several kinds of process. */
export function* madeUpProcesses(seed: number, each: number): Generator<MadeUpProcess> {
  const random = createRandom(seed);
  for (const series of madeUpSeries(seed, each, publishedKinds)) {
    for (const plan of series.leaks ? leaking : healthy) yield { kind: series.kind, truth: plan.truth, log: logOf(series, plan, random) };
  }
}
