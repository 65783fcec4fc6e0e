/** The conclusion: what leaks, what proves it, where in their code, what to do, what would refute it. */
import type { Judgement, Verdict } from '../analysis/types.ts';
import { lookButtons, moveButton, whyButton } from './buttons.ts';
import { canRun, caseTitle, spoken, type CaseContext } from './case-context.ts';
import { fixTitle, wholeFix } from './cause-block.ts';
import { trouble } from './collecting-card.ts';
import { midSentence } from './format.ts';
import { button, card, foldedTogether, heading, link, reasonInput, subtleLine, text, type Element, type Fold } from './parts.ts';
import { mostLines } from './phone.ts';
import type { AdaptiveCardJson } from './types.ts';
import { verdictEvidence } from './verdict-evidence.ts';
import { verdictFace } from './verdict-face.ts';
import { isLeak } from './verdict-words.ts';
import { whichButtons } from './which-process.ts';

/** What a person may want to open, in the order of the card. */
function folds(verdict: Verdict, evidence: readonly Element[], fix: Element | null): readonly Fold[] {
  return [
    ...(evidence.length === 0 ? [] : [{ id: 'evidence', title: 'show evidence', hidden: evidence }]),
    ...(fix === null ? [] : [{ id: 'fix', title: fixTitle(verdict), hidden: [fix] }]),
    ...(isLeak(verdict.class) ? [reasonInput('What was fixed', 'note the fix')] : []),
  ];
}

/** The line of links is one of the lines that fit. */
const linkLines = 1;

function body(context: CaseContext, judgement: Judgement): readonly Element[] {
  const { investigation } = context;
  const { verdict } = judgement;
  const { face, left, taken } = verdictFace(context, judgement, mostLines - linkLines);
  const evidence = verdictEvidence(investigation, judgement, left);
  return [...face, ...foldedTogether(folds(verdict, evidence, wholeFix(verdict, taken.cause)))];
}

/** `Attach to INC-4711` */
export function attachTitle(ticket: string | null): string {
  return ticket === null ? 'File the report' : `Attach to ${ticket}`;
}

/** The first suggested test, behind "more": the verdict stands without it. */
function nextTest(context: CaseContext): readonly Element[] {
  const { collector } = context.offer;
  if (collector === null) return [];
  const verb = canRun(context) ? 'collect' : 'byHand';
  return [button(`Next: ${midSentence(collector.title)}`, verb, context.investigation, { collector: collector.id }, { secondary: true })];
}

function buttons(context: CaseContext, judgement: Judgement): readonly Element[] {
  const { investigation } = context;
  const attach = attachTitle(investigation.ticket);
  const documentation = judgement.verdict.causes[0]?.link ?? null;
  const more = documentation === null ? null : link('Documentation', documentation);
  const attached = investigation.filed.length > 0;
  const { class: leakClass } = judgement.verdict;
  const moves = isLeak(leakClass)
    ? [
        moveButton(context, attached ? 'Attach again' : attach, 'report', attached ? 'more' : 'first'),
        moveButton(context, 'Fix is out', 'fixAnnounced', attached ? 'first' : 'plain'),
      ]
    : leakClass === 'not-enough-data'
      ? [moveButton(context, 'Collect more', 'redo', 'first'), moveButton(context, attach, 'report')]
      : [moveButton(context, attach, 'report', 'first'), moveButton(context, 'Back', 'back')];
  const back = isLeak(judgement.verdict.class) ? [moveButton(context, 'Back', 'back', 'more')] : [];
  const looks = lookButtons(context, ['evidence', 'timeline', 'chart']);
  return [
    ...moves,
    whyButton(context),
    ...nextTest(context),
    ...(more === null ? [] : [more]),
    ...whichButtons(context),
    ...looks,
    ...back,
    moveButton(context, 'Close case', 'close', 'more'),
  ];
}

/** The verdict; also for "no leak" (and why it looked like one) and "not enough data" (what to collect). */
export function verdictCard(context: CaseContext): AdaptiveCardJson {
  const judgement = spoken(context.investigation);
  if (judgement === null) {
    const says = 'Nothing was read that could be judged, so there is no verdict. Go back, or paste any output.';
    const ways = [moveButton(context, 'Back', 'back', 'first'), whyButton(context), moveButton(context, 'Close case', 'close', 'more')];
    return card([heading('No verdict'), subtleLine(caseTitle(context.investigation)), ...trouble(context), text(says)], ways);
  }
  return card(body(context, judgement), buttons(context, judgement));
}
