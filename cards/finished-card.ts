/** A case that is over or rests: what became of it, and no button that would move what is over. */
import { lookButtons, moveButton } from './buttons.ts';
import { filedPlace, offer as offerOf } from '../flows/index.ts';
import type { Investigation } from '../flows/types.ts';
import { age, caseTitle, nameOf, spoken, utcOffsetOf, type CaseContext } from './case-context.ts';
import { leadNow, measuredSinceFix } from './fix-words.ts';
import { dayAndTime, sentence, zone } from './format.ts';
import { card, heading, lead, subtleLine, text, type Element } from './parts.ts';
import { stepWords } from './step-words.ts';
import type { AdaptiveCardJson } from './types.ts';
import { isLeak, verdictChip } from './verdict-words.ts';

/** What brought the case to where it rests: who, when and why. What was noted since does not hide it. */
export function broughtHere(investigation: Investigation): string | null {
  const { step } = offerOf(investigation);
  const entry = investigation.timeline.findLast((each) => each.step !== step) ?? investigation.timeline.at(-1);
  if (entry === undefined) return null;
  const offset = utcOffsetOf(investigation);
  return `${entry.says.replace(/\.$/, '')} (${nameOf(entry.by)}, ${dayAndTime(entry.at, offset)} ${zone(offset)}).`;
}

function filedAt({ investigation }: CaseContext): Element | null {
  const filed = investigation.filed.at(-1);
  return filed === undefined ? null : text(`The report is attached: ${filedPlace(filed)}.`);
}

function fixOutcome({ investigation }: CaseContext): Element | null {
  const { fixHolds } = investigation.snapshot.facts;
  if (fixHolds === null) return null;
  return fixHolds === 'yes'
    ? text(`The fix holds. ${measuredSinceFix(investigation) ?? ''}`.trim(), { tone: 'Good' })
    : text('It still grew after the fix.', { tone: 'Attention' });
}

function finished(context: CaseContext, title: string): AdaptiveCardJson {
  const judgement = spoken(context.investigation);
  const known = leadNow(context.investigation);
  const outcome = broughtHere(context.investigation);
  const chip = judgement === null ? 'no verdict' : verdictChip(judgement.verdict);
  return card(
    [
      heading(title),
      subtleLine(caseTitle(context.investigation), context.investigation.ticket, chip),
      known === null ? null : lead(known),
      fixOutcome(context),
      outcome === null ? null : text(outcome),
      filedAt(context),
      text(
        `${context.investigation.evidence.length === 0 ? '' : 'The evidence is kept. '}It took ${age(context.investigation, Date.parse(context.investigation.updatedAt))}.`,
        { subtle: true },
      ),
    ],
    lookButtons(context, ['evidence', 'timeline', 'chart']),
  );
}

export function closedCard(context: CaseContext): AdaptiveCardJson {
  const { fix, snapshot } = context.investigation;
  const verdict = spoken(context.investigation)?.verdict ?? null;
  const isFixed = verdict !== null && isLeak(verdict.class) && fix !== null;
  // A fix that nobody has watched yet is a hope.
  const fixed = snapshot.facts.fixHolds === 'yes' ? 'Closed, fixed' : 'Closed, the fix was not verified';
  return finished(context, isFixed ? fixed : stepWords.closed.label);
}

/** Nobody answered to what was asked for: there never was anything to cancel. */
function notFoundCard({ investigation }: CaseContext, problem: string): AdaptiveCardJson {
  return card([
    heading('No such process'),
    subtleLine(caseTitle(investigation), investigation.ticket),
    lead(sentence(problem)),
    text(
      'So there is nothing to investigate yet. Say “investigate” with another name or a pid, or paste any output: it is recognised by its content.',
      {
        subtle: true,
      },
    ),
  ]);
}

export function cancelledCard(context: CaseContext): AdaptiveCardJson {
  const { target, evidence, problem } = context.investigation;
  if (target === null && evidence.length === 0 && problem !== null) return notFoundCard(context, problem);
  return finished(context, stepWords.cancelled.label);
}

/** A paused case keeps its step and says which; samples that arrive are still read. */
export function pausedCard(context: CaseContext): AdaptiveCardJson {
  const { investigation } = context;
  const judgement = spoken(investigation);
  const outcome = broughtHere(investigation);
  const at = investigation.snapshot.facts.trail.at(-1);
  const where = at === undefined ? '' : `; then it goes on at “${stepWords[at].label}”`;
  return card(
    [
      heading(stepWords.paused.label),
      subtleLine(caseTitle(investigation), investigation.ticket),
      judgement === null ? null : lead(sentence(judgement.verdict.lead)),
      outcome === null ? null : text(outcome),
      text(`Nothing is run and nothing is watched until somebody resumes${where}. What is pasted here is still read.`, { subtle: true }),
    ],
    [
      moveButton(context, 'Resume', 'resume', 'first'),
      ...lookButtons(context, ['evidence', 'timeline', 'chart']),
      moveButton(context, 'Cancel case', 'cancel', 'more'),
    ],
  );
}
