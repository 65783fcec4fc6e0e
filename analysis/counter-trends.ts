/** The trend of each counter of each life, from all the outputs that hold a part of it. */
import { oneALook } from './one-look.ts';
import { onOneClock, snapshotSeries } from './snapshot-samples.ts';
import { toldRestarts, type Restarts } from './told-restarts.ts';
import { fewestSamples, judgeSamples, type TrendAnswer } from './trend/trend.ts';
import type { CounterId, CounterSeries, Evidence, ProcessLife, Sample, Trend } from './types.ts';
import { bytesText, capital, countText, durationText } from './wording.ts';

interface CounterWords {
  readonly name: string;
  readonly verb: readonly [grows: string, flat: string];
  readonly isBytes: boolean;
  /** Growth below this is not worth a word, in the counter's unit. */
  readonly least: number;
}
const many = ['grow', 'are'] as const;
const one = ['grows', 'is'] as const;
const MB = 1024 * 1024;

/** The words and the smallest growth of each counter. A heap, a pool of threads and a table of handles breathe by about this much. */
export const counterWords: Readonly<Record<CounterId, CounterWords>> = {
  privateBytes: { name: 'private bytes', verb: many, isBytes: true, least: MB },
  virtualBytes: { name: 'virtual bytes', verb: many, isBytes: true, least: 16 * MB },
  workingSet: { name: 'the working set', verb: one, isBytes: true, least: 2 * MB },
  gcHeap: { name: 'the .NET heap', verb: one, isBytes: true, least: 2 * MB },
  gcCommitted: { name: 'the GC’s committed memory', verb: one, isBytes: true, least: 2 * MB },
  handles: { name: 'handles', verb: many, isBytes: false, least: 12 },
  threads: { name: 'threads', verb: many, isBytes: false, least: 6 },
  assemblies: { name: 'loaded assemblies', verb: many, isBytes: false, least: 5 },
  loaderHeap: { name: 'the loader heap', verb: one, isBytes: true, least: 256 * 1024 },
  gen2Collections: { name: 'gen-2 collections', verb: many, isBytes: false, least: 1 },
  requestsPerSecond: { name: 'requests per second', verb: many, isBytes: false, least: 1 },
  allocationRate: { name: 'the allocation rate', verb: one, isBytes: true, least: MB },
  handleSlots: { name: 'places for file descriptors', verb: many, isBytes: false, least: 64 },
  timers: { name: 'active timers', verb: many, isBytes: false, least: 12 },
  poolThreads: { name: 'threads of the pool', verb: many, isBytes: false, least: 24 },
};

export function amountText(counter: CounterId, value: number): string {
  return counterWords[counter].isBytes ? bytesText(value) : countText(value);
}

function sloped(counter: CounterId, answer: TrendAnswer): string {
  if (answer.slope === null) return '';
  const [low, high] = answer.slope.ci95;
  return `by ${amountText(counter, answer.slope.perHour)} an hour (95 %: ${amountText(counter, low)} to ${amountText(counter, high)})`;
}

/** What the trend leaves out at the start of the one life that was watched; silent about less than a second. */
function warmUpText({ lives, from }: TrendAnswer, startedAt: number): string {
  const ms = from - startedAt;
  return lives > 1 || ms < 1000 ? '' : ` (the first ${durationText(ms)} are left out as warm-up)`;
}

/** `startedAt`: the first sample, epoch ms. It cannot know whether the process still lives, so it promises no time. */
function sentence(counter: CounterId, answer: TrendAnswer, startedAt: number): string {
  const { name, verb } = counterWords[counter];
  const [grow, are] = verb;
  const Name = capital(name);
  const over = `over ${durationText(answer.to - answer.from)}`;
  const ends = `from ${amountText(counter, answer.first)} to ${amountText(counter, answer.last)}`;
  switch (answer.motion) {
    case 'grows':
      return `${Name} ${grow} ${sloped(counter, answer)}, ${ends} ${over}${warmUpText(answer, startedAt)}.`;
    case 'falls':
      return `${Name} ${verb === many ? 'fall' : 'falls'} ${ends} ${over}.`;
    case 'sawtooth':
      return `${Name} ${are} a saw-tooth of ${amountText(counter, answer.tooth?.height ?? 0)} whose floor stays at ${amountText(counter, answer.first)} ${over}.`;
    case 'plateau':
      return `${Name} rose ${ends} and ${are} level since.`;
    case 'flat':
      return `${Name} ${are} flat at ${amountText(counter, answer.last)} ${over}.`;
    case 'too-early':
      return `${earlyText(counter, answer, over)} It takes ${durationText(answer.needsMs ?? 0)} more of such samples to tell.`;
  }
}

/** A rise beyond doubt is not too short: what is not known is whether it goes on. */
function earlyText(counter: CounterId, answer: TrendAnswer, over: string): string {
  const { name, verb } = counterWords[counter];
  const [low, high] = answer.slope?.ci95 ?? [0, 0];
  if (low > 0) {
    const ends = `from ${amountText(counter, answer.first)} to ${amountText(counter, answer.last)}`;
    const Name = capital(name);
    return `${Name} ${verb === many ? 'rise' : 'rises'} ${sloped(counter, answer)}, ${ends} ${over}; whether that goes on, or is a step, a warm-up or the day’s work, is not known yet.`;
  }
  const could = low === high ? '' : `: the slope could be ${amountText(counter, low)} or ${amountText(counter, high)} an hour`;
  return `${durationText(answer.to - answer.from)} of ${name} are too short${could}.`;
}

/** So few say how far apart they are and what they were, and how many more it takes: not how long, for nobody knows when they come. */
function fewSamplesText(counter: CounterId, samples: readonly Sample[]): string {
  const ends = [samples[0]?.value ?? 0, samples.at(-1)?.value ?? 0].map((value) => amountText(counter, value)).join(' to ');
  const over = samples.length > 1 ? ` over ${durationText((samples.at(-1)?.at ?? 0) - (samples[0]?.at ?? 0))} (from ${ends})` : '';
  const are = samples.length > 1 ? 'samples' : 'sample';
  return `${samples.length} ${are} of ${counterWords[counter].name}${over}: too few for a trend. It takes ${fewestSamples - samples.length} more.`;
}

interface Gathered {
  readonly life: ProcessLife;
  readonly counter: CounterId;
  readonly samples: readonly Sample[];
  readonly evidence: readonly string[];
  readonly printed: string;
}

/** All samples of one counter of one life: two outputs may each hold a part, and may overlap. */
function gathered(life: ProcessLife, counter: CounterId, parts: readonly (readonly [string, CounterSeries])[]): Gathered {
  const byTime = new Map(parts.flatMap(([, { samples }]) => samples.map((each) => [each.at, each] as const)));
  return {
    life,
    counter,
    samples: oneALook(onOneClock([...byTime.values()].sort((a, b) => a.at - b.at))),
    evidence: [...new Set(parts.map(([id]) => id))].sort(),
    printed: parts[0]?.[1].printed ?? '',
  };
}

export type NamedTrend = Trend & { readonly printed: string; readonly answer: TrendAnswer; readonly taken: readonly Sample[] };

/** A collected heap falls by nature. */
const fallsByNature = new Set<CounterId>(['gcHeap', 'gcCommitted', 'requestsPerSecond', 'allocationRate']);

/** A container counts its pids from 1 anew when it is restarted: below this a pid alone is no proof of one life. */
const leastTellingPid = 100;

/** Samples of one pid are of one life: a fall in them is a tooth, however deep, and no restart. */
const isOneLife = ({ life: { pid, startedAt } }: Gathered): boolean => pid !== null && (startedAt !== null || pid >= leastTellingPid);

/** A pid tells lives apart by itself. */
function restartsOf(all: readonly Gathered[]): Restarts {
  if (all.some(isOneLife)) return { at: [], known: null };
  return toldRestarts((counter) => all.find((each) => each.counter === counter)?.samples);
}

function trendOf(all: Gathered, minimumMs: number, { at: restarts, known }: Restarts): NamedTrend {
  const oneLife = isOneLife(all) || known !== null || fallsByNature.has(all.counter);
  const answer = judgeSamples(all.samples, { minimumMs, oneLife, restarts, least: counterWords[all.counter].least });
  return {
    counter: all.counter,
    life: all.life,
    motion: answer.motion,
    slopePerHour: answer.slope?.perHour ?? null,
    ci95: answer.slope?.ci95 ?? null,
    from: answer.from,
    to: answer.to,
    first: answer.first,
    last: answer.last,
    samples: all.samples.length,
    says:
      all.samples.length < fewestSamples
        ? fewSamplesText(all.counter, all.samples)
        : sentence(all.counter, answer, all.samples[0]?.at ?? answer.from),
    needsMs: answer.needsMs,
    evidence: all.evidence,
    printed: all.printed,
    answer,
    taken: all.samples,
  };
}

export interface Window {
  readonly from: number;
  readonly to: number;
}

/** The trends of one life within a window of time. `belongs` says which series are this life's. */
export function trendsOf(
  evidence: readonly Evidence[],
  life: ProcessLife,
  belongs: (life: ProcessLife) => boolean,
  minimumMs: number,
  window: Window,
): readonly NamedTrend[] {
  const logged = evidence.flatMap((each) =>
    each.kind === 'counters' ? each.series.filter((series) => belongs(series.life)).map((series) => [each.id, series] as const) : [],
  );
  const parts = [...logged, ...snapshotSeries(evidence, belongs)];
  const counters = [...Map.groupBy(parts, ([, { counter }]) => counter)]
    .map(([counter, some]) => gathered(life, counter, some))
    .map((all) => ({ ...all, samples: all.samples.filter(({ at }) => at >= window.from && at < window.to) }))
    .filter(({ samples }) => samples.length > 0);
  const restarts = restartsOf(counters);
  return counters.map((all) => trendOf(all, minimumMs, restarts)).sort((a, b) => (a.counter < b.counter ? -1 : 1));
}

/** What the record keeps of a trend. */
export function asTrend(named: NamedTrend): Trend {
  const { counter, life, motion, slopePerHour, ci95, from, to, first, last, samples, says, needsMs, evidence } = named;
  return { counter, life, motion, slopePerHour, ci95, from, to, first, last, samples, says, needsMs, evidence };
}
