/** A few single looks at how many handles, threads and assemblies a process has (Get-Process, status, a counters screen): too few for a trend, not for a difference. */
import { riseOf } from '../rise.ts';
import type { CounterId, Finding, LeakClass } from '../types.ts';
import { countText, durationText, seriesText } from '../wording.ts';
import { timeBetween } from '../order-of-evidence.ts';
import { looksAt } from './looks.ts';
import { type Exhibits, finding, type Question } from './types.ts';

interface Counted {
  readonly counter: CounterId;
  readonly rule: string;
  readonly points: LeakClass;
  /** More than a program at work opens and closes between two looks; it must have doubled, too. */
  readonly least: number;
  /** Beyond doubt: so many more, and three times what it was. */
  readonly many: number;
  readonly name: string;
  readonly means: string;
}

const counted: readonly Counted[] = [
  {
    counter: 'handles',
    rule: 'handle-count-growth',
    points: 'handle',
    least: 1000,
    many: 5000,
    name: 'Open handles',
    means: 'A summary by type tells which.',
  },
  {
    counter: 'threads',
    rule: 'thread-pile-up',
    points: 'virtual',
    least: 100,
    many: 500,
    name: 'Threads',
    means: 'Each reserves a stack (1 MB as a rule).',
  },
  {
    counter: 'poolThreads',
    rule: 'thread-pile-up',
    points: 'virtual',
    least: 100,
    many: 500,
    name: 'Threads of the pool',
    means: 'Each reserves a stack (1 MB as a rule).',
  },
  {
    counter: 'assemblies',
    rule: 'assembly-growth',
    points: 'loader-heap',
    least: 500,
    many: 2000,
    name: 'Loaded assemblies',
    means: 'Assemblies are not unloaded.',
  },
];

/** What rises each time tells by less than what was seen twice. */
const steadyShare = 0.3;
const steadyPart = 0.5;
/** Looks nearer to each other may both be of the start. */
const leastMs = 10 * 60_000;

function grown(exhibits: Exhibits, { counter, rule, points, least, many, name, means }: Counted): ReturnType<Question['ask']> {
  const motion = exhibits.file.trend(counter)?.motion ?? 'too-early';
  const looks = looksAt(exhibits, counter);
  const values = looks.map((look) => look.values[counter] ?? 0);
  const { growth, steady, swings } = riseOf(values);
  const [first = 0] = values;
  const ms = timeBetween(looks);
  if (motion !== 'too-early' || growth === null || swings || (ms !== null && ms < leastMs)) return [];
  if (growth < (steady ? Math.max(steadyPart * least, steadyShare * first) : Math.max(least, first))) return [];
  const during = ms === null ? '' : ` in ${durationText(ms)}`;
  return [
    finding({
      rule,
      about: counter === 'poolThreads' ? 'pool' : 'looks',
      says: `${name} grow ${seriesText(values, countText)}${during}${steady ? ', higher each time' : ''}. ${means}`,
      points,
      strength: growth >= many && growth >= 2 * first ? 'strong' : 'weak',
      evidence: looks.map(({ id }) => id),
      measured: { first, last: values.at(-1) ?? 0, growth, ...(ms === null ? {} : { ms }) },
    }),
  ];
}

/** A thread has some handles of its own: where they grow no faster they are its symptom. */
const handlesOfAThread = 5;

function withoutSymptoms(found: readonly Finding[]): readonly Finding[] {
  const threads = found.find(({ rule }) => rule === 'thread-pile-up')?.measured['growth'] ?? 0;
  return found.filter(({ rule, measured }) => rule !== 'handle-count-growth' || (measured['growth'] ?? 0) > handlesOfAThread * threads);
}

export const snapshotCounts: Question = {
  id: 'snapshot-counts',
  ask: (exhibits) => withoutSymptoms(counted.flatMap((each) => grown(exhibits, each))),
};
