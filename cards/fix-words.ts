/** What is said of a fix: since when it is out, what it ended, and what was measured since. */
import { notDescribed } from '../flows/index.ts';
import type { Investigation } from '../flows/types.ts';
import { clockOf, spoken, utcOffsetOf, type CaseContext } from './case-context.ts';
import { firstSentence, midSentence, sentence, when } from './format.ts';

/** `: the bitmap is disposed`; empty where nobody said what was changed. */
export function whatWasFixed(what: string): string {
  return what === '' || what === notDescribed ? '' : `: ${what}`;
}

/** `The fix has been out since 15:02: the bitmap is disposed.` */
export function fixSays(context: CaseContext): string {
  const { fix } = context.investigation;
  if (fix === null) return 'A fix was announced.';
  return sentence(
    `The fix has been out since ${when(fix.at, clockOf(context), utcOffsetOf(context.investigation))}${whatWasFixed(fix.what)}`,
  );
}

/** What the fix is meant to end: the verdict as it stood when the fix was announced, in short. */
export function beforeTheFix(investigation: Investigation): string | null {
  const says = investigation.fix?.lead ?? spoken(investigation)?.verdict.lead ?? '';
  return says === '' ? null : `Before the fix: ${sentence(midSentence(firstSentence(says)))}`;
}

/** What the agreed measure says since the fix: `Private bytes no longer grow since the fix. They are flat at 608 MB.` */
export function measuredSinceFix({ plan, judgement }: Investigation): string | null {
  const about = plan.verification?.handleType ?? plan.verification?.counterId ?? null;
  const found = judgement?.findings.filter((each) => each.rule === 'after-fix') ?? [];
  return (found.find((each) => each.id === `after-fix:${about ?? ''}`) ?? found[0])?.says ?? null;
}

/** The verdict as one says it now: once the fix holds, as what it ended. */
export function leadNow(investigation: Investigation): string | null {
  const judgement = spoken(investigation);
  if (judgement === null) return null;
  return investigation.snapshot.facts.fixHolds === 'yes' ? beforeTheFix(investigation) : sentence(judgement.verdict.lead);
}
