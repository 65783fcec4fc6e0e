/** The card of a step that collects something: offered, running, awaited from a person, or watched. */
import type { CollectingStep } from '../flows/types.ts';
import { collectButtons, moveButton, otherWays, whyButton } from './buttons.ts';
import { canRun, spoken, subtleTarget, timeIn, type CaseContext } from './case-context.ts';
import { sentence } from './format.ts';
import { known, standsInTheWay } from './known.ts';
import { nextBlock, running, whySays } from './next-block.ts';
import { card, foldedTogether, heading, lead, reasonInput, subtleLine, text, type Element } from './parts.ts';
import { fitted, type Piece } from './phone.ts';
import { shorterReasons } from './shorter.ts';
import { collectorWords, stepWords } from './step-words.ts';
import type { AdaptiveCardJson } from './types.ts';
import { whichButtons, whichProcess } from './which-process.ts';

/** `Leak tracking, dump 2 of 3` */
function titleWithProgress({ offer }: CaseContext): string {
  const { counts } = stepWords[offer.step];
  const label = (collectorWords(offer.step, offer.collector?.id ?? null) ?? stepWords[offer.step]).label;
  if (offer.nth === null || offer.of === null || offer.of < 2) return label;
  return `${label}, ${counts === '' ? '' : `${counts} `}${offer.nth} of ${offer.of}`;
}

/** What is wrong or in the way at the moment, if anything: before what we know, because it changes what to do. */
export function trouble(context: CaseContext): readonly Element[] {
  const { problem } = context.investigation;
  const notice = standsInTheWay(context);
  return [
    ...(problem === null ? [] : [text(sentence(problem), { tone: 'Attention' })]),
    ...(notice === null ? [] : [text(sentence(notice), { tone: 'Warning' }, { spacing: 'Small' })]),
  ];
}

/** The case came back to this step after a fix: said, because what is measured now belongs to the time after it. */
function relapsed({ investigation }: CaseContext): readonly Element[] {
  const { fix, snapshot } = investigation;
  if (fix === null || snapshot.facts.fixAnnouncedAt !== null) return [];
  return [text(`It grows again after the fix of ${timeIn(investigation, fix.at)}.`, { tone: 'Attention' })];
}

const doIt: Readonly<Record<CollectingStep, string>> = {
  preflight: 'Check it',
  counters: 'Start watching',
  addressSpace: 'Run it',
  assemblies: 'Run it',
  managedHeap: 'Run it',
  handleTypes: 'Run it',
  plainDump: 'Run it',
  leakTracking: 'Run it',
  leakReports: 'Run it',
  callStacks: 'Run it',
};

/** What was read so far has a class: a verdict may be drawn without the counters. */
function hasClass({ investigation }: CaseContext): boolean {
  const judgement = spoken(investigation);
  return judgement !== null && judgement.verdict.class !== 'not-enough-data';
}

function buttons(context: CaseContext, step: CollectingStep): readonly Element[] {
  const { phase, nth } = context.offer;
  const begun = nth !== null && nth > 1;
  const goOn = begun ? [moveButton(context, 'Go on with what there is', 'goOn', 'more')] : [];
  const conclude = step === 'counters' && hasClass(context) ? [moveButton(context, 'Conclude with what there is', 'goOn')] : [];
  // Four buttons fit: where all four are taken, "Why?" moves behind "more".
  const why = whyButton(context, conclude.length > 0 && canRun(context));
  const rest = [moveButton(context, 'Skip', 'skip'), why, ...goOn, ...whichButtons(context), ...otherWays(context)];
  switch (phase) {
    case 'collecting':
      return running(context)?.status === 'inDoubt' ? [moveButton(context, 'Offer it again', 'redo', 'first'), ...rest] : rest;
    case 'watching':
      return step === 'counters'
        ? [moveButton(context, 'Go on with this', 'goOn'), ...rest]
        : [...collectButtons(context, 'Run it now'), ...rest];
    case 'awaitingOutput':
      return [...collectButtons(context, doIt[step]).filter((each) => each['verb'] === 'collect'), ...conclude, ...rest];
    case 'offering':
    case 'choosing':
    case 'holding':
      return [...collectButtons(context, doIt[step]), ...conclude, ...rest];
  }
}

/** Nothing runs: what comes next is for a person to say. */
function isResting({ offer }: CaseContext): boolean {
  return offer.phase !== 'collecting' && offer.phase !== 'watching';
}

/** In the order of the card; what is known, the command, its impact and what stands in the way are never shortened. */
function pieces(context: CaseContext, step: CollectingStep) {
  const [whyNow, ...shorterWhys] = shorterReasons(whySays(context, step));
  return {
    title: { forms: [[heading(titleWithProgress(context))]] },
    subtle: { forms: [[subtleLine(subtleTarget(context))], [subtleLine(subtleTarget(context, true))]] },
    notices: { forms: [[...relapsed(context), ...trouble(context), ...whichProcess(context)]] },
    known: { forms: [[lead(known(context))]] },
    next: { forms: [nextBlock(context, step, whyNow), ...shorterWhys.map((says) => nextBlock(context, step, says))] },
    reason: { forms: [isResting(context) ? foldedTogether([reasonInput('Why it is skipped', 'say why you skip it')]) : []] },
  } satisfies Readonly<Record<string, Piece>>;
}

/** What gives way first: what “Why?” and the case beside the chat say as well. */
const order = ['subtle', 'next', 'next', 'next'] as const;

/** The card of any collecting step, in any of its phases. */
export function collectingCard(step: CollectingStep): (context: CaseContext) => AdaptiveCardJson {
  return (context) => card(fitted(pieces(context, step), order).face, buttons(context, step));
}
