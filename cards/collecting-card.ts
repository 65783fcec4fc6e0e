/** The card of a step that collects something: offered, running, awaited from a person, or watched. */
import type { CollectingStep, Effect } from '../flows/types.ts';
import { collectButtons, moveButton, otherWays, whyButton } from './buttons.ts';
import { commandLine, freeDisk, nameOf, subtleTarget, timeIn, type CaseContext } from './case-context.ts';
import { duration, instant, sentence } from './format.ts';
import { impactLine } from './impact.ts';
import { known, ruledOut } from './known.ts';
import { card, commandBox, heading, lead, subtleLine, text, type Element } from './parts.ts';
import { collectingWords, stepWords } from './step-words.ts';
import type { AdaptiveCardJson } from './types.ts';

/** `Leak tracking, dump 2 of 3` */
export function titleWithProgress({ offer }: CaseContext): string {
  const { label, counts } = stepWords[offer.step];
  if (offer.nth === null || offer.of === null || offer.of < 2) return label;
  return `${label}, ${counts === '' ? '' : `${counts} `}${offer.nth} of ${offer.of}`;
}

/** What is wrong or in the way at the moment, if anything: before what we know, because it changes what to do. */
export function trouble(context: CaseContext): readonly Element[] {
  const { problem } = context.investigation;
  const notice = ruledOut(context);
  return [
    ...(problem === null ? [] : [text(sentence(problem), { tone: 'Attention' })]),
    ...(notice === null ? [] : [text(sentence(notice), { tone: 'Warning' }, { spacing: 'Small' })]),
  ];
}

function running(context: CaseContext): Effect | undefined {
  return context.investigation.pending.find((each) => each.type === 'collect');
}

/** `Running since 14:02, asked by Robin.` or what is not known about it after a crash. */
function runningSays(context: CaseContext): string {
  const effect = running(context);
  if (effect === undefined) return 'Running now.';
  const title = context.offer.collector?.title ?? 'This command';
  if (effect.status === 'inDoubt') {
    return `${title} was started at ${timeIn(context.investigation, effect.askedAt)}, and it is not known whether it finished: look at the host before it is run again.`;
  }
  const seconds = context.offer.how?.impact.seconds ?? null;
  const usual = seconds === null ? '' : `; usually ${duration(seconds * 1000)}`;
  return `Running since ${timeIn(context.investigation, effect.askedAt)}, asked by ${nameOf(effect.askedBy)}${usual}.`;
}

/** A bar of ten for how far a watch is: text, so that every client shows it. */
function bar(share: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * 10);
  return '▰'.repeat(full) + '▱'.repeat(10 - full);
}

/** How far the watch is and when it will be enough. */
function watchSays({ investigation, offer, now }: CaseContext, step: CollectingStep): string {
  const samples = investigation.judgement?.trends ?? [];
  const [from, to] = [Math.min(...samples.map((each) => each.from)), Math.max(...samples.map((each) => each.to))];
  if (step !== 'counters' || samples.length === 0) return `Watching until ${collectingWords[step].until}.`;
  const wantedMs = Math.max(
    investigation.plan.minimumCountersMs,
    ...samples.map((each) => (each.needsMs === null ? 0 : to - from + each.needsMs)),
  );
  const leftMs = wantedMs - (to - from);
  if (leftMs <= 0) return `Watching until ${collectingWords[step].until}.`;
  // A replay runs faster than the clock: there, only how much is left is true.
  const done =
    offer.how === null || investigation.target?.connector === 'replay' ? '' : `, until about ${timeIn(investigation, now + leftMs)}`;
  return `${bar((to - from) / wantedMs)} ${duration(leftMs)} to go${done}.`;
}

/** What to paste or drop here: the instructions of the collector. */
function pasteSays({ offer }: CaseContext): string {
  const byHand = offer.how?.byHand ?? '';
  return byHand === '' ? 'Run it and paste its whole output here, or drop the file.' : sentence(byHand);
}

/** The third block: what next and why, the exact command, its impact. */
function nextBlock(context: CaseContext, step: CollectingStep): readonly Element[] {
  const { investigation, offer } = context;
  const command = commandLine(offer);
  const box = command === null ? [] : [commandBox(command)];
  const impact = offer.how === null ? [] : [impactLine(offer.how, freeDisk(investigation))];
  const why = text(collectingWords[step].why, { subtle: true });
  switch (offer.phase) {
    case 'collecting':
      return [text(runningSays(context)), ...box, ...(running(context)?.status === 'inDoubt' ? impact : [])];
    case 'watching':
      return [text(watchSays(context, step)), why];
    case 'awaitingOutput':
      return [text(pasteSays(context)), ...box, ...impact];
    case 'offering':
    case 'choosing':
    case 'holding': {
      const byHand = command === null && offer.how !== null ? [text(pasteSays(context))] : [];
      return [why, ...box, ...byHand, ...impact];
    }
  }
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

function buttons(context: CaseContext, step: CollectingStep): readonly Element[] {
  const skip = moveButton(context, 'Skip', 'skip');
  const rest = [skip, whyButton(context), ...otherWays(context)];
  switch (context.offer.phase) {
    case 'collecting':
      return running(context)?.status === 'inDoubt' ? [moveButton(context, 'Offer it again', 'redo', 'first'), ...rest] : rest;
    case 'watching':
      return step === 'counters'
        ? [moveButton(context, 'Go on with this', 'goOn'), ...rest]
        : [...collectButtons(context, 'Run it now'), ...rest];
    case 'awaitingOutput':
    case 'offering':
    case 'choosing':
    case 'holding':
      return [
        ...collectButtons(context, doIt[step]).filter((each) => context.offer.phase !== 'awaitingOutput' || each['verb'] === 'collect'),
        ...rest,
      ];
  }
}

/** The card of any collecting step, in any of its phases. */
export function collectingCard(step: CollectingStep): (context: CaseContext) => AdaptiveCardJson {
  return (context) =>
    card(
      [
        heading(titleWithProgress(context)),
        subtleLine(subtleTarget(context)),
        ...trouble(context),
        lead(known(context)),
        ...nextBlock(context, step),
      ],
      buttons(context, step),
    );
}
