/**
 * .NET counters without a pid, several processes of their name: whose they are, told by the curves.
 * A heap lies inside the private bytes of its process, so it fits no process that is smaller, and
 * where it grows its process grows at least nearly as much. Only what leaves no choice is said;
 * where no runtime grows the choice decides nothing, and their own order serves.
 */
import { median } from '../../trend/robust-statistics.ts';
import type { CounterId, Sample } from '../../types.ts';

export interface Owners<Life> {
  /** A runtime's process. */
  readonly owners: ReadonlyMap<Life, Life>;
  readonly left: readonly Life[];
  readonly by: 'curves' | 'order' | 'nothing';
}

type CurveOf<Life> = (life: Life, counter: CounterId) => readonly Sample[];

/** What lies inside private bytes, and what costs some when it grows. */
const sizes: readonly CounterId[] = ['gcHeap', 'gcCommitted', 'loaderHeap'];
const counts: readonly CounterId[] = ['assemblies'];

/** Stretches of the log; a level is the middle value of one, so that a single sample decides nothing. */
const stretches = 10;
/** Above this many, the orders to be tried are too many for an answer: 6! is 720. */
const mostProcesses = 6;
/** A heap may look larger than its process by what two counters of one sample lie apart in time. */
const slack = 1.05;
/** Of what the process that grows most has gained: less is no growth that could explain it. */
const growingShare = 0.1;
/** Of what a heap gained, its process must show: freed memory elsewhere in the process may hide some. */
const shownShare = 0.6;
/** Assemblies that come during a warm-up are no growth (relative to the first level). */
const growingCount = 0.1;

/** The level of each stretch between two times; null where one has no sample: it was not there all the time. */
function levelsOf(samples: readonly Sample[], from: number, to: number): readonly number[] | null {
  const width = (to - from) / stretches;
  const levels = Array.from({ length: stretches }, (_, index) => {
    const isLast = index === stretches - 1;
    const within = samples.filter(({ at }) => at >= from + index * width && (isLast || at < from + (index + 1) * width));
    return within.length === 0 ? Number.NaN : median(within.map(({ value }) => value));
  });
  return levels.some(Number.isNaN) ? null : levels;
}

const riseOf = (levels: readonly number[]): number => (levels.at(-1) ?? 0) - (levels[0] ?? 0);

interface Process<Life> {
  readonly life: Life;
  readonly levels: readonly number[];
}

interface Runtime<Life> {
  readonly life: Life;
  readonly sizes: readonly (readonly number[])[];
  readonly grows: boolean;
}

function runtimeOf<Life>(life: Life, curve: CurveOf<Life>, [from, to]: readonly [number, number], growing: number): Runtime<Life> | null {
  const told = (counters: readonly CounterId[]): readonly (readonly number[] | null)[] =>
    counters.map((counter) => curve(life, counter)).flatMap((samples) => (samples.length === 0 ? [] : [levelsOf(samples, from, to)]));
  const [bytes, numbers] = [told(sizes), told(counts)];
  const known = bytes.filter((each) => each !== null);
  if (known.length === 0 || known.length < bytes.length || numbers.includes(null)) return null;
  const more = numbers.some((each) => riseOf(each ?? []) > growingCount * (each?.[0] ?? 0));
  return { life, sizes: known, grows: more || known.some((each) => riseOf(each) >= growing) };
}

function fits<Life>(runtime: Runtime<Life>, { levels }: Process<Life>, growing: number): boolean {
  const inside = runtime.sizes.every((size) => size.every((level, index) => level <= slack * (levels[index] ?? 0)));
  const rise = riseOf(levels);
  const shown = !runtime.grows || (rise >= growing && runtime.sizes.every((size) => rise >= shownShare * riseOf(size)));
  return inside && shown;
}

/** Every way to give each runtime a process of its own that it fits, those that keep the order first. */
function waysOf<Life>(
  runtimes: readonly Runtime<Life>[],
  processes: readonly Process<Life>[],
  growing: number,
): readonly (readonly Process<Life>[])[] {
  const [runtime, ...others] = runtimes;
  if (runtime === undefined) return [[]];
  return processes
    .filter((process) => fits(runtime, process, growing))
    .flatMap((process) =>
      waysOf(
        others,
        processes.filter((each) => each !== process),
        growing,
      ).map((way) => [process, ...way]),
    );
}

/** Processes and runtimes of one name on one machine → which is whose. */
export function processesOf<Life>(processes: readonly Life[], runtimes: readonly Life[], curve: CurveOf<Life>): Owners<Life> {
  const nothing: Owners<Life> = { owners: new Map(), left: runtimes, by: 'nothing' };
  const times = processes.flatMap((life) => curve(life, 'privateBytes')).map(({ at }) => at);
  if (times.length === 0 || processes.length > mostProcesses || runtimes.length > processes.length) return nothing;
  const span = [times.reduce((a, b) => Math.min(a, b)), times.reduce((a, b) => Math.max(a, b))] as const;
  const known = processes.flatMap((life): readonly Process<Life>[] => {
    const levels = levelsOf(curve(life, 'privateBytes'), ...span);
    return levels === null ? [] : [{ life, levels }];
  });
  const growing = growingShare * Math.max(0, ...known.map(({ levels }) => riseOf(levels)));
  const told = runtimes.map((life) => runtimeOf(life, curve, span, Math.max(1, growing))).filter((each) => each !== null);
  if (known.length < processes.length || told.length < runtimes.length) return nothing;
  const ways = waysOf(told, known, Math.max(1, growing));
  const isSure = (index: number): boolean => ways.every((way) => way[index] === ways[0]?.[index]);
  const [first] = ways;
  if (first === undefined || told.some((runtime, index) => runtime.grows && !isSure(index))) return nothing;
  const owners = new Map(
    told.flatMap((runtime, index) => (first[index] === undefined ? [] : [[runtime.life, first[index].life] as const])),
  );
  return { owners, left: [], by: told.every((_, index) => isSure(index)) ? 'curves' : 'order' };
}
