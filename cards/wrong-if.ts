/** The doubt that stands beside every verdict. */
import type { Verdict } from '../analysis/types.ts';
import { midSentence, sentence } from './format.ts';

/** The clause alone, whatever the catalogue wrote in front of it. */
export function doubt(refutedBy: string): string {
  return midSentence(
    refutedBy
      .trim()
      .replace(/^(?:it )?would be (?:wrong|refuted) (?:if|by):? */i, '')
      .replace(/^if:? /i, ''),
  );
}

/** The doubt of a verdict; not enough data is no claim, and nothing could refute it. */
export function verdictDoubt(verdict: Pick<Verdict, 'class' | 'refutedBy'>): string | null {
  return verdict.class === 'not-enough-data' ? null : wouldBeWrongIf(verdict.refutedBy);
}

/** `Would be wrong if GdiPlus stays flat while private bytes go on growing.` */
export function wouldBeWrongIf(refutedBy: string): string | null {
  const clause = doubt(refutedBy);
  return clause === '' ? null : sentence(`Would be wrong if ${clause}`);
}
