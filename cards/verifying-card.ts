/** Whether the fix holds: says beforehand on which counter and for how long; then what it showed. */
import { attachTitle } from './verdict-card.ts';
import { collectButtons, lookButtons, moveButton, whyButton } from './buttons.ts';
import { commandLine, freeDisk, spoken, subtleTarget, timeIn, utcOffsetOf, type CaseContext } from './case-context.ts';
import { trouble } from './collecting-card.ts';
import { duration, sentence, when } from './format.ts';
import { impactLine } from './impact.ts';
import { card, commandBox, heading, lead, subtleLine, text, type Element } from './parts.ts';
import { stepWords } from './step-words.ts';
import type { AdaptiveCardJson } from './types.ts';

/** Re-checks after a fix, named by the flow; others are shown by their id. */
const recheckNames: Readonly<Record<string, string>> = { 'recheck-1h': '1 h', 'recheck-24h': '24 h', 'recheck-7d': '7 d' };

/** `Fixed at 15:02: the serializer is cached.` */
export function fixSays({ investigation, now }: CaseContext): string {
  const { fix } = investigation;
  if (fix === null) return 'A fix was announced.';
  const what = fix.what === '' || fix.what === 'not described' ? '' : `: ${fix.what}`;
  return sentence(`The fix is out since ${when(fix.at, now, utcOffsetOf(investigation))}${what}`);
}

/** What is compared, and how long it takes: known before it begins. */
function planSays({ investigation }: CaseContext): readonly Element[] {
  const plan = investigation.plan.verification;
  if (plan === null) return [text('The same counters are watched as before the fix, for as long.')];
  return [
    text(`Watching ${plan.counter} for ${duration(plan.watchMs)}, then again after 1 h, 24 h and 7 d.`),
    text(`Why: ${sentence(plan.why)}`, { subtle: true }),
  ];
}

function held({ investigation }: CaseContext): Element {
  const { rechecked } = investigation.snapshot.facts;
  const done = rechecked.map((each) => recheckNames[each] ?? each);
  const [last] = done.slice(-1);
  return text(
    last === undefined ? 'It holds so far. It is looked at again after 1 h, 24 h and 7 d.' : `It holds, last looked at after ${last}.`,
    { tone: 'Good' },
  );
}

function title({ investigation }: CaseContext): string {
  const { fixHolds } = investigation.snapshot.facts;
  return fixHolds === 'yes' ? 'The fix holds' : fixHolds === 'no' ? 'It still grows after the fix' : stepWords.verifyingFix.label;
}

function collects(context: CaseContext): readonly Element[] {
  const { offer, investigation } = context;
  const command = commandLine(offer);
  if (offer.phase === 'watching' || offer.phase === 'holding' || offer.how === null) return [];
  const byHand = offer.phase === 'awaitingOutput' || command === null ? [text(sentence(offer.how.byHand))] : [];
  return [...byHand, ...(command === null ? [] : [commandBox(command)]), impactLine(offer.how, freeDisk(investigation))];
}

/** The card of the step verifyingFix. */
export function verifyingCard(context: CaseContext): AdaptiveCardJson {
  const { investigation, offer } = context;
  const { fixHolds } = investigation.snapshot.facts;
  const judgement = spoken(investigation);
  const verdict = fixHolds === 'yes' ? [held(context)] : planSays(context);
  const done = moveButton(context, attachTitle(investigation.ticket), 'report', 'first');
  const collect = offer.phase === 'offering' || offer.phase === 'watching' ? collectButtons(context, 'Measure now') : [];
  const first = fixHolds === 'yes' ? [done] : collect;
  const relapse = fixHolds === 'no' ? [moveButton(context, 'Investigate again', 'redo')] : [];
  return card(
    [
      heading(title(context)),
      subtleLine(subtleTarget(context)),
      ...trouble(context),
      text(fixSays(context)),
      ...(judgement === null || fixHolds === null ? [] : [lead(sentence(judgement.verdict.lead))]),
      ...verdict,
      ...collects(context),
    ],
    [
      ...first,
      ...relapse,
      moveButton(context, 'Skip', 'skip'),
      whyButton(context),
      moveButton(context, 'Back', 'back', 'more'),
      ...lookButtons(context, ['evidence', 'timeline', 'chart']),
      moveButton(context, 'Close case', 'close', 'more'),
    ],
  );
}

/** The card after the report was filed: where it lies, and what is left to do. */
export function reportedCard(context: CaseContext): AdaptiveCardJson {
  const { investigation } = context;
  const filed = investigation.filed.at(-1);
  const filing = investigation.pending.find((each) => each.type === 'fileTicket');
  const where =
    filing !== undefined
      ? `The report is being attached since ${timeIn(investigation, filing.askedAt)}.`
      : filed === undefined
        ? 'The report is not attached yet.'
        : `The report, its charts and its evidence are attached to ${filed.id}: ${filed.where}`;
  const judgement = spoken(investigation);
  const verifiable = investigation.fix === null ? [moveButton(context, 'Fix is out', 'fixAnnounced')] : [];
  return card(
    [
      heading(filing === undefined && filed !== undefined ? stepWords.reported.label : 'Attaching the report'),
      subtleLine(subtleTarget(context)),
      ...trouble(context),
      ...(judgement === null ? [] : [lead(sentence(judgement.verdict.lead))]),
      text(where),
      text('Close the case when nothing is left to watch; the evidence is kept.', { subtle: true }),
    ],
    [
      moveButton(context, 'Close case', 'close', 'first'),
      ...verifiable,
      moveButton(context, 'Attach again', 'report', 'more'),
      moveButton(context, 'Back', 'back', 'more'),
      whyButton(context, true),
      ...lookButtons(context, ['evidence', 'timeline', 'chart']),
    ],
  );
}
