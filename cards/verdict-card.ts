/** The conclusion: what leaks, what proves it, where in their code, what to do, what would refute it. */
import type { Attribution, Judgement } from '../analysis/types.ts';
import type { Investigation } from '../flows/types.ts';
import { lookButtons, moveButton, whyButton } from './buttons.ts';
import { canRun, caseTitle, clockOf, spoken, type CaseContext } from './case-context.ts';
import { forecastLines } from './forecast-words.ts';
import { codeLineOf } from './code-line.ts';
import { causeBlock, isSure, testsFold, wholeFix, wouldTellMore } from './cause-block.ts';
import { trouble } from './collecting-card.ts';
import { reportSays } from './report-says.ts';
import { midSentence, sentence } from './format.ts';
import { growthInShort, growthInWords } from './growth-rows.ts';
import {
  button,
  card,
  foldedTogether,
  heading,
  lead,
  link,
  paragraph,
  reasonInput,
  run,
  subtleLine,
  text,
  type Element,
  type Fold,
} from './parts.ts';
import type { AdaptiveCardJson } from './types.ts';
import { growthTable, handleTable } from './verdict-tables.ts';
import { isLeak, verdictChip, verdictTitle } from './verdict-words.ts';
import { whichButtons, whichProcess } from './which-process.ts';
import { verdictDoubt } from './wrong-if.ts';

/** What grew between the reports; null without two of them. */
function growthOf({ attribution }: Judgement): Attribution | null {
  return attribution === null || attribution.labels.length < 2 ? null : attribution;
}

/** The proof in figures, as far as the lead does not say them; when they were taken and the table are one click away. */
function proof(judgement: Judgement): readonly Element[] {
  const attribution = growthOf(judgement);
  const says = attribution === null ? null : growthInShort(attribution, judgement.verdict.lead);
  return says === null ? [] : [text(says, { subtle: true })];
}

/** Where in their code: the frame on the stack, unless the lead names it; without a stack the line that was deployed. */
function ownCode(investigation: Investigation, judgement: Judgement): readonly Element[] {
  const { ownFrame, lead: said } = judgement.verdict;
  if (ownFrame !== null && said.includes(ownFrame)) return [];
  if (ownFrame !== null) return [paragraph([run('First frame of your code: '), run(ownFrame, { mono: true })])];
  const line = codeLineOf(judgement, investigation.evidence);
  return line === null ? [] : [paragraph([run(`In ${line.where}: `), run(line.text, { mono: true })])];
}

/** What is asked for when the evidence does not decide. */
function wanted(judgement: Judgement): Element | null {
  const [first] = judgement.verdict.next;
  return first === undefined ? null : text(`Next: ${sentence(first.why)}`);
}

/** What a person may want to open, in the order of the card. */
function folds(investigation: Investigation, judgement: Judgement): readonly Fold[] {
  const { verdict, handleGrowth } = judgement;
  const handles = handleGrowth === null ? null : handleTable(investigation, handleGrowth);
  const growth = growthOf(judgement);
  const fix = wholeFix(verdict);
  return [
    ...(growth === null
      ? []
      : [{ id: 'growth', title: 'what grew', hidden: [text(growthInWords(growth), { subtle: true }), growthTable(growth)] }]),
    ...(handles === null ? [] : [{ id: 'handles', title: 'handles by type', hidden: [handles] }]),
    ...(fix === null ? [] : [{ id: 'fix', title: 'how to fix it', hidden: [fix] }]),
    ...(verdict.causes.length === 0 || !isSure(verdict) ? [] : testsFold(verdict, 'what would tell more')),
    reasonInput('What was fixed', 'say what was fixed'),
  ];
}

function body(context: CaseContext, judgement: Judgement): readonly (Element | null)[] {
  const { verdict } = judgement;
  const leak = isLeak(verdict.class);
  const refuted = verdictDoubt(verdict);
  const report = reportSays(context.investigation);
  const [runsOut] = forecastLines(context, clockOf(context));
  return [
    heading(verdictTitle(verdict)),
    subtleLine(caseTitle(context.investigation), context.investigation.ticket, verdictChip(verdict)),
    ...trouble(context),
    ...whichProcess(context),
    lead(sentence(verdict.lead)),
    runsOut === undefined ? null : text(runsOut, { tone: 'Warning' }),
    ...(leak ? proof(judgement) : []),
    ...(leak ? ownCode(context.investigation, judgement) : []),
    leak || verdict.class === 'no-leak' ? causeBlock(verdict) : null,
    refuted === null ? null : text(refuted, { subtle: true }),
    ...(leak && verdict.causes.length > 0 ? wouldTellMore(verdict) : [wanted(judgement)]),
    ...(leak ? foldedTogether(folds(context.investigation, judgement)) : []),
    report === null ? null : text(report, { tone: 'Good' }),
  ];
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
