/** How much the loader of .NET keeps by the looks at its heap (!eeheap -loader, a list of the domains): a level, or what it grew by. */
import { courseOf, courseText } from '../course.ts';
import { inOrder } from '../order-of-evidence.ts';
import { riseOf } from '../rise.ts';
import type { Evidence } from '../types.ts';
import { bytesText } from '../wording.ts';
import { type Exhibits, finding, type Question } from './types.ts';

const MB = 1024 * 1024;
/** Large applications have loader heaps of some dozens of MB; code that is generated again and again has no end. */
const largeHeap = 256 * MB;
const veryLargeHeap = 512 * MB;
/** What an application loads while it starts, and a share of what was there. */
const leastGrowth = 64 * MB;
const wellGrown = 0.25;
const steadyShare = 0.1;

interface Look {
  readonly reading: Evidence;
  readonly bytes: number;
}

function looksOf({ file }: Exhibits): readonly Look[] {
  const snapshots = file.of('snapshot').map((reading) => ({ reading, bytes: reading.values.loaderHeap ?? 0 }));
  const lists = file.of('assemblies').map((reading) => ({ reading, bytes: reading.loaderHeapBytes ?? 0 }));
  return [...snapshots, ...lists].filter(({ bytes }) => bytes > 0);
}

/** The looks of one tool, oldest first. */
function inTheirOrder(looks: readonly Look[]): readonly Look[] {
  const byTool = [...Map.groupBy(looks, ({ reading }) => reading.parser).values()].map((some) => {
    const { ordered } = inOrder(some.map(({ reading }) => reading));
    return ordered.flatMap((reading) => some.find((each) => each.reading === reading) ?? []);
  });
  return byTool.reduce((most, each) => (each.length > most.length ? each : most), []);
}

function growing(looks: readonly Look[]): ReturnType<Question['ask']> {
  const values = looks.map(({ bytes }) => bytes);
  const { growth, steady } = riseOf(values);
  const [first = 0] = values;
  if (growth === null || growth < Math.max(leastGrowth, (steady ? steadyShare : wellGrown) * first)) return [];
  const readings = looks.map(({ reading }) => reading);
  return [
    finding({
      rule: 'loader-heap-growth',
      says: `The loader heap grows ${courseText(readings, values, bytesText, 'looks')}${steady ? ', higher each time' : ''}: types or methods are generated or loaded again and again, and stay.`,
      points: 'loader-heap',
      strength: steady || growth >= Math.max(2 * leastGrowth, first) ? 'strong' : 'weak',
      evidence: readings.map(({ id }) => id),
      measured: { first, last: values.at(-1) ?? 0, growth },
    }),
  ];
}

/** Large, and looks between which it does not grow. */
function standing(looks: readonly Look[], went: boolean): ReturnType<Question['ask']> {
  const values = looks.map(({ bytes }) => bytes);
  if (Math.max(...values) < largeHeap) return [];
  const readings = looks.map(({ reading }) => reading);
  const text = courseText(readings, values, bytesText, 'looks');
  return [
    finding({
      rule: 'loader-heap-does-not-grow',
      says: went
        ? `The loader heap shrank again: ${text}. What was loaded was unloaded, or the process was started anew.`
        : `The loader heap does not grow: ${text}. What grows, if anything does, is not types that are loaded again and again.`,
      evidence: readings.map(({ id }) => id),
      measured: { first: values[0] ?? 0, last: values.at(-1) ?? 0 },
    }),
  ];
}

/** How much the loader keeps, seen once. */
function level(looks: readonly Look[]): ReturnType<Question['ask']> {
  const most = looks.reduce<Look | null>((top, each) => (each.bytes > (top?.bytes ?? 0) ? each : top), null);
  if (most === null || most.bytes < largeHeap) return [];
  return [
    finding({
      rule: 'loader-heap-large',
      says: `The loader heap holds ${bytesText(most.bytes)}: an application needs some dozens of MB, so types or methods were generated or loaded again and again. That is a level; a second look shows whether it grows.`,
      points: 'loader-heap',
      strength: most.bytes >= veryLargeHeap ? 'strong' : 'weak',
      evidence: [most.reading.id],
      measured: { bytes: most.bytes },
    }),
  ];
}

export const loaderHeap: Question = {
  id: 'loader-heap',
  ask: (exhibits) => {
    const motion = exhibits.file.trend('loaderHeap')?.motion ?? 'too-early';
    if (motion !== 'grows' && motion !== 'too-early') return [];
    const looks = looksOf(exhibits);
    const ordered = inTheirOrder(looks);
    const course = courseOf(
      ordered.map(({ reading }) => reading),
      ordered.map(({ bytes }) => bytes),
    );
    if (course === 'stands' || course === 'went') return motion === 'grows' ? [] : standing(ordered, course === 'went');
    const grown = course === 'grows' ? growing(ordered) : [];
    const older = ordered.slice(0, -1);
    return grown.length > 0 ? grown : level(looks.filter((each) => !older.includes(each)));
  },
};
