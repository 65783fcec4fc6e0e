/** What remains once the fix holds or the verdict is accepted: the report at the ticket, and the re-checks. */
import { lookButtons, moveButton, whyButton } from './buttons.ts';
import { subtleTarget, utcOffsetOf, type CaseContext } from './case-context.ts';
import { trouble } from './collecting-card.ts';
import { fixSays, leadNow, measuredSinceFix } from './fix-words.ts';
import { instant, when } from './format.ts';
import { card, heading, lead, subtleLine, text, type Element } from './parts.ts';
import { reportSays } from './report-says.ts';
import { stepWords } from './step-words.ts';
import type { AdaptiveCardJson } from './types.ts';
import { attachTitle } from './verdict-card.ts';
import { filedPlace, wanted } from '../flows/index.ts';

/** Re-checks of a fix by their ids, as flows/wanted.ts gives them. */
const recheckNames: Readonly<Record<string, string>> = { 'recheck-1h': '1 h', 'recheck-24h': '24 h', 'recheck-7d': '7 d' };

function fixOutcome(context: CaseContext): readonly Element[] {
  const { fix, snapshot } = context.investigation;
  if (fix === null) return [];
  const { fixHolds, rechecked } = snapshot.facts;
  const last = rechecked.at(-1);
  const since = last === undefined ? '' : ` Last looked at after ${recheckNames[last] ?? last}.`;
  if (fixHolds === 'yes')
    return [text(`${fixSays(context)} ${measuredSinceFix(context.investigation) ?? 'It holds.'}${since}`, { tone: 'Good' })];
  return [text(`${fixSays(context)} Whether it holds has not been measured to the end.${since}`)];
}

/** When it is looked at again, by itself or by a person. */
function recheckDue({ investigation, now }: CaseContext): readonly Element[] {
  const [due] = wanted(investigation).due.filter((each) => each.id.startsWith('recheck') && (instant(each.at) ?? 0) > now);
  if (due === undefined) return [];
  return [
    text(`It is looked at again at ${when(due.at, now, utcOffsetOf(investigation))} (${recheckNames[due.id] ?? due.id} after the fix).`, {
      subtle: true,
    }),
  ];
}

function title({ investigation, offer }: CaseContext): string {
  if (offer.phase === 'collecting') return 'Attaching the report';
  if (offer.phase === 'watching') return 'Looking at the fix again';
  if (investigation.filed.length > 0 && offer.phase === 'holding') return stepWords.reported.label;
  return investigation.snapshot.facts.fixHolds === 'yes' ? 'The fix holds' : 'Attach the report?';
}

function buttons(context: CaseContext): readonly Element[] {
  const { investigation, offer } = context;
  const attached = offer.phase === 'holding' || offer.phase === 'watching';
  const attach = moveButton(context, attached ? 'Attach again' : attachTitle(investigation.ticket), 'report', attached ? 'more' : 'first');
  const close = moveButton(context, 'Close case', 'close', attached ? 'first' : 'plain');
  const fix = investigation.fix === null ? [moveButton(context, 'Fix is out', 'fixAnnounced')] : [];
  const moves = offer.phase === 'collecting' ? [] : attached ? [close, ...fix, attach] : [attach, ...fix, close];
  return [
    ...moves,
    whyButton(context, true),
    moveButton(context, 'Back', 'back', 'more'),
    ...lookButtons(context, ['evidence', 'timeline', 'chart']),
  ];
}

/** The report that was attached with the verdict does not know yet that the fix holds. */
function attachedSays({ investigation, offer }: CaseContext): string | null {
  const filed = investigation.filed.at(-1);
  const isOlder = filed !== undefined && offer.phase === 'offering' && investigation.snapshot.facts.fixHolds === 'yes';
  return isOlder
    ? `The report of the verdict is attached: ${filedPlace(filed)}. Attached again it has the proof that the fix holds.`
    : reportSays(investigation);
}

/** The card of the step reported. */
export function reportedCard(context: CaseContext): AdaptiveCardJson {
  const known = leadNow(context.investigation);
  const says = attachedSays(context);
  return card(
    [
      heading(title(context)),
      subtleLine(subtleTarget(context)),
      ...trouble(context),
      ...(known === null ? [] : [lead(known)]),
      ...fixOutcome(context),
      text(says ?? 'The report is ready: what, how sure, where in the code, what to do, and every output behind it.'),
      ...recheckDue(context),
    ],
    buttons(context),
  );
}
