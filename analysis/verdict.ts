/** Class, causes and what stands beside them → the verdict, with every hypothesis and what would refute it. */
import { knownCauses } from './causes/index.ts';
import type { Found } from './causes/types.ts';
import { wordsOf } from './class-words.ts';
import { componentOf } from './component.ts';
import { growthBetween } from './growth-between.ts';
import { leadOf } from './lead.ts';
import { nextTests } from './next-tests.ts';
import { ownMemory } from './own-memory.ts';
import { rankCauses, type RankedCause } from './rank-causes.ts';
import type { Cause, Finding, Hypothesis, LeakClass, ProcessLife, Verdict } from './types.ts';
import { type ClassVerdict, weighClasses } from './weigh-classes.ts';

/** A class below this is not worth a line; "not a leak" always is. */
const worthALine = 0.03;

/** Classes and causes side by side. A cause stands above its class only where it is surer. */
function hypothesesOf({ ranked }: ClassVerdict, causes: readonly Cause[], runtime: ProcessLife['runtime']): readonly Hypothesis[] {
  const classes = ranked
    .filter(({ likelihood, leakClass, because }) => (likelihood >= worthALine && because.length > 0) || leakClass === 'no-leak')
    .map(({ leakClass, likelihood, because }) => ({
      id: leakClass,
      confidence: likelihood,
      because,
      ...wordsOf(leakClass, runtime),
    }));
  const known = causes.map(({ id, title, confidence, because, refutedBy }) => ({ id, title, confidence, because, refutedBy }));
  return [...classes, ...known].sort((a, b) => b.confidence - a.confidence || (a.id < b.id ? -1 : 1));
}

/** How fast it grows, from what was measured: trackers before counters, for they see only what leaks. */
function growthOf({ attribution, file }: Found, leakClass: LeakClass): Verdict['growth'] {
  if (leakClass === 'no-leak' || leakClass === 'not-enough-data') return null;
  const tracked = leakClass === 'native' && attribution !== null && attribution.totalGrowth > 0 && attribution.bytesPerHour !== null;
  if (tracked) return { counter: 'outstanding allocations', bytesPerHour: Math.round(attribution.bytesPerHour), ci95: null };
  const memory = ownMemory(file);
  const gc = leakClass === 'managed' ? file.trend('gcHeap') : null;
  const trend = gc?.motion === 'grows' ? gc : leakClass === 'virtual' ? file.trend('virtualBytes') : memory;
  if (trend?.motion !== 'grows' || trend.slopePerHour === null) return null;
  const names = { privateBytes: 'private bytes', workingSet: 'working set', gcHeap: '.NET heap', virtualBytes: 'virtual bytes' } as const;
  const counter = trend.counter in names ? names[trend.counter as keyof typeof names] : trend.counter;
  const round = ([low, high]: readonly [number, number]): readonly [number, number] => [Math.round(low), Math.round(high)];
  return { counter, bytesPerHour: Math.round(trend.slopePerHour), ci95: trend.ci95 === null ? null : round(trend.ci95) };
}

/** The own frame belongs to the verdict where the stack is the leak's, or somebody chose it. */
function ownFrameOf({ stack }: Found, leakClass: LeakClass): string | null {
  return leakClass === 'no-leak' ? null : (stack?.ownFrame ?? null);
}

function asCause({ id, title, confidence, because, refutedBy, fix, link }: RankedCause): Cause {
  return { id, title, confidence, because, refutedBy, fix, link };
}

/** What was read already and contradicts the class is no longer what would: that it is right would. */
function refutedBy({ findings, file }: Found, leakClass: LeakClass): string {
  return findings.some(({ rule }) => rule === `${leakClass}-contradicted`)
    ? 'the readings that do not grow turn out to be of this process, with work between them'
    : wordsOf(leakClass, file.life.runtime).refutedBy;
}

export interface Concluded {
  readonly verdict: Verdict;
  /** All findings, with those that only causes looked for. */
  readonly findings: readonly Finding[];
}

export function conclude(found: Found): Concluded {
  const judged = weighClasses(found.findings);
  const { leakClass, confidence } = judged;
  const causes = rankCauses(knownCauses, found, leakClass, confidence);
  const findings = [...new Map([...causes.flatMap(({ added }) => added), ...found.findings].map((each) => [each.id, each])).values()];
  const component = componentOf(found, leakClass, causes[0]?.id ?? null);
  const growth = growthOf(found, leakClass);
  const ranked = causes.map(asCause);
  const ownFrame = ownFrameOf(found, leakClass);
  return {
    findings: [...found.findings, ...findings.filter(({ id }) => !found.findings.some((each) => each.id === id))],
    verdict: {
      class: leakClass,
      confidence,
      lead: leadOf({ found, leakClass, component, growth, cause: ranked[0]?.title ?? null }),
      refutedBy: refutedBy(found, leakClass),
      component,
      ownFrame,
      growth: growth ?? growthBetween(found, leakClass),
      causes: ranked,
      hypotheses: hypothesesOf(judged, ranked, found.file.life.runtime),
      next: nextTests(found, judged, { component, ownFrame, causeConfidence: ranked[0]?.confidence ?? 0 }),
    },
  };
}
