/**
 * The bot's own sampler: one JSON object a line, one line a tick and process, invariant numbers.
 *
 *   {"plumbline":"sample","at":"2026-11-21T10:00:00.000Z","machine":"WEB01","process":"w3wp","pid":4312,"startedAt":"2026-11-21T08:12:40.000Z","privateBytes":310000000,"handles":1450}
 *   {"plumbline":"sample","at":"2026-11-21T10:00:15.000Z","machine":"WEB01","process":"w3wp","pid":4312,"startedAt":"2026-11-21T08:12:40.000Z","privateBytes":311000000,"handlesByType":{"Event":210,"Key":55}}
 *   {"plumbline":"host","at":"2026-11-21T10:00:00.000Z","machine":"WEB01","process":"w3wp","pid":4312,"os":"Windows Server 2022","ceilingBytes":2936012800,"tools":["handle64"],"rights":"administrator"}
 *
 * The format is ours and defined here. `plumbline` is `sample` or `host`. Who: `machine`, `process`
 * (image name without .exe), `pid`, `startedAt` (ISO time or epoch ms), `runtime` (netfx, dotnet,
 * native), `bitness` (32, 64), `appPool`. When: `at` (ISO time or epoch ms). What, in a sample: any
 * CounterId of types.ts as a key (sizes in bytes, counts as they are, gen2Collections as a running
 * total); what was not measured is left out, never 0; `handlesByType` (type → count) with the tick
 * at which it was taken. In a host line: the fields of the `host` reading, `deployedAt` as a time.
 * Unknown keys are ignored. A pid with another startedAt is another life and another series.
 */
import { isoTime } from '../dates.ts';
import { isJsonObject, readJson } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { imageName } from '../life.ts';
import { createSeries } from '../thin.ts';
import type { SeriesBuilder } from '../thin.ts';
import { counterIds } from '../types.ts';
import type { CounterId, Parsed, ProcessLife, Reading, TextParser } from '../types.ts';

const mark = /^\s{0,20}\{\s{0,4}"plumbline"\s{0,4}:\s{0,4}"(?:sample|host)"/;
/** Start times from /proc are whole clock ticks and may differ by rounding between two ticks of the sampler. */
const sameStartMs = 2000;
/** Of handle summaries of one life the first and the latest tell the growth; some between show its course. */
const maxHandleReadings = 5;
/** Where so many were taken, one moment may be any: what is opened and soon closed again stands in some of them and not in others. */
const manyHandleReadings = 4 * maxHandleReadings;
const maxTypes = 200;

interface Handles {
  readonly at: number | null;
  readonly byType: Readonly<Record<string, number>>;
}

interface Life {
  readonly life: ProcessLife;
  readonly series: Map<CounterId, SeriesBuilder>;
  readonly handles: Handles[];
  lastAt: number;
}

const text = (value: Json | undefined): string | null => (typeof value === 'string' && value !== '' ? value.slice(0, 260) : null);
const amount = (value: Json | undefined): number | null =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
const time = (value: Json | undefined): number | null => (typeof value === 'string' ? isoTime(value) : amount(value));
const oneOf = <Value>(value: Json | undefined, allowed: readonly Value[]): Value | null => allowed.find((each) => each === value) ?? null;

function lifeIn(line: JsonObject): ProcessLife {
  const process = text(line['process']);
  return {
    machine: text(line['machine']),
    process: process === null ? null : imageName(process),
    pid: amount(line['pid']),
    startedAt: time(line['startedAt']),
    bitness: oneOf(line['bitness'], [32, 64] as const),
    runtime: oneOf(line['runtime'], ['netfx', 'dotnet', 'native'] as const),
    appPool: text(line['appPool']),
  };
}

function isSameLife(a: ProcessLife, b: ProcessLife): boolean {
  if (a.machine !== b.machine || a.pid !== b.pid || a.process !== b.process) return false;
  return a.startedAt === null || b.startedAt === null || Math.abs(a.startedAt - b.startedAt) <= sameStartMs;
}

function countsIn(value: Json | undefined): Readonly<Record<string, number>> | null {
  if (!isJsonObject(value)) return null;
  const entries = Object.entries(value).flatMap(([type, count]) =>
    amount(count) === null ? [] : [[type.slice(0, 100), amount(count) ?? 0] as const],
  );
  return entries.length === 0 ? null : Object.fromEntries(entries.slice(0, maxTypes));
}

function takeSample(lives: Life[], line: JsonObject): void {
  const described = lifeIn(line);
  const at = time(line['at']);
  let life = lives.findLast((each) => isSameLife(each.life, described));
  if (life === undefined) {
    life = { life: described, series: new Map(), handles: [], lastAt: Number.NEGATIVE_INFINITY };
    lives.push(life);
  }
  const byType = countsIn(line['handlesByType']);
  if (byType !== null) life.handles.push({ at, byType });
  if (at === null || at <= life.lastAt) return;
  life.lastAt = at;
  for (const counter of counterIds) {
    const value = amount(line[counter]);
    if (value === null) continue;
    const series = life.series.get(counter) ?? createSeries();
    life.series.set(counter, series);
    series.add(at, value);
  }
}

const totalOf = ({ byType }: Handles): number => Object.values(byType).reduce((sum, count) => sum + count, 0);

/** Evenly over time; of many, of those nearest to each moment the one with the fewest handles: the floor, which is what is kept. */
function keptOf(handles: readonly Handles[]): readonly Handles[] {
  const step = Math.max(1, (handles.length - 1) / (maxHandleReadings - 1));
  if (handles.length < manyHandleReadings) {
    const kept = new Set(handles.map((_, index) => Math.round(Math.min(index * step, handles.length - 1))));
    return [...kept].slice(0, maxHandleReadings).flatMap((index) => handles[index] ?? []);
  }
  const floors: Handles[] = [];
  for (const [index, each] of handles.entries()) {
    const nearest = Math.round(index / step);
    const floor = floors[nearest];
    if (floor === undefined || totalOf(each) < totalOf(floor)) floors[nearest] = each;
  }
  return floors;
}

function handleReadings({ life, handles }: Life): readonly Reading[] {
  return keptOf(handles).map((each) => {
    const summary = { byType: each.byType, total: totalOf(each), partial: false, byName: {} };
    return { kind: 'handles', life, takenAt: each.at, summary };
  });
}

function countersReading(lives: readonly Life[]): readonly Reading[] {
  const measured = lives.filter((life) => life.series.size > 0);
  const first = measured[0];
  const last = measured.at(-1);
  if (first === undefined || last === undefined) return [];
  const series = measured.flatMap(({ life, series: all }) =>
    [...all].map(([counter, builder]) => ({ life, counter, printed: counter, samples: builder.samples() })),
  );
  // Several lives: the reading as a whole is of the latest one, each series of its own.
  return [{ kind: 'counters', life: last.life, takenAt: Math.max(...measured.map((life) => life.lastAt)), series }];
}

function hostReading(line: JsonObject): Reading {
  const tools = Array.isArray(line['tools']) ? (line['tools'] as readonly Json[]).flatMap((tool) => text(tool) ?? []) : [];
  return {
    kind: 'host',
    life: lifeIn(line),
    takenAt: time(line['at']),
    os: text(line['os']),
    uptimeMs: amount(line['uptimeMs']),
    ceilingBytes: amount(line['ceilingBytes']),
    poolLimitBytes: amount(line['poolLimitBytes']),
    freeDiskBytes: amount(line['freeDiskBytes']),
    tools: tools.slice(0, 100),
    rights: oneOf(line['rights'], ['administrator', 'same-user', 'limited'] as const),
    deployedAt: time(line['deployedAt']),
    commitFreeBytes: amount(line['commitFreeBytes']),
    openFilesLimit: amount(line['openFilesLimit']),
  };
}

function parse(lines: readonly string[]): Parsed {
  const lives: Life[] = [];
  const hosts: Reading[] = [];
  const torn: number[] = [];
  for (const [index, line] of lines.entries()) {
    if (line === '') continue;
    const read = readJson(line);
    if (read === null || read.torn || !isJsonObject(read.value)) torn.push(index + 1);
    else if (read.value['plumbline'] === 'host') hosts.push(hostReading(read.value));
    else takeSample(lives, read.value);
  }
  const readings = [...hosts, ...countersReading(lives), ...lives.flatMap(handleReadings)];
  if (readings.length === 0) {
    return {
      ok: false,
      problem:
        'These are lines of our own sampler, but none of them is whole or has a value in it. Copy them again from the first { to the last }.',
      line: torn[0] ?? 1,
    };
  }
  const broken =
    torn.length === 0
      ? []
      : [`${torn.length === 1 ? 'A torn line was' : `${torn.length} torn lines were`} left out (line ${torn.slice(0, 5).join(', ')}).`];
  const split = lives.length < 2 ? [] : [`The lines are of ${lives.length} process lives; their values are kept apart.`];
  return { ok: true, readings, notes: [...broken, ...split] };
}

export const samplerLines: TextParser = {
  id: 'sampler-lines',
  title: 'samples of our own sampler',
  hints: ['"plumbline"'],
  span(lines, from) {
    let end = from;
    for (let at = from; at < lines.length && (mark.test(lines[at] ?? '') || (lines[at] === '' && mark.test(lines[at + 1] ?? ''))); at++)
      end = at + 1;
    return end - from;
  },
  parse,
};
