/** Which process: nothing is asked of a host before this is answered. */
import { lookButtons, moveButton, whyButton } from './buttons.ts';
import { caseTitle, utcOffsetOf, type CaseContext } from './case-context.ts';
import { trouble } from './collecting-card.ts';
import { cut } from './escape.ts';
import { listed, plural, sentence, when, zone } from './format.ts';
import { button, card, heading, paragraph, run, subtleLine, text, type Element } from './parts.ts';
import { stepWords } from './step-words.ts';
import type { AdaptiveCardJson } from './types.ts';

/** More would not fit beside each other; the others are named in the text and can be typed. */
const mostButtons = 4;
const mostListed = 8;

function candidateLine({ investigation, now }: CaseContext, found: CaseContext['investigation']['candidates'][number]): Element {
  const offset = utcOffsetOf(investigation);
  const since = found.startedAt === null ? '' : `, since ${when(found.startedAt, now, offset)} ${zone(offset)}`;
  return paragraph(
    [run(`pid ${found.pid}`, { bold: true }), run(`${since}  `), run(cut(`${found.name} ${found.detail}`.trim(), 120), { mono: true })],
    { spacing: 'Small' },
  );
}

function says({ investigation, offer }: CaseContext): string {
  const { candidates, asked } = investigation;
  const name = asked.process ?? (asked.pid === null ? 'that name' : `pid ${asked.pid}`);
  if (offer.phase === 'collecting') return `Looking for ${name} on ${asked.host}.`;
  if (candidates.length === 0) {
    return `Nobody has been found yet for ${name} on ${asked.host}. Say “redo” to look again, “investigate” with another name or a pid, or paste any output of it here.`;
  }
  return `${plural(candidates.length, 'process answers', 'processes answer')} to ${name} on ${asked.host}. Choose one; values of two processes are never compared.`;
}

/** The card of the step intake: looking, or a choice between those found. */
export function intakeCard(context: CaseContext): AdaptiveCardJson {
  const { investigation, offer } = context;
  const found = offer.phase === 'collecting' ? [] : investigation.candidates;
  const choices = found
    .slice(0, mostButtons)
    .map((each) =>
      button(
        `pid ${each.pid}`,
        'chooseTarget',
        investigation,
        { pid: each.pid, startedAt: each.startedAt },
        found.length === 1 ? { style: 'positive' } : {},
      ),
    );
  const others = found.slice(mostListed).map((each) => String(each.pid));
  const rest = others.length === 0 ? [] : [text(`Also: ${cut(listed(others), 200)}.`, { subtle: true })];
  return card(
    [
      heading(stepWords.intake.label),
      subtleLine(caseTitle(investigation), investigation.ticket),
      ...trouble(context),
      ...(investigation.symptom === null ? [] : [text(`Reported: ${sentence(investigation.symptom)}`)]),
      text(says(context)),
      ...found.slice(0, mostListed).map((each) => candidateLine(context, each)),
      ...rest,
    ],
    [...choices, whyButton(context, true), ...lookButtons(context, ['timeline']), moveButton(context, 'Cancel case', 'cancel', 'more')],
  );
}
