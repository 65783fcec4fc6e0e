/** Whether the fix holds: says beforehand on which counter and for how long. */
import { collectButtons, lookButtons, moveButton, whyButton } from './buttons.ts';
import { subtleTarget, type CaseContext } from './case-context.ts';
import { trouble } from './collecting-card.ts';
import { beforeTheFix, fixSays } from './fix-words.ts';
import { duration, firstSentence, instant } from './format.ts';
import { impactLine } from './impact.ts';
import { byHandBlock } from './by-hand.ts';
import { offered, progressBar, running, runningSays } from './next-block.ts';
import { card, heading, lead, subtleLine, text, type Element } from './parts.ts';
import { stepWords } from './step-words.ts';
import type { AdaptiveCardJson } from './types.ts';

function before({ investigation }: CaseContext): readonly Element[] {
  const says = beforeTheFix(investigation);
  return says === null ? [] : [lead(says)];
}

/** What is compared, and how long it takes: known before it begins. */
function agreed({ investigation }: CaseContext): readonly Element[] {
  const plan = investigation.plan.verification;
  if (plan === null) return [text('The same counters are compared as before the fix, for as long.')];
  return [
    text(`Compared: ${plan.counter}, for ${duration(plan.watchMs)}; looked at again after 1 h, 24 h and 7 d.`),
    text(`Why: ${firstSentence(plan.why)}`, { subtle: true }),
  ];
}

/** How much of the agreed time the samples after the fix cover. */
function progress({ investigation }: CaseContext): readonly Element[] {
  const { fix, plan, judgement } = investigation;
  const fixedAt = fix === null ? null : instant(fix.at);
  const newest = Math.max(...(judgement?.trends ?? []).map((each) => each.to));
  if (fixedAt === null || plan.verification === null || !Number.isFinite(newest) || newest <= fixedAt)
    return [text('The first samples after the fix are on their way.')];
  const leftMs = plan.verification.watchMs - (newest - fixedAt);
  const left = leftMs <= 0 ? 'Long enough: it is being compared' : `${duration(leftMs)} to go`;
  return [text(`${progressBar((newest - fixedAt) / plan.verification.watchMs)} ${left}.`)];
}

function next(context: CaseContext): readonly Element[] {
  const { offer } = context;
  const impact = offer.how === null ? [] : [impactLine(offer.how, null)];
  switch (offer.phase) {
    case 'watching':
      return progress(context);
    case 'collecting':
      return running(context) === undefined ? [] : [text(runningSays(context))];
    case 'awaitingOutput':
      return [...byHandBlock(context), ...impact];
    case 'offering':
    case 'choosing':
    case 'holding':
      return [...offered(context), ...impact];
  }
}

function buttons(context: CaseContext): readonly Element[] {
  const { phase } = context.offer;
  const collect = phase === 'offering' ? collectButtons(context, 'Measure now') : [];
  return [
    ...collect,
    moveButton(context, 'Skip', 'skip'),
    whyButton(context),
    ...(phase === 'watching' ? [moveButton(context, 'It holds, go on', 'goOn', 'more')] : []),
    moveButton(context, 'Back', 'back', 'more'),
    ...lookButtons(context, ['evidence', 'timeline', 'chart']),
    moveButton(context, 'Close case', 'close', 'more'),
  ];
}

/** The card of the step verifyingFix. */
export function verifyingCard(context: CaseContext): AdaptiveCardJson {
  return card(
    [
      heading(stepWords.verifyingFix.label),
      subtleLine(subtleTarget(context)),
      ...trouble(context),
      text(fixSays(context)),
      ...before(context),
      ...agreed(context),
      ...next(context),
    ],
    buttons(context),
  );
}
