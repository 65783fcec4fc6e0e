/** Known causes by how well the evidence fits them. */
import type { Clue, Found, KnownCause } from './causes/types.ts';
import type { Cause, Finding, LeakClass } from './types.ts';
import { logistic } from './weights.ts';

/** A cause that nothing speaks for is one of fifty; a class that it explains makes it likelier, another one less. */
const prior = -2.4;
const fitsClass = 1;
const otherClass = -1.6;
/** A sign below this is shared by many causes and names none. */
const telling = 1;
/** Below this a cause is not worth a line. */
const leastConfidence = 0.2;
const mostCauses = 6;

export interface RankedCause extends Cause {
  /** Findings that only causes look for: what a stack passes through, what a root chain holds. */
  readonly added: readonly Finding[];
}

interface Weighed {
  readonly clue: Clue;
  readonly findings: readonly Finding[];
}

function weigh({ clues }: KnownCause, found: Found): readonly Weighed[] {
  return clues.map((clue) => ({ clue, findings: clue.find(found) })).filter(({ findings }) => findings.length > 0);
}

/** A sign that a weak finding shows counts half. */
function weightOf({ clue, findings }: Weighed): number {
  return (
    clue.weight *
    (findings.some(({ strength, rule }) => strength === 'strong' || rule === 'source-pattern' || rule === 'stack-passes') ? 1 : 0.75)
  );
}

export function rankCauses(
  causes: readonly KnownCause[],
  found: Found,
  leakClass: LeakClass,
  classConfidence: number,
): readonly RankedCause[] {
  return causes
    .flatMap((cause): readonly RankedCause[] => {
      const weighed = weigh(cause, found);
      if (!weighed.some(({ clue }) => clue.weight >= telling)) return [];
      const fit = leakClass === 'not-enough-data' ? 0 : cause.explains.includes(leakClass) ? fitsClass : otherClass;
      const support = weighed.reduce((sum, each) => sum + weightOf(each), prior + fit);
      // A cause is never surer than that there is something to explain.
      const confidence = logistic(support) * (leakClass === 'not-enough-data' ? 0.5 : 0.4 + 0.6 * classConfidence);
      const findings = weighed.filter(({ clue }) => clue.weight > 0).flatMap((each) => each.findings);
      const { id, title, refutedBy, fix, link } = cause;
      const because = [...new Set(findings.map((each) => each.id))];
      return [{ id, title, confidence: Math.round(confidence * 100) / 100, because, refutedBy, fix, link, added: findings }];
    })
    .filter(({ confidence }) => confidence >= leastConfidence)
    .sort((a, b) => b.confidence - a.confidence || b.because.length - a.because.length || (a.id < b.id ? -1 : 1))
    .slice(0, mostCauses);
}
