/**
 * Outputs below a printed moment are of that moment; one process seen again and again is a log of its counters.
 * `for …; do date; cat /proc/412/status; sleep 15; done` prints both.
 */
import { merged } from './lives.ts';
import { areTwoStarts } from './process-start.ts';
import { printedAs } from './snapshot-samples.ts';
import type { PrintedMoment } from './printed-moments.ts';
import { createSeries } from './thin.ts';
import type { SeriesBuilder } from './thin.ts';
import type { CounterId, ProcessLife, ReadBlock, Reading } from './types.ts';
import { durationText } from './wording.ts';

const dayMs = 24 * 3_600_000;
/** So many unread lines may lie between a moment and what it is of: the other lines of a screen of top, an output that nobody reads. */
const nearLines = 60;
/** So many looks at one process are a log; fewer stay what they are, each with its time. */
const fewest = 12;

type Snapshot = Extract<Reading, { readonly kind: 'snapshot' }>;

interface Placed {
  readonly at: number;
  readonly dated: boolean;
  /** Which of the moments. */
  readonly index: number;
}

/** Times of day without a day, in the order printed: a smaller one is of the next day. */
function unrolled(moments: readonly PrintedMoment[]): readonly PrintedMoment[] {
  let [days, last] = [0, Number.NEGATIVE_INFINITY];
  return moments.map((moment) => {
    if (moment.dated) return moment;
    if (moment.at < last) days++;
    last = moment.at;
    return { ...moment, at: moment.at + days * dayMs };
  });
}

/** The moment above each block, if nothing lies between that could be of another. */
function placesOf(blocks: readonly ReadBlock[], moments: readonly PrintedMoment[]): readonly (Placed | null)[] {
  let [next, end] = [0, 0];
  let current: PrintedMoment | null = null;
  return blocks.map((block) => {
    while ((moments[next]?.line ?? Infinity) <= block.fromLine) {
      current = moments[next] ?? null;
      end = current?.line ?? end;
      next++;
    }
    if (current === null || block.fromLine - end > nearLines) return null;
    end = block.fromLine + block.lines;
    return { at: current.at, dated: current.dated, index: next };
  });
}

const who = ({ life }: Reading): string => `${life.machine ?? ''}|${life.pid ?? `name ${life.process ?? ''}`}`;
const sort = (block: ReadBlock, reading: Reading): string => `${block.parser}|${reading.kind}|${who(reading)}`;

/** What was printed twice below one moment is of two moments, of which one is not told. */
function ambiguousOf(blocks: readonly ReadBlock[], places: readonly (Placed | null)[]): ReadonlySet<string> {
  const [seen, twice] = [new Set<string>(), new Set<string>()];
  for (const [index, block] of blocks.entries()) {
    const place = places[index] ?? null;
    for (const reading of place === null ? [] : block.readings) {
      const key = `${place?.index ?? 0}|${sort(block, reading)}`;
      if (seen.has(key)) twice.add(key);
      seen.add(key);
    }
  }
  return twice;
}

interface Timed {
  readonly block: number;
  readonly reading: Snapshot;
  readonly at: number;
  readonly dated: boolean;
}

function seriesOf(parser: string, taken: readonly Timed[]): Reading {
  const life = merged(taken.map(({ reading }) => reading.life));
  const builders = new Map<CounterId, { readonly builder: SeriesBuilder; last: number }>();
  for (const { at, reading } of [...taken].sort((a, b) => a.at - b.at)) {
    for (const [name, value] of Object.entries(reading.values)) {
      const counter = name as CounterId;
      const own = builders.get(counter) ?? { builder: createSeries(), last: Number.NEGATIVE_INFINITY };
      builders.set(counter, own);
      if (at <= own.last) continue;
      own.last = at;
      own.builder.add(at, value);
    }
  }
  const series = [...builders].map(([counter, { builder }]) => ({
    life,
    counter,
    printed: printedAs(parser, counter),
    samples: builder.samples(),
  }));
  const dated = taken.every((each) => each.dated);
  return { kind: 'counters', life, takenAt: dated ? Math.max(...taken.map(({ at }) => at)) : null, series };
}

function noteOf(taken: readonly Timed[]): readonly string[] {
  const times = taken.map(({ at }) => at);
  const span = durationText(Math.max(...times) - Math.min(...times));
  const undated = taken.some(({ dated }) => !dated);
  return [
    `${taken.length} readings of one process over ${span} are taken as a log of its counters.`,
    ...(undated ? ['Their times tell no day: only the distances between them are used.'] : []),
  ];
}

/** Start times that ps counts from clock ticks are rounded. */
const sameStartMs = 2000;

/** Looks at one pid, apart where they tell that another process had it. */
function byStart(taken: readonly Timed[]): readonly (readonly Timed[])[] {
  const lives: { life: ProcessLife; readonly taken: Timed[] }[] = [];
  for (const each of taken) {
    const { life } = each.reading;
    const known = lives.findLast((one) => !areTwoStarts(one.life, life, sameStartMs));
    if (known === undefined) lives.push({ life, taken: [each] });
    else known.taken.push(each);
    if (known !== undefined) known.life = merged([known.life, life]);
  }
  return lives.map((each) => each.taken);
}

/** Snapshots of one process → one log, in the place of the first. */
function asLogs(blocks: readonly ReadBlock[], timed: readonly Timed[]): readonly ReadBlock[] {
  const groups = Map.groupBy(timed, ({ block, reading }) => `${blocks[block]?.parser ?? ''}|${who(reading)}`);
  const inLog = new Set<Reading>();
  const logs = new Map<number, { readonly readings: Reading[]; readonly notes: string[]; until: number }>();
  for (const taken of [...groups.values()].flatMap(byStart)) {
    const [first] = taken;
    if (first === undefined || new Set(taken.map(({ at }) => at)).size < fewest) continue;
    for (const { reading } of taken) inLog.add(reading);
    const log = logs.get(first.block) ?? { readings: [], notes: [], until: 0 };
    logs.set(first.block, log);
    log.readings.push(seriesOf(blocks[first.block]?.parser ?? '', taken));
    log.notes.push(...noteOf(taken));
    log.until = Math.max(log.until, ...taken.map(({ block }) => (blocks[block]?.fromLine ?? 0) + (blocks[block]?.lines ?? 0)));
  }
  if (logs.size === 0) return blocks;
  return blocks.flatMap((block, index) => {
    const log = logs.get(index);
    const rest = block.readings.filter((reading) => !inLog.has(reading));
    const readings = [...(log?.readings ?? []), ...rest];
    if (readings.length === 0) return [];
    if (log === undefined) return [{ ...block, readings }];
    return [{ ...block, readings, notes: [...block.notes, ...log.notes], lines: log.until - block.fromLine }];
  });
}

/** The blocks of one text with the moments that it prints. */
export function withMoments(blocks: readonly ReadBlock[], printed: readonly PrintedMoment[]): readonly ReadBlock[] {
  if (printed.length === 0) return blocks;
  const places = placesOf(blocks, unrolled(printed));
  const ambiguous = ambiguousOf(blocks, places);
  const timed: Timed[] = [];
  const stamped = blocks.map((block, index) => {
    const place = places[index] ?? null;
    if (place === null) return block;
    const readings = block.readings.map((reading): Reading => {
      if (reading.takenAt !== null || reading.kind === 'counters' || ambiguous.has(`${place.index}|${sort(block, reading)}`))
        return reading;
      const told = place.dated ? { ...reading, takenAt: place.at } : reading;
      if (told.kind === 'snapshot') timed.push({ block: index, reading: told, at: place.at, dated: place.dated });
      return told;
    });
    return { ...block, readings };
  });
  return asLogs(stamped, timed);
}
