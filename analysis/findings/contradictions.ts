/** A counter and readings of the same thing that cannot both be right: what would refute the verdict was read, or a growth that the counter should have seen. */
import { amountText, counterWords, type NamedTrend } from '../counter-trends.ts';
import { restMs } from '../heap-parts.ts';
import { mayBeSameLife, onOneMachine } from '../lives.ts';
import { growsIn, movedBy, type Place, placeOf, type Totals, totalsOf, valueAt } from '../reading-totals.ts';
import { readingWords } from '../reading-words.ts';
import type { CounterId, Finding, LeakClass, ReadingKind } from '../types.ts';
import { durationText, seriesText } from '../wording.ts';
import { finding, type Question } from './types.ts';

/** Of what the counter grew by, readings that show this little stand still. */
const stillShare = 0.25;
/** Readings that grow by this many times all that the counter ever moved did not see the same process. */
const timesMoved = 2;
/** A total moves by this share of itself without meaning anything. */
const breathesShare = 0.1;
/** At one moment two tools count about the same; a half or the double of it is another process, or not all of this one. */
const apart = 2;

interface Pair {
  readonly kind: ReadingKind;
  readonly counter: CounterId;
  /** The class that both would speak for. */
  readonly leakClass: LeakClass;
  /** What to look at before either is believed. */
  readonly check: string;
  /** What may grow all the same where the readings stand; empty: nothing that could be named. */
  readonly left: string;
}

const both = 'Check that both are of this process (pid and start)';
const pairs: readonly Pair[] = [
  {
    kind: 'handles',
    counter: 'handles',
    leakClass: 'handle',
    check: `${both}, and that the summaries list all types, read with the rights for it (handle64 as administrator).`,
    left: '',
  },
  {
    kind: 'heapStatistic',
    counter: 'gcHeap',
    leakClass: 'managed',
    check: `${both}.`,
    left: ' If they are, what is left is garbage that was not collected yet, free room between the objects (fragmentation), or memory outside the .NET heap.',
  },
  {
    kind: 'assemblies',
    counter: 'assemblies',
    leakClass: 'loader-heap',
    check: `${both}, and that the list is of all its domains.`,
    left: '',
  },
  {
    kind: 'leakReport',
    counter: 'privateBytes',
    leakClass: 'native',
    check: `${both}.`,
    left: ' If they are, what grows is not allocated where the tracker looks: mapped files, the .NET heap, memory of another allocator.',
  },
];

const firstOf = ({ values }: Totals): number => values[0] ?? 0;
const growthOf = ({ values }: Totals): number => (values.at(-1) ?? 0) - (values[0] ?? 0);

/** What the process breathes by, in the unit of the counter. */
const breath = (counter: CounterId, totals: Totals): number => Math.max(counterWords[counter].least, breathesShare * firstOf(totals));

/** Two tools that count about the same at one moment need no word; what a tracker counts is a part of the memory. */
function levelText({ counter, kind }: Pair, trend: NamedTrend, totals: Totals): string {
  const [reading] = totals.evidence;
  const at = valueAt(trend, reading?.takenAt);
  const isFar = firstOf(totals) * apart < at || firstOf(totals) > apart * at;
  if (!isFar || kind === 'leakReport' || reading?.takenAt == null || placeOf(trend, totals) !== 'within') return '';
  const clock = reading.timeFrom === 'content' ? 'At' : 'If the clocks agree, at';
  return ` ${clock} the first of them the counter stood at ${amountText(counter, at)}: that is another process, or not all of this one.`;
}

/** `2 heap statistics over 4 h show growth (8.54 MB → 265 MB)`. */
function readText({ kind, counter }: Pair, totals: Totals, shows: 'growth' | 'no growth'): string {
  const words = readingWords[kind]?.many ?? 'readings';
  const series = seriesText(totals.values, (value) => amountText(counter, value));
  return `${totals.values.length} ${words} over ${durationText(totals.ms)} show ${shows} (${series})`;
}

const sources = (trend: NamedTrend, { evidence }: Totals): readonly string[] => [...evidence.map(({ id }) => id), ...trend.evidence];

/** What the counter did where the readings show nothing. */
function meanwhile({ counter }: Pair, trend: NamedTrend, totals: Totals, place: Place): string {
  const text = (value: number): string => amountText(counter, value);
  const { name, verb } = counterWords[counter];
  const isTimed = place === 'within' && totals.evidence.every(({ timeFrom }) => timeFrom === 'content');
  const [from, to] = [totals.evidence[0], totals.evidence.at(-1)].map((each) => text(valueAt(trend, each?.takenAt)));
  if (isTimed) return `, while ${name} went from ${from} to ${to} by the counter: the two contradict each other.`;
  const rate = `${name} ${verb[0]} by ${text(trend.slopePerHour ?? 0)} an hour by the counter`;
  return place === 'after'
    ? `; before, ${rate}: it has stopped, there was no work between them, or the two contradict each other.`
    : `, while ${rate}: the two contradict each other.`;
}

/** The counter grows, and readings that are apart for long enough stand still. */
function standing(pair: Pair, trend: NamedTrend, totals: Totals): ReturnType<Question['ask']> {
  const place = placeOf(trend, totals);
  const expected = growsIn(trend, totals.ms);
  if (trend.motion !== 'grows' || place === 'before' || totals.ms < restMs || expected < breath(pair.counter, totals)) return [];
  if (growthOf(totals) > stillShare * expected) return [];
  return [
    finding({
      rule: `${pair.leakClass}-contradicted`,
      says: `${readText(pair, totals, 'no growth')}${meanwhile(pair, trend, totals, place)}${levelText(pair, trend, totals)} ${pair.check}${pair.left}`,
      strength: 'strong',
      evidence: sources(trend, totals),
      measured: { expected, growth: growthOf(totals), ms: totals.ms },
    }),
  ];
}

/** The readings grow by more than the counter ever moved. */
function unseen(pair: Pair, trend: NamedTrend, totals: Totals): ReturnType<Question['ask']> {
  const [moved, place] = [movedBy(trend), placeOf(trend, totals)];
  if (trend.motion === 'grows' || trend.motion === 'too-early' || place === 'unknown') return [];
  if (growthOf(totals) < timesMoved * Math.max(moved, breath(pair.counter, totals))) return [];
  const { name, verb } = counterWords[pair.counter];
  const counted = `${name} ${verb[1] === 'are' ? 'move' : 'moves'} by no more than ${amountText(pair.counter, moved)} by the counter`;
  const ends: Readonly<Record<Exclude<Place, 'unknown'>, string>> = {
    within: `, while ${counted}: the two contradict each other.`,
    before: `; afterwards, ${counted}: it has ended, or the two are not of one process.`,
    after: `; before, ${counted}: it has begun since, or the two are not of one process.`,
  };
  return [
    finding({
      rule: place === 'after' ? 'grew-later' : `${pair.leakClass}-unseen`,
      ...(place === 'after' ? { about: pair.leakClass } : {}),
      says: `${readText(pair, totals, 'growth')}${ends[place]}${levelText(pair, trend, totals)} ${pair.check}`,
      strength: 'strong',
      evidence: sources(trend, totals),
      measured: { moved, growth: growthOf(totals), ms: totals.ms },
    }),
  ];
}

export const contradictions: Question = {
  id: 'contradiction',
  ask: (exhibits) =>
    pairs.flatMap((pair) => {
      const trend = exhibits.file.trend(pair.counter);
      const totals = totalsOf(exhibits.file, exhibits.differences, pair.kind);
      if (trend === null || totals === null) return [];
      const isSame = totals.evidence.every(({ life }) => mayBeSameLife(life, trend.life) && onOneMachine(life, trend.life));
      return isSame ? [...standing(pair, trend, totals), ...unseen(pair, trend, totals)] : [];
    }),
};

/** What was read and cannot be true beside a verdict of this class, in words; of what is not settled any. Null: nothing. */
export function contradictionOf(findings: readonly Finding[], leakClass: LeakClass): string | null {
  const isOpen = leakClass === 'not-enough-data';
  const speaks = pairs.flatMap((pair) => [
    ...(isOpen || leakClass === pair.leakClass ? [`${pair.leakClass}-contradicted`] : []),
    ...(isOpen || leakClass === pair.leakClass || leakClass === 'no-leak' ? [`${pair.leakClass}-unseen`, 'grew-later'] : []),
  ]);
  return findings.find(({ rule }) => rule === 'heap-of-another' || speaks.includes(rule))?.says ?? null;
}
