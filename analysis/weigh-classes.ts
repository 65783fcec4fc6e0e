/** Findings → how likely each class is: log-odds from the one table, each topic counted once. */
import type { Finding, LeakClass } from './types.ts';
import { highestConfidence, isGrowth, leastConfidence, levelOnlyCeiling, moreThanLevel, weights } from './weights.ts';
import { watchCeiling } from './watch-ceiling.ts';

export const judgedClasses = ['virtual', 'native', 'loader-heap', 'managed', 'handle', 'no-leak'] as const satisfies readonly LeakClass[];
export type JudgedClass = (typeof judgedClasses)[number];

export interface ClassLikelihood {
  readonly leakClass: JudgedClass;
  readonly likelihood: number;
  readonly because: readonly string[];
}
export interface ClassVerdict {
  readonly leakClass: LeakClass;
  readonly confidence: number;
  /** Every class, the likeliest first. */
  readonly ranked: readonly ClassLikelihood[];
}

function weightOf({ rule, strength }: Finding): number {
  const weight = weights[rule];
  return weight === undefined ? 0 : weight[strength];
}

/** What speaks for one class: of each topic the heaviest finding. */
function support(findings: readonly Finding[], leakClass: JudgedClass): number {
  const byTopic = new Map<string, number>();
  for (const finding of findings) {
    const weight = weights[finding.rule];
    if (weight === undefined) continue;
    if (finding.points === leakClass) byTopic.set(weight.topic, Math.max(byTopic.get(weight.topic) ?? 0, weightOf(finding)));
  }
  const against = new Map(findings.map(({ rule }) => [weights[rule]?.topic ?? rule, weights[rule]?.against?.[leakClass] ?? 0] as const));
  const sum = (values: Iterable<number>): number => [...values].reduce((all, each) => all + each, 0);
  return sum(byTopic.values()) - sum(against.values());
}

/** What only the curve of the memory tells; assemblies and handles that pile up are no cache that fills. */
const memoryAlone: ReadonlySet<LeakClass> = new Set<LeakClass>(['native', 'managed', 'virtual', 'no-leak']);
const counterRules: ReadonlySet<string> = new Set(['counter-pattern', 'memory-growth', 'gc-heap-kept']);

/** Counters of memory and nothing else that measured the growth: as sure as the length of the watch allows. */
function ceilingOfWatch(leakClass: JudgedClass, findings: readonly Finding[]): number {
  const own = findings.filter(({ points }) => points === leakClass);
  if (!memoryAlone.has(leakClass) || own.some((each) => isGrowth(each) && !counterRules.has(each.rule))) return highestConfidence;
  const watched = own.flatMap(({ rule, measured }) => (rule === 'counter-pattern' ? (measured['ms'] ?? []) : []));
  return Math.min(highestConfidence, ...watched.map((ms) => watchCeiling(leakClass, ms)));
}

/** Handles that were seen once are suspicious and no growth, whatever else leans the same way; a short watch is a short watch. */
function capped(leakClass: JudgedClass, confidence: number, findings: readonly Finding[]): number {
  const measured = findings.some((each) => (isGrowth(each) || moreThanLevel.has(each.rule)) && each.points === leakClass);
  const level = leakClass === 'handle' && !measured ? levelOnlyCeiling : highestConfidence;
  return Math.min(confidence, level, ceilingOfWatch(leakClass, findings));
}

const rounded = (value: number): number => Math.round(value * 100) / 100;

interface Share {
  readonly leakClass: JudgedClass;
  /** Of one, as the findings weigh. */
  readonly share: number;
  /** What may be said of it. */
  readonly likelihood: number;
}

/** What a ceiling takes from a class is not lost: what was seen may be no leak; a leak may hide behind what looks like none. */
function withTheRest(all: readonly Share[]): readonly Share[] {
  const taken = all.reduce((sum, { share, likelihood }) => sum + (Math.min(share, highestConfidence) - likelihood), 0);
  const ofLeaks = all.reduce((sum, { leakClass, share }) => sum + (leakClass === 'no-leak' ? 0 : share), 0);
  const isHealth = all.some(
    ({ leakClass, share, likelihood }) => leakClass === 'no-leak' && likelihood < Math.min(share, highestConfidence),
  );
  if (taken <= 0 || ofLeaks <= 0) return all;
  return all.map((each) => {
    const part = isHealth ? each.share / ofLeaks : 1;
    return (each.leakClass === 'no-leak') === isHealth ? each : { ...each, likelihood: each.likelihood + taken * part };
  });
}

export function weighClasses(findings: readonly Finding[]): ClassVerdict {
  const scores = judgedClasses.map((leakClass) => ({ leakClass, odds: Math.exp(support(findings, leakClass)) }));
  const total = scores.reduce((sum, { odds }) => sum + odds, 0);
  const shares = scores.map(({ leakClass, odds }) => ({
    leakClass,
    share: odds / total,
    likelihood: capped(leakClass, odds / total, findings),
  }));
  const ranked = withTheRest(shares)
    .map(({ leakClass, likelihood }) => ({
      leakClass,
      likelihood: rounded(likelihood),
      because: findings.filter((each) => each.points === leakClass && weightOf(each) > 0).map(({ id }) => id),
    }))
    .sort((a, b) => b.likelihood - a.likelihood || judgedClasses.indexOf(a.leakClass) - judgedClasses.indexOf(b.leakClass));
  const [first] = ranked;
  if (first === undefined || first.because.length === 0 || first.likelihood < leastConfidence) {
    return { leakClass: 'not-enough-data', confidence: rounded(1 - (first?.because.length === 0 ? 0 : (first?.likelihood ?? 0))), ranked };
  }
  return { leakClass: first.leakClass, confidence: first.likelihood, ranked };
}
